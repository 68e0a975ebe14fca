"""Spans of time in questions: durations of ISO 8601, series of dates, windows of years."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NoReturn

from graph.errors import BadQuestion, TooLarge

MAX_DATES = 200
"""How many dates a series may have, and how many windows a period."""
_DURATION = re.compile(r"P(?=\d)(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?")
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_YEARS = 12
"""Months of a year."""


@dataclass(frozen=True, slots=True)
class Duration:
    """A duration in whole months and days."""

    months: int
    days: int

    @property
    def parts(self) -> int:
        """How many parts a date must have to tell one step from the next: 1 the year, 2 the month, 3 the day."""
        return 3 if self.days else 2 if self.months % _YEARS else 1

    def after(self, start: date, times: int) -> date:
        """The day so many durations after another; the last day of a month that is too short for it."""
        year, month = divmod(start.year * _YEARS + start.month - 1 + self.months * times, _YEARS)
        day = min(start.day, calendar.monthrange(year, month + 1)[1])
        return date(year, month + 1, day) + timedelta(days=self.days * times)


def read_duration(text: str, parameter: str) -> Duration:
    """A duration of ISO 8601 in years, months, weeks and days.

    >>> read_duration("P1Y6M", "window"), read_duration("P2W", "series")
    (Duration(months=18, days=0), Duration(months=0, days=14))

    Raises:
        BadQuestion: it is not one, or nothing at all.
    """
    found = _DURATION.fullmatch(text.strip().upper())
    years, months, weeks, days = (int(part or 0) for part in found.groups()) if found else (0, 0, 0, 0)
    duration = Duration(_YEARS * years + months, 7 * weeks + days)
    if not (duration.months or duration.days):
        _refuse(
            parameter, text, "no duration", "Use years, months, weeks or days of ISO 8601, such as P5Y, P6M or P1D."
        )
    return duration


def read_series(text: str) -> tuple[str, ...]:
    """The dates of a series, from the first to the last at most, each as precise as the steps need.

    >>> read_series("2010/2025/P5Y"), read_series("2024/2024/P6M")
    (('2010', '2015', '2020', '2025'), ('2024-01', '2024-07'))

    Raises:
        BadQuestion: it is not start/end/step, or ends before it starts.
        TooLarge: it has more than `MAX_DATES` dates.
    """
    parts = text.strip().split("/")
    if len(parts) != 3:  # noqa: PLR2004 - start, end and step
        _refuse("series", text, "no series", "Use start/end/step of ISO 8601, such as 2010/2025/P1Y.")
    step = read_duration(parts[2], "series")
    first, _, precision = _read_date(parts[0], text)
    _, last, _ = _read_date(parts[1], text)
    if last < first:
        _refuse("series", text, "a series that ends before it starts", "Write the earlier date first.")
    width = (4, 7, 10)[max(precision, step.parts) - 1]
    found: list[str] = []
    for day in _days(first, last, step):
        if len(found) == MAX_DATES:
            hint = "Take longer steps, or a shorter time."
            raise TooLarge(f"The series {text!r} has more than {MAX_DATES} dates.", hint=hint, parameter="series")
        found.append(day.isoformat()[:width])
    return tuple(found)


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """Whole years, the last one included."""

    first: int
    last: int

    def as_dict(self) -> dict[str, int]:
        """As plain JSON data."""
        return {"start": self.first, "end": self.last}


def read_years(text: str, parameter: str) -> Window:
    """A span of years: one, or two with a slash between.

    >>> read_years("2000/2024", "period"), read_years("2024", "period")
    (Window(first=2000, last=2024), Window(first=2024, last=2024))

    Raises:
        BadQuestion: it is not one, or ends before it starts.
    """
    found = re.fullmatch(r"(\d{4})(?:/(\d{4}))?", text.strip())
    if not found or not int(found[1]):
        _refuse(parameter, text, "no span of years", "Use a year or two, such as 2000/2024.")
    window = Window(int(found[1]), int(found[2] or found[1]))
    if window.last < window.first:
        _refuse(parameter, text, "a span that ends before it starts", "Write the earlier year first.")
    return window


def read_windows(text: str | None, period: Window, *, cover: bool = False) -> tuple[Window, ...]:
    """The windows of whole years that fit into a period, counted back from its end, the earliest first; without a
    length the period itself. To `cover` the period, the earliest may begin before it.

    >>> read_windows("P5Y", Window(2013, 2024))
    (Window(first=2015, last=2019), Window(first=2020, last=2024))

    Raises:
        BadQuestion: the length is no number of whole years, or longer than the period.
        TooLarge: there are more than `MAX_DATES`.
    """
    if text is None:
        return (period,)
    length = read_duration(text, "window")
    years, rest = divmod(length.months, _YEARS)
    if rest or length.days:
        _refuse("window", text, "no number of whole years", "Use whole years, such as P1Y or P5Y.")
    span = period.last - period.first + 1
    count = -(-span // years) if cover else span // years
    if not count:
        _refuse("window", text, f"longer than {period.first} to {period.last}", "Use a shorter one.")
    if count > MAX_DATES:
        raise TooLarge(f"There are {count} windows.", hint=f"At most {MAX_DATES} will do.", parameter="window")
    lasts = (period.last - years * back for back in reversed(range(count)))
    return tuple(Window(last - years + 1, last) for last in lasts)


def _days(first: date, last: date, step: Duration) -> Iterator[date]:
    times = 0
    while True:
        try:
            day = step.after(first, times)
        except (ValueError, OverflowError):  # past the end of the calendar
            return
        if day > last:
            return
        yield day
        times += 1


def _read_date(text: str, series: str) -> tuple[date, date, int]:
    """The first and last day of a year, month or day, and the number of its parts."""
    found = _DATE.fullmatch(text.strip())
    parts = [int(part) for part in found.groups() if part] if found else []
    try:
        first = date(*[*parts, 1, 1][:3])
        month = parts[1] if len(parts) > 1 else _YEARS
        last = first if len(parts) == 3 else date(first.year, month, calendar.monthrange(first.year, month)[1])  # noqa: PLR2004
    except (TypeError, ValueError):
        _refuse(
            "series",
            series,
            f"no series: {text[:40]!r} is no date",
            "Use years, months or days, such as 2010/2025/P1Y.",
        )
    return first, last, len(parts)


def _refuse(parameter: str, value: str, what: str, hint: str) -> NoReturn:
    error = BadQuestion(f"{parameter} {value[:60]!r} is {what}.", hint=hint, parameter=parameter)
    error.value = value[:60]
    raise error


__all__ = ["MAX_DATES", "Duration", "Window", "read_duration", "read_series", "read_windows", "read_years"]
