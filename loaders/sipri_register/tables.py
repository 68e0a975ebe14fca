"""The loader's lookup tables: who a name is, what a description is counted as, which id a system and a deal have."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from loaders.lookup import Plain, mapping, read_lookup, texts
from loaders.naming import slug
from loaders.states.table import read_states

FOLDER = Path(__file__).parent
UNKNOWN = "unknown"
"""The part of the table of parties that lists SIPRI's words for nobody it knows."""


@dataclass(frozen=True, slots=True)
class Party:
    """A supplier or recipient: `sipri` is SIPRI's name, `type` a class. Without an id: SIPRI does not know who."""

    sipri: str
    id: str | None = None
    type: str = ""
    name: str = ""
    iso3166: str | None = None
    dissolved: str | None = None

    @property
    def slug(self) -> str:
        """How it is called within the id of a deal."""
        return self.id or slug(self.sipri.replace("(s)", "s"))


@dataclass(frozen=True, slots=True)
class Tables:
    """What the YAML files in the loader's folder say.

    `namesakes` gives, by plain id and then by description or category, the id of a weapon that only shares its name.
    """

    parties: Mapping[str, Party]
    categories: Mapping[str, str]
    renamed: Mapping[str, str]
    ids: Mapping[str, str]
    kinds: frozenset[str]
    namesakes: Mapping[str, Mapping[str, str]]
    deals: Mapping[str, str]
    systems: Mapping[str, str]
    currencies: Mapping[str, str]
    sizes: Mapping[str, int]

    def latest(self, designation: str) -> str:
        """The latest wording of a designation."""
        return self.renamed.get(designation, designation)

    def stem(self, designation: str, description: str) -> str:
        """What a designation is called within ids: told apart from its namesakes.

        >>> tables = read_tables()
        >>> tables.stem("COBRA", "anti-tank missile"), tables.stem("COBRA", "artillery locating radar")
        ('cobra-missile', 'cobra')
        """
        plain = slug(self.latest(designation))
        namesakes = self.namesakes.get(plain, {})
        return namesakes.get(description) or namesakes.get(self.categories.get(description, "")) or plain


@functools.cache
def read_tables(folder: Path = FOLDER) -> Tables:
    """The tables in a folder, read once."""
    parties, categories, systems, deals, prices = (
        read_lookup(folder / f"{name}.yaml") for name in ("parties", "categories", "systems", "deals", "prices")
    )
    return Tables(
        parties=_parties(parties),
        categories={text: category for category, node in categories.items() for text in texts(node)},
        renamed=mapping(systems["renamed"]),
        ids=mapping(systems["ids"]),
        kinds=frozenset(texts(systems["kinds"])),
        namesakes={name: _namesakes(node) for name, node in _items(systems["namesakes"])},
        deals=mapping(deals["ids"]),
        systems=mapping(deals["systems"]),
        currencies=mapping(prices["currencies"]),
        sizes={name: int(size) for name, size in mapping(prices["sizes"]).items()},
    )


def _parties(table: Mapping[str, Plain]) -> Mapping[str, Party]:
    states = {
        name: Party(name, state.id, "State", state.name, state.code, state.dissolved)
        for name, state in read_states().by_sipri.items()
    }
    unknown = {name: Party(name) for name in texts(table[UNKNOWN])}
    known = {
        name: Party(name, type=kind, **{"name": name, **mapping(fields)})
        for kind, node in table.items()
        for name, fields in _items(node)
    }
    return states | unknown | known


def _namesakes(node: Plain) -> Mapping[str, str]:
    return {of: name for name, several in _items(node) for of in texts(several)}


def _items(node: Plain) -> tuple[tuple[str, Plain], ...]:
    return tuple(node.items()) if isinstance(node, dict) else ()


__all__ = ["FOLDER", "Party", "Tables", "read_tables", "slug"]
