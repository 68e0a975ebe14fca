"""Nodes and edges as the files that Neo4j's importer reads: a file for each set of labels and of typed columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from graph.server.offline import LISTS, Sheet

BUFFER = 2**18
"""Characters of a file that are kept until they are written."""
Row = Mapping[str, Any]
Columns = tuple[tuple[str, str], ...]


class Sheets:
    """The files of one import, in a folder; rows with the same labels and columns go into one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._open: dict[tuple[str, Columns], _File] = {}

    def node(self, labels: Sequence[str], space: str, row: Row) -> None:
        """Add a node; its `id` is unique within a space of ids."""
        said = [(name, value) for name, value in sorted(row.items()) if _is_said(value) and name != "id"]
        columns = (("id", f"ID({space})"), *((name, _type(value)) for name, value in said))
        self._file(f"--nodes={':'.join(sorted(labels))}", columns).add([row["id"], *(value for _, value in said)])

    def edge(self, kind: str, ends: tuple[str, str], spaces: tuple[str, str], row: Row) -> None:
        """Add an edge between nodes of two spaces of ids."""
        said = [(name, value) for name, value in sorted(row.items()) if _is_said(value)]
        columns = (
            ("", f"START_ID({spaces[0]})"),
            ("", f"END_ID({spaces[1]})"),
            *((name, _type(value)) for name, value in said),
        )
        self._file(f"--relationships={kind}", columns).add([*ends, *(value for _, value in said)])

    def close(self) -> tuple[list[Sheet], list[Sheet]]:
        """Write what is left: the files of nodes, and those of edges."""
        found: tuple[list[Sheet], list[Sheet]] = ([], [])
        for (what, _), file in self._open.items():
            file.write()
            option, _, name = what.partition("=")
            found[option == "--relationships"].append(Sheet(name, (file.header, file.path)))
        return found

    def _file(self, what: str, columns: Columns) -> _File:
        key = what, columns
        if (file := self._open.get(key)) is None:
            file = self._open[key] = _File(self.folder / f"{len(self._open)}.csv", columns)
        return file


class _File:
    """A file that is opened only to be written to: there may be more of them than may be open at once."""

    def __init__(self, path: Path, columns: Columns) -> None:
        self.path, self.header = path, path.with_suffix(".header.csv")
        with self.header.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerow([f"{name}:{kind}" for name, kind in columns])
        self._text = io.StringIO(newline="")
        self._rows = csv.writer(self._text, quoting=csv.QUOTE_ALL, lineterminator="\n")

    def add(self, cells: Sequence[object]) -> None:
        self._rows.writerow([_cell(cell) for cell in cells])
        if self._text.tell() > BUFFER:
            self.write()

    def write(self) -> None:
        with self.path.open("a", encoding="utf-8", newline="") as file:
            file.write(self._text.getvalue())
        self._text.seek(0)
        self._text.truncate()


KINDS = {bool: "boolean", int: "long", float: "double", date: "date", str: "string"}
"""The importer's words, a class before those it is below."""


def _is_said(value: object) -> bool:
    """Whether a file can say it: the importer knows neither nothing nor empty lists."""
    return value is not None and value not in ([], ())


def _type(value: object) -> str:
    """The importer's word for what a value is.

    >>> _type(True), _type([1, 2]), _type("a")
    ('boolean', 'long[]', 'string')
    """
    if isinstance(value, (list, tuple)):
        return _type(value[0]) + "[]"
    return KINDS.get(type(value)) or next(word for kind, word in KINDS.items() if isinstance(value, kind))


def _cell(value: object) -> str:
    if type(value) is str:  # nearly all of them
        return value
    if isinstance(value, (list, tuple)):
        return LISTS.join(_cell(each) for each in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


__all__ = ["Sheets"]
