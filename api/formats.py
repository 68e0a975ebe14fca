"""The formats a view's graph can be had in: those of graph tools, those of RDF, and the others that a dump has."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from graph.checks import one_of
from graph.dumps.content import Content
from graph.dumps.formats import FILES, File
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


def _of_dumps(file: File) -> Write:
    def write(snapshot: Snapshot, view: View, _: bool, iris: Iris, whole: bool) -> bytes:
        stream = io.BytesIO()
        file.write(Content(snapshot, iris, view, whole), stream)
        return stream.getvalue()

    return write


DUMPED = ("nodes", "relationships", "claims", "stix", "ftm")
"""What is a file of a dump and of nothing else."""
FILE_FORMATS: Mapping[str, FileFormat] = MappingProxyType(
    {name: FileFormat(f.media_type, f".{f.suffix}", _of_graphs(name)) for name, f in OF_GRAPHS.items()}
    | {name: FileFormat(f.media_type, f.suffix, _of_rdf(name)) for name, f in OF_RDF.items()}
    | {
        name: FileFormat(f.media_type, f"-{name}.{f.name.partition('.')[2]}", _of_dumps(f))
        for name in DUMPED
        for f in (FILES[name],)
    }
)
"""By name. `json` stands for node-link data, which leaves with its receipt where there is room for one."""


def file_format(name: str) -> FileFormat:
    """The format of a name; raises `BadQuestion` if there is none."""
    return FILE_FORMATS[one_of("format", name, FILE_FORMATS)]


__all__ = ["FILE_FORMATS", "FileFormat", "file_format"]
