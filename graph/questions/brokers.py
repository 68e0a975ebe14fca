"""Measures of brokers: who stands between others that are not linked themselves, and what flows through whom.

Constraint and effective size (R. S. Burt, "Structural Holes", 1992) are of the undirected graph without loops. Current
flow (M. E. J. Newman, "A measure of betweenness centrality based on random walks", Social Networks 27, 2005; U. Brandes
and D. Fleischer, "Centrality measures based on current flow", 2005) needs a connected graph: it is of the largest part.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import cast

import networkx as nx

from graph.engine.frozen import FrozenGraph, from_networkx
from graph.engine.ties import ties
from graph.errors import TooLarge
from graph.network import Graph

FLOW = 3_000_000
"""Nodes times edges up to which current flow is worked out: some ten seconds."""
Scores = Mapping[str, float]


def plain(graph: Graph) -> Graph:
    """The graph without direction and without loops; nodes that have nothing else are left out. It is frozen."""
    return cast("Graph", ties(graph if isinstance(graph, FrozenGraph) else from_networkx(graph)))


def constraint(graph: Graph) -> Scores:
    """How far the others that one is linked to are linked themselves: low, it is a broker.

    The sum over neighbours j of (p_ij + sum_q p_iq p_qj)^2, where p is the share of one's ties.

    >>> constraint(nx.path_graph(["a", "b", "c"]))["b"]
    0.5
    """
    linked = plain(graph)
    if not len(linked):
        return {}
    scores: Scores = nx.constraint(linked)
    return scores


def effective_size(graph: Graph) -> Scores:
    """How many others one reaches who don't reach each other: the number of ties less 2t/n, where t of the links are
    between its n neighbours (S. P. Borgatti, "Structural Holes: Unpacking Burt's Redundancy Measures", 1997).

    >>> effective_size(nx.complete_graph(["a", "b", "c"]))["a"]
    1.0
    """
    linked = plain(graph)
    between: Mapping[str, int] = nx.triangles(linked)  # type: ignore[assignment]  # of all nodes
    return {name: degree - 2.0 * between[name] / degree for name, degree in linked.degree()}


def flow_betweenness(graph: Graph) -> Scores:
    """What part of a current between all pairs flows through one."""
    part = _largest(graph)
    scores: Scores = nx.current_flow_betweenness_centrality(part) if len(part) > 2 else dict.fromkeys(part, 0.0)  # noqa: PLR2004
    return scores


def flow_closeness(graph: Graph) -> Scores:
    """How low the resistance to all others is (the information centrality of Stephenson and Zelen 1989)."""
    part = _largest(graph)
    scores: Scores = nx.current_flow_closeness_centrality(part) if len(part) > 1 else dict.fromkeys(part, 0.0)
    return scores


def percolation(graph: Graph, start: Collection[str]) -> Scores:
    """What part of the shortest paths from where something starts leads through one (M. Piraveenan, M. Prokopenko and
    L. Hossain, "Percolation Centrality", PLoS ONE 8, 2013, with state 1 there and 0 elsewhere).

    Only paths from the start count, so that they alone are searched. The only start has none through itself: 0.
    """
    starts = {*start} & {*graph}
    if len(graph) <= 2:  # noqa: PLR2004 - nothing is between two
        return dict.fromkeys(graph, 0.0)
    scores: Scores = nx.betweenness_centrality_subset(graph, sorted(starts), list(graph))
    factor = (1 if graph.is_directed() else 2) / (len(graph) - 2)
    return {name: factor * score / max(len(starts) - (name in starts), 1) for name, score in scores.items()}


def _largest(graph: Graph) -> Graph:
    """The largest connected part without direction; of those that are as large, the one with the first id."""
    linked = plain(graph)
    parts = sorted(nx.connected_components(linked), key=lambda part: (-len(part), min(part)))
    found: Graph = linked.subgraph(parts[0]).copy() if parts else linked
    if len(found) * found.size() > FLOW:
        raise TooLarge(
            f"{len(found)} nodes and {found.size()} edges are too many for this measure.",
            hint="Filter by type, relationship or date, or ask for betweenness.",
            parameter="measure",
        )
    return found


__all__ = ["constraint", "effective_size", "flow_betweenness", "flow_closeness", "percolation", "plain"]
