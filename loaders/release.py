"""What comes of reading a publisher's release: claims to load, and what could not be read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from graph.loadset import LoadSet
from graph.source import Source
from loaders.problem import Problem, refused
from loaders.problems import Problems


@dataclass(frozen=True, slots=True)
class Release:
    """A release as read: `loadset` is what it says, `problems` are the values that are not in it, with their places.

    `counts` tell how many rows and things of which kind were met, by words for people. Both may still be filled while
    the claims of the set are read: they are whole when those have come to their end.
    """

    loadset: LoadSet
    problems: Sequence[Problem]
    counts: Mapping[str, int]


@dataclass(slots=True)
class Notes:
    """Collects the problems of a file as it is read; `strict` refuses the file at the first."""

    file: str
    strict: bool = False
    problems: Problems = field(default_factory=Problems)

    def note(self, line: int, column: int, name: str, value: str | None, message: str) -> None:
        """Note that a value is not used.

        Raises:
            Refused: if problems are not put up with.
        """
        self.add(Problem(self.file, line, column, name, value, message))

    def add(self, problem: Problem) -> None:
        """Take a problem; as `note`."""
        if self.strict:
            raise refused([problem])
        self.problems.append(problem)

    def told(self) -> Sequence[Problem]:
        """All problems, in the order of their places if they are not too many to be sorted."""
        return self.problems.told()


def latest_day(moments: Iterable[object]) -> str | None:
    """The latest of the days that moments begin with (ISO 8601); what begins with none is passed over.

    >>> latest_day(["2025-05-14T22:00:00Z", "2025-05-15", "lately", None])
    '2025-05-15'
    """
    return max((day for moment in moments if (day := _day(str(moment)[:10]))), default=None)


def _day(text: str) -> str | None:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None


def dated(sources: Iterable[Source], day: str | None) -> tuple[Source, ...]:
    """The sources as of a day, if there is one."""
    return tuple(replace(source, date=day) if day else source for source in sources)


__all__ = ["Notes", "Release", "dated", "latest_day"]
