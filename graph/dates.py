"""Dates as sources give them: EDTF text (ISO 8601-2), and the days it may mean.

A bare year stays a bare year: what is kept is the text, and `bounds` says which days it leaves open. Read are the forms

    2021  2021-05  2021-05-03   a year, month, day
    2021-35  2021-40  2021-22   a quarter (33-36), third (37-39) or half (40-41) of a year, a season (21-24, northern)
    202X  20XX  2021-XX-XX      digits the source leaves unspecified
    2021~  2021?  2021%         approximate, uncertain, both
    2019/2021  2021/..  ../2021 from until; an open side: without end, since ever
    2021/  /2021                a side the source does not know

**Temporality.** A lone date of a *state* is its start, and it goes on: `2021` reads as `2021/..`; a state known to have
held within 2021 only is `2021/2021`. A lone date of an *event* is when it happened, on some day of it.

**Approximate** (`~`, `%`) widens a date by one of its own unit on either side: a decade by ten years, a year by one, a
season by three months, a month by one, and a day by a week. **Uncertain** (`?`, `%`) leaves the days where they are,
but nothing follows from them for certain. An **unknown** side may be any day that the other side allows. Dates run from
year 0001 to 9999 in the proleptic Gregorian calendar.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import product

import edtf

from graph.errors import DefgraphError

MIN = date.min.toordinal() - 1
"""The day before all days: what is open to the past starts here."""
MAX = date.max.toordinal() + 1
"""The day after all days: what is open to the future ends here."""

TEMPORALITIES = ("state", "event")
CERTAINTIES = ("certain", "possible")
UNITS = {"day": 0, "month": 1, "season": 3, "year": 12, "decade": 120, "century": 1_200, "millennium": 12_000}
"""The precisions of dates, finest first, and how many months an approximate one is widened by (a day: `WEEK`)."""
WEEK = 7
LONGEST = 40
"""Characters of the longest text that is read at all."""

_PLAIN = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_KNOWN = re.compile(r"[\dX]{4}(?:-(?:\d\d|XX)(?:-(?:\d\d|XX))?)?")
_MONTHS = range(1, 13)
_SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 14)}
_PARTS = {33 + i: (1 + 3 * i, 3 + 3 * i) for i in range(4)} | {37 + i: (1 + 4 * i, 4 + 4 * i) for i in range(3)}
_MONTHS_OF = _SEASONS | _PARTS | {40: (1, 6), 41: (7, 12)}
_HINT = "Write 2021, 2021-05 or 2021-05-03, with ~ if approximate and ? if uncertain, or an interval as 2019/2021."


class BadDate(DefgraphError, ValueError):
    """A text that is no date, or none in the calendar."""

    slug = "bad-date"


@dataclass(frozen=True, slots=True)
class Bounds:
    """The days a dated thing may start and end on, as proleptic ordinals (`datetime.date.toordinal`), `MIN` and `MAX`.

    `precision` is the coarser one of its dates (a key of `UNITS`).
    """

    start_earliest: int
    start_latest: int
    end_earliest: int
    end_latest: int
    precision: str = "day"
    approximate: bool = False
    uncertain: bool = False

    @property
    def days(self) -> tuple[int, int, int, int]:
        """The four days alone, in their order."""
        return self.start_earliest, self.start_latest, self.end_earliest, self.end_latest


@dataclass(frozen=True, slots=True)
class _Point:
    """One date of a text: its first and last day, widened if it is approximate."""

    first: int
    last: int
    precision: str
    approximate: bool
    uncertain: bool


@lru_cache(maxsize=1 << 16)
def bounds(text: str, temporality: str) -> Bounds:
    """The days an EDTF text leaves open, for a "state" or an "event".

    >>> [day and date.fromordinal(day).isoformat() for day in bounds("2021-02", "event").days]
    ['2021-02-01', '2021-02-28', '2021-02-01', '2021-02-28']
    >>> bounds("2021", "state") == bounds("2021/..", "state")
    True

    Raises:
        BadDate: the text is not EDTF, not in the calendar, or ends before it starts.
    """
    if temporality not in TEMPORALITIES:
        raise ValueError(f"temporality is {temporality!r}, not one of {TEMPORALITIES}")
    start, slash, end = _split(text)
    if not slash and temporality == "event":
        point = _read(text)
        return _bounds(point, point, _start(point), _end(point))
    first, last = _side(start) if slash else _read(start), _side(end)
    if first and last and last.last < first.first:
        raise BadDate(f"{text!r} ends before it starts.", hint="Write the earlier date first.")
    s = _start(first) if first else (MIN, MIN if start == ".." else MAX)
    e = _end(last) if last else (MAX if end == ".." or not slash else MIN, MAX)
    return _bounds(first, last, s, e)


def parse_edtf(text: str) -> Bounds:
    """The days a text means as a date or interval of its own, such as the one a question asks for.

    >>> parse_edtf("2019/2021").days == parse_edtf("2019-01/2021-12").days
    False
    >>> span("2019/2021") == span("2019-01/2021-12")
    True
    """
    return bounds(text, "event")


def span(text: str) -> tuple[int, int]:
    """The first and the last day that a text may mean.

    >>> [date.fromordinal(day).isoformat() for day in span("2020-02")]
    ['2020-02-01', '2020-02-29']
    """
    period = parse_edtf(text)
    return period.start_earliest, period.end_latest


def holds(period: Bounds, first: int, last: int, certainty: str = "possible") -> bool:
    """Whether something with these bounds held from day `first` to day `last`.

    "possible": on some reading of its dates it held on some of these days. "certain": on every reading it held on all.

    >>> law = bounds("2021-05/..", "state")
    >>> holds(law, *span("2021")), holds(law, *span("2021"), "certain"), holds(law, *span("2022"), "certain")
    (True, False, True)
    """
    if certainty == "certain":
        return period.start_latest <= first and last <= period.end_earliest
    if certainty == "possible":
        return period.start_earliest <= last and first <= period.end_latest
    raise ValueError(f"certainty is {certainty!r}, not one of {CERTAINTIES}")


def xsd_bounds(text: str, temporality: str) -> tuple[str | None, str | None]:
    """The first and last day it may have held, as ``xsd:date``; None where it is open or unknown.

    >>> xsd_bounds("2021~/..", "state"), xsd_bounds("2021-05", "event")
    (('2020-01-01', None), ('2021-05-01', '2021-05-31'))
    """
    period = bounds(text, temporality)
    return iso(period.start_earliest), iso(period.end_latest)


def iso(day: int) -> str | None:
    """A day as ISO 8601 text; None for `MIN` and `MAX`.

    >>> iso(MIN), iso(MIN + 1), iso(MAX - 1)
    (None, '0001-01-01', '9999-12-31')
    """
    return date.fromordinal(day).isoformat() if MIN < day < MAX else None


def _bounds(first: _Point | None, last: _Point | None, start: tuple[int, int], end: tuple[int, int]) -> Bounds:
    """Both sides together: it cannot start after its last day, nor end before its first."""
    points = [p for p in (first, last) if p]
    return Bounds(
        start[0],
        min(start[1], end[1]),
        max(end[0], start[0]),
        end[1],
        max((p.precision for p in points), key=list(UNITS).index),
        any(p.approximate for p in points),
        any(p.uncertain for p in points),
    )


def _start(point: _Point) -> tuple[int, int]:
    return point.first, MAX if point.uncertain else point.last


def _end(point: _Point) -> tuple[int, int]:
    return MIN if point.uncertain else point.first, point.last


def _split(text: str) -> tuple[str, str, str]:
    start, slash, end = text.partition("/")
    if len(text) > LONGEST or not text.isascii() or "/" in end:
        raise BadDate(f"{_shown(text)} is no date.", hint=_HINT)
    if slash and {start, end} <= {"", ".."}:
        raise BadDate(f"{text!r} names no date.", hint=_HINT)
    return start, slash, end


def _side(text: str) -> _Point | None:
    return None if text in ("", "..") else _read(text)


@lru_cache(maxsize=1 << 16)
def _read(text: str) -> _Point:
    """One date with its qualifier. Plain ISO dates, nearly all there are, skip the parser: it takes 10 ms for one."""
    body, mark = (text[:-1], text[-1]) if text[-1:] in ("~", "?", "%") else (text, "")
    plain = _PLAIN.fullmatch(body)
    season = _MONTHS_OF.get(int(plain[2] or 0)) if plain and int(plain[1]) and not plain[3] else None
    if not plain or season:
        _check_grammar(text, body)
    first, last, precision = _season(int(body[:4]), season) if season else _days(text, *body.split("-"))
    if mark in ("~", "%"):
        first, last = _widen(first, last, precision)
    return _Point(max(first, MIN + 1), min(last, MAX - 1), precision, mark in ("~", "%"), mark in ("?", "%"))


def _check_grammar(text: str, body: str) -> None:
    """Refuse what is not EDTF, and those forms of it that say too little or are never met here."""
    if not (_KNOWN.fullmatch(body) and edtf.is_valid_edtf(body)):
        raise BadDate(f"{_shown(text)} is no date.", hint=_HINT)


def _season(year: int, months: tuple[int, int]) -> tuple[int, int, str]:
    first = _shift(date(year, 1, 1).toordinal(), months[0] - 1)
    return first, _shift(first, months[1] - months[0] + 1) - 1, "season"


def _days(text: str, year: str, month: str = "XX", day: str = "XX") -> tuple[int, int, str]:
    """The first and the last day that fit the digits, and the precision of the part before the first X."""
    years = range(int(year.replace("X", "0")), int(year.replace("X", "9")) + 1)
    fitting = [y for y in years if y > 0 and all(a in ("X", b) for a, b in zip(year, f"{y:04}", strict=True))]
    months = _MONTHS if month == "XX" else (int(month),)
    first = next((d for y, m in product(fitting, months) if (d := _day(y, m, day, first=True))), None)
    last = next((d for y, m in product(fitting[::-1], months[::-1]) if (d := _day(y, m, day, first=False))), None)
    if first is None or last is None:
        raise BadDate(f"{text!r} is not in the calendar: {_why(fitting, months, day)}.", hint="Look the date up again.")
    return first, last, _precision(year, month, day)


def _day(year: int, month: int, day: str, *, first: bool) -> int | None:
    length = calendar.monthrange(year, month)[1] if month in _MONTHS else 0
    number = (1 if first else length) if day == "XX" else int(day)
    return date(year, month, number).toordinal() if 1 <= number <= length else None


def _why(years: list[int], months: Iterable[int], day: str) -> str:
    month = next(iter(months))
    if not years:
        return "years run from 0001 to 9999"
    if month not in _MONTHS:
        return f"there is no month {month:02}"
    return f"{calendar.month_name[month]} {years[0]:04} has no day {day}"


def _precision(year: str, month: str, day: str) -> str:
    if "X" in year:
        return ("decade", "century", "millennium", "millennium")[3 - year.index("X")]
    return "year" if month == "XX" else "month" if day == "XX" else "day"


def _widen(first: int, last: int, precision: str) -> tuple[int, int]:
    if precision == "day":
        return first - WEEK, last + WEEK
    return _shift(first, -UNITS[precision]), _shift(last + 1, UNITS[precision]) - 1


def _shift(day: int, months: int) -> int:
    """The same day of the month some months on, or the month's last; at most the end of the calendar."""
    here = date.fromordinal(min(day, MAX - 1))
    year, month = divmod(here.year * 12 + here.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year or day >= MAX:
        return MIN + 1 if months < 0 else MAX
    return date(year, month + 1, min(here.day, calendar.monthrange(year, month + 1)[1])).toordinal()


def _shown(text: str) -> str:
    return repr(text if len(text) <= LONGEST else text[:LONGEST] + "...")


__all__ = ["MAX", "MIN", "BadDate", "Bounds", "bounds", "holds", "iso", "parse_edtf", "span", "xsd_bounds"]
