"""NetworkX's path functions on flat arrays: same names, parameters, errors and results.

Of several paths of the same length, another one than NetworkX's may be found, or come first.
"""

from __future__ import annotations

import heapq
from collections.abc import Hashable, Iterator
from itertools import pairwise
from typing import Any

import networkx as nx
import numpy as np

from graph.engine.csr import Csr, Floats, Ints
from graph.engine.frozen import FrozenGraph
from graph.engine.kernels.breadth import hops_from, shortest_by_hops
from graph.engine.kernels.dijkstra import cheapest, costs_from
from graph.engine.kernels.routes import simple_paths, spur
from graph.engine.nodes import named, number_of

Path = list[Hashable]
BATCH = 1 << 16
"""How many nodes of simple paths are gathered, about, before they are handed out."""


def shortest_path(
    G: FrozenGraph, source: Hashable, target: Hashable, weight: str | None = None, method: str = "dijkstra"
) -> Path:
    """A shortest path between two nodes, by hops or by a weight."""
    if weight is None:
        return bidirectional_shortest_path(G, source, target)
    return bidirectional_dijkstra(G, source, target, weight)[1]


def shortest_path_length(
    G: FrozenGraph, source: Hashable, target: Hashable, weight: str | None = None, method: str = "dijkstra"
) -> float:
    """The length of a shortest path between two nodes."""
    if weight is None:
        return len(bidirectional_shortest_path(G, source, target)) - 1
    return bidirectional_dijkstra(G, source, target, weight)[0]


def has_path(G: FrozenGraph, source: Hashable, target: Hashable) -> bool:
    """Whether any path leads from one node to the other."""
    return len(_by_hops(G, number_of(G, source, "Source"), number_of(G, target, "Target"))) > 0


def bidirectional_shortest_path(G: FrozenGraph, source: Hashable, target: Hashable) -> Path:
    """A path of fewest hops."""
    path = _by_hops(G, number_of(G, source, "Source"), number_of(G, target, "Target"))
    if len(path) == 0:
        raise nx.NetworkXNoPath(f"No path between {source} and {target}.")
    return named(G, path)


def _by_hops(G: FrozenGraph, source: int, target: int) -> Ints:
    out, back = G.rows(), G.rows(backward=True)
    path: Ints = shortest_by_hops(out.indptr, out.indices, back.indptr, back.indices, source, target)
    return path


def single_source_shortest_path_length(
    G: FrozenGraph, source: Hashable, cutoff: float | None = None
) -> dict[Hashable, int]:
    """The hops to each node that can be reached, nearest first."""
    rows = G.rows()
    bound = len(G) if cutoff is None else int(min(max(cutoff, 0), len(G)))
    order, hops = hops_from(rows.indptr, rows.indices, number_of(G, source, "Source"), bound)
    return dict(zip(named(G, order), hops[order].tolist(), strict=True))


def bidirectional_dijkstra(
    G: FrozenGraph, source: Hashable, target: Hashable, weight: str = "weight"
) -> tuple[float, Path]:
    """Cost and nodes of a cheapest path."""
    out, back = G.rows(weight), G.rows(weight, backward=True)
    start, end = number_of(G, source, "Source"), number_of(G, target, "Target")
    cost, path = cheapest(out.indptr, out.indices, out.weight, back.indptr, back.indices, back.weight, start, end)
    if len(path) == 0:
        raise nx.NetworkXNoPath(f"No path between {source} and {target}.")
    return cost, named(G, path)


def dijkstra_path(G: FrozenGraph, source: Hashable, target: Hashable, weight: str = "weight") -> Path:
    """The nodes of a cheapest path."""
    return bidirectional_dijkstra(G, source, target, weight)[1]


def dijkstra_path_length(G: FrozenGraph, source: Hashable, target: Hashable, weight: str = "weight") -> float:
    """The cost of a cheapest path."""
    return bidirectional_dijkstra(G, source, target, weight)[0]


def single_source_dijkstra_path_length(
    G: FrozenGraph, source: Hashable, cutoff: float | None = None, weight: str = "weight"
) -> dict[Hashable, float]:
    """The least cost to each node that can be reached, cheapest first."""
    rows, start = G.rows(weight), number_of(G, source, "Node")
    cost, _, order = costs_from(rows.indptr, rows.indices, rows.weight, start, np.inf if cutoff is None else cutoff)
    return dict(zip(named(G, order), cost[order].tolist(), strict=True))


def all_simple_paths(G: FrozenGraph, source: Hashable, target: Any, cutoff: int | None = None) -> Iterator[Path]:
    """Every simple path to a target (or to any of several) of at most `cutoff` hops, depth first.

    A node is entered only where a target can still be reached in the hops left, so no time is lost in dead ends.
    Parallel edges of a multigraph give one path each in NetworkX; such graphs are left to it.
    """
    start = number_of(G, source, "source node")
    targets = np.zeros(len(G), dtype=np.int32)
    targets[[G.index[node] for node in _targets(G, target)]] = 1
    bound = len(G) - 1 if cutoff is None else min(cutoff, len(G) - 1)
    if targets[start]:
        yield [source]
    if bound >= 1 and targets.any():
        yield from _search(G, start, targets, bound)


def _targets(G: FrozenGraph, target: Any) -> set[Hashable]:
    if target in G:
        return {target}
    try:
        return {node for node in target if node in G}
    except TypeError:
        raise nx.NodeNotFound(f"target node {target} not in graph") from None


def _search(G: FrozenGraph, start: int, targets: Ints, cutoff: int) -> Iterator[Path]:
    rows = G.rows()
    hops_left = _hops_to(G, targets, cutoff)
    path, places, on_path = np.empty(cutoff + 1, np.int32), np.empty(cutoff + 1, np.int64), np.zeros(len(G), np.int32)
    path[0], places[0], on_path[start] = start, rows.indptr[start], 1
    count = BATCH // (cutoff + 1) + 1
    found, lengths = np.empty((count, cutoff + 1), np.int32), np.empty(count, np.int32)
    depth = 0
    while depth >= 0:
        count, depth = simple_paths(
            rows.indptr, rows.indices, hops_left, targets, path, places, on_path, depth, found, lengths
        )
        for row, length in zip(found[:count].tolist(), lengths.tolist(), strict=False):
            yield [G.ids[i] for i in row[:length]]


def _hops_to(G: FrozenGraph, targets: Ints, cutoff: int) -> Ints:
    """The hops from each node to the nearest target, -1 if none is within `cutoff`.

    It takes one search, from a node set before all targets.
    """
    back = G.rows(backward=True)
    size, ends = len(G), np.flatnonzero(targets).astype(np.int32)
    indptr = np.append(back.indptr, back.indptr[-1] + len(ends))
    _, hops = hops_from(indptr, np.concatenate([back.indices, ends]), size, min(cutoff, size) + 1)
    return np.where(hops[:size] < 0, -1, hops[:size] - 1).astype(np.int32)


def shortest_simple_paths(
    G: FrozenGraph, source: Hashable, target: Hashable, weight: str | None = None
) -> Iterator[Path]:
    """Simple paths from the shortest on; among equals the order of NetworkX is not kept."""
    for node, role in ((source, "source"), (target, "target")):
        if node not in G:
            raise nx.NodeNotFound(f"{role} node {node} not in graph")
    start, end = G.index[source], G.index[target]
    found = False
    for path in cheapest_paths(G.rows(weight), G.rows(weight, backward=True), start, end):
        found = True
        yield [G.ids[i] for i in path]
    if not found:
        raise nx.NetworkXNoPath(f"No path between {source} and {target}.")


class _Spurs:
    """The arrays that all spur searches of one question share; a round number says what is still fresh in them."""

    def __init__(self, rows: Csr, to_target: Floats, target: int) -> None:
        size = len(rows.indptr) - 1
        self.rows, self.to_target, self.target, self.round = rows, to_target, target, 0
        self.banned, self.parent, self.seen, self.settled = (np.zeros(size, np.int32) for _ in range(4))
        self.cost = np.empty(size)
        self.keys, self.nodes = np.empty(len(rows.indices) + 1), np.empty(len(rows.indices) + 1, np.int32)

    def search(self, source: int, without: tuple[int, ...], without_steps: set[int]) -> tuple[float, tuple[int, ...]]:
        """The cheapest path on from `source`, avoiding nodes and first steps."""
        self.round += 1
        self.banned[list(without)] = self.round
        steps = np.array(sorted(without_steps), dtype=np.int32)
        rows = self.rows
        cost, path = spur(
            rows.indptr, rows.indices, rows.weight, self.to_target, source, self.target, self.banned, self.round, steps,
            self.cost, self.parent, self.seen, self.settled, self.keys, self.nodes,
        )  # fmt: skip
        return cost, tuple(path.tolist())


def cheapest_paths(rows: Csr, back: Csr, source: int, target: int) -> Iterator[tuple[int, ...]]:
    """Loopless paths in order of cost (Yen, with Lawler's rule and exact costs to the target as bounds)."""
    to_target, _, _ = costs_from(back.indptr, back.indices, back.weight, target, np.inf)
    spurs = _Spurs(rows, to_target, target)
    cost, path = spurs.search(source, (), set())
    waiting: list[tuple[float, tuple[int, ...], int]] = [(cost, path, 0)] if path else []
    steps_after: dict[tuple[int, ...], set[int]] = {}
    while waiting:
        cost, path, deviation = heapq.heappop(waiting)
        yield path
        for i in range(len(path) - 1):
            steps_after.setdefault(path[: i + 1], set()).add(path[i + 1])
        costs = _costs_along(rows, path)
        for i in range(deviation, len(path) - 1):
            rest, tail = spurs.search(path[i], path[:i], steps_after[path[: i + 1]])
            if tail:
                steps_after[path[: i + 1]].add(tail[1])
                heapq.heappush(waiting, (costs[i] + rest, path[:i] + tail, i))


def _costs_along(rows: Csr, path: tuple[int, ...]) -> list[float]:
    costs = [0.0]
    for u, v in pairwise(path):
        first, last = rows.indptr[u], rows.indptr[u + 1]
        slot = first + np.searchsorted(rows.indices[first:last], v)
        costs.append(costs[-1] + float(rows.weight[slot]))
    return costs
