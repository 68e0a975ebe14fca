"""From nodes to numbers and back, with NetworkX's own errors."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import Any

import networkx as nx
import numpy as np

from graph.engine.csr import Ints
from graph.engine.frozen import FrozenGraph


def number_of(G: FrozenGraph, node: Hashable, role: str = "Node") -> int:
    """The number of a node; NetworkX's `NodeNotFound` if the graph has no such node."""
    try:
        return G.index[node]
    except (KeyError, TypeError):
        raise nx.NodeNotFound(f"{role} {node} is not in G") from None


def numbers_of(G: FrozenGraph, nodes: Iterable[Hashable]) -> Ints:
    """The numbers of several nodes."""
    return np.array([number_of(G, node) for node in nodes], dtype=np.int32)


def named(G: FrozenGraph, path: Ints) -> list[Hashable]:
    """A path of numbers as one of nodes."""
    return [G.ids[i] for i in path.tolist()]


def by_node(G: FrozenGraph, values: Sequence[Any] | np.ndarray[Any, Any]) -> dict[Hashable, Any]:
    """One value for each node, in their order."""
    return dict(zip(G.ids, values.tolist() if isinstance(values, np.ndarray) else values, strict=True))
