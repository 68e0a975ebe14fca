"""The sheets of a publisher's workbook with all that its figures say: values, places, and the colours some mark by.

`loaders.workbook` opens it; here a workbook is small, and what is too large for a publisher's tables is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from loaders.problem import Problem, refused, shown
from loaders.stream import LONGEST_FIELD
from loaders.workbook import open_workbook

MAX_ROWS = 20_000
MAX_COLUMNS = 200
RED, BLUE = "red", "blue"
_COLOURS = {2: RED, 10: RED, 4: BLUE, 12: BLUE, "FFFF0000": RED, "FF0000FF": BLUE}
"""By Excel's indices and by value."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with something in it. Rows and columns count from 1; texts have no surrounding blanks."""

    row: int
    column: int
    value: str | int | float
    colour: str | None = None

    @property
    def text(self) -> str:
        """The value as a text."""
        return str(self.value)


Row = dict[int, Cell]
"""The filled cells of a row, by their columns."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name without surrounding blanks, and its rows that are not empty."""

    name: str
    rows: tuple[Row, ...]


def read_sheets(path: Path) -> tuple[Sheet, ...]:
    """The sheets of a workbook in their order.

    Raises:
        Refused: it is no workbook, one that is not opened, has too many rows or columns, or a formula; says where.
    """
    with open_workbook(path) as book:
        return tuple(_read_sheet(sheet, str(path)) for sheet in book.worksheets)


def _read_sheet(sheet: Any, name: str) -> Sheet:  # noqa: ANN401 - the library's sheets and cells have no common types
    sheet.reset_dimensions()  # what it claims of itself is not believed
    return Sheet(sheet.title.strip(), tuple(_filled(sheet.iter_rows(max_col=MAX_COLUMNS + 1), sheet.title, name)))


def _filled(rows: Iterable[Iterable[Any]], title: str, name: str) -> Iterator[Row]:
    for number, cells in enumerate(rows, 1):
        row = {cell.column: cell for raw in cells if (cell := _cell(raw, title, name)) is not None}
        if number > MAX_ROWS or any(column > MAX_COLUMNS for column in row):
            message = f"The sheet {shown(title)} has more than {MAX_ROWS:,} rows or {MAX_COLUMNS} columns."
            raise refused([Problem(name, number, 1, "", None, message)])
        if row:
            yield row


def _cell(raw: Any, title: str, name: str) -> Cell | None:  # noqa: ANN401 - as above
    value = raw.value
    if value is None or value == "":
        return None
    if raw.data_type == "f":
        message = f"A formula stands in the sheet {shown(title)}. Save the workbook with values only."
        raise refused([Problem(name, raw.row, raw.column, "", shown(str(value)), message)])
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return Cell(raw.row, raw.column, value, _colour(raw.font))
    text = str(value).strip()
    if len(text) > LONGEST_FIELD:
        raise refused([Problem(name, raw.row, raw.column, "", None, f"A text is longer than {LONGEST_FIELD:,}.")])
    return Cell(raw.row, raw.column, text, _colour(raw.font)) if text else None


def _colour(font: Any) -> str | None:  # noqa: ANN401 - as above
    colour = font.color if font is not None else None
    if colour is None:
        return None
    return _COLOURS.get(colour.indexed if colour.type == "indexed" else colour.rgb if colour.type == "rgb" else None)


__all__ = ["BLUE", "RED", "Cell", "Row", "Sheet", "read_sheets"]
