"""Compressed sparse rows: the neighbours of node i are ``indices[indptr[i]:indptr[i + 1]]``, ascending, each once.

Sorting is what costs, so it is done once: `sort_slots` orders the ends of all edges, and every filtered or reweighted
graph is compacted from that order without sorting again.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Slots:
    """The ends of all edges, sorted by row, then column.

    An undirected edge has two slots, one in the row of either end (a loop one), a directed edge one, in its source's.
    """

    row: Ints
    column: Ints
    edge: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Csr:
    """Rows without parallel edges.

    `weight` is that of the lightest of parallel edges, `edge` one such edge, `multiplicity` how many there were.
    """

    indptr: Longs
    indices: Ints
    weight: Floats
    edge: Ints
    multiplicity: Ints


def sort_slots(size: int, source: Ints, target: Ints, *, directed: bool) -> Slots:
    """Order the ends of the edges (`source[i]`, `target[i]`) of a graph of `size` nodes.

    >>> slots = sort_slots(3, np.array([2, 0], np.int32), np.array([1, 2], np.int32), directed=False)
    >>> slots.row.tolist(), slots.column.tolist(), slots.edge.tolist()
    ([0, 1, 2, 2], [2, 2, 0, 1], [1, 0, 1, 0])
    """
    edge = np.arange(len(source), dtype=np.int32)
    row, column = source, target
    if not directed:
        back = source != target
        row, column = np.concatenate([source, target[back]]), np.concatenate([target, source[back]])
        edge = np.concatenate([edge, edge[back]])
    order = np.argsort(row.astype(np.int64) * size + column, kind="stable")
    return Slots(row[order], column[order], edge[order])


def slots_of(rows: Csr) -> Slots:
    """The slots that rows without parallel edges were compacted from."""
    return Slots(
        np.repeat(np.arange(len(rows.indptr) - 1, dtype=np.int32), np.diff(rows.indptr)), rows.indices, rows.edge
    )


def reverse_slots(slots: Slots, size: int) -> Slots:
    """The same edges seen from their other end."""
    order = np.argsort(slots.column.astype(np.int64) * size + slots.row, kind="stable")
    return Slots(slots.column[order], slots.row[order], slots.edge[order])


def compact(slots: Slots, size: int, weight: Floats | None = None) -> Csr:
    """Rows of the graph whose edge i weighs ``weight[i]`` (each 1 when None).

    >>> slots = sort_slots(2, np.array([0, 0], np.int32), np.array([1, 1], np.int32), directed=True)
    >>> csr = compact(slots, 2, np.array([3.0, 2.0]))
    >>> csr.indptr.tolist(), csr.indices.tolist(), csr.weight.tolist(), csr.edge.tolist(), csr.multiplicity.tolist()
    ([0, 1, 1], [1], [2.0], [1], [2])
    """
    first = np.ones(len(slots.row), dtype=np.bool_)
    first[1:] = (slots.row[1:] != slots.row[:-1]) | (slots.column[1:] != slots.column[:-1])
    starts = np.flatnonzero(first)
    rows, indices = slots.row[starts], slots.column[starts]
    indptr = np.zeros(size + 1, dtype=np.int64)
    np.cumsum(np.bincount(rows, minlength=size), out=indptr[1:])
    multiplicity = np.diff(np.append(starts, len(first))).astype(np.int32)
    if weight is None:
        return Csr(indptr, indices, np.ones(len(starts)), slots.edge[starts], multiplicity)
    return Csr(indptr, indices, *_lightest(slots.edge, weight, starts, multiplicity), multiplicity)


def _lightest(edge: Ints, weight: Floats, starts: Longs, multiplicity: Ints) -> tuple[Floats, Ints]:
    """Weight and number of the lightest edge of each group of parallel ones, the first of equals."""
    if len(starts) == 0:
        return np.empty(0), np.empty(0, dtype=np.int32)
    weights = weight[edge]
    lightest = np.minimum.reduceat(weights, starts)
    hits = np.flatnonzero(weights == np.repeat(lightest, multiplicity))
    group = np.repeat(np.arange(len(starts)), multiplicity)[hits]
    _, at = np.unique(group, return_index=True)
    return lightest, edge[hits[at]]


def keep_slots(slots: Slots, edges: Flags, nodes: Flags | None) -> Slots:
    """The slots of the edges that stay, nodes and edges numbered anew in the same order; the order of slots holds."""
    kept = edges[slots.edge]
    renumbered_edge = (np.cumsum(edges) - 1).astype(np.int32)
    row, column, edge = slots.row[kept], slots.column[kept], renumbered_edge[slots.edge[kept]]
    if nodes is not None:
        renumbered = (np.cumsum(nodes) - 1).astype(np.int32)
        row, column = renumbered[row], renumbered[column]
    return Slots(row, column, edge)
