"""A graph as nothing but who is linked to whom."""

from __future__ import annotations

from itertools import compress

import numpy as np

from graph.engine.frozen import FrozenGraph


def ties(G: FrozenGraph) -> FrozenGraph:
    """The graph without directions, loops, parallel edges and attributes; nodes that have nothing else are left out.

    >>> import networkx as nx
    >>> from graph.engine.frozen import from_networkx
    >>> list(ties(from_networkx(nx.DiGraph([("a", "b"), ("b", "a"), ("c", "c")]))).edges)
    [('a', 'b')]
    """
    low, high = np.minimum(G.source, G.target).astype(np.int64), np.maximum(G.source, G.target).astype(np.int64)
    pairs = np.unique((low * len(G) + high)[low != high])
    source, target = np.divmod(pairs, max(len(G), 1))
    linked = np.zeros(len(G), dtype=np.bool_)
    linked[source] = linked[target] = True
    place = (np.cumsum(linked) - 1).astype(np.int32)
    return FrozenGraph(tuple(compress(G.ids, linked.tolist())), place[source], place[target], node_data=G.node_data)
