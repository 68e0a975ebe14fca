"""Do two values of one property contradict one another?

They do if they are for the same time and can't both be right. Figures are compared as the ranges they stand for: "at
least 500 million" agrees with 540 million, "about 50" with 52, and a year with a month in it. Text, concepts, and
figures in different units or currencies agree only if they are alike.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

from graph.claim import Marker, Value
from graph.dates import span

if TYPE_CHECKING:
    from graph.columns import Ints

ABOUT = 0.1
"""How far from a figure "about" reaches, as a share of it."""

Range = tuple[float, float]
Days: TypeAlias = "Sequence[int] | Ints"
Said: TypeAlias = "tuple[Value, Days]"
"""A value, and the four days of the claim that gives it (`graph.dates.Bounds.days`)."""


def contradict(one: Said, other: Said, kind: str) -> bool:
    """Whether two values of a property of this kind are rivals: they differ, and one didn't simply follow the other.

    >>> from graph.dates import bounds
    >>> ordered = Value("transferStatus", "ordered"), bounds("2020/2021", "state").days
    >>> delivered = Value("transferStatus", "delivered"), bounds("2021/..", "state").days
    >>> contradict(ordered, delivered, "concept"), contradict(ordered, (delivered[0], ordered[1]), "concept")
    (False, True)
    """
    if kind == "date":  # the day of an order doesn't change with the years: a later one is another account of it
        return not agree(one[0], other[0], kind)
    return not agree(one[0], other[0], kind) and not (_follows(one[1], other[1]) or _follows(other[1], one[1]))


def _follows(later: Days, earlier: Days) -> bool:
    """Whether it certainly began later, and the other may have ended by then."""
    return bool(earlier[1] < later[0] and earlier[2] <= later[1])


def agree(one: Value, other: Value, kind: str) -> bool:
    """Whether two known values of a property of this kind can both be right.

    >>> agree(Value("value", 500, Marker.AT_LEAST), Value("value", 540), "amount")
    True
    >>> agree(Value("orderDate", "2022"), Value("orderDate", "2022-02"), "date")
    True
    >>> agree(Value("value", 175, unit="EUR"), Value("value", 175, unit="USD"), "amount")
    False
    """
    if (one.value, one.upper, one.unit) == (other.value, other.upper, other.unit):
        return True
    if one.unit != other.unit:
        return False
    ranges = [found for value in (one, other) if (found := _range(value, kind))]
    return len(ranges) == 2 and _overlap(*ranges)  # noqa: PLR2004 - one range each


def _range(value: Value, kind: str) -> Range | None:
    """What a figure may be, a date in days; None for what is no figure."""
    if kind == "date":
        return span(str(value.value))
    if isinstance(value.value, bool) or not isinstance(value.value, int | float):
        return None
    low, high = value.value, value.value if value.upper is None else value.upper
    slack = ABOUT * abs(high) if value.marker is Marker.APPROXIMATE else 0
    below = -math.inf if value.marker is Marker.AT_MOST else low - slack
    return below, math.inf if value.marker is Marker.AT_LEAST else high + slack


def _overlap(one: Range, other: Range) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


__all__ = ["ABOUT", "agree", "contradict"]
