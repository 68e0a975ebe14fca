"""From nodes to numbers and back, with NetworkX's own errors."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Iterator, Sequence
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


def chosen(G: FrozenGraph, nbunch: Any) -> list[Hashable]:
    """The nodes that NetworkX's `nbunch` stands for: all for None, a single one, or those of several that there are."""
    if nbunch is None:
        return list(G.ids)
    if nbunch in G:
        return [nbunch]
    try:
        return [node for node in nbunch if node in G.index]
    except TypeError:
        raise nx.NetworkXError(f"{nbunch} is neither a node nor a sequence of nodes") from None


def levels_within(G: FrozenGraph, cutoff: float | None) -> int:
    """How many levels a search by hops opens until it is at the cutoff: a part of a hop is one, as NetworkX has it."""
    if cutoff is None:
        return len(G)
    return math.ceil(min(cutoff, len(G))) if cutoff > 0 else 0


def named(G: FrozenGraph, path: Ints) -> list[Hashable]:
    """A path of numbers as one of nodes."""
    return [G.ids[i] for i in path.tolist()]


def by_node(G: FrozenGraph, values: Sequence[Any] | np.ndarray[Any, Any]) -> dict[Hashable, Any]:
    """One value for each node, in their order."""
    return dict(zip(G.ids, values.tolist() if isinstance(values, np.ndarray) else values, strict=True))


def edges_of(G: FrozenGraph) -> Iterator[tuple[Hashable, Hashable]]:
    """The ends of each edge as NetworkX names them: of an undirected edge, the node first that comes first."""
    source, target = G.source, G.target
    if not G.is_directed():
        source, target = np.minimum(source, target), np.maximum(source, target)
    return ((G.ids[u], G.ids[v]) for u, v in zip(source.tolist(), target.tolist(), strict=True))
