"""The sheets of the Top 100 workbook, one for each year, read into rows of one form.

Columns are found by their heads, because they differ from year to year: the newest sheet has a column of notes, the
oldest no year before. Below the firms stand footnotes, each with its letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from loaders.problem import Problem, refused, shown
from loaders.sheets import Cell, Row, Sheet

_HEADS = {
    "rank": r"rank \({year}\)",
    "rank_before": r"rank \({before}\)",
    "company": r"company",
    "notes": r"notes \({year}\)",
    "country": r"country",
    "arms": r"arms revenue \({year}\)",
    "arms_before": r"arms revenue \({before}\)",
    "total": r"total revenue \({year}\)",
    "share": r"arms revenue as a % of total revenue \({year}\)",
    "constant": r"arms revenue {year} \(constant (?P<prices>\d{{4}}) prices\)",
    "constant_before": r"arms revenue {before} \(constant \d{{4}} prices\)",
}
"""What a row gives, with the start of the column's head in small letters."""
NEEDED = ("rank", "company", "country", "arms", "total")
HEAD_WITHIN = 12
"""Rows in which the head must have come."""
GENERAL = "note:"
"""How a remark on a whole sheet begins."""
YEAR = re.compile(r"20\d\d")


@dataclass(frozen=True, slots=True)
class Year:
    """A sheet as read: the rows with a rank, by what their columns are, the footnotes by letter, and the first cell of
    each row that is neither."""

    year: int
    sheet: str
    prices: str | None
    firms: tuple[Mapping[str, Cell], ...]
    footnotes: Mapping[str, str]
    others: tuple[Cell, ...]


def read_year(sheet: Sheet, name: str) -> Year | None:
    """The firms of a sheet; None if its name is no year.

    Raises:
        Refused: it has no head, lacks a column, or has one that is not known.
    """
    if not YEAR.fullmatch(sheet.name):
        return None
    year = int(sheet.name)
    head = next((n for n, row in enumerate(sheet.rows[:HEAD_WITHIN]) if _starts(row, "rank")), None)
    if head is None:
        raise refused(
            [Problem(name, 1, 1, "", None, f"The sheet {shown(sheet.name)} has no row that starts with Rank.")]
        )
    columns, prices = _columns(sheet.rows[head], year, sheet.name, name)
    below = sheet.rows[head + 1 :]
    firms, others = tuple(_firms(below, columns)), tuple(_others(below))
    return Year(year, sheet.name, prices, firms, dict(_footnotes(below)), others)


def _starts(row: Row, word: str) -> bool:
    return 1 in row and row[1].text.casefold().startswith(word)


def _columns(row: Row, year: int, sheet: str, name: str) -> tuple[Mapping[int, str], str | None]:
    found: dict[int, str] = {}
    prices = None
    for column, cell in row.items():
        text = re.sub(r"\s+", " ", cell.text).casefold().strip()
        field, match = _field(text, year)
        if field is None or match is None or field in found.values():
            raise refused([_problem(name, cell, f"The sheet {shown(sheet)} has a column that is not known.")])
        found[column] = field
        prices = match.groupdict().get("prices") or prices
    if missing := [field for field in NEEDED if field not in found.values()]:
        raise refused([_problem(name, row[1], f"The sheet {shown(sheet)} lacks a column: {', '.join(missing)}.")])
    return found, prices


def _field(text: str, year: int) -> tuple[str | None, re.Match[str] | None]:
    for field, pattern in _HEADS.items():
        if match := re.match(pattern.format(year=year, before=year - 1), text):
            return field, match
    return None, None


def _firms(rows: tuple[Row, ...], columns: Mapping[int, str]) -> Iterator[Mapping[str, Cell]]:
    for row in rows:
        if _is_firm(row):
            yield {field: row[column] for column, field in columns.items() if column in row}


def _footnotes(rows: tuple[Row, ...]) -> Iterator[tuple[str, str]]:
    for row in rows:
        if _is_footnote(row):
            yield row[1].text, re.sub(r"\s+", " ", row[2].text)


def _others(rows: tuple[Row, ...]) -> Iterator[Cell]:
    for row in rows:
        if not (_is_firm(row) or _is_footnote(row) or _starts(row, GENERAL)):
            yield row[min(row)]


def _is_firm(row: Row) -> bool:
    return 1 in row and isinstance(row[1].value, (int, float))


def _is_footnote(row: Row) -> bool:
    return set(row) == {1, 2} and len(row[1].text) == 1


def _problem(name: str, cell: Cell, message: str) -> Problem:
    return Problem(name, cell.row, cell.column, "", cell.text, message)


__all__ = ["Year", "read_year"]
