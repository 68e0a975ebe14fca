"""NetworkX's components on flat arrays."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Any

import networkx as nx
import numpy as np
import scipy.sparse.csgraph

from graph.engine.frozen import FrozenGraph
from graph.engine.matrices import adjacency


def _labels(G: FrozenGraph, connection: str) -> tuple[int, Any]:
    if len(G) == 0:
        return 0, np.empty(0, dtype=np.int32)
    count, labels = scipy.sparse.csgraph.connected_components(adjacency(G, None), connection=connection)
    return int(count), labels


def _components(G: FrozenGraph, connection: str) -> Iterator[set[Hashable]]:
    _, labels = _labels(G, connection)
    order = np.argsort(labels, kind="stable")
    groups = np.split(order, np.flatnonzero(np.diff(labels[order])) + 1) if len(order) else []
    for group in sorted(groups, key=lambda members: int(members[0])):
        yield {G.ids[i] for i in group.tolist()}


def connected_components(G: FrozenGraph) -> Iterator[set[Hashable]]:
    """The sets of nodes that reach each other, in the order of their first nodes."""
    yield from _components(G, "weak")


weakly_connected_components = connected_components


def strongly_connected_components(G: FrozenGraph) -> Iterator[set[Hashable]]:
    """The sets of nodes that reach each other along directions."""
    yield from _components(G, "strong")


def number_connected_components(G: FrozenGraph) -> int:
    """How many components there are."""
    return _labels(G, "weak")[0]


number_weakly_connected_components = number_connected_components


def number_strongly_connected_components(G: FrozenGraph) -> int:
    """How many strong components there are."""
    return _labels(G, "strong")[0]


def is_connected(G: FrozenGraph) -> bool:
    """Whether there is one component."""
    if len(G) == 0:
        raise nx.NetworkXPointlessConcept("Connectivity is undefined for the null graph.")
    return number_connected_components(G) == 1
