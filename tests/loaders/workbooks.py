"""Workbooks that tests write, sheet by sheet, as a publisher's are laid out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.styles.colors import Color

Content = str | int | float | None | tuple[float, int]
"""What a cell holds; a number and the index of its colour (10 is red, 12 blue)."""


def write_workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[Content]]]) -> Path:
    """A workbook with these sheets, of these rows."""
    book = openpyxl.Workbook(write_only=True)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            cells = []
            for content in row:
                value, colour = content if isinstance(content, tuple) else (content, None)
                cell = WriteOnlyCell(sheet, value=value)
                if colour is not None:
                    cell.font = Font(color=Color(indexed=colour))
                cells.append(cell)
            sheet.append(cells)
    book.save(path)
    return path


__all__ = ["Content", "write_workbook"]
