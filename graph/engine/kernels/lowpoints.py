"""Nodes and edges that hold a graph together, by depth-first search.

J. Hopcroft, R. Tarjan, "Algorithm 447: efficient algorithms for graph manipulation", Communications of the ACM 16(6),
1973.
"""

from __future__ import annotations

import numpy as np

from graph.engine.csr import Flags, Ints, Longs
from graph.engine.kernels.compiled import kernel


@kernel
def cuts(indptr: Longs, indices: Ints) -> tuple[Flags, Flags]:
    """Nodes whose loss, and slots of edges whose loss, disconnects nodes of an undirected graph without parallel edges.

    Of an edge's two slots, the one is flagged that the search went along.
    """
    size = len(indptr) - 1
    cut, bridge = np.zeros(size, np.bool_), np.zeros(len(indices), np.bool_)
    found, low = np.full(size, -1, np.int32), np.empty(size, np.int32)
    stack, places, way = np.empty(size, np.int32), np.empty(size, np.int64), np.empty(size, np.int64)
    clock = 0
    for root in range(size):
        if found[root] >= 0:
            continue
        stack[0], places[0], way[0] = root, indptr[root], -1
        found[root], low[root] = clock, clock
        clock += 1
        depth, branches = 0, 0
        while depth >= 0:
            node = stack[depth]
            if places[depth] < indptr[node + 1]:
                slot = places[depth]
                places[depth] += 1
                other = indices[slot]
                if found[other] < 0:
                    found[other], low[other] = clock, clock
                    clock += 1
                    depth += 1
                    stack[depth], places[depth], way[depth] = other, indptr[other], slot
                elif depth == 0 or other != stack[depth - 1]:
                    low[node] = min(low[node], found[other])
                continue
            depth -= 1
            if depth < 0:
                break
            above = stack[depth]
            low[above] = min(low[above], low[node])
            bridge[way[depth + 1]] = low[node] > found[above]
            if depth == 0:
                branches += 1
            elif low[node] >= found[above]:
                cut[above] = True
        cut[root] = branches > 1
    return cut, bridge
