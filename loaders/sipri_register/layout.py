"""The layouts of the trade register's exports, read into rows of one form.

A raw export has ten or eleven lines of preamble, a header, and a deal in each line, with no quoting at all. Columns are
found by the header, because a spreadsheet may have dropped the preamble and an edition may have renamed a column. Those
named by a blank hold a `?` if the value before is uncertain.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields

from loaders.problem import Problem, refused
from loaders.release import Notes

COLUMNS = {
    "recipient": ("recipient",),
    "supplier": ("supplier",),
    "order_year": ("year of order",),
    "ordered": ("number ordered",),
    "designation": ("weapon designation",),
    "description": ("weapon description",),
    "delivered": ("number delivered", "deliveries in the year range"),
    "delivery_years": ("year(s) of delivery", "year(s) of deliveries"),
    "status": ("status",),
    "comments": ("comments",),
    "tiv_unit": ("sipri tiv per unit",),
    "tiv_ordered": ("sipri tiv for total order",),
    "tiv_delivered": ("sipri tiv of delivered weapons", "sipri tiv for delivered weapons"),
}
"""What a row gives, with the names that editions have for the column, in small letters."""
DOUBTED = ("order_year", "ordered", "delivered")
"""Columns that a column of question marks follows."""
OTHER_HEADER = "sipri at database id"
"""The first column of SIPRI's list of deliveries, which is another export."""
MAX_LINE = 2**16
"""Characters of the longest line; SIPRI's longest comment has 400."""
PREAMBLE = 60
"""Lines in which the header must have come."""


@dataclass(frozen=True, slots=True)
class Row:
    """One deal as the export has it: texts, without surrounding blanks; `line` is where it begins, counted from 1."""

    line: int
    recipient: str
    supplier: str
    order_year: str
    order_year_doubt: str
    ordered: str
    ordered_doubt: str
    designation: str
    description: str
    delivered: str
    delivered_doubt: str
    delivery_years: str
    status: str
    comments: str
    tiv_unit: str
    tiv_ordered: str
    tiv_delivered: str


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the columns are: `places` are indices in the order of a row's fields, `width` is the number of columns."""

    preamble: tuple[str, ...]
    header: int
    width: int
    places: tuple[int, ...]

    def column(self, field: str) -> int:
        """The number of a field's column, counted from 1."""
        return self.places[_FIELDS.index(field)] + 1


_FIELDS = tuple(field.name for field in fields(Row))[1:]


def find_layout(lines: Sequence[str], name: str) -> Layout:
    """The layout of an export's lines.

    Raises:
        Refused: there is no header, a column is missing, or a line is too long.
    """
    if long := next((number for number, line in enumerate(lines) if len(line) > MAX_LINE), None):
        raise refused([_whole(name, long, f"The line has more than {MAX_LINE:,} characters.")])
    for number, line in enumerate(lines[:PREAMBLE]):
        cells = [cell.casefold() for cell in split(line)]
        if cells[0] == OTHER_HEADER:
            raise refused([_whole(name, number, "This is SIPRI's list of deliveries. Load it as sipri-deliveries.")])
        if {"recipient", "supplier"} <= set(cells):
            return Layout(tuple(lines[:number]), number, len(cells), _places(cells, name, number))
    message = "No line has the columns Recipient and Supplier. Is this a trade register of SIPRI's?"
    raise refused([_whole(name, 0, message)])


def rows(lines: Sequence[str], layout: Layout, notes: Notes) -> Iterator[Row]:
    """The deals of an export; what is broken beyond mending is noted and left out."""
    numbered = ((number, split(line)) for number, line in enumerate(lines[layout.header + 1 :], layout.header + 2))
    records = mend(((n, cells) for n, cells in numbered if any(cells)), layout.width, layout.column("comments"))
    for (number, cells), last in _with_last(records):
        if len(cells) == layout.width:
            yield Row(number, *(cells[place] for place in layout.places))
        elif last:
            message = "The file ends in the middle of a record. It was cut off: download it again."
            raise refused([Problem(notes.file, number, 1, "", None, message)])
        else:
            notes.note(number, 1, "", None, f"The record has {len(cells)} fields instead of {layout.width}.")


def _with_last(records: Iterable[tuple[int, list[str]]]) -> Iterator[tuple[tuple[int, list[str]], bool]]:
    """Each record, and whether it is the last."""
    held: list[tuple[int, list[str]]] = []
    for record in records:
        if held:
            yield held.pop(), False
        held.append(record)
    yield from ((record, True) for record in held)


def split(line: str) -> list[str]:
    """The fields of a line; a spreadsheet may have put quotes around some.

    >>> split('Morocco,Israel,2022,?'), split('"a, b",c')
    (['Morocco', 'Israel', '2022', '?'], ['a, b', 'c'])
    """
    line = line.replace("\r", " ")
    cells = next(csv.reader([line]), [""]) if '"' in line else line.split(",")
    return [cell.strip() for cell in cells]


def mend(records: Iterable[tuple[int, list[str]]], width: int, comments: int) -> Iterator[tuple[int, list[str]]]:
    """Put together what a line break within a comment has torn apart.

    `width` is the number of columns, `comments` the number of the one with comments. The pieces of a record overlap in
    one field. A spreadsheet may have filled each piece up with empty fields, which a whole record has not so many of.

    >>> list(mend([(7, ["A", "B", "torn"]), (8, ["comment", "1"])], 4, 3))
    [(7, ['A', 'B', 'torn comment', '1'])]
    >>> list(mend([(7, ["A", "B", "torn", ""]), (8, ["", "1", "", ""])], 4, 3))
    [(7, ['A', 'B', 'torn', '1'])]
    """
    held: tuple[int, list[str]] | None = None
    for number, cells in records:
        joined = _join(held[1], cells, width, comments) if held else None
        if held and joined:
            held = held[0], joined
            continue
        if held:
            yield held
        held = number, cells
    if held:
        yield held


def _join(first: list[str], second: list[str], width: int, comments: int) -> list[str] | None:
    """Two pieces as one record; None if they are none."""
    head, tail = (_unfilled(cells) if len(cells) == width else cells for cells in (first, second))
    if len(head) != comments or len(head) + len(tail) - 1 > width:
        return None
    joined = [*head[:-1], f"{head[-1]} {tail[0]}".strip(), *tail[1:]]
    filled = len(second) == width
    return joined + [""] * (width - len(joined)) if filled else joined


def _unfilled(cells: list[str]) -> list[str]:
    """A record without the empty fields at its end."""
    last = max((i for i, cell in enumerate(cells) if cell), default=0)
    return cells[: last + 1]


def _places(cells: Sequence[str], name: str, number: int) -> tuple[int, ...]:
    found = {field: _find(cells, names) for field, names in COLUMNS.items()}
    if missing := [COLUMNS[field][0] for field, place in found.items() if place is None]:
        raise refused([_whole(name, number, f"The header lacks: {', '.join(missing)}.")])
    places = {field: place for field, place in found.items() if place is not None}
    for field in DOUBTED:
        after = places[field] + 1
        if after >= len(cells) or cells[after]:
            raise refused([_whole(name, number, f"No column of question marks follows {COLUMNS[field][0]}.")])
        places[f"{field}_doubt"] = after
    if unknown := [cell for i, cell in enumerate(cells) if cell and i not in places.values()]:
        raise refused([_whole(name, number, f"The header has columns that are not known: {', '.join(unknown)}.")])
    return tuple(places[field] for field in _FIELDS)


def _find(cells: Sequence[str], names: Iterable[str]) -> int | None:
    return next((i for i, cell in enumerate(cells) if cell in names), None)


def _whole(name: str, number: int, message: str) -> Problem:
    return Problem(name, number + 1, 1, "", None, message)


__all__ = ["COLUMNS", "Layout", "Row", "find_layout", "mend", "rows", "split"]
