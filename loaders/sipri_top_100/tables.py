"""The loader's lookup tables: which id a firm has."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from loaders.lookup import mapping, read_lookup, texts
from loaders.naming import slug

FOLDER = Path(__file__).parent
_FORM = re.compile(r"\s+(?:corp\.?|corporation)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Firms:
    """Ids of firms by SIPRI's names, where they are not those names; what SIPRI writes for several countries."""

    ids: Mapping[str, str]
    several: frozenset[str]

    def id_of(self, name: str) -> str:
        """The id of a firm.

        >>> firms = read_firms()
        >>> firms.id_of("Lockheed Martin Corp."), firms.id_of("EADS"), firms.id_of("Airbus")
        ('lockheed-martin', 'airbus', 'airbus')
        """
        return self.ids.get(name) or slug(_FORM.sub("", name))


@functools.cache
def read_firms(folder: Path = FOLDER) -> Firms:
    """The tables in a folder, read once."""
    table = read_lookup(folder / "firms.yaml")
    return Firms(mapping(table["ids"]), frozenset(texts(table["several"])))


__all__ = ["FOLDER", "Firms", "read_firms"]
