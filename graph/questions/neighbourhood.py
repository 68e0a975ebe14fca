"""What is around an entity: everything within so many hops, and all links between."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Any

import networkx as nx

from graph.checks import within
from graph.cite import name_thing
from graph.network import Network, build
from graph.questions.hops import edge_record
from graph.questions.receipt import Algorithm, Answer, Question, limit_reached, seal, version_of

MAX_RADIUS = 4
MAX_NODES = 2_000
MAX_EDGES = 10_000


def around(network: Network, entity: str, radius: int = 1, *, limit: int = 200) -> Answer:
    """The entities within `radius` (1-4) hops of one, and the edges between all of them.

    Directed, hops follow the edges. Of more than `limit` (1-2000) the nearest are given, at equal distance in the
    order of ids.

    data: {"centre": {"id", "name", "type"}, "nodes": [{"id", "name", "type", "distance"}], "edges": [{"id", "from",
    "to", "relationship", "phrase", "claims"}]}. The centre is the first of the nodes, even if nothing is around it.

    Raises:
        BadQuestion: radius or limit is out of bounds.
        UnknownEntity: the entity is not in the graph.
    """
    snapshot, centre = network.snapshot, network.snapshot.canonical(entity)
    within("radius", radius, 1, MAX_RADIUS)
    within("limit", limit, 1, MAX_NODES)
    network = build(snapshot, network.view, network.directed, frozenset({centre}))
    distances = _distances(network, centre, radius)
    kept = dict(islice(distances.items(), limit))
    edges = _edges(network, kept)
    found = (
        (len(distances) > len(kept), "limit", limit, f"There are {len(distances)} entities within {radius} hops."),
        (len(edges) > MAX_EDGES, "edges", MAX_EDGES, f"There are {len(edges)} edges between them."),
    )
    edges = edges[:MAX_EDGES]
    nodes = [name_thing(snapshot, name) | {"distance": distance} for name, distance in kept.items()]
    return seal(
        {"centre": name_thing(snapshot, centre), "nodes": nodes, "edges": edges},
        snapshot=snapshot,
        view=network.view,
        question=Question(
            "neighbourhood", {"entity": centre, "radius": radius, "limit": limit, "directed": network.directed}
        ),
        algorithm=Algorithm(
            "single_source_shortest_path_length", "networkx", version_of("networkx"), {"cutoff": radius}
        ),
        claims=(claim for edge in edges for claim in edge["claims"]),
        limits=[limit_reached(name, value, text) for hit, name, value, text in found if hit],
    )


def _distances(network: Network, centre: str, radius: int) -> Mapping[str, int]:
    if centre not in network.simple:
        return {centre: 0}
    away: Mapping[str, int] = dict(nx.single_source_shortest_path_length(network.simple, centre, cutoff=radius))
    return dict(sorted(away.items(), key=lambda pair: (pair[1], pair[0])))


def _edges(network: Network, nodes: Mapping[str, int]) -> list[dict[str, Any]]:
    inside = [name for name in nodes if name in network.simple]
    return [edge_record(network.snapshot, key, data) for key, data in network.between(inside)]


__all__ = ["around"]
