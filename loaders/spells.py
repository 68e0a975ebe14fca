"""Times for which a state was in something, as alliance data give them: incomplete days, states by COW numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from graph.dates import MAX, BadDate, bounds, parse_edtf
from loaders.problem import shown
from loaders.states.table import State, States

OPEN = ".."
_DIGITS = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Stay:
    """A time, as an EDTF interval, for which a state was in something."""

    state: State
    valid: str


def day(year: int | None, month: int | None, number: int | None) -> str | None:
    """A date as EDTF, as far as it is known: a year, a month or a day; None if no year is, or there is no such day.

    >>> day(1949, 4, 4), day(1949, 4, None), day(1949, None, 4), day(1949, 2, 30), day(None, 4, 4)
    ('1949-04-04', '1949-04', '1949', None, None)
    """
    if not year or year < 1:
        return None
    parts = [f"{year:04}", *([f"{month:02}"] if month else []), *([f"{number:02}"] if month and number else [])]
    try:
        parse_edtf(text := "-".join(parts))
    except BadDate:
        return None
    return text


def small_number(text: str) -> int:
    """The number that a text of a few digits writes.

    Raises:
        ValueError: it is something else.

    >>> small_number("0012")
    12
    """
    if not _DIGITS.fullmatch(text):
        raise ValueError(f"{shown(text)} is no number of at most nine digits.")
    return int(text)


def stays(states: States, number: str, start: str, end: str) -> tuple[tuple[Stay, ...], bool]:
    """Which states a COW number is from one date to another, each with its part; and whether they are all of that time.

    `end` may be two dots. A number that goes on in another state is parted at the day.

    >>> from loaders.states.table import read_states
    >>> parts, whole = stays(read_states(), "365", "1990-11", "..")
    >>> [(part.state.id, part.valid) for part in parts], whole
    ([('soviet-union', '1990-11/1991-12-25'), ('russia', '1991-12-26/..')], True)
    """
    days = bounds(f"{start}/{end}", "state")
    first, last = days.start_earliest, days.end_latest
    spells = states.of_cow(number, first, last)
    found = tuple(
        Stay(
            spell.state,
            f"{start if spell.first == first else _iso(spell.first)}/{end if spell.last == last else _iso(spell.last)}",
        )
        for spell in spells
    )
    whole = bool(spells) and (spells[0].first, spells[-1].last) == (first, last)
    return found, whole


def _iso(ordinal: int) -> str:
    return OPEN if ordinal >= MAX else date.fromordinal(ordinal).isoformat()


def name_of(states: list[str], year: str) -> str:
    """What to call an alliance that has no name of its own.

    >>> name_of(["France", "Poland"], "1921"), name_of(["A", "B", "C", "D"], "1950")
    ('Alliance of France and Poland, 1921', 'Alliance of A, B and 2 others, 1950')
    """
    shown = " and ".join(states) if len(states) <= 2 else f"{', '.join(states[:2])} and {_others(len(states) - 2)}"  # noqa: PLR2004 - two have room
    return f"Alliance of {shown}, {year}" if states else f"Alliance, {year}"


def _others(count: int) -> str:
    return f"{count} other{'s' * (count > 1)}"


__all__ = ["OPEN", "Stay", "day", "name_of", "small_number", "stays"]
