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
    return G.recall(("backward", weight), adjacency(G, weight).T.tocsr)


def walk(G: FrozenGraph, weight: str | None) -> tuple[sp.csr_array, Longs]:
    """One step of a random walk, from columns to rows; and the nodes that no edge leads from."""
    kept: tuple[sp.csr_array, Longs] = G.recall(("walk", weight), lambda: _walk(G, weight))
    return kept


def _walk(G: FrozenGraph, weight: str | None) -> tuple[sp.csr_array, Longs]:
    matrix = adjacency(G, weight)
    out = np.asarray(matrix.sum(axis=1)).ravel()
    shares = sp.diags_array(np.divide(1.0, out, out=np.zeros(len(out)), where=out != 0))
    return (matrix.T @ shares).tocsr(), np.flatnonzero(out == 0)


def _adjacency(G: FrozenGraph, weight: str | None) -> sp.csr_array:
    slots, size = G.slots, len(G)
    column = G.weight(weight)
    values = np.ones(len(slots.row)) if column is None else column[slots.edge]
    return sp.coo_array((values, (slots.row, slots.column)), shape=(size, size)).tocsr()
