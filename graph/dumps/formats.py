"""The files of a dump: what each is called, what it is, and what writes it, piece by piece."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import IO

from graph.dumps import ftm, parquet, stix, tables
from graph.dumps.content import Content
from graph.questions.export import about
from graph.questions.graph_xml import gexf, graphml
from graph.rdf.serialise import FORMATS as OF_RDF
from graph.rdf.serialise import write as write_rdf

Write = Callable[[Content, IO[bytes]], None]


@dataclass(frozen=True, slots=True)
class File:
    """A file of a dump: its name, its media type, what a reader finds in it, and what writes it."""

    name: str
    media_type: str
    told: str
    write: Write
    compressed: bool = True


def _rdf(format: str) -> Write:  # noqa: A002
    return lambda content, stream: write_rdf(content.quads(), format, stream, content.model)


def _pieces(pieces: Callable[[Content], Iterator[bytes]]) -> Write:
    return lambda content, stream: stream.writelines(pieces(content))


def _graphml(content: Content) -> Iterator[bytes]:
    return (piece.encode() for piece in graphml(content.network, about(content.network)))


def _gexf(content: Content) -> Iterator[bytes]:
    return (piece.encode() for piece in gexf(content.network, about(content.network)))


_RDF = {
    "nquads": "Everything in RDF, by named graphs: the form to load into a store.",
    "trig": "Everything in RDF, by named graphs, to be read.",
    "turtle": "Everything in RDF, the graphs together.",
    "jsonld": "Everything in RDF, as JSON.",
}
FILES: Mapping[str, File] = MappingProxyType(
    {
        **{
            name: File(f"defgraph{OF_RDF[name].suffix}", OF_RDF[name].media_type, told, _rdf(name))
            for name, told in _RDF.items()
        },
        "graphml": File("defgraph.graphml", "application/graphml+xml", "The direct edges, for yEd.", _pieces(_graphml)),
        "gexf": File("defgraph.gexf", "application/gexf+xml", "The direct edges, for Gephi.", _pieces(_gexf)),
        "nodes": File("nodes.csv", "text/csv", "Nodes, for Neo4j's importer.", _pieces(tables.node_table)),
        "relationships": File(
            "relationships.csv", "text/csv", "Relationships, for Neo4j's importer.", _pieces(tables.edge_table)
        ),
        "edges": File(
            "edges.parquet",
            "application/vnd.apache.parquet",
            "The direct edges with their claims, as a table.",
            parquet.write_edges,
            compressed=False,
        ),
        "claims": File(
            "claims.parquet",
            "application/vnd.apache.parquet",
            "The claims that stand with their sources, as a table.",
            parquet.write_claims,
            compressed=False,
        ),
        "stix": File(
            "defgraph.stix.json",
            "application/stix+json",
            "Actors and the edges between them, as a STIX 2.1 bundle.",
            _pieces(stix.stix_chunks),
        ),
        "ftm": File(
            "defgraph.ftm.json",
            "application/x-ndjson",
            "Actors and the edges between them, as FollowTheMoney entities.",
            _pieces(ftm.ftm_lines),
        ),
    }
)
"""By the name of their format."""


__all__ = ["FILES", "File", "Write"]
