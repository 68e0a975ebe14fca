"""The layout of a report's table: who reports and for which year, the heads, a row for each transfer.

The heads are those of the United Nations' form for exports and imports, and of the treaty's, which also asks whether a
transfer was authorised only or took place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from loaders.problem import Problem, refused, shown
from loaders.stream import read_rows

_HEADS = {
    "category": r"category\b.*",
    "importer": r"final import(?:er|ing) states?(?:\(s\))?",
    "exporter": r"export(?:er|ing) states?(?:\(s\))?",
    "number": r"number of items",
    "origin": r"state of origin\b.*",
    "place": r"intermediate location\b.*",
    "description": r"description of items?|description",
    "comments": r"comments\b.*",
    "stage": r"authori[sz]ed or actual\b.*",
}
NEEDED = ("category", "number")
_YEAR = re.compile(r"19\d\d|20\d\d")


@dataclass(frozen=True, slots=True)
class Report:
    """A table as read: `exports` tells whose partner stands in it, `treaty` whether it is one under the treaty."""

    reporter: str
    year: int
    exports: bool
    treaty: bool
    columns: Mapping[str, int]
    rows: tuple[tuple[int, Mapping[str, str]], ...]


def read_report(path: Path) -> Report:
    """The table in a file.

    Raises:
        Refused: it does not say who reports for which year, lacks a column or has one that is not known, or has no row.
    """
    name, lines = str(path), list(read_rows(path))
    head = next((n for n, (_, row) in enumerate(lines) if row[0].strip().casefold().startswith("category")), None)
    if head is None:
        raise refused([Problem(name, 1, 1, "", None, "No row starts with Category. Is this a table of a report?")])
    said = _said(lines[:head], name)
    number, heads = lines[head]
    columns = _columns(heads, number, name)
    rows = []
    for line, row in lines[head + 1 :]:
        cells = [cell.strip() for cell in row]
        if any(cells):
            if len(cells) != len(heads):
                message = f"The row has {len(cells)} fields instead of {len(heads)}."
                raise refused([Problem(name, line, 1, "", None, message)])
            rows.append((line, {field: cells[place] for field, place in columns.items()}))
    if not rows:
        raise refused([Problem(name, number, 1, "", None, "The table has no row. A report of nothing is not read.")])
    return Report(
        reporter=said["reporting country"],
        year=int(said["calendar year"]),
        exports="importer" in columns,
        treaty="stage" in columns,
        columns=columns,
        rows=tuple(rows),
    )


def _said(lines: Sequence[tuple[int, list[str]]], name: str) -> dict[str, str]:
    said = {row[0].strip().rstrip(":").casefold(): row[1].strip() for _, row in lines if len(row) > 1}
    for key in ("reporting country", "calendar year"):
        if not said.get(key):
            raise refused([Problem(name, 1, 1, key, None, f"No line before the heads says the {key}.")])
    if not _YEAR.fullmatch(said["calendar year"]):
        raise refused([Problem(name, 1, 2, "calendar year", said["calendar year"], "This is no year.")])
    return said


def _columns(heads: Sequence[str], line: int, name: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, head in enumerate(heads):
        text = re.sub(r"\s+", " ", head).strip().casefold()
        field = next((field for field, pattern in _HEADS.items() if re.fullmatch(pattern, text)), None)
        if field is None or field in found:
            raise refused([Problem(name, line, place + 1, "", head, f"The column {shown(head)} is not known.")])
        found[field] = place
    missing = [field for field in NEEDED if field not in found]
    if missing or ("importer" in found) == ("exporter" in found):
        lacks = ", ".join(missing) or "one column for the importing or the exporting state"
        raise refused([Problem(name, line, 1, "", None, f"The table lacks: {lacks}.")])
    return found


__all__ = ["Report", "read_report"]
