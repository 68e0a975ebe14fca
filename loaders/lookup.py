"""Lookup tables of loaders: what a source writes, and what that is here; YAML, so that a person can review them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from loaders.safe_read import read_text
from loaders.yaml_tree import Map, Node, Text, read_tree

Plain = str | list["Plain"] | dict[str, "Plain"]
"""Texts, lists and mappings of texts."""


def read_lookup(path: Path) -> Mapping[str, Plain]:
    """A table as plain data. Every scalar is a text, as it is written.

    Raises:
        Refused: it is not YAML, or has what claims files may not have; says where.

    >>> table = read_lookup(Path(__file__).parent / "sipri_register" / "prices.yaml")
    >>> table["currencies"]["DM"], table["sizes"]["m"]
    ('DEM', '1000000')
    """
    table = _plain(read_tree(read_text(path), str(path)))
    return table if isinstance(table, dict) else {}


def mapping(node: Plain) -> Mapping[str, str]:
    """The part of a table that is a mapping of texts to texts; other entries are left out."""
    return {key: value for key, value in node.items() if isinstance(value, str)} if isinstance(node, dict) else {}


def texts(node: Plain) -> tuple[str, ...]:
    """The part of a table that is a list of texts."""
    return tuple(item for item in node if isinstance(item, str)) if isinstance(node, list) else ()


def _plain(node: Node) -> Plain:
    if isinstance(node, Text):
        return node.value
    if isinstance(node, Map):
        return {key: _plain(item) for key, item in node.items.items()}
    return [_plain(item) for item in node.items]


__all__ = ["Plain", "mapping", "read_lookup", "texts"]
