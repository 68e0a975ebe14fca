"""Shortest paths that meet a group of nodes."""

from __future__ import annotations

import numpy as np

from graph.engine.csr import Flags, Ints, Longs
from graph.engine.kernels.compiled import kernel


@kernel
def shares_through(indptr: Longs, indices: Ints, sources: Ints, group: Flags) -> float:
    """The sum, over all ways from a source to a node outside the group, of the share of shortest paths that meet it.

    Paths are counted twice on the way out, once all and once those that keep clear of the group.
    """
    size = len(indptr) - 1
    hops, order = np.full(size, -1, np.int32), np.empty(size, np.int32)
    paths, clear = np.zeros(size), np.zeros(size)
    total = 0.0
    for source in sources:
        hops[source], paths[source], clear[source], order[0] = 0, 1.0, 1.0, source
        head, tail = 0, 1
        while head < tail:
            node = order[head]
            head += 1
            if group[node]:
                clear[node] = 0.0
            elif node != source:
                total += 1.0 - clear[node] / paths[node]
            for slot in range(indptr[node], indptr[node + 1]):
                other = indices[slot]
                if hops[other] < 0:
                    hops[other], paths[other], clear[other] = hops[node] + 1, 0.0, 0.0
                    order[tail] = other
                    tail += 1
                if hops[other] == hops[node] + 1:
                    paths[other] += paths[node]
                    clear[other] += clear[node]
        for i in range(tail):
            hops[order[i]] = -1
    return total
