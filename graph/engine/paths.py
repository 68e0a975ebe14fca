"""NetworkX's shortest paths on flat arrays: same names, parameters, errors and results.

Of several paths of the same length, another one than NetworkX's may be found.
"""

from __future__ import annotations

import math
from collections.abc import Hashable
from typing import Any

import networkx as nx

from graph.engine.csr import Floats, Ints
from graph.engine.frozen import FrozenGraph
from graph.engine.kernels.breadth import hops_from, shortest_by_hops
from graph.engine.kernels.dijkstra import cheapest, costs_from
from graph.engine.nodes import levels_within, named, number_of

Path = list[Hashable]
Search = tuple[Ints, Ints | Floats, Ints]
"""What a search from one node found: nodes in the order reached, the distance to each node, its parent."""


def shortest_path(
    G: FrozenGraph,
    source: Hashable | None = None,
    target: Hashable | None = None,
    weight: str | None = None,
    method: str = "dijkstra",
) -> Any:
    """A shortest path between two nodes, or the paths from a source or to a target by their other end."""
    if source is None:
        return _paths(G, _search(G, target, weight, backward=True), backward=True)
    if target is None:
        return _paths(G, _search(G, source, weight))
    return bidirectional_shortest_path(G, source, target) if weight is None else _pair(G, source, target, weight)[1]


def shortest_path_length(
    G: FrozenGraph,
    source: Hashable | None = None,
    target: Hashable | None = None,
    weight: str | None = None,
    method: str = "dijkstra",
) -> Any:
    """The length of a shortest path between two nodes, or lengths from a source or to a target by their other end."""
    if source is None:
        return _lengths(G, _search(G, target, weight, backward=True))
    if target is None:
        return _lengths(G, _search(G, source, weight))
    if weight is None:
        return len(bidirectional_shortest_path(G, source, target)) - 1
    return dijkstra_path_length(G, source, target, weight)


def has_path(G: FrozenGraph, source: Hashable, target: Hashable) -> bool:
    """Whether any path leads from one node to the other."""
    return len(_by_hops(G, source, target)) > 0


def bidirectional_shortest_path(G: FrozenGraph, source: Hashable, target: Hashable) -> Path:
    """A path of fewest hops."""
    path = _by_hops(G, source, target)
    if len(path) == 0:
        raise nx.NetworkXNoPath(f"No path between {source} and {target}.")
    return named(G, path)


def single_source_shortest_path(G: FrozenGraph, source: Hashable, cutoff: float | None = None) -> dict[Hashable, Path]:
    """A path of fewest hops to each node that can be reached, nearest first."""
    return _paths(G, _levels(G, source, cutoff))


def single_source_shortest_path_length(
    G: FrozenGraph, source: Hashable, cutoff: float | None = None
) -> dict[Hashable, int]:
    """The hops to each node that can be reached, nearest first."""
    return _lengths(G, _levels(G, source, cutoff))


def single_target_shortest_path(G: FrozenGraph, target: Hashable, cutoff: float | None = None) -> dict[Hashable, Path]:
    """A path of fewest hops from each node that reaches the target, nearest first."""
    if target not in G:
        raise nx.NodeNotFound(f"Target {target} not in G")
    return _paths(G, _levels(G, target, cutoff, backward=True), backward=True)


def single_target_shortest_path_length(
    G: FrozenGraph, target: Hashable, cutoff: float | None = None
) -> dict[Hashable, int]:
    """The hops from each node that reaches the target, nearest first."""
    return _lengths(G, _levels(G, target, cutoff, backward=True))


def bidirectional_dijkstra(
    G: FrozenGraph, source: Hashable, target: Hashable, weight: str | None = "weight"
) -> tuple[float, Path]:
    """Cost and nodes of a cheapest path."""
    return _pair(G, source, target, weight)


def dijkstra_path(G: FrozenGraph, source: Hashable, target: Hashable, weight: str | None = "weight") -> Path:
    """The nodes of a cheapest path."""
    return _to_known(G, source, target, weight)[1]


def dijkstra_path_length(G: FrozenGraph, source: Hashable, target: Hashable, weight: str | None = "weight") -> float:
    """The cost of a cheapest path."""
    return _to_known(G, source, target, weight)[0]


def single_source_dijkstra(
    G: FrozenGraph,
    source: Hashable,
    target: Hashable | None = None,
    cutoff: float | None = None,
    weight: str | None = "weight",
) -> tuple[Any, Any]:
    """Cost and nodes of a cheapest path to the target, or to each node that can be reached."""
    if target is None:
        found = _costs(G, source, cutoff, weight)
        return _lengths(G, found), _paths(G, found)
    cost, path = _to_known(G, source, target, weight)
    if cutoff is not None and cost > cutoff and source != target:
        raise nx.NetworkXNoPath(f"No path to {target}.")
    return cost, path


def single_source_dijkstra_path(
    G: FrozenGraph, source: Hashable, cutoff: float | None = None, weight: str | None = "weight"
) -> dict[Hashable, Path]:
    """A cheapest path to each node that can be reached, cheapest first."""
    return _paths(G, _costs(G, source, cutoff, weight))


def single_source_dijkstra_path_length(
    G: FrozenGraph, source: Hashable, cutoff: float | None = None, weight: str | None = "weight"
) -> dict[Hashable, float]:
    """The least cost to each node that can be reached, cheapest first."""
    return _lengths(G, _costs(G, source, cutoff, weight))


def _by_hops(G: FrozenGraph, source: Hashable, target: Hashable) -> Ints:
    start, end = number_of(G, source, "Source"), number_of(G, target, "Target")
    out, back = G.rows(), G.rows(backward=True)
    return shortest_by_hops(out.indptr, out.indices, back.indptr, back.indices, start, end)


def _pair(G: FrozenGraph, source: Hashable, target: Hashable, weight: str | None) -> tuple[float, Path]:
    start, end = number_of(G, source, "Source"), number_of(G, target, "Target")
    out, back = G.rows(weight), G.rows(weight, backward=True)
    cost, path = cheapest(out.indptr, out.indices, out.weight, back.indptr, back.indices, back.weight, start, end)
    if len(path) == 0:
        raise nx.NetworkXNoPath(f"No path between {source} and {target}.")
    return cost, named(G, path)


def _to_known(G: FrozenGraph, source: Hashable, target: Hashable, weight: str | None) -> tuple[float, Path]:
    """As `_pair`; a target that is not in the graph is one that no path leads to."""
    number_of(G, source)
    if target not in G:
        raise nx.NetworkXNoPath(f"No path to {target}.")
    return _pair(G, source, target, weight)


def _search(G: FrozenGraph, node: Hashable, weight: str | None, *, backward: bool = False) -> Search:
    if weight is None:
        return _levels(G, node, None, backward=backward)
    return _costs(G, node, None, weight, backward=backward)


def _levels(G: FrozenGraph, node: Hashable, cutoff: float | None, *, backward: bool = False) -> Search:
    rows, role = G.rows(backward=backward), "Target" if backward else "Source"
    return hops_from(rows.indptr, rows.indices, number_of(G, node, role), levels_within(G, cutoff))


def _costs(
    G: FrozenGraph, node: Hashable, cutoff: float | None, weight: str | None, *, backward: bool = False
) -> Search:
    rows = G.rows(weight, backward=backward)
    bound = math.inf if cutoff is None else float(cutoff)
    cost, parent, order = costs_from(rows.indptr, rows.indices, rows.weight, number_of(G, node), bound)
    return order, cost, parent


def _lengths(G: FrozenGraph, found: Search) -> dict[Hashable, Any]:
    order, distance, _ = found
    return dict(zip(named(G, order), distance[order].tolist(), strict=True))


def _paths(G: FrozenGraph, found: Search, *, backward: bool = False) -> dict[Hashable, Path]:
    """The path to each node (from it, if the search went backward), put together from that of its parent."""
    order, _, parent = found
    start, *others = order.tolist()
    paths = {start: [G.ids[start]]}
    for node, before in zip(others, parent[order[1:]].tolist(), strict=True):
        paths[node] = [G.ids[node], *paths[before]] if backward else [*paths[before], G.ids[node]]
    return {G.ids[node]: path for node, path in paths.items()}
