"""What a row means: a claims file with names of columns in braces, which each row fills.

``share: "{Share} %"`` with 50 in the column Share is ``share: 50 %``. A property whose cell is empty is not said; an
entity or relationship whose id or role is empty is not spoken of. A cell that says unknown makes the value unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from graph.source import Dataset, Source
from loaders.claim_values import ABOUT_CLAIM
from loaders.fields import read_dataset_fields, read_source
from loaders.problem import Problem, refused
from loaders.reading import Reading
from loaders.safe_read import read_text
from loaders.things import CLAIMS, TYPE
from loaders.values import UNKNOWN
from loaders.yaml_tree import Map, Node, Seq, Text, read_tree

if TYPE_CHECKING:
    from loaders.table.cells import Row, Table
    from ontology.vocabulary import Vocabulary

SECTIONS = ("entities", "relationships")
PARTS = ("dataset", "sources", "table", "ignored", *SECTIONS)
FORMAT = ("sheet", "delimiter", "encoding")
"""What can be said of how the table is written."""
ENCODINGS = ("utf-8", "cp1252", "latin-1", "cp1251", "cp1255", "cp1256")
_COLUMN = re.compile(r"\{([^{}]+)\}")
_NEEDED = (TYPE, "source", "credibility")
"""What a claim cannot do without: a row whose cell is empty there is reported."""


class Empty(Exception):
    """A cell that has to hold something, and does not, or holds what cannot be used: the column, and why."""

    def __init__(self, column: str, message: str = "", text: str = "") -> None:
        super().__init__(message)
        self.column, self.text = column, text


@dataclass(frozen=True, slots=True)
class TableMapping:
    """A mapping file as read: `things` are keys with their trees, by section; `format` is how the table is written."""

    path: Path
    dataset: Dataset
    sources: tuple[Source, ...]
    format: Mapping[str, str]
    ignored: frozenset[str]
    things: Mapping[str, tuple[tuple[Text, Node], ...]]
    columns: frozenset[str]


def read_mapping(path: Path, vocabulary: Vocabulary) -> TableMapping:
    """A mapping file.

    Raises:
        Refused: with everything that is wrong with it.
    """
    reading = Reading(str(path), "", vocabulary)
    parts = _parts(read_tree(read_text(path), str(path)), reading)
    dataset = read_dataset_fields(parts["dataset"], reading) if "dataset" in parts else None
    reading.dataset = dataset.id if dataset else ""
    for name, node in parts["sources"].items.items() if "sources" in parts else ():
        read_source(parts["sources"].keys[name], node, reading)
    format_ = _format(parts["table"], reading) if "table" in parts else {}
    if reading.problems or dataset is None:
        raise refused(reading.problems)
    things = {
        section: tuple((parts[section].keys[key], node) for key, node in parts[section].items.items())
        for section in SECTIONS
        if section in parts
    }
    texts = [text for pairs in things.values() for key, node in pairs for text in (key, *_texts(node))]
    return TableMapping(
        path,
        dataset,
        tuple(source for source, _ in reading.sources),
        MappingProxyType(format_),
        frozenset(parts["ignored"].items if "ignored" in parts else ()),
        MappingProxyType(things),
        frozenset(name for text in texts for name in _COLUMN.findall(text.value)),
    )


def check_columns(mapping: TableMapping, table: Table, path: Path) -> None:
    """Refuse a mapping that names columns the table lacks, or a table with columns the mapping says nothing of."""
    lacking = sorted((mapping.columns | mapping.ignored) - table.columns.keys())
    unsaid = sorted(table.columns.keys() - mapping.columns - mapping.ignored)
    allowed = tuple(table.columns)
    problems = [
        Problem(str(mapping.path), 1, 1, name, None, "The table has no such column.", allowed) for name in lacking
    ]
    for name in unsaid:
        message = f"The mapping {mapping.path.name} says nothing of this column. Use it, or list it under ignored."
        problems.append(Problem(str(path), 1, table.columns[name], name, None, message))
    if problems:
        raise refused(problems)


def fill(pair: tuple[Text, Node], row: Row, table: Table, roles: Mapping[str, object]) -> tuple[Text, Node] | None:
    """A thing with a row's texts in the place of columns; None if its id or a role of it is empty.

    Raises:
        Empty: a cell that a claim cannot do without is empty, or holds what cannot be used.
    """
    key, node = pair
    name = _fill_text(key, row, table, as_id=True)
    filled = _fill(node, row, table, roles, "")
    if name is None or not isinstance(filled, Map) or not _says(filled):
        return None
    return name, filled


def _says(thing: Map) -> bool:
    claims = thing.items.get(CLAIMS)
    return not isinstance(claims, Seq) or bool(claims.items)


def _fill(node: Node, row: Row, table: Table, roles: Mapping[str, object], key: str) -> Node | None:
    if isinstance(node, Text):
        return _fill_text(node, row, table, as_id=key in roles)
    if isinstance(node, Seq):
        items = tuple(f for item in node.items if (f := _fill(item, row, table, roles, key)) is not None)
        return Seq(items, -node.line, node.column) if items else None
    items_of: dict[str, Node] = {}
    for name, inner in node.items.items():
        filled = _fill(inner, row, table, roles, name)
        if filled is not None:
            items_of[name] = filled
        elif name in _NEEDED:
            raise Empty(_first(inner), f"The cell is empty, but gives the {name} of a claim.")
        elif name in roles:
            return None
    if key == CLAIMS and not items_of.keys() - set(ABOUT_CLAIM):
        return None
    keys = {name: _as_mapped(node.keys[name]) for name in items_of}
    return Map(keys, items_of, -node.line, node.column) if items_of else None


def _fill_text(text: Text, row: Row, table: Table, *, as_id: bool) -> Text | None:
    """A text with a row's cells in it, at the place of the first; what has no column keeps the mapping's place."""
    columns = _COLUMN.findall(text.value)
    if not columns:
        return _as_mapped(text)
    for name in columns:
        if wrong := row.cells[name].wrong:
            raise Empty(name, wrong, row.cells[name].text)
    if not all(row.cells[name].text for name in columns):
        return None
    if not as_id and any(row.cells[name].text == UNKNOWN for name in columns):
        return Text(UNKNOWN, row.line, table.columns[columns[0]], plain=False)
    cells = {name: _as_id(row.cells[name].text) if as_id else row.cells[name].text for name in columns}
    return Text(
        _COLUMN.sub(lambda found: cells[found[1]], text.value), row.line, table.columns[columns[0]], plain=False
    )


def _as_mapped(text: Text) -> Text:
    """A text of the mapping; the minus tells its line from those of the table."""
    return Text(text.value, -text.line, text.column, text.plain)


def _as_id(text: str) -> str:
    """A cell as part of an id: small letters, hyphens for blanks. Nothing is left out, so that no two become one.

    >>> _as_id("Elbit Systems/12")
    'elbit-systems-12'
    """
    return re.sub(r"[\s_/]+", "-", text.strip().casefold())


def _first(node: Node) -> str:
    return next((name for text in _texts(node) for name in _COLUMN.findall(text.value)), "")


def _texts(node: Node) -> Iterator[Text]:
    if isinstance(node, Text):
        yield node
    for inner in node.items if isinstance(node, Seq) else node.items.values() if isinstance(node, Map) else ():
        yield from _texts(inner)


def _parts(tree: Node, reading: Reading) -> dict[str, Map]:
    top = reading.mapping(tree, "")
    if top is None:
        return {}
    for name in (name for name in top.items if name not in PARTS):
        reading.unknown_key(top.keys[name], "part of a mapping", PARTS)
    for name in (name for name in ("dataset", "sources") if name not in top.items):
        reading.problem(top, name, f"'{name}' is missing.")
    if not set(SECTIONS) & top.items.keys():
        reading.problem(top, "", "The mapping says nothing of entities or relationships.")
    found = {name: reading.mapping(top.items[name], name) for name in PARTS if name in top.items}
    return {name: part for name, part in found.items() if part is not None}


def _format(part: Map, reading: Reading) -> dict[str, str]:
    told: dict[str, str] = {}
    for name, node in part.items.items():
        if name not in FORMAT:
            reading.unknown_key(part.keys[name], "thing to say of a table", FORMAT)
        elif name == "encoding" and not (isinstance(node, Text) and node.value in ENCODINGS):
            reading.problem(node, name, "The table cannot be in this encoding.", ENCODINGS)
        elif name == "delimiter" and not (isinstance(node, Text) and len(node.value) == 1):
            reading.problem(node, name, "A delimiter is one character.", (",", ";", "\t", "|"))
        elif (text := reading.text(node, name)) is not None:
            told[name] = text
    return told


__all__ = ["Empty", "TableMapping", "check_columns", "fill", "read_mapping"]
