"""The loader's lookup tables: in which currency a state's figures are, and which rows are no states."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from loaders.lookup import Plain, mapping, read_lookup, texts

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Currencies:
    """Codes of ISO 4217 by state and then by what the workbook calls the currency."""

    codes: Mapping[str, Mapping[str, str]]
    unclear: frozenset[str]
    groups: frozenset[str]


@functools.cache
def read_currencies(folder: Path = FOLDER) -> Currencies:
    """The tables in a folder, read once.

    >>> read_currencies().codes["morocco"]["Dirhams"]
    'MAD'
    """
    table = read_lookup(folder / "tables.yaml")
    return Currencies(
        {state: mapping(node) for state, node in _items(table["currencies"])},
        frozenset(texts(table["unclear"])),
        frozenset(texts(table["groups"])),
    )


def _items(node: Plain) -> tuple[tuple[str, Plain], ...]:
    return tuple(node.items()) if isinstance(node, dict) else ()


__all__ = ["FOLDER", "Currencies", "read_currencies"]
