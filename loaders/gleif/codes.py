"""The loader's table of GLEIF's codes."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from loaders.lookup import Plain, mapping, read_lookup

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Codes:
    """What `codes.yaml` says, by its parts."""

    category: Mapping[str, str]
    name: Mapping[str, str]
    status: Mapping[str, str]
    relationship: Mapping[str, Mapping[str, str]]
    exception: Mapping[str, str]
    reason: Mapping[str, str]
    credibility: Mapping[str, str]
    registration: Mapping[str, str]
    register: Mapping[str, str]


@functools.cache
def read_codes() -> Codes:
    """The table in the loader's folder, read once."""
    table = read_lookup(FOLDER / "codes.yaml")
    plain = {part: mapping(node) for part, node in table.items() if part != "relationship"}
    return Codes(**plain, relationship=_nested(table["relationship"]))


def _nested(node: Plain) -> Mapping[str, Mapping[str, str]]:
    return {name: mapping(inner) for name, inner in node.items()} if isinstance(node, dict) else {}


__all__ = ["FOLDER", "Codes", "read_codes"]
