"""Dijkstra's algorithm, from one source and from both ends of a path.

A node is expanded once, and an expanded node is pushed no more, for costs never fall along a path even when rounded: so
each slot of the rows pushes at most once, and a heap needs room for the source and one entry a slot.
"""

from __future__ import annotations

import numpy as np

from graph.engine.csr import Flags, Floats, Ints, Longs
from graph.engine.kernels.breadth import join
from graph.engine.kernels.compiled import kernel
from graph.engine.kernels.heap import pop, push


@kernel
def costs_from(indptr: Longs, indices: Ints, weight: Floats, source: int, cutoff: float) -> tuple[Floats, Ints, Ints]:
    """The least cost to each node (inf: beyond `cutoff`), its parent on a cheapest path, and nodes in order of cost."""
    size = len(indptr) - 1
    cost = np.full(size, np.inf)
    parent = np.full(size, -1, np.int32)
    settled = np.zeros(size, np.bool_)
    order = np.empty(size, np.int32)
    keys, nodes = np.empty(len(indices) + 1), np.empty(len(indices) + 1, np.int32)
    cost[source] = 0.0
    waiting, done = push(keys, nodes, 0, 0.0, source), 0
    while waiting > 0:
        key, node, waiting = pop(keys, nodes, waiting)
        if settled[node]:
            continue
        settled[node] = True
        order[done] = node
        done += 1
        for slot in range(indptr[node], indptr[node + 1]):
            other, through = indices[slot], key + weight[slot]
            if through <= cutoff and through < cost[other]:
                cost[other], parent[other] = through, node
                waiting = push(keys, nodes, waiting, through, other)
    return cost, parent, order[:done]


@kernel
def costs_from_all(
    indptr: Longs, indices: Ints, weight: Floats, sources: Ints, counted: Flags
) -> tuple[Longs, Floats, Floats, Floats]:
    """For each source: nodes reached (itself included), and over the `counted` ones the sum of costs, of 1 / cost where
    it costs anything to get there, and the highest cost.
    """
    reached, total = np.zeros(len(sources), np.int64), np.zeros(len(sources))
    inverse, highest = np.zeros(len(sources)), np.zeros(len(sources))
    for i in range(len(sources)):
        cost, _, order = costs_from(indptr, indices, weight, sources[i], np.inf)
        reached[i] = len(order)
        for node in order:
            if counted[node]:
                total[i] += cost[node]
                highest[i] = max(highest[i], cost[node])
                if cost[node] > 0.0:
                    inverse[i] += 1.0 / cost[node]
    return reached, total, inverse, highest


@kernel
def cheapest(
    indptr: Longs,
    indices: Ints,
    weight: Floats,
    back_indptr: Longs,
    back_indices: Ints,
    back_weight: Floats,
    source: int,
    target: int,
) -> tuple[float, Ints]:
    """Cost and nodes of a cheapest path (inf and empty if there is none), searched from both ends."""
    if source == target:
        return 0.0, np.array([source], np.int32)
    size = len(indptr) - 1
    cost = np.full((2, size), np.inf)
    parent = np.full((2, size), -1, np.int32)
    keys = np.empty((2, len(indices) + 1))
    nodes = np.empty((2, len(indices) + 1), np.int32)
    cost[0, source], cost[1, target] = 0.0, 0.0
    waiting = np.ones(2, np.int64)
    push(keys[0], nodes[0], 0, 0.0, source)
    push(keys[1], nodes[1], 0, 0.0, target)
    best, meeting = np.inf, -1
    while waiting[0] > 0 and waiting[1] > 0 and keys[0, 0] + keys[1, 0] < best:
        side = 0 if keys[0, 0] <= keys[1, 0] else 1
        key, node, left = pop(keys[side], nodes[side], waiting[side])
        waiting[side] = left
        if key > cost[side, node]:
            continue
        ptr, ind, wgt = (indptr, indices, weight) if side == 0 else (back_indptr, back_indices, back_weight)
        for slot in range(ptr[node], ptr[node + 1]):
            other, through = ind[slot], key + wgt[slot]
            if through < cost[side, other]:
                cost[side, other], parent[side, other] = through, node
                waiting[side] = push(keys[side], nodes[side], waiting[side], through, other)
                if through + cost[1 - side, other] < best:
                    best, meeting = through + cost[1 - side, other], other
    if meeting < 0:
        return np.inf, np.empty(0, np.int32)
    return best, join(parent[0], parent[1], meeting)
