"""Sheets of Excel workbooks (.xlsx), row by row, as texts: what a cell holds, not how it is shown.

A workbook is an archive of XML: it is looked over before it is opened, and refused if it unpacks to too much or
declares entities. A cell with a formula has no value of its own and is told apart.
"""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from openpyxl import load_workbook

from loaders.problem import Problem, refused, shown
from loaders.safe_read import open_regular
from loaders.stream import LONGEST_FIELD

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

MOST_BYTES = 512 * 2**20
"""Bytes that a workbook may unpack to."""
MOST_PARTS = 10_000
MOST_COLUMNS = 1_000
"""Columns of a sheet that are looked at; one that has more is refused."""
_PROLOG = 2**16
_FORMULA, _ERROR = "f", "e"


class Cell(NamedTuple):
    """A cell: its text, "" if there is nothing, and why it cannot be used, if so."""

    text: str
    wrong: str = ""


def sheet_names(path: Path) -> tuple[str, ...]:
    """The names of a workbook's sheets, in their order.

    Raises:
        Refused: it is no workbook, or one that is not opened.
    """
    with open_workbook(path) as book:
        return tuple(book.sheetnames)


def read_sheet(path: Path, sheet: str | None = None) -> Iterator[tuple[int, list[Cell]]]:
    """The rows of a sheet with their numbers, counted from 1; rows without anything in them are left out.

    Args:
        path: the workbook.
        sheet: the sheet's name; the first one, if there is none.

    Raises:
        Refused: it is no workbook, one that is not opened, or has no such sheet.
    """
    with open_workbook(path) as book:
        if sheet is not None and sheet not in book.sheetnames:
            problem = Problem(str(path), 1, 1, "sheet", sheet, f"There is no sheet {shown(sheet)}.")
            raise refused([Problem(*_fields(problem), tuple(book.sheetnames))])
        rows = book[sheet or book.sheetnames[0]]
        rows.reset_dimensions()  # what a file claims of its size need not be true
        for number, row in enumerate(rows.iter_rows(max_col=MOST_COLUMNS + 1), 1):
            cells = [_cell(cell.value, cell.data_type) for cell in row]
            while cells and cells[-1] == Cell(""):
                cells.pop()
            if len(cells) > MOST_COLUMNS:
                raise refused([Problem(str(path), number, 1, "", None, f"More than {MOST_COLUMNS:,} columns.")])
            if cells:
                yield number, cells


def _fields(problem: Problem) -> tuple[str, int, int, str, str | None, str]:
    return problem.file, problem.line, problem.column, problem.field, problem.value, problem.message


@contextmanager
def open_workbook(path: Path) -> Iterator[Workbook]:
    """A workbook that has been looked over, open to be read row by row; whatever it stumbles over there is told too.

    Raises:
        Refused: it is no workbook, or one that is not opened.
    """
    with open_regular(path) as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what a workbook has beyond its cells does not matter here
        try:
            _look_over(zipfile.ZipFile(file), str(path))
            book = load_workbook(file, read_only=True, keep_links=False)
            if not book.sheetnames:
                raise ValueError("there is no sheet")
            yield book
        except (ArithmeticError, EOFError, LookupError, OSError, SyntaxError, TypeError, ValueError) as error:
            raise _no_workbook(path, error) from None
        except zipfile.BadZipFile as error:
            raise _no_workbook(path, error) from None


def _no_workbook(path: Path, error: Exception) -> Exception:
    message = f"This workbook cannot be read: {str(error)[:100]}. Save it as .xlsx again."
    return refused([Problem(str(path), 1, 1, "", None, message)])


def _look_over(archive: zipfile.ZipFile, name: str) -> None:
    """Refuse an archive that unpacks to too much, or that declares entities."""
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_BYTES:
        raise refused([Problem(name, 1, 1, "", None, f"The workbook unpacks to more than {MOST_BYTES:,} bytes.")])
    for part in parts:
        with archive.open(part) as inner:
            if b"<!" in (head := inner.read(_PROLOG).replace(b"\0", b"").upper()) and b"<!DOCTYPE" in head:
                raise refused([Problem(name, 1, 1, "", None, "The workbook has a DOCTYPE, which is not read.")])


def _cell(value: object, kind: str) -> Cell:
    if kind == _FORMULA:
        return Cell(str(value)[:LONGEST_FIELD], "The cell has a formula. Put its value there.")
    if kind == _ERROR:
        return Cell(str(value), "The cell shows an error.")
    return Cell(text) if len(text := cell_text(value)) <= LONGEST_FIELD else Cell("", "The text is too long.")


def cell_text(value: object) -> str:
    """What a cell holds, as a text.

    >>> from datetime import datetime
    >>> [cell_text(value) for value in (None, 5.0, 0.1, True, datetime(2021, 5, 3), " a ")]
    ['', '5', '0.1', 'yes', '2021-05-03', 'a']
    """
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float():
            return str(int(value)) if value.is_integer() else repr(value)
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat()
        case date():
            return value.isoformat()
    return str(value).strip()


__all__ = ["Cell", "cell_text", "open_workbook", "read_sheet", "sheet_names"]
