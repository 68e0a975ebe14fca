"""The adjacency matrix of a graph, as NetworkX defines it.

Parallel edges add up, and a loop of an undirected graph counts once.
"""

from __future__ import annotations

import networkx as nx
import numpy as np
import scipy.sparse as sp

from graph.engine.csr import Longs
from graph.engine.frozen import FrozenGraph


def adjacency(G: FrozenGraph, weight: str | None) -> sp.csr_array:
    """Rows are sources, columns targets; an edge without the weight counts 1."""
    if len(G) == 0:
        raise nx.NetworkXError("Graph has no nodes or edges")
    return G.recall(("adjacency", weight), lambda: _adjacency(G, weight))


def backward(G: FrozenGraph, weight: str | None) -> sp.csr_array:
    """As `adjacency`, rows and columns exchanged."""
    matrix = adjacency(G, weight)
    return G.recall(("backward", weight), matrix.T.tocsr) if G.is_directed() else matrix


def walk(G: FrozenGraph, weight: str | None) -> tuple[sp.csr_array, Longs]:
    """One step of a random walk, from columns to rows; and the nodes that no edge leads from."""
    kept: tuple[sp.csr_array, Longs] = G.recall(("walk", weight), lambda: _walk(G, weight))
    return kept


def _walk(G: FrozenGraph, weight: str | None) -> tuple[sp.csr_array, Longs]:
    out = np.asarray(adjacency(G, weight).sum(axis=1)).ravel()
    shares = np.divide(1.0, out, out=np.zeros(len(out)), where=out != 0)
    back = backward(G, weight)
    step = sp.csr_array((back.data * shares[back.indices], back.indices, back.indptr), shape=back.shape)
    return step, np.flatnonzero(out == 0)


def _adjacency(G: FrozenGraph, weight: str | None) -> sp.csr_array:
    slots, size, column = G.slots, len(G), G.weight(weight)
    if column is None:
        rows = G.rows()
        return sp.csr_array((rows.multiplicity.astype(np.float64), rows.indices, rows.indptr), shape=(size, size))
    values = column[slots.edge]
    return sp.coo_array((values, (slots.row, slots.column)), shape=(size, size)).tocsr()
