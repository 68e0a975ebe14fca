"""The loader's table of schemata and properties."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from loaders.lookup import Plain, mapping, read_lookup, texts

FOLDER = Path(__file__).parent
BODIES = frozenset({"Firm", "Organisation", "GovernmentBody"})


@dataclass(frozen=True, slots=True)
class Schemata:
    """What `schemata.yaml` says: classes and relationships by schema, properties by class, what is left out."""

    classes: Mapping[str, str]
    properties: Mapping[str, Mapping[str, str]]
    relationships: Mapping[str, Mapping[str, str]]
    sanction: Mapping[str, str]
    left_out: frozenset[str]
    ignored: frozenset[str]

    def knows(self, schema: str) -> bool:
        """Whether a schema stands in the table, if only as left out."""
        return schema in (*self.classes, *self.relationships, *self.left_out, "Sanction")


@functools.cache
def read_schemata() -> Schemata:
    """The table in the loader's folder, read once."""
    table = read_lookup(FOLDER / "schemata.yaml")
    classes, parts, ignored = mapping(table["classes"]), _nested(table["properties"]), table["ignored"]
    assert isinstance(ignored, dict)
    by_class = {
        kind: {**parts["any"], **(parts["body"] if kind in BODIES else {}), **parts.get(kind, {})}
        for kind in classes.values()
    }
    return Schemata(
        classes,
        by_class,
        _nested(table["relationships"]),
        mapping(table["sanction"]),
        frozenset(mapping(ignored["schemata"])),
        frozenset(texts(ignored["properties"])),
    )


def _nested(node: Plain) -> dict[str, Mapping[str, str]]:
    return {name: mapping(inner) for name, inner in node.items()} if isinstance(node, dict) else {}


__all__ = ["FOLDER", "Schemata", "read_schemata"]
