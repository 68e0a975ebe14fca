"""The formats a view's graph can be had in: those of graph tools, and those of RDF."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from graph.checks import one_of
from graph.licence import open_network
from graph.network import build
from graph.questions.export import FORMATS as OF_GRAPHS
from graph.questions.export import write_graph
from graph.rdf import FORMATS as OF_RDF
from graph.rdf import Model, dumps, to_quads
from graph.snapshot import Snapshot
from graph.view import View
from ontology.iri import Iris

Write = Callable[[Snapshot, View, bool, Iris, bool], bytes]
"""Writes a view's graph: of a snapshot, a view, directed or not, under a base of IRIs;
whole, or without what licences close."""


@dataclass(frozen=True, slots=True)
class FileFormat:
    """A format of a file: its media type, the suffix of its name, and what writes it."""

    media_type: str
    suffix: str
    write: Write


def _of_graphs(name: str) -> Write:
    def write(snapshot: Snapshot, view: View, directed: bool, _: Iris, whole: bool) -> bytes:
        return write_graph((build if whole else open_network)(snapshot, view, directed), name)

    return write


def _of_rdf(name: str) -> Write:
    def write(snapshot: Snapshot, view: View, _: bool, iris: Iris, whole: bool) -> bytes:
        return dumps(to_quads(snapshot, view, iris, whole=whole), name, Model(snapshot.vocabulary, iris))

    return write


FILE_FORMATS: Mapping[str, FileFormat] = MappingProxyType(
    {name: FileFormat(f.media_type, f".{f.suffix}", _of_graphs(name)) for name, f in OF_GRAPHS.items()}
    | {name: FileFormat(f.media_type, f.suffix, _of_rdf(name)) for name, f in OF_RDF.items()}
)
"""By name. `json` stands for node-link data, which leaves with its receipt where there is room for one."""


def file_format(name: str) -> FileFormat:
    """The format of a name; raises `BadQuestion` if there is none."""
    return FILE_FORMATS[one_of("format", name, FILE_FORMATS)]


__all__ = ["FILE_FORMATS", "FileFormat", "file_format"]
