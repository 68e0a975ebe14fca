"""Breadth-first search from one source, and from both ends of a path."""

from __future__ import annotations

import numpy as np

from graph.engine.csr import Ints, Longs
from graph.engine.kernels.compiled import kernel

UNSEEN = -2
"""The parent of a node that a search has not reached; -1 is that of its source."""


@kernel
def hops_from(indptr: Longs, indices: Ints, source: int, cutoff: int) -> tuple[Ints, Ints, Ints]:
    """Nodes within `cutoff` hops of `source` as they are reached, hops to each node (-1: not reached), its parent."""
    hops, parent = np.full(len(indptr) - 1, -1, np.int32), np.full(len(indptr) - 1, -1, np.int32)
    order = np.empty(len(indptr) - 1, np.int32)
    hops[source] = 0
    order[0] = source
    head, tail = 0, 1
    while head < tail:
        node = order[head]
        head += 1
        if hops[node] == cutoff:
            break
        for slot in range(indptr[node], indptr[node + 1]):
            other = indices[slot]
            if hops[other] < 0:
                hops[other], parent[other] = hops[node] + 1, node
                order[tail] = other
                tail += 1
    return order[:tail], hops, parent


@kernel
def _expand(
    indptr: Longs, indices: Ints, queue: Ints, start: int, end: int, parent: Ints, other_parent: Ints
) -> tuple[int, int]:
    """Reach one level further; returns the new end of the queue and the node where both searches met (-1: none)."""
    tail = end
    for i in range(start, end):
        node = queue[i]
        for slot in range(indptr[node], indptr[node + 1]):
            other = indices[slot]
            if parent[other] == UNSEEN:
                parent[other] = node
                queue[tail] = other
                tail += 1
                if other_parent[other] != UNSEEN:
                    return tail, other
    return tail, -1


@kernel
def _edges_of(indptr: Longs, queue: Ints, start: int, end: int) -> int:
    total = 0
    for i in range(start, end):
        total += indptr[queue[i] + 1] - indptr[queue[i]]
    return total


@kernel
def join(parent: Ints, other_parent: Ints, meeting: int) -> Ints:
    """The path through the node where two searches met, from source to source; -1 ends a chain of parents."""
    before = 0
    node = meeting
    while node >= 0:
        before += 1
        node = parent[node]
    after = 0
    node = other_parent[meeting]
    while node >= 0:
        after += 1
        node = other_parent[node]
    path = np.empty(before + after, np.int32)
    node = meeting
    for i in range(before - 1, -1, -1):
        path[i] = node
        node = parent[node]
    node = other_parent[meeting]
    for i in range(before, before + after):
        path[i] = node
        node = other_parent[node]
    return path


@kernel
def shortest_by_hops(
    indptr: Longs, indices: Ints, back_indptr: Longs, back_indices: Ints, source: int, target: int
) -> Ints:
    """A path of fewest hops, empty if there is none: breadth-first from both ends, the cheaper level first."""
    if source == target:
        return np.array([source], np.int32)
    size = len(indptr) - 1
    parent, other_parent = np.full(size, UNSEEN, np.int32), np.full(size, UNSEEN, np.int32)
    queue, other_queue = np.empty(size, np.int32), np.empty(size, np.int32)
    parent[source], other_parent[target] = -1, -1
    queue[0], other_queue[0] = source, target
    start, end, other_start, other_end = 0, 1, 0, 1
    while start < end and other_start < other_end:
        forward = _edges_of(indptr, queue, start, end)
        if forward <= _edges_of(back_indptr, other_queue, other_start, other_end):
            tail, meeting = _expand(indptr, indices, queue, start, end, parent, other_parent)
            start, end = end, tail
        else:
            tail, meeting = _expand(
                back_indptr, back_indices, other_queue, other_start, other_end, other_parent, parent
            )
            other_start, other_end = other_end, tail
        if meeting >= 0:
            return join(parent, other_parent, meeting)
    return np.empty(0, np.int32)
