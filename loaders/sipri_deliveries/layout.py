"""The layout of SIPRI's list of deliveries: a preamble as the register's, a header, a row for each deal and year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

from loaders.problem import Problem, refused
from loaders.release import Notes
from loaders.sipri_register.layout import MAX_LINE, PREAMBLE, split

COLUMNS = {
    "id": "sipri at database id",
    "supplier": "supplier",
    "recipient": "recipient",
    "designation": "designation",
    "description": "description",
    "category": "armament category",
    "order_year": "order date",
    "order_guessed": "order date is estimate",
    "delivered": "numbers delivered",
    "delivered_guessed": "numbers delivered is estimate",
    "year": "delivery year",
    "year_guessed": "delivery year is estimate",
    "status": "status",
    "tiv": "tiv delivery values",
    "local": "local production",
}
IGNORED = ("sipri estimate", "tiv deal unit")


@dataclass(frozen=True, slots=True)
class Row:
    """A deal's deliveries in one year: texts as they stand; `line` counts from 1."""

    line: int
    id: str
    supplier: str
    recipient: str
    designation: str
    description: str
    category: str
    order_year: str
    order_guessed: str
    delivered: str
    delivered_guessed: str
    year: str
    year_guessed: str
    status: str
    tiv: str
    local: str

    @property
    def deal(self) -> tuple[str, ...]:
        """What has to be the same in all rows of a deal."""
        return (
            *(self.supplier, self.recipient, self.designation, self.description, self.category),
            *(self.order_year, self.order_guessed, self.status, self.local),
        )


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the columns are, and what stands before them."""

    preamble: tuple[str, ...]
    header: int
    places: tuple[int, ...]
    width: int

    def column(self, field: str) -> int:
        """The number of a field's column, counted from 1."""
        return self.places[_FIELDS.index(field)] + 1


_FIELDS = tuple(field.name for field in fields(Row))[1:]


def find_layout(lines: Sequence[str], name: str) -> Layout:
    """The layout of a file's lines.

    Raises:
        Refused: there is no header, a column is missing or not known, or a line is too long.
    """
    if long := next((number for number, line in enumerate(lines, 1) if len(line) > MAX_LINE), None):
        raise refused([_whole(name, long, f"The line has more than {MAX_LINE:,} characters.")])
    for number, line in enumerate(lines[:PREAMBLE]):
        cells = [cell.casefold() for cell in split(line)]
        if cells[0] == COLUMNS["id"]:
            return Layout(tuple(lines[:number]), number, _places(cells, name, number + 1), len(cells))
    message = "No line starts with SIPRI AT Database ID. Is this SIPRI's list of deliveries?"
    raise refused([_whole(name, 1, message)])


def rows(lines: Sequence[str], layout: Layout, notes: Notes) -> Iterator[Row]:
    """The deliveries; a row with too few or too many fields is noted and left out."""
    filled = [(n, line) for n, line in enumerate(lines[layout.header + 1 :], layout.header + 2) if line.strip(", \r")]
    for number, line in filled:
        cells = split(line)
        if len(cells) == layout.width:
            yield Row(number, *(cells[place] for place in layout.places))
        elif number == filled[-1][0] and len(cells) < layout.width:
            raise refused([_whole(notes.file, number, "The file ends in the middle of a row. Download it again.")])
        else:
            notes.note(number, 1, "", None, f"The row has {len(cells)} fields instead of {layout.width}.")


def _places(cells: Sequence[str], name: str, number: int) -> tuple[int, ...]:
    if missing := [head for head in COLUMNS.values() if head not in cells]:
        raise refused([_whole(name, number, f"The header lacks: {', '.join(missing)}.")])
    if unknown := [cell for cell in cells if cell and cell not in (*COLUMNS.values(), *IGNORED)]:
        raise refused([_whole(name, number, f"The header has columns that are not known: {', '.join(unknown)}.")])
    return tuple(cells.index(COLUMNS[field]) for field in _FIELDS)


def _whole(name: str, number: int, message: str) -> Problem:
    return Problem(name, number, 1, "", None, message)


__all__ = ["COLUMNS", "Layout", "Row", "find_layout", "rows"]
