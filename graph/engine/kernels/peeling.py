"""Core numbers by peeling the least connected node off.

V. Batagelj, M. Zaversnik, "An O(m) algorithm for cores decomposition of networks", arXiv cs/0310049, 2003.
"""

from __future__ import annotations

import numpy as np

from graph.engine.csr import Ints, Longs
from graph.engine.kernels.compiled import kernel


@kernel
def core_numbers(indptr: Longs, indices: Ints) -> Longs:
    """The core number of each node of an undirected graph without loops."""
    size = len(indptr) - 1
    degree = np.diff(indptr)
    starts = np.zeros((degree.max() if size else 0) + 2, np.int64)
    for node in range(size):
        starts[degree[node] + 1] += 1
    starts = np.cumsum(starts)
    place, order, fill = np.empty(size, np.int64), np.empty(size, np.int64), starts.copy()
    for node in range(size):
        place[node] = fill[degree[node]]
        order[place[node]] = node
        fill[degree[node]] += 1
    for i in range(size):
        node = order[i]
        for slot in range(indptr[node], indptr[node + 1]):
            other = indices[slot]
            if degree[other] > degree[node]:
                first = starts[degree[other]]
                swapped = order[first]
                order[place[other]], order[first] = swapped, other
                place[swapped], place[other] = place[other], first
                starts[degree[other]] += 1
                degree[other] -= 1
    return degree
