"""What a loader says of its source: the file ``source.yaml`` in its folder.

It has four parts: `dataset` and `sources`, with the fields of a claims folder (`docs/claims-format.md`); `ignored`,
what of the source is left out on purpose, with the reason; and `about`, how to get the file, what it covers and how
much to expect.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from graph.source import Dataset, Source
from loaders.fields import read_dataset_fields, read_source
from loaders.problem import refused
from loaders.reading import Reading
from loaders.safe_read import read_text
from loaders.yaml_tree import Map, Node, read_tree

if TYPE_CHECKING:
    from ontology.vocabulary import Vocabulary

FILE = "source.yaml"
"""The name of the file."""
PARTS = ("dataset", "sources", "about", "ignored")
"""What it consists of; each part is a mapping."""


@dataclass(frozen=True, slots=True)
class Description:
    """A source as its loader describes it: `about` and `ignored` are texts by their keys."""

    dataset: Dataset
    sources: Mapping[str, Source]
    about: Mapping[str, str]
    ignored: Mapping[str, str]


def read_description(folder: Path, vocabulary: Vocabulary) -> Description:
    """The description in a loader's folder.

    Raises:
        Refused: with everything that is wrong with it.

    >>> from ontology.vocabulary import load_vocabulary
    >>> read_description(Path(__file__).parent / "sipri_register", load_vocabulary()).dataset.publisher
    'Stockholm International Peace Research Institute (SIPRI)'
    """
    path = folder / FILE
    reading = Reading(str(path), "", vocabulary)
    parts = _parts(read_tree(read_text(path), str(path)), reading)
    dataset = read_dataset_fields(parts["dataset"], reading) if "dataset" in parts else None
    if dataset is not None and "sources" in parts:
        reading.dataset = dataset.id
        for name, node in parts["sources"].items.items():
            read_source(parts["sources"].keys[name], node, reading)
    about, ignored = (_texts(parts[name], reading) if name in parts else {} for name in ("about", "ignored"))
    if reading.problems or dataset is None:
        raise refused(reading.problems)
    sources = {source.id: source for source, _ in reading.sources}
    return Description(dataset, MappingProxyType(sources), MappingProxyType(about), MappingProxyType(ignored))


def _parts(tree: Node, reading: Reading) -> dict[str, Map]:
    top = reading.mapping(tree, "")
    if top is None:
        return {}
    for name in (name for name in top.items if name not in PARTS):
        reading.unknown_key(top.keys[name], "part of a description", PARTS)
    for name in (name for name in PARTS if name not in top.items):
        reading.problem(top, name, f"'{name}' is missing.")
    found = {name: reading.mapping(top.items[name], name) for name in PARTS if name in top.items}
    return {name: part for name, part in found.items() if part is not None}


def _texts(part: Map, reading: Reading) -> dict[str, str]:
    texts = {name: reading.text(node, name) for name, node in part.items.items()}
    return {name: text for name, text in texts.items() if text is not None}


__all__ = ["FILE", "Description", "read_description"]
