"""NetworkX's sums of distances on flat arrays: closeness, harmonic centrality, eccentricity, mean distance."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np

from graph.engine.csr import Flags, Floats, Ints, Longs
from graph.engine.frozen import FrozenGraph
from graph.engine.kernels.dijkstra import costs_from_all
from graph.engine.kernels.distances import BITS, LANES, hops_from_all
from graph.engine.nodes import by_node, chosen, numbers_of
from graph.engine.ranked import Ranked, turn_rows
from graph.engine.structure import is_connected, is_strongly_connected
from graph.engine.threads import sweep


@dataclass(frozen=True, slots=True, eq=False)
class Reach:
    """What searches found, each: nodes reached, the sum of distances and of their inverses, the farthest distance."""

    reached: Longs
    total: Longs | Floats
    inverse: Floats
    farthest: Longs | Floats


def closeness_centrality(
    G: FrozenGraph, u: Hashable | None = None, distance: str | None = None, wf_improved: bool = True
) -> Any:
    """The inverse of the mean distance to a node from those that reach it."""
    nodes = np.arange(len(G), dtype=np.int32) if u is None else numbers_of(G, [u])
    reach = _reach(G, nodes, distance, to_source=True)
    others = reach.reached - 1.0
    scores = np.divide(others, reach.total, out=np.zeros(len(nodes)), where=reach.total > 0)
    if wf_improved and len(G) > 1:
        scores = scores * (others / (len(G) - 1))
    return by_node(G, scores) if u is None else float(scores[0])


def harmonic_centrality(
    G: FrozenGraph,
    nbunch: Iterable[Hashable] | None = None,
    distance: str | None = None,
    sources: Iterable[Hashable] | None = None,
) -> dict[Hashable, float]:
    """The sum of inverse distances to a node from all that reach it, or from `sources` alone."""
    nodes = list(dict.fromkeys(chosen(G, nbunch)))
    counted = np.zeros(len(G), dtype=np.bool_)
    counted[numbers_of(G, chosen(G, sources))] = True
    reach = _reach(G, numbers_of(G, nodes), distance, to_source=True, counted=counted)
    return dict(zip(nodes, reach.inverse.tolist(), strict=True))


def eccentricity(G: FrozenGraph, v: Any = None, sp: None = None, weight: str | None = None) -> Any:
    """The distance from a node to the one farthest from it."""
    nodes = chosen(G, v)
    reach = _reach(G, numbers_of(G, nodes), weight)
    if (reach.reached < len(G)).any():
        kind, lacks = ("digraph", "strongly connected") if G.is_directed() else ("graph", "connected")
        raise nx.NetworkXError(f"Found infinite path length because the {kind} is not {lacks}")
    farthest = dict(zip(nodes, reach.farthest.tolist(), strict=True))
    return farthest[v] if v in G else farthest


def diameter(
    G: FrozenGraph, e: Mapping[Hashable, float] | None = None, usebounds: bool = False, weight: str | None = None
) -> Any:
    """The distance between the two nodes farthest apart."""
    return max((eccentricity(G, weight=weight) if e is None else e).values())


def radius(
    G: FrozenGraph, e: Mapping[Hashable, float] | None = None, usebounds: bool = False, weight: str | None = None
) -> Any:
    """The least eccentricity of any node."""
    return min((eccentricity(G, weight=weight) if e is None else e).values())


def average_shortest_path_length(G: FrozenGraph, weight: str | None = None, method: str | None = None) -> float:
    """The mean distance from a node to another one."""
    if len(G) == 0:
        raise nx.NetworkXPointlessConcept("the null graph has no paths, thus there is no average shortest path length")
    if len(G) == 1:
        return 0
    if not (is_strongly_connected(G) if G.is_directed() else is_connected(G)):
        raise nx.NetworkXError(f"Graph is not {'strongly ' if G.is_directed() else ''}connected.")
    return float(_reach(G, np.arange(len(G), dtype=np.int32), weight).total.sum()) / (len(G) * (len(G) - 1))


def global_efficiency(G: FrozenGraph) -> float:
    """The mean inverse distance between two nodes."""
    pairs = len(G) * (len(G) - 1)
    if pairs == 0:
        return 0
    return float(_reach(G, np.arange(len(G), dtype=np.int32), None).inverse.sum()) / pairs


def _reach(
    G: FrozenGraph, sources: Ints, weight: str | None, *, to_source: bool = False, counted: Flags | None = None
) -> Reach:
    """Search from each source, or for the ways to it, summing up over the counted nodes (all of them if None)."""
    rows = G.ranked(weight, backward=to_source)
    flags = np.ones(len(G), dtype=np.bool_) if counted is None else counted[rows.order]
    before = _turned(G, rows, to_source) if weight is None else (rows.indptr, rows.indices)

    def search(part: Ints) -> Any:
        if weight is None:
            return hops_from_all(*before, rows.indptr, rows.indices, part, flags)
        return costs_from_all(rows.indptr, rows.indices, rows.weight, part, flags)

    alike = np.argsort(rows.rank[sources], kind="stable")  # searches from nodes of one rank share most of their steps
    shared, multiple = (BITS, LANES) if weight is None else (1, 1)
    parts = sweep(search, rows.rank[sources][alike], len(rows.indices) // shared + 1, multiple=multiple)
    back = np.argsort(alike, kind="stable")
    return Reach(*(np.concatenate(columns)[back] for columns in zip(*parts, strict=True)))


def _turned(G: FrozenGraph, rows: Ranked, to_source: bool) -> tuple[Longs, Ints]:
    if not G.is_directed():
        return rows.indptr, rows.indices
    turned: tuple[Longs, Ints] = G.recall(("turned", to_source), lambda: turn_rows(rows.indptr, rows.indices))
    return turned
