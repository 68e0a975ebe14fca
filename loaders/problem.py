"""What is wrong with an input, where, and what would be right; problems are collected and reported together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from graph.errors import DefgraphError, Refused

SHOWN = 60
"""Characters of a value shown in a message."""
NAMED = 12
"""Allowed names listed in a message; `Problem.allowed` has all of them."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one place of a file; lines and columns count from 1.

    `field` is the key it is under, `value` the text that stands there, `allowed` the names that could, and `suggestion`
    the nearest of them.

    >>> print(Problem("a.yaml", 31, 9, "share", "50 percnt", "'50 percnt' is no share: write 50 %."))
    a.yaml:31:9 share: '50 percnt' is no share: write 50 %.
    >>> print(Problem("a.yaml", 3, 11, "type", "Frim", "There is no class 'Frim'.", ("Firm", "State"), "Firm"))
    a.yaml:3:11 type: There is no class 'Frim'. Did you mean 'Firm'? Allowed: Firm, State.
    """

    file: str
    line: int
    column: int
    field: str
    value: str | None
    message: str
    allowed: tuple[str, ...] = ()
    suggestion: str | None = None

    def __str__(self) -> str:
        field = f" {self.field}:" if self.field else ""
        return " ".join((f"{self.file}:{self.line}:{self.column}{field}", self.message, *self._help()))

    def _help(self) -> Iterable[str]:
        if self.suggestion:
            yield f"Did you mean '{self.suggestion}'?"
        if self.allowed:
            more = f" and {len(self.allowed) - NAMED} more" if len(self.allowed) > NAMED else ""
            yield f"Allowed: {', '.join(self.allowed[:NAMED])}{more}."

    def as_dict(self) -> dict[str, Any]:
        """The problem as plain JSON data."""
        names = ("file", "line", "column", "field", "value", "message", "allowed", "suggestion")
        return {name: list(v) if isinstance(v := getattr(self, name), tuple) else v for name in names}


class BadValue(DefgraphError):
    """A text that is no value of its property: the reason, what would be allowed, and the nearest of that."""

    slug = "bad-value"

    def __init__(self, detail: str, allowed: tuple[str, ...] = (), suggestion: str | None = None) -> None:
        super().__init__(detail)
        self.allowed = allowed
        self.suggestion = suggestion


def shown(text: str) -> str:
    """A text as a message quotes it: in quotes, escaped where it cannot be printed, cut if it is long.

    >>> shown("a" * 100) == repr("a" * 60 + "...")
    True
    """
    return repr(text if len(text) <= SHOWN else text[:SHOWN] + "...")


def refused(problems: Iterable[Problem]) -> Refused:
    """The error that reports these problems, in the order of their places."""
    ordered = in_order(problems)
    head = "" if len(ordered) == 1 else f"{len(ordered)} problems:\n"
    return Refused(head + "\n".join(str(problem) for problem in ordered), problems=ordered)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems by file, line and column, each once."""
    return tuple(sorted(set(problems), key=lambda p: (p.file, p.line, p.column, p.field, p.message)))


__all__ = ["BadValue", "Problem", "in_order", "refused", "shown"]
