"""The rows of a table in CSV, Excel or Parquet as cells by the names of columns, each with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from loaders.problem import Problem, refused
from loaders.safe_read import open_regular
from loaders.stream import LONGEST_FIELD, read_rows
from loaders.workbook import Cell, cell_text, read_sheet

WORKBOOK, PARQUET = ".xlsx", ".parquet"
OLD = (".xls", ".xlsb", ".ods", ".numbers")
MOST_ROWS = 500_000
"""Rows of the longest table; a longer one is a register with a loader of its own."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its line in a text or its number in a sheet, and its cells by column."""

    line: int
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns by name with their numbers from 1, and its rows, to be read once."""

    columns: Mapping[str, int]
    rows: Iterator[Row]


def read_cells(path: Path, *, sheet: str | None = None, delimiter: str = ",", encoding: str = "utf-8") -> Table:
    """A table, by the ending of its name: .xlsx, .parquet, or text with a delimiter.

    Raises:
        Refused: it cannot be read, has no header or two columns of one name, or is of a kind that is not read.
    """
    kind = path.suffix.lower()
    if kind in OLD:
        raise refused([Problem(str(path), 1, 1, "", None, f"{kind} is not read. Save the table as .xlsx or CSV.")])
    if kind == PARQUET:
        return _parquet(path)
    if kind == WORKBOOK:
        return _table(path, read_sheet(path, sheet))
    rows = read_rows(path, delimiter=delimiter, encoding=encoding)
    return _table(path, ((line, [Cell(cell.strip()) for cell in row]) for line, row in rows))


def _table(path: Path, rows: Iterator[tuple[int, list[Cell]]]) -> Table:
    line, header = next(rows, (1, []))
    names = [cell.text for cell in header]
    if not any(names):
        raise refused([Problem(str(path), line, 1, "", None, "The table has no header: it is empty.")])
    _check_names(names, str(path), line)
    return Table({name: place for place, name in enumerate(names, 1) if name}, _rows(path, names, rows))


def _check_names(names: list[str], name: str, line: int) -> None:
    for place, column in enumerate(names):
        if column and column in names[:place]:
            raise refused([Problem(name, line, place + 1, column, None, "Two columns have this name.")])


def _rows(path: Path, names: list[str], rows: Iterator[tuple[int, list[Cell]]]) -> Iterator[Row]:
    for number, (line, cells) in enumerate(rows):
        if number >= MOST_ROWS:
            raise refused([Problem(str(path), line, 1, "", None, f"The table has more than {MOST_ROWS:,} rows.")])
        if len(cells) > len(names) or any(cell.text for cell, name in zip(cells, names, strict=False) if not name):
            message = f"The row has {len(cells)} cells, and not all of them stand under a name."
            raise refused([Problem(str(path), line, len(names) + 1, "", None, message)])
        filled = [*cells, *[Cell("")] * (len(names) - len(cells))]
        if any(cell.text for cell in filled):
            yield Row(line, dict(zip(names, filled, strict=True)))


def _parquet(path: Path) -> Table:
    """A Parquet file. Its rows have numbers for lines."""
    with open_regular(path) as file:
        try:
            names = list(pq.ParquetFile(file).schema_arrow.names)
        except (pa.ArrowException, OSError, ValueError) as error:
            raise _no_parquet(path, error) from None
    _check_names(names, str(path), 1)
    return Table({name: place for place, name in enumerate(names, 1)}, _rows(path, names, _parquet_rows(path)))


def _parquet_rows(path: Path) -> Iterator[tuple[int, list[Cell]]]:
    number = 0
    with open_regular(path) as file:
        try:
            for batch in pq.ParquetFile(file).iter_batches(batch_size=1_000):
                for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                    number += 1
                    yield number, [_parquet_cell(value) for value in row]
        except (pa.ArrowException, OSError, ValueError) as error:
            raise _no_parquet(path, error) from None


def _parquet_cell(value: Any) -> Cell:  # noqa: ANN401
    if isinstance(value, bytes | list | dict):
        return Cell(str(value)[:80], "The cell holds bytes, a list or a structure, and no single value.")
    text = cell_text(value)
    return Cell(text) if len(text) <= LONGEST_FIELD else Cell("", "The text is too long.")


def _no_parquet(path: Path, error: Exception) -> Exception:
    message = f"This is no Parquet file that can be read: {str(error).splitlines()[0][:100]}."
    return refused([Problem(str(path), 1, 1, "", None, message)])


__all__ = ["MOST_ROWS", "Row", "Table", "read_cells"]
