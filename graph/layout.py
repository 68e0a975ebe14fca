"""The edges of a snapshot in the order of their ends, laid out once; the edges of a view are folded from it.

Sorting is what costs. A view only leaves edges out, so its rows come in the same order and need no sorting.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from graph.columns import Flags, Ints
from graph.engine.csr import Csr, Slots, sort_slots
from graph.engine.csr import Ints as Shorts
from graph.engine.frozen import FrozenGraph
from graph.memory import size_of
from graph.ondemand import OnDemand

if TYPE_CHECKING:
    from graph.snapshot import Snapshot

BACK = "/back"
"""What ends the key of a symmetric relationship's edge in its other direction."""


class EdgeKeys(OnDemand[str]):
    """The keys of edges: their ids, with `BACK` behind where an edge is the second of its number."""

    def __init__(self, ids: Sequence[str], number: Ints) -> None:
        self.ids, self.number = ids, number

    def __len__(self) -> int:
        return len(self.number)

    def at(self, place: int) -> str:
        """The key of an edge by its place in the layout."""
        name = self.ids[int(self.number[place])]
        return name + BACK if place >= len(self.ids) else name

    def __iter__(self) -> Iterator[str]:
        names = list(self.ids)
        return chain(names, (names[i] + BACK for i in self.number[len(names) :].tolist()))


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """All edges that any view may have, undirected or directed; nodes are positions in `Snapshot.things`.

    Edge i is the one of number `number[i]` in `Snapshot.edge_columns`. Directed, symmetric relationships have a second
    edge for the way back: those come after all others. `rank` is the place of each edge's key among all keys.
    """

    number: Ints
    keys: EdgeKeys
    rank: Ints
    slots: Slots


@dataclass(frozen=True, slots=True, eq=False)
class Folded:
    """The rows of some edges, parallel ones in one slot; nodes are those with an edge, in the order of their ids.

    `nodes` are their positions in `Snapshot.things`; slot i of `indices` stands for the edges
    ``edges[start[i]:start[i + 1]]`` of the layout.
    """

    nodes: Ints
    indptr: Ints
    indices: Shorts
    start: Ints
    edges: Shorts

    @property
    def rows(self) -> Ints:
        """Whose row each slot is in."""
        return np.repeat(np.arange(len(self.nodes)), np.diff(self.indptr))


def lay_out(snapshot: Snapshot, directed: bool) -> Layout:
    """The layout of a snapshot, made once for either kind of graph."""
    return snapshot.memory.recall(
        ("layout", directed),
        lambda: _lay_out(snapshot, directed),
        lambda layout: sum(map(size_of, (layout.number, layout.rank, layout.slots))),
    )


def _lay_out(snapshot: Snapshot, directed: bool) -> Layout:
    columns = snapshot.edge_columns
    source, target = columns.source.astype(np.int32), columns.target.astype(np.int32)
    number = np.arange(len(source), dtype=np.int32)
    if directed:
        symmetric = np.array([link.symmetric for link in columns.links], dtype=np.bool_)
        back = np.flatnonzero(symmetric[columns.link] & (source != target))
        source, target = np.concatenate([source, target[back]]), np.concatenate([target, source[back]])
        number = np.concatenate([number, back.astype(np.int32)])
    else:
        source, target = np.minimum(source, target), np.maximum(source, target)
    keys = EdgeKeys(columns.ids, number)
    return Layout(number, keys, _rank(keys), sort_slots(len(snapshot.things), source, target, directed=directed))


def _rank(keys: EdgeKeys) -> Ints:
    rank = np.empty(len(keys), dtype=np.int32)
    rank[sorted(range(len(keys)), key=list(keys).__getitem__)] = np.arange(len(keys), dtype=np.int32)
    return rank


def fold(layout: Layout, kept: Flags, nodes: Flags) -> Folded:
    """The rows of the edges whose numbers in `Snapshot.edge_columns` are flagged.

    Nodes are those that have an edge and, besides, those flagged among `Snapshot.things`.
    """
    slots = layout.slots
    chosen = np.flatnonzero(kept[layout.number][slots.edge])
    row, column, edges = slots.row[chosen], slots.column[chosen], slots.edge[chosen]
    first = np.ones(len(row), dtype=np.bool_)
    first[1:] = (row[1:] != row[:-1]) | (column[1:] != column[:-1])
    start = np.flatnonzero(first)
    row, column = row[start], column[start]
    degree = np.bincount(row, minlength=len(nodes))
    touched = nodes | (degree > 0)
    touched[column] = True
    chosen = np.flatnonzero(touched)
    renumbered = (np.cumsum(touched) - 1).astype(np.int32)
    indptr = np.zeros(len(chosen) + 1, dtype=np.int64)
    np.cumsum(degree[chosen], out=indptr[1:])
    return Folded(chosen, indptr, renumbered[column], np.append(start, len(edges)), edges)


def freeze(folded: Folded, names: tuple[str, ...], directed: bool) -> FrozenGraph:
    """The graph of folded rows: one edge between two nodes, without data."""
    row, column, of_edge = folded.rows, folded.indices, folded.edges[folded.start[:-1]]
    forward = np.ones(len(row), dtype=np.bool_) if directed else row <= column
    number = np.empty(int(of_edge.max()) + 1 if len(of_edge) else 0, dtype=np.int32)
    number[of_edge[forward]] = np.arange(int(forward.sum()), dtype=np.int32)
    ones = np.ones(len(row))
    rows = Csr(folded.indptr, column, ones, number[of_edge], ones.astype(np.int32))
    return FrozenGraph(names, row[forward].astype(np.int32), column[forward], directed=directed, rows=rows)


__all__ = ["BACK", "Folded", "Layout", "fold", "freeze", "lay_out"]
