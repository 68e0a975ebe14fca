"""NetworkX's enumerations of paths on flat arrays: all simple ones, all shortest ones, the shortest ones in order."""

from __future__ import annotations

import heapq
from collections.abc import Hashable, Iterator
from itertools import pairwise
from typing import Any

import networkx as nx
import numpy as np

from graph.engine.csr import Csr, Floats, Ints
from graph.engine.frozen import FrozenGraph
from graph.engine.kernels.breadth import hops_from
from graph.engine.kernels.dijkstra import costs_from
from graph.engine.kernels.routes import simple_paths, spur
from graph.engine.nodes import number_of

Path = list[Hashable]
BATCH = 1 << 14
"""How many nodes of simple paths are gathered, about, before they are handed out."""


def all_simple_paths(G: FrozenGraph, source: Hashable, target: Any, cutoff: int | None = None) -> Iterator[Path]:
    """Every simple path to a target (or to any of several) of at most `cutoff` hops, depth first.

    A node is entered only where a target can still be reached in the hops left, so no time is lost in dead ends.
    Parallel edges of a multigraph give one path each in NetworkX; such graphs are left to it.
    """
    start = number_of(G, source, "source node")
    targets = np.zeros(len(G), dtype=np.int32)
    targets[[G.index[node] for node in _targets(G, target)]] = 1
    bound = len(G) - 1 if cutoff is None else min(cutoff, len(G) - 1)
    if targets[start] and bound >= 0:
        yield [source]
    targets[start] = 0
    if targets.any() and bound > 0:
        for path in _depth_first(G.rows(), G.rows(backward=True), start, targets, bound):
            yield [G.ids[i] for i in path]


def _targets(G: FrozenGraph, target: Any) -> set[Hashable]:
    if target in G:
        return {target}
    try:
        return {node for node in target if node in G}
    except TypeError:
        raise nx.NodeNotFound(f"target node {target} not in graph") from None


def all_shortest_paths(
    G: FrozenGraph, source: Hashable, target: Hashable, weight: str | None = None, method: str = "dijkstra"
) -> Iterator[Path]:
    """Every shortest path between two nodes."""
    rows, start = G.rows(weight), number_of(G, source, "Source")
    if weight is None:
        _, hops, _ = hops_from(rows.indptr, rows.indices, start, len(G))
        cost = np.where(hops < 0, np.inf, hops)
    else:
        cost, _, _ = costs_from(rows.indptr, rows.indices, rows.weight, start, np.inf)
    return _along_cheapest(G, start, target, weight, cost)


def _along_cheapest(G: FrozenGraph, start: int, target: Any, weight: str | None, cost: Floats) -> Iterator[Path]:
    """From the target back to the source, along edges that are part of a cheapest path: none of them is a dead end."""
    if target not in G or np.isinf(cost[G.index[target]]):
        raise nx.NetworkXNoPath(f"Target {target} cannot be reached from given sources")
    end = G.index[target]
    if start == end:
        yield [target]
        return
    back = G.rows(weight, backward=True)
    node = np.repeat(np.arange(len(G)), np.diff(back.indptr))
    kept = np.flatnonzero((cost[back.indices] + back.weight == cost[node]) & np.isfinite(cost[node]))
    indptr = np.searchsorted(node[kept], np.arange(len(G) + 1))
    steps = Csr(indptr, back.indices[kept], back.weight[kept], back.edge[kept], back.multiplicity[kept])
    targets = np.zeros(len(G), dtype=np.int32)
    targets[start] = 1
    bound = int(cost[end]) if weight is None else len(G) - 1
    for path in _depth_first(steps, None, end, targets, bound):
        yield [G.ids[i] for i in reversed(path)]


def _depth_first(rows: Csr, back: Csr | None, start: int, targets: Ints, cutoff: int) -> Iterator[list[int]]:
    """Simple paths from `start` to one of the targets; without `back`, any node is taken to be next to one."""
    size = len(targets)
    hops_left = np.zeros(size, np.int32) if back is None else _hops_to(back, targets, cutoff)
    path, places, on_path = np.empty(cutoff + 1, np.int32), np.empty(cutoff + 1, np.int64), np.zeros(size, np.int32)
    path[0], places[0], on_path[start] = start, rows.indptr[start], 1
    count = BATCH // (cutoff + 1) + 1
    found, lengths = np.empty((count, cutoff + 1), np.int32), np.empty(count, np.int32)
    depth = 0
    while depth >= 0:
        count, depth = simple_paths(
            rows.indptr, rows.indices, hops_left, targets, path, places, on_path, depth, found, lengths
        )
        for row, length in zip(found[:count], lengths.tolist(), strict=False):
            yield row[:length].tolist()


def _hops_to(back: Csr, targets: Ints, cutoff: int) -> Ints:
    """The hops from each node to the nearest target, -1 if there are `cutoff` or more: too many after a first one.

    It takes one search, from a node set before all targets.
    """
    size, ends = len(targets), np.flatnonzero(targets).astype(np.int32)
    indptr = np.append(back.indptr, back.indptr[-1] + len(ends))
    _, hops, _ = hops_from(indptr, np.concatenate([back.indices, ends]), size, min(cutoff, size))
    left: Ints = np.maximum(hops[:size] - 1, -1)
    return left


def shortest_simple_paths(
    G: FrozenGraph, source: Hashable, target: Hashable, weight: str | None = None
) -> Iterator[Path]:
    """Simple paths from the shortest on."""
    for node, role in ((source, "source"), (target, "target")):
        if node not in G:
            raise nx.NodeNotFound(f"{role} node {node} not in graph")
    found = False
    for path in cheapest_paths(G.rows(weight), G.rows(weight, backward=True), G.index[source], G.index[target]):
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
