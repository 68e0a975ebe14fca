"""Compile every kernel before anybody waits for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from graph.engine import centrality, cohesion, communities, distances, paths, routes, structure
from graph.engine.frozen import FrozenGraph
from graph.engine.kernels.routes import least_costs

CALLS: Iterable[Callable[[FrozenGraph], Any]] = (
    centrality.betweenness_centrality,
    lambda G: centrality.group_betweenness_centrality(G, ["a"]),
    distances.closeness_centrality,
    lambda G: distances.closeness_centrality(G, distance="weight"),
    cohesion.constraint,
    communities.leiden_communities,
    communities.louvain_communities,
    structure.core_number,
    structure.has_bridges,
    lambda G: structure.descendants(G, "a"),
    lambda G: paths.has_path(G, "a", "c"),
    lambda G: paths.dijkstra_path(G, "a", "c"),
    lambda G: paths.single_source_dijkstra_path_length(G, "a"),
    lambda G: list(routes.all_simple_paths(G, "a", "c")),
    lambda G: list(routes.shortest_simple_paths(G, "a", "c", weight="weight")),
    lambda G: least_costs(
        G.rows().indptr, G.rows().indices, G.rows().weight, np.zeros(3, np.bool_), np.zeros(3, np.bool_), 1
    ),
)
"""Questions that together need every kernel."""


def warm() -> None:
    """Compile all kernels, or load them as they were kept on disk.

    The first time on a machine this takes half a minute or so of one processor, later a part of a second. It may run in
    a thread beside others.
    """
    graph = FrozenGraph("abc", np.array([0, 1]), np.array([1, 2]), weights={"weight": np.ones(2)})
    for call in CALLS:
        call(graph)
