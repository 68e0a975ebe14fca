"""The adjacency matrix of a graph, as NetworkX defines it.

Parallel edges add up, and a loop of an undirected graph counts once.
"""

from __future__ import annotations

import networkx as nx
import numpy as np
import scipy.sparse as sp

from graph.engine.frozen import FrozenGraph


def adjacency(G: FrozenGraph, weight: str | None) -> sp.csr_array:
    """Rows are sources, columns targets; an edge without the weight counts 1."""
    if len(G) == 0:
        raise nx.NetworkXError("Graph has no nodes or edges")
    slots, size = G.slots, len(G)
    column = G.weight(weight)
    values = np.ones(len(slots.row)) if column is None else column[slots.edge]
    return sp.coo_array((values, (slots.row, slots.column)), shape=(size, size)).tocsr()
