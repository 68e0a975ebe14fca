"""NetworkX's measures of closed and open triads on flat arrays: triangles, clustering, structural holes."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp

from graph.engine.csr import Floats, Ints, Longs
from graph.engine.frozen import FrozenGraph
from graph.engine.kernels.cohesion import in_common
from graph.engine.matrices import adjacency
from graph.engine.nodes import by_node, chosen


@dataclass(frozen=True, slots=True, eq=False)
class Mutual:
    """The weights of all edges between two nodes, whichever their direction, as rows; `row` says whose a slot is."""

    indptr: Longs
    indices: Ints
    row: Longs
    value: Floats

    def add_up(self, values: Any) -> Floats:
        """The sum of the values of each row."""
        sums = np.zeros(len(self.indptr) - 1)
        sums += np.bincount(self.row, weights=values, minlength=len(sums))
        return sums

    def in_common(self, left: Floats, right: Floats) -> Floats:
        """For each slot (u, v), the sum over all w of ``left[u, w] * right[v, w]``."""
        return in_common(self.indptr, self.indices, left, right)


def triangles(G: FrozenGraph, nodes: None = None) -> dict[Hashable, int]:
    """The number of triangles that a node is a corner of."""
    closed, _, _ = _triads(G)
    return by_node(G, (closed / 2).astype(np.int64))


def clustering(G: FrozenGraph, nodes: Any = None, weight: None = None) -> Any:
    """The share of a node's possible triangles that exist; in directed graphs, of those of all directions."""
    closed, links, returned = _triads(G)
    possible = links * (links - 1)
    if G.is_directed():
        possible = (possible - 2 * returned) * 2
    scores = by_node(G, np.divide(closed, possible, out=np.zeros(len(G)), where=closed > 0))
    if nodes is None:
        return scores
    return scores[nodes] if nodes in G else {node: scores[node] for node in chosen(G, nodes)}


def average_clustering(
    G: FrozenGraph, nodes: Iterable[Hashable] | None = None, weight: None = None, count_zeros: bool = True
) -> float:
    """The mean of the clustering of nodes, those without any left out unless `count_zeros`."""
    counted = [value for value in clustering(G, nodes).values() if count_zeros or value > 0]
    return float(sum(counted) / len(counted))


def transitivity(G: FrozenGraph) -> float:
    """The share of pairs of links at a node that are closed to a triangle."""
    closed, links, _ = _triads(G)
    return float(closed.sum() / (links * (links - 1)).sum()) if closed.any() else 0


def _triads(G: FrozenGraph) -> tuple[Floats, Floats, Floats]:
    """For each node: closed pairs of links (each pair twice), links, and neighbours linked in both directions.

    G. Fagiolo, "Clustering in complex directed networks", Physical Review E 76(2), 2007.
    """
    if len(G) == 0:
        return np.empty(0), np.empty(0), np.empty(0)
    mutual = _mutual(G, None, loops=False)
    links = mutual.value if G.is_directed() else np.ones(len(mutual.value))
    closed = mutual.add_up(links * mutual.in_common(links, links))
    return closed, mutual.add_up(links), mutual.add_up(mutual.value > 1)


def constraint(G: FrozenGraph, nodes: None = None, weight: str | None = None) -> dict[Hashable, float]:
    """How far a node's contacts are bound to each other: R. S. Burt, "Structural Holes and Good Ideas", 2004."""
    mutual = _mutual(G, weight)
    total = mutual.add_up(mutual.value)
    share = mutual.value / total[mutual.row]
    local = (share + mutual.in_common(share, mutual.value / total[mutual.indices])) ** 2
    alone = total - 2 * mutual.add_up(share * (mutual.row == mutual.indices)) == 0
    return by_node(G, np.where(alone, np.nan, mutual.add_up(local)))


def effective_size(G: FrozenGraph, nodes: None = None, weight: str | None = None) -> dict[Hashable, float]:
    """How many of a node's contacts are not redundant: R. S. Burt, "Structural Holes", 1995.

    As NetworkX computes it for all nodes at once: the tie of a contact to another node is measured by the strongest tie
    of that other node. (Burt takes the contact's own strongest; without weights and directions it is the same.)
    """
    mutual = _mutual(G, weight)
    share = mutual.value / mutual.add_up(mutual.value)[mutual.row]
    highest = np.zeros(len(G))
    np.maximum.at(highest, mutual.row, mutual.value)
    sizes = mutual.add_up(1 - mutual.in_common(share, mutual.value / highest[mutual.indices]))
    alone = mutual.add_up(share * (mutual.row != mutual.indices)) == 0
    return by_node(G, np.where(alone, np.nan, sizes))


def _mutual(G: FrozenGraph, weight: str | None, *, loops: bool = True) -> Mutual:
    matrix = adjacency(G, weight)
    both = sp.coo_array(matrix + matrix.T.tocsr())
    kept = np.flatnonzero(loops | (both.row != both.col))
    row, column, value = both.row[kept], both.col[kept], both.data[kept]
    indptr = np.zeros(len(G) + 1, dtype=np.int64)
    np.cumsum(np.bincount(row, minlength=len(G)), out=indptr[1:])
    return Mutual(indptr, column.astype(np.int32), row.astype(np.int64), value)
