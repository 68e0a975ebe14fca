"""Several paths between two nodes: all simple ones up to a bound, and the cheapest ones in order.

Cheapest in order: J. Y. Yen, "Finding the K shortest loopless paths in a network", Management Science 17(11), 1971,
with the exact cost to the target from one reverse search as the bound of an A* spur search, and E. Lawler's rule that a
path is only deviated from at or after the place where it left its own parent (Management Science 18(7), 1972).
"""

from __future__ import annotations

import numpy as np

from graph.engine.csr import Flags, Floats, Ints, Longs
from graph.engine.kernels.compiled import kernel
from graph.engine.kernels.heap import pop, push


@kernel
def simple_paths(
    indptr: Longs,
    indices: Ints,
    hops_left: Ints,
    targets: Ints,
    path: Ints,
    places: Longs,
    on_path: Ints,
    depth: int,
    found: Ints,
    lengths: Ints,
) -> tuple[int, int]:
    """Go on with a depth-first search for simple paths, entering a node only if a target is within the hops left.

    `path`, `places`, `on_path` and `depth` are the state of the search and change; `hops_left[i]` is the least number
    of hops from node i to a target (-1: none). Fills rows of `found`, as long as the longest path asked for, and their
    `lengths`; returns how many were filled, and the depth to go on from (-1: finished). A path goes on through a target
    only while there are others to come.
    """
    cutoff, count, to_come = len(path) - 1, 0, 0
    for node in range(len(targets)):
        to_come += targets[node]
    for i in range(depth + 1):
        to_come -= targets[path[i]]
    while depth >= 0 and count < len(found):
        node = path[depth]
        if places[depth] >= indptr[node + 1]:
            on_path[node] = 0
            to_come += targets[node]
            depth -= 1
            continue
        other = indices[places[depth]]
        places[depth] += 1
        if on_path[other]:
            continue
        if targets[other]:
            found[count, : depth + 1] = path[: depth + 1]
            found[count, depth + 1] = other
            lengths[count] = depth + 2
            count += 1
        if depth + 1 < cutoff and to_come > targets[other] and 0 <= hops_left[other] < cutoff - depth - targets[other]:
            to_come -= targets[other]
            depth += 1
            path[depth], places[depth], on_path[other] = other, indptr[other], 1
    return count, depth


@kernel
def spur(
    indptr: Longs,
    indices: Ints,
    weight: Floats,
    to_target: Floats,
    source: int,
    target: int,
    banned: Ints,
    round_: int,
    banned_steps: Ints,
    cost: Floats,
    parent: Ints,
    seen: Ints,
    settled: Ints,
    keys: Floats,
    nodes: Ints,
) -> tuple[float, Ints]:
    """The cheapest path that avoids nodes banned in this round and starts with none of `banned_steps`; inf if none.

    A node is expanded once, so a heap of one entry a slot and one for the source is enough.
    """
    cost[source], parent[source], seen[source] = 0.0, -1, round_
    waiting = push(keys, nodes, 0, to_target[source], source)
    while waiting > 0:
        _, node, waiting = pop(keys, nodes, waiting)
        if node == target:
            return cost[node], _trace(parent, node)
        if settled[node] == round_:
            continue
        settled[node] = round_
        for slot in range(indptr[node], indptr[node + 1]):
            other, through = indices[slot], cost[node] + weight[slot]
            if banned[other] == round_ or settled[other] == round_ or to_target[other] == np.inf:
                continue
            if node == source and _among(other, banned_steps):
                continue
            if seen[other] != round_ or through < cost[other]:
                cost[other], parent[other], seen[other] = through, node, round_
                waiting = push(keys, nodes, waiting, through + to_target[other], other)
    return np.inf, np.empty(0, np.int32)


@kernel
def _among(node: int, nodes: Ints) -> bool:
    for other in nodes:  # noqa: SIM110 - Numba compiles a loop, not any()
        if other == node:
            return True
    return False


@kernel
def _trace(parent: Ints, node: int) -> Ints:
    length, at = 0, node
    while at >= 0:
        length += 1
        at = parent[at]
    path, at = np.empty(length, np.int32), node
    for i in range(length - 1, -1, -1):
        path[i] = at
        at = parent[at]
    return path


@kernel
def least_costs(indptr: Longs, indices: Ints, cost: Floats, ends: Flags, closed: Flags, most: int) -> Floats:
    """Row n: the least cost from each node to one of `ends` in at most n steps, entering no `closed` node (inf: none).

    R. Bellman, "On a routing problem", Quarterly of Applied Mathematics 16(1), 1958. It costs nothing to be at an end.
    """
    size = len(indptr) - 1
    least = np.full((most + 1, size), np.inf)
    for hops in range(most + 1):
        for node in range(size):
            if closed[node]:
                continue
            if ends[node]:
                least[hops, node] = 0.0
            elif hops > 0:
                best = np.inf
                for slot in range(indptr[node], indptr[node + 1]):
                    best = min(best, cost[slot] + least[hops - 1, indices[slot]])
                least[hops, node] = best
    return least
