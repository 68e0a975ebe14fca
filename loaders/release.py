"""What comes of reading a publisher's release: claims to load, and what could not be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from graph.loadset import LoadSet
from loaders.problem import Problem, in_order, refused


@dataclass(frozen=True, slots=True)
class Release:
    """A release as read: `loadset` is what it says, `problems` are the values that are not in it, with their places.

    `counts` tell how many rows and things of which kind were met, by words for people.
    """

    loadset: LoadSet
    problems: tuple[Problem, ...]
    counts: Mapping[str, int]


@dataclass(slots=True)
class Notes:
    """Collects the problems of a file as it is read; `strict` refuses the file at the first."""

    file: str
    strict: bool = False
    problems: list[Problem] = field(default_factory=list)

    def note(self, line: int, column: int, name: str, value: str | None, message: str) -> None:
        """Note that a value is not used.

        Raises:
            Refused: if problems are not put up with.
        """
        problem = Problem(self.file, line, column, name, value, message)
        if self.strict:
            raise refused([problem])
        self.problems.append(problem)

    def told(self) -> tuple[Problem, ...]:
        """All problems in the order of their places."""
        return in_order(self.problems)


__all__ = ["Notes", "Release"]
