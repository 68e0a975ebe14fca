"""NetworkX's components, reachability and cuts on flat arrays."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from itertools import compress
from typing import Any

import networkx as nx
import numpy as np
import scipy.sparse.csgraph

from graph.engine.csr import Csr, Ints
from graph.engine.frozen import FrozenGraph
from graph.engine.kernels.breadth import hops_from
from graph.engine.kernels.dijkstra import costs_from
from graph.engine.kernels.lowpoints import cuts
from graph.engine.kernels.peeling import core_numbers
from graph.engine.matrices import adjacency
from graph.engine.nodes import by_node, edges_of, levels_within, named, number_of


def connected_components(G: FrozenGraph) -> Iterator[set[Hashable]]:
    """The sets of nodes that reach each other, in the order of their first nodes."""
    yield from _components(G, "weak")


weakly_connected_components = connected_components


def strongly_connected_components(G: FrozenGraph) -> Iterator[set[Hashable]]:
    """The sets of nodes that reach each other along directions; none leads to a later one, as SciPy numbers them."""
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
    return _is_one(G, "weak")


is_weakly_connected = is_connected


def is_strongly_connected(G: FrozenGraph) -> bool:
    """Whether every node reaches every other one along directions."""
    return _is_one(G, "strong")


def _is_one(G: FrozenGraph, connection: str) -> bool:
    if len(G) == 0:
        raise nx.NetworkXPointlessConcept("Connectivity is undefined for the null graph.")
    return _labels(G, connection)[0] == 1


def _labels(G: FrozenGraph, connection: str) -> tuple[int, Any]:
    if len(G) == 0:
        return 0, np.empty(0, dtype=np.int32)
    count, labels = scipy.sparse.csgraph.connected_components(adjacency(G, None), connection=connection)
    return int(count), labels


def _components(G: FrozenGraph, connection: str) -> Iterator[set[Hashable]]:
    _, labels = _labels(G, connection)
    order = np.argsort(labels, kind="stable")
    groups = np.split(order, np.flatnonzero(np.diff(labels[order])) + 1) if len(order) else []
    for group in groups if connection == "strong" else sorted(groups, key=lambda members: int(members[0])):
        yield {G.ids[i] for i in group.tolist()}


def node_connected_component(G: FrozenGraph, n: Hashable) -> set[Hashable]:
    """The nodes of the component of a node."""
    return set(named(G, _reached(G.rows(), G.index[n], len(G))))


def descendants(G: FrozenGraph, source: Hashable) -> set[Hashable]:
    """The nodes that can be reached from a node, itself excepted."""
    return set(named(G, _reached(G.rows(), _known(G, source), len(G))[1:]))


def ancestors(G: FrozenGraph, source: Hashable) -> set[Hashable]:
    """The nodes from which a node can be reached, itself excepted."""
    return set(named(G, _reached(G.rows(backward=True), _known(G, source), len(G))[1:]))


def _known(G: FrozenGraph, node: Hashable) -> int:
    if node not in G:
        raise nx.NetworkXError(f"The node {node} is not in the graph.")
    return G.index[node]


def _reached(rows: Csr, start: int, cutoff: int) -> Ints:
    order, _, _ = hops_from(rows.indptr, rows.indices, start, cutoff)
    return order


def ego_graph(
    G: FrozenGraph,
    n: Hashable,
    radius: float = 1,
    center: bool = True,
    undirected: bool = False,
    distance: str | None = None,
) -> FrozenGraph:
    """The graph of the nodes within a distance of a node and the edges between them; immutable as its whole is."""
    rows = G.rows(distance)
    if distance is None:
        near = _reached(rows, number_of(G, n, "Source"), levels_within(G, radius))
    else:
        _, _, near = costs_from(rows.indptr, rows.indices, rows.weight, number_of(G, n), float(radius))
    nodes = np.zeros(len(G), dtype=np.bool_)
    nodes[near] = True
    nodes[G.index[n]] = center
    return G.masked(np.ones(len(G.source), dtype=np.bool_), nodes)


def articulation_points(G: FrozenGraph) -> Iterator[Hashable]:
    """The nodes whose loss disconnects others."""
    rows = G.rows()
    cut, _ = cuts(rows.indptr, rows.indices)
    yield from named(G, np.flatnonzero(cut).astype(np.int32))


def bridges(G: FrozenGraph, root: None = None) -> Iterator[tuple[Hashable, Hashable]]:
    """The edges whose loss disconnects nodes; one of several parallel edges never does."""
    rows = G.rows()
    _, slots = cuts(rows.indptr, rows.indices)
    flags = np.zeros(len(G.source), dtype=np.bool_)
    flags[rows.edge[slots & (rows.multiplicity == 1)]] = True
    yield from compress(edges_of(G), flags.tolist())


def has_bridges(G: FrozenGraph, root: None = None) -> bool:
    """Whether there is an edge whose loss disconnects nodes."""
    return next(bridges(G), None) is not None


def core_number(G: FrozenGraph) -> dict[Hashable, int]:
    """The largest k such that the node is in a subgraph where all have k links."""
    if (G.source == G.target).any():
        raise nx.NetworkXNotImplemented("Input graph has self loops: remove them first.")
    rows = G.rows()
    return by_node(G, core_numbers(rows.indptr, rows.indices))
