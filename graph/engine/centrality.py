"""NetworkX's degree and betweenness centralities on flat arrays: same names, parameters, definitions and errors."""

from __future__ import annotations

import math
from collections.abc import Hashable
from typing import Any

import networkx as nx
import numpy as np

from graph.engine.csr import Floats, Ints
from graph.engine.frozen import FrozenGraph
from graph.engine.kernels.brandes import dependencies
from graph.engine.kernels.groups import shares_through
from graph.engine.nodes import by_node, edges_of, numbers_of
from graph.engine.threads import sweep

Scores = dict[Hashable, float]


def degree_centrality(G: FrozenGraph) -> Scores:
    """The share of other nodes each node is linked to; parallel edges count each, a loop twice."""
    ends = np.concatenate([G.source, G.target])
    return _share(G, np.bincount(ends, minlength=len(G)))


def in_degree_centrality(G: FrozenGraph) -> Scores:
    """The share of other nodes that link to each node."""
    return _share(G, np.bincount(G.target, minlength=len(G)))


def out_degree_centrality(G: FrozenGraph) -> Scores:
    """The share of other nodes that each node links to."""
    return _share(G, np.bincount(G.source, minlength=len(G)))


def _share(G: FrozenGraph, degrees: Any) -> Scores:
    if len(G) <= 1:
        return dict.fromkeys(G.ids, 1)
    return by_node(G, degrees * (1.0 / (len(G) - 1.0)))


def betweenness_centrality(
    G: FrozenGraph,
    k: int | None = None,
    normalized: bool = True,
    weight: str | None = None,
    endpoints: bool = False,
    seed: Any = None,
) -> Scores:
    """The share of shortest paths between others that pass through a node; from `k` sampled sources if given."""
    sample = None if k is None or k == len(G) else numbers_of(G, seed.sample(list(G.ids), k))
    scores, _ = _dependencies(G, sample, weight, endpoints=endpoints)
    return by_node(G, scores * _scales(G, sample, normalized=normalized, endpoints=endpoints))


def edge_betweenness_centrality(
    G: FrozenGraph, k: int | None = None, normalized: bool = True, weight: str | None = None, seed: Any = None
) -> dict[tuple[Hashable, Hashable], float]:
    """The share of shortest paths that run over an edge."""
    sample = None if k is None else numbers_of(G, seed.sample(list(G.ids), k))
    _, slots = _dependencies(G, sample, weight, by_slot=True)
    scores = np.bincount(G.rows(weight).edge, weights=slots, minlength=len(G.source))
    scores = scores * _scales(G, sample, normalized=normalized, endpoints=True)
    return dict(zip(edges_of(G), scores.tolist(), strict=True))


def group_betweenness_centrality(
    G: FrozenGraph, C: Any, normalized: bool = True, weight: None = None, endpoints: bool = False
) -> float:
    """The share of shortest paths between others that meet a group of nodes."""
    members = set(C)
    if missing := [node for node in members if node not in G]:
        raise nx.NodeNotFound(f"The node(s) {missing} are in C but not in G.")
    group = np.zeros(len(G), dtype=np.bool_)
    group[[G.index[node] for node in members]] = True
    rows, sources = G.ranked(), np.flatnonzero(~group)
    flags = group[rows.order]
    parts = sweep(
        lambda part: [shares_through(rows.indptr, rows.indices, part, flags)],
        rows.rank[sources],
        len(rows.indices) + len(G),
    )
    total = float(sum(share for part in parts for share in part))
    pairs = len(sources) * (len(sources) - 1)
    return total / pairs if normalized else total / 2


def _dependencies(
    G: FrozenGraph, sample: Ints | None, weight: str | None, *, endpoints: bool = False, by_slot: bool = False
) -> tuple[Floats, Floats]:
    """Dependencies of the sampled sources (all if None) on each node, and on each slot of ``G.rows(weight)``."""
    rows = G.ranked(weight)
    sources = np.arange(len(G), dtype=np.int32) if sample is None else rows.rank[sample]
    parts = sweep(
        lambda part: dependencies(rows.indptr, rows.indices, rows.weight, part, weight is not None, by_slot),
        sources,
        len(rows.indices) + len(G),
    )
    of_nodes, of_slots, reaching, reached = (sum(columns) for columns in zip(*parts, strict=True))
    slots = np.empty(len(of_slots))
    slots[rows.slot[: len(slots)]] = of_slots
    return (of_nodes + reaching + reached if endpoints else of_nodes)[rows.rank], slots


def _scales(G: FrozenGraph, sample: Ints | None, *, normalized: bool, endpoints: bool) -> Any:
    """NetworkX's factors: by the number of pairs, sampled sources apart when endpoints don't count."""
    size = len(G) if endpoints else len(G) - 1
    if size < 2:  # noqa: PLR2004 - no pair, nothing to scale
        return 1.0
    count = size if sample is None else len(sample)
    halves = 1 if G.is_directed() else 2
    if sample is None or endpoints:
        return 1 / (count * (size - 1)) if normalized else size / (count * halves)
    own = math.nan
    if count > 1:
        own = 1 / ((count - 1) * (size - 1)) if normalized else size / ((count - 1) * halves)
    factors = np.full(len(G), 1 / (count * (size - 1)) if normalized else size / (count * halves))
    factors[sample] = own
    return factors
