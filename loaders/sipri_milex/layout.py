"""The sheets of the military expenditure workbook: which series each is, and its rows of states by year."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from loaders.problem import Problem, refused, shown
from loaders.sheets import Cell, Row, Sheet

_SPENT = "military_expenditure"
HEAD_WITHIN = 14
"""Rows in which the head must have come."""
OTHER_HEADS = ("currency", "notes", "country")
IGNORED = (
    "front page",
    "regional totals",
    "local currency financial years",
    "per capita",
    "share of govt. spending",
    "footnotes",
)
"""Sheets that are not read; the footnotes are only looked up in."""


@dataclass(frozen=True, slots=True)
class Series:
    """What a sheet gives: a measure, and what tells its figures from others of that measure.

    `says` is what the lines above the head must say, so that a figure is taken for nothing else.
    """

    key: str
    measure: str
    says: str
    prices: str | None = None

    @property
    def is_current(self) -> bool:
        """Whether it is the series in current dollars, by which the others are told."""
        return self.key == "" and self.measure == _SPENT


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet as read: the columns of its years and of others, and the rows below the head that have a name."""

    sheet: str
    series: Series
    years: Mapping[int, int]
    others: Mapping[str, int]
    rows: tuple[Row, ...]


_KNOWN = (
    (re.compile(r"current us\$"), Series("", _SPENT, r"US ?\$ ?m")),
    (re.compile(r"constant \((\d{4})\) us\$"), Series("constant", _SPENT, r"US ?\$ ?m")),
    (re.compile(r"local currency calendar years"), Series("local", _SPENT, r"in local currency at current prices")),
    (re.compile(r"share of gdp"), Series("", f"{_SPENT}_share_of_gdp", r"percentage of gross domestic product")),
)


def find_series(name: str) -> Series | None:
    """The series that a sheet of this name is; None if it is none that is read.

    >>> find_series("Constant (2022) US$").prices, find_series("Per capita")
    ('2022', None)
    """
    for pattern, series in _KNOWN:
        if match := pattern.fullmatch(name.casefold()):
            prices = match[1] if pattern.groups else None
            return Series(series.key, series.measure, series.says, prices)
    return None


def read_table(sheet: Sheet, series: Series, name: str) -> Table:
    """The rows of a sheet.

    Raises:
        Refused: there is no head, no year, a column that is not known, or nothing says what the figures are.
    """
    head = next((n for n, row in enumerate(sheet.rows[:HEAD_WITHIN]) if 1 in row and row[1].text == "Country"), None)
    if head is None:
        raise refused(
            [Problem(name, 1, 1, "", None, f"The sheet {shown(sheet.name)} has no row that starts with Country.")]
        )
    above = " ".join(cell.text for row in sheet.rows[:head] for cell in row.values())
    if not re.search(series.says, above):
        message = f"Nothing above the table of the sheet {shown(sheet.name)} says what its figures are."
        raise refused([Problem(name, 1, 1, "", None, message)])
    years, others = _columns(sheet.rows[head], sheet.name, name)
    rows = tuple(row for row in sheet.rows[head + 1 :] if 1 in row)
    return Table(sheet.name, series, years, others, rows)


def _columns(row: Row, sheet: str, name: str) -> tuple[Mapping[int, int], Mapping[str, int]]:
    years: dict[int, int] = {}
    others: dict[str, int] = {}
    for column, cell in row.items():
        if _is_year(cell) and int(cell.value) not in years.values():
            years[column] = int(cell.value)
        elif cell.text.casefold() in OTHER_HEADS:
            others[cell.text.casefold()] = column
        else:
            message = f"The sheet {shown(sheet)} has a column that is not known."
            raise refused([Problem(name, cell.row, column, "", cell.text, message)])
    if not years:
        raise refused([Problem(name, row[1].row, 1, "", None, f"The sheet {shown(sheet)} has no column for a year.")])
    return years, others


def _is_year(cell: Cell) -> bool:
    return isinstance(cell.value, int) and 1900 <= cell.value <= 2100  # noqa: PLR2004 - no other number stands there


def read_footnotes(sheets: tuple[Sheet, ...]) -> Mapping[str, str]:
    """The special notes by their signs."""
    rows = [row for sheet in sheets if sheet.name.casefold() == "footnotes" for row in sheet.rows]
    return {row[1].text: row[2].text for row in rows if set(row) == {1, 2} and len(row[1].text) == 1}


__all__ = ["IGNORED", "Series", "Table", "find_series", "read_footnotes", "read_table"]
