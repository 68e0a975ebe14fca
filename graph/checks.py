"""What is checked before work starts: names that must be known, numbers that must be within bounds."""

from __future__ import annotations

from collections.abc import Collection
from typing import NoReturn

from rapidfuzz import fuzz, process

from graph.errors import BadQuestion, UnknownEntity

SHOWN = 40
"""How many allowed names an error lists."""


class UnknownName(BadQuestion):
    """A parameter names something that is not known: `value`, what would be `allowed`, and the nearest `suggestion`."""

    def __init__(self, parameter: str, value: str, allowed: Collection[str]) -> None:
        self.value = value
        self.suggestion = nearest(value, allowed)
        self.allowed = tuple(sorted(allowed)) if len(allowed) <= SHOWN else ()
        hint = f"Did you mean {self.suggestion}?" if self.suggestion else f"Allowed: {', '.join(self.allowed)}."
        super().__init__(f"{parameter} {value!r} is not known.", hint=hint, parameter=parameter)


def nearest(value: str, names: Collection[str]) -> str | None:
    """The name most like `value`, if any is like it at all (rapidfuzz's weighted ratio, at least 70 of 100).

    >>> nearest("morroco", ["morocco", "monaco"]), nearest("xyz", ["morocco"])
    ('morocco', None)
    """
    folded = {name: name.casefold() for name in sorted(names)}
    best = process.extractOne(value.casefold(), folded, scorer=fuzz.WRatio, score_cutoff=70)
    return str(best[2]) if best else None


def unknown_name(parameter: str, value: str, allowed: Collection[str]) -> NoReturn:
    """Refuse a name."""
    raise UnknownName(parameter, value, allowed)


def one_of(parameter: str, value: str, allowed: Collection[str]) -> str:
    """`value`, if it is one of those.

    >>> one_of("policy", "any", ("any", "strict"))
    'any'
    """
    return value if value in allowed else unknown_name(parameter, value, allowed)


def within(parameter: str, value: int, low: int, high: int) -> int:
    """`value`, if it is a whole number from `low` to `high`.

    >>> within("k", 3, 1, 100)
    3
    """
    if low <= value <= high:
        return value
    raise BadQuestion(f"{parameter} is {value}.", hint=f"Use {low} to {high}.", parameter=parameter)


def unknown_entity(entity: str, known: Collection[str]) -> NoReturn:
    """Refuse an id that nothing in the graph has, with the nearest one that something has."""
    guess = nearest(entity, known)
    error = UnknownEntity(
        f"Nothing in the graph has the id {entity!r}.", hint=f"Did you mean {guess}?" if guess else ""
    )
    raise error


__all__ = ["UnknownName", "nearest", "one_of", "unknown_entity", "unknown_name", "within"]
