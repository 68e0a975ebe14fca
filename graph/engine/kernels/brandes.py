"""Betweenness by accumulating dependencies from the farthest node back to the source.

U. Brandes, "A faster algorithm for betweenness centrality", Journal of Mathematical Sociology 25(2), 2001.
"""

from __future__ import annotations

import numpy as np

from graph.engine.csr import Floats, Ints, Longs
from graph.engine.kernels.compiled import kernel


@kernel
def _count_paths(indptr: Longs, indices: Ints, source: int, hops: Ints, paths: Floats, order: Ints) -> int:
    """Breadth-first: hops and the number of shortest paths from `source` to each node; returns how many are reached."""
    hops[source], paths[source], order[0] = 0, 1.0, source
    head, tail = 0, 1
    while head < tail:
        node = order[head]
        head += 1
        for slot in range(indptr[node], indptr[node + 1]):
            other = indices[slot]
            if hops[other] < 0:
                hops[other], paths[other], order[tail] = hops[node] + 1, 0.0, other
                tail += 1
            if hops[other] == hops[node] + 1:
                paths[other] += paths[node]
    return tail


@kernel
def node_dependencies(indptr: Longs, indices: Ints, sources: Ints) -> tuple[Floats, Longs, Longs]:
    """The dependencies of all `sources` on each node, how many nodes each node reaches as a source, and from how many
    sources it is reached; a source itself counts in neither.
    """
    size = len(indptr) - 1
    hops, order = np.full(size, -1, np.int32), np.empty(size, np.int32)
    paths, share, scores = np.zeros(size), np.zeros(size), np.zeros(size)
    reaching, reached = np.zeros(size, np.int64), np.zeros(size, np.int64)
    for source in sources:
        count = _count_paths(indptr, indices, source, hops, paths, order)
        reaching[source] += count - 1
        for i in range(count):
            share[order[i]] = 0.0
        for i in range(count - 1, 0, -1):
            node = order[i]
            reached[node] += 1
            gathered = 0.0
            for slot in range(indptr[node], indptr[node + 1]):
                other = indices[slot]
                if hops[other] == hops[node] + 1:
                    gathered += share[other]
            dependency = gathered * paths[node]
            scores[node] += dependency
            share[node] = (1.0 + dependency) / paths[node]
        for i in range(count):
            hops[order[i]] = -1
    return scores, reaching, reached


@kernel
def edge_dependencies(indptr: Longs, indices: Ints, sources: Ints) -> Floats:
    """The dependencies of all `sources` on each slot of the rows."""
    size = len(indptr) - 1
    hops, order = np.full(size, -1, np.int32), np.empty(size, np.int32)
    paths, dependency, scores = np.zeros(size), np.zeros(size), np.zeros(len(indices))
    for source in sources:
        count = _count_paths(indptr, indices, source, hops, paths, order)
        for i in range(count):
            dependency[order[i]] = 0.0
        for i in range(count - 1, -1, -1):
            node = order[i]
            for slot in range(indptr[node], indptr[node + 1]):
                other = indices[slot]
                if hops[other] == hops[node] + 1:
                    part = paths[node] / paths[other] * (1.0 + dependency[other])
                    scores[slot] += part
                    dependency[node] += part
        for i in range(count):
            hops[order[i]] = -1
    return scores
