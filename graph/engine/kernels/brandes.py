"""Betweenness by accumulating dependencies from the farthest node back to the source.

U. Brandes, "A faster algorithm for betweenness centrality", Journal of Mathematical Sociology 25(2), 2001. The steps
on shortest paths are written down on the way out, so that the way back goes along these alone.
"""

from __future__ import annotations

import numpy as np

from graph.engine.csr import Floats, Ints, Longs
from graph.engine.kernels.compiled import kernel
from graph.engine.kernels.dijkstra import costs_from


@kernel
def _count_by_hops(
    indptr: Longs, indices: Ints, source: int, hops: Ints, paths: Floats, order: Ints, steps: Ints, first: Longs
) -> int:
    """Breadth-first search that counts shortest paths; returns how many nodes are reached.

    Node ``order[i]`` goes on along the slots ``steps[first[i]:first[i + 1]]``.
    """
    hops[source], paths[source], order[0] = 0, 1.0, source
    head, tail, done = 0, 1, 0
    while head < tail:
        node = order[head]
        first[head] = done
        head += 1
        onward, count = hops[node] + 1, paths[node]
        for slot in range(indptr[node], indptr[node + 1]):
            other = indices[slot]
            if hops[other] < 0:
                hops[other], paths[other], order[tail], steps[done] = onward, count, other, slot
                tail += 1
                done += 1
            elif hops[other] == onward:
                paths[other] += count
                steps[done] = slot
                done += 1
    first[tail] = done
    for i in range(tail):
        hops[order[i]] = -1
    return tail


@kernel
def _count_by_cost(
    indptr: Longs, indices: Ints, weight: Floats, source: int, paths: Floats, order: Ints, steps: Ints, first: Longs
) -> int:
    """As `_count_by_hops`, along cheapest paths; each step costs something, so paths go on in the order of cost."""
    cost, _, reached = costs_from(indptr, indices, weight, source, np.inf)
    done, count = 0, len(reached)
    for i in range(count):
        order[i], paths[reached[i]] = reached[i], 0.0
    paths[source] = 1.0
    for i in range(count):
        node = order[i]
        first[i] = done
        for slot in range(indptr[node], indptr[node + 1]):
            other = indices[slot]
            if cost[node] + weight[slot] == cost[other]:
                paths[other] += paths[node]
                steps[done] = slot
                done += 1
    first[count] = done
    return count


@kernel
def dependencies(
    indptr: Longs, indices: Ints, weight: Floats, sources: Ints, weighted: bool, by_slot: bool
) -> tuple[Floats, Floats, Longs, Longs]:
    """The dependencies of all `sources` on each node and, if `by_slot`, on each slot.

    Besides, how many nodes each source reaches and from how many sources each node is reached, itself not counted.
    """
    size = len(indptr) - 1
    hops, order = np.full(size, -1, np.int32), np.empty(size, np.int32)
    steps, first = np.empty(len(indices), np.int32), np.empty(size + 1, np.int64)
    paths, share = np.zeros(size), np.zeros(size)
    of_nodes, of_slots = np.zeros(size), np.zeros(len(indices) if by_slot else 0)
    reaching, reached = np.zeros(size, np.int64), np.zeros(size, np.int64)
    for source in sources:
        if weighted:
            count = _count_by_cost(indptr, indices, weight, source, paths, order, steps, first)
        else:
            count = _count_by_hops(indptr, indices, source, hops, paths, order, steps, first)
        reaching[source] += count - 1
        for i in range(count - 1, -1, -1):
            node = order[i]
            gathered = 0.0
            for k in range(first[i], first[i + 1]):
                gathered += share[indices[steps[k]]]
                if by_slot:
                    of_slots[steps[k]] += share[indices[steps[k]]] * paths[node]
            dependency = gathered * paths[node]
            share[node] = (1.0 + dependency) / paths[node]
            if node != source:
                reached[node] += 1
                of_nodes[node] += dependency
    return of_nodes, of_slots, reaching, reached
