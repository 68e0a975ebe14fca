"""Rows with the most connected nodes first.

Sweeps from many sources read hubs again and again; numbered side by side, these stay in the processor's cache.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.engine.csr import Csr, Floats, Ints, Longs


@dataclass(frozen=True, slots=True, eq=False)
class Ranked:
    """Rows of renumbered nodes: `order[i]` is the old number of node i, `rank` the reverse, `slot` the old slots."""

    indptr: Longs
    indices: Ints
    weight: Floats
    slot: Longs
    order: Longs
    rank: Ints


def rank_rows(rows: Csr) -> Ranked:
    """Renumber nodes by falling number of neighbours.

    >>> from graph.engine.csr import compact, sort_slots
    >>> edges = np.array([0, 2], np.int32), np.array([1, 1], np.int32)
    >>> ranked = rank_rows(compact(sort_slots(3, *edges, directed=False), 3))
    >>> ranked.order.tolist(), ranked.rank.tolist(), ranked.indptr.tolist(), ranked.indices.tolist()
    ([1, 0, 2], [1, 0, 2], [0, 2, 3, 4], [1, 2, 0, 0])
    """
    degree = np.diff(rows.indptr)
    order = np.argsort(-degree, kind="stable")
    rank = np.empty(len(order), dtype=np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    indptr = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(degree[order])])
    slot = np.repeat(rows.indptr[:-1][order] - indptr[:-1], degree[order]) + np.arange(len(rows.indices))
    return Ranked(indptr, rank[rows.indices[slot]], rows.weight[slot], slot, order, rank)


def turn_rows(indptr: Longs, indices: Ints) -> tuple[Longs, Ints]:
    """The same edges from their other end, nodes numbered as they are.

    >>> indptr, indices = turn_rows(np.array([0, 2, 3, 3]), np.array([1, 2, 2], np.int32))
    >>> indptr.tolist(), indices.tolist()
    ([0, 0, 1, 3], [0, 0, 1])
    """
    size = len(indptr) - 1
    row = np.repeat(np.arange(size, dtype=np.int32), np.diff(indptr))
    degree = np.bincount(indices, minlength=size)
    return np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(degree)]), row[np.argsort(indices, kind="stable")]
