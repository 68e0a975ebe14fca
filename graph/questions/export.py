"""A network in the formats of other tools.

Every format has all nodes and edges with their data; what the format can't hold is made plain: lists of ids are
joined by spaces, what is not known is left out. Reading the GraphML back with NetworkX gives the same multigraph.
Written twice, the bytes are the same.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import networkx as nx
import orjson

from graph.checks import one_of
from graph.licence import left_out, remarks
from graph.network import Network
from graph.questions.graph_xml import gexf, graphml, plain
from graph.questions.receipt import Algorithm, Answer, Question, canonical, limit_reached, seal, version_of


@dataclass(frozen=True, slots=True)
class Format:
    """A format: what it is called over HTTP, the suffix of its files, and what writes it."""

    media_type: str
    suffix: str
    write: Callable[[Network], bytes]


def write_graph(network: Network, format: str) -> bytes:  # noqa: A002
    """The network in one of `FORMATS`; raises `BadQuestion` for a format that isn't there."""
    return FORMATS[one_of("format", format, FORMATS)].write(network)


def graph_answer(network: Network) -> Answer:
    """The network as NetworkX's node-link data, with its receipt, whose limits say what was left out for its licence.

    data: {"directed", "multigraph", "graph", "nodes": [{"id", "name", "type"}], "edges": [{"source", "target", "key",
    ...}]}.
    """
    lacking = left_out(network.snapshot, network.view)
    return seal(
        nx.node_link_data(network.graph, edges="edges"),
        snapshot=network.snapshot,
        view=network.view,
        question=Question("graph", {"directed": network.directed}),
        algorithm=Algorithm("node_link_data", "networkx", version_of("networkx"), {}),
        claims=network.claims,
        limits=[
            limit_reached("licence", count, text)
            for count, text in zip(lacking.values(), remarks(lacking), strict=True)
        ],
    )


def plain_graph(network: Network) -> nx.MultiGraph[str]:
    """The network's graph with texts, numbers and booleans only."""
    graph: nx.MultiGraph[str] = network.graph.__class__(**about(network))
    graph.add_nodes_from(network.graph.nodes(data=True))
    for u, v, key, data in network.graph.edges(keys=True, data=True):
        graph.add_edge(u, v, key, **plain(data))
    return graph


def about(network: Network) -> dict[str, Any]:
    """What a file of the network is of, and what it lacks for a licence."""
    about = {"revision": network.snapshot.revision, "view": canonical(network.view.as_dict()).decode()}
    lacking = remarks(left_out(network.snapshot, network.view))
    return about | ({"left_out": " ".join(lacking)} if lacking else {})


def _graphml(network: Network) -> bytes:
    return "".join(graphml(network, about(network))).encode()


def _gexf(network: Network) -> bytes:
    return "".join(gexf(network, about(network))).encode()


def _node_link(network: Network) -> bytes:
    return canonical(nx.node_link_data(network.graph, edges="edges"))


def _cytoscape(network: Network) -> bytes:
    return orjson.dumps(nx.cytoscape_data(plain_graph(network)), option=orjson.OPT_SORT_KEYS)


def _csv(network: Network) -> bytes:
    """One row an edge, with the names and types of both ends (RFC 4180, UTF-8)."""
    nodes, stream = network.graph.nodes, io.StringIO(newline="")
    ends = [f"{side}_{what}" for side in ("from", "to") for what in ("name", "type")]
    writer = csv.DictWriter(stream, ["id", "from", "to", *ends, *COLUMNS])
    writer.writeheader()
    for u, v, key, data in network.graph.edges(keys=True, data=True):
        start, end = (u, v) if data["from"] == u else (v, u)
        named = {
            f"{side}_{what}": nodes[name][what]
            for side, name in (("from", start), ("to", end))
            for what in ("name", "type")
        }
        writer.writerow(
            {"id": key, "from": start, "to": end} | named | {name: plain(data).get(name, "") for name in COLUMNS}
        )
    return stream.getvalue().encode()


COLUMNS = (
    "phrase",
    "relationship",
    "type",
    "link",
    "start",
    "end",
    "confidence",
    "contested",
    "derived",
    "inverse_phrase",
    "cost",
    "claims",
    "denials",
)
"""The data of an edge, in the order of a table's columns."""

FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "graphml": Format("application/graphml+xml", "graphml", _graphml),
        "gexf": Format("application/gexf+xml", "gexf", _gexf),
        "json": Format("application/json", "json", _node_link),
        "cytoscape": Format("application/json", "cyjs", _cytoscape),
        "csv": Format("text/csv; charset=utf-8", "csv", _csv),
    }
)

__all__ = ["FORMATS", "Format", "graph_answer", "plain_graph", "write_graph"]
