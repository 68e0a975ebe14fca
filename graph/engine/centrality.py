"""NetworkX's centralities on flat arrays: same names, parameters, definitions and errors."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping
from typing import Any

import networkx as nx
import numpy as np
import scipy.sparse.linalg

from graph.engine.csr import Floats, Ints
from graph.engine.frozen import FrozenGraph
from graph.engine.kernels.brandes import edge_dependencies, node_dependencies
from graph.engine.kernels.distances import distances_from_all
from graph.engine.kernels.peeling import core_numbers
from graph.engine.matrices import adjacency
from graph.engine.nodes import by_node, numbers_of

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


def closeness_centrality(
    G: FrozenGraph, u: Hashable | None = None, distance: str | None = None, wf_improved: bool = True
) -> Any:
    """The inverse of the mean distance to a node from those that reach it."""
    sources = np.arange(len(G), dtype=np.int32) if u is None else numbers_of(G, [u])
    rows = G.rows()  # searches run backward from each node, so they pull from successors
    reached, total, _ = distances_from_all(rows.indptr, rows.indices, sources)
    with np.errstate(divide="ignore", invalid="ignore"):
        scores = np.where(total > 0, (reached - 1.0) / total, 0.0)
    if wf_improved and len(G) > 1:
        scores = scores * ((reached - 1.0) / (len(G) - 1))
    return float(scores[0]) if u is not None else by_node(G, scores)


def harmonic_centrality(
    G: FrozenGraph,
    nbunch: Iterable[Hashable] | None = None,
    distance: str | None = None,
    sources: Iterable[Hashable] | None = None,
) -> Scores:
    """The sum of inverse distances to a node from all that reach it."""
    chosen = list(G.ids) if nbunch is None else [node for node in G.ids if node in set(nbunch)]
    rows = G.rows()
    _, _, inverse = distances_from_all(rows.indptr, rows.indices, numbers_of(G, chosen))
    return dict(zip(chosen, inverse.tolist(), strict=True))


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
    sources = np.arange(len(G), dtype=np.int32) if sample is None else sample
    rows = G.rows()
    scores, reaching, reached = node_dependencies(rows.indptr, rows.indices, sources)
    if endpoints:
        scores = scores + reaching + reached
    scale = _scales(G, sample, normalized=normalized, endpoints=endpoints)
    return by_node(G, scores * scale)


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


def edge_betweenness_centrality(
    G: FrozenGraph, k: int | None = None, normalized: bool = True, weight: str | None = None, seed: Any = None
) -> dict[tuple[Hashable, Hashable], float]:
    """The share of shortest paths that run over an edge."""
    sampled = k is not None and k != len(G)
    sources = numbers_of(G, seed.sample(list(G.ids), k)) if sampled else np.arange(len(G), dtype=np.int32)
    rows = G.rows()
    slots = edge_dependencies(rows.indptr, rows.indices, sources)
    scores = np.bincount(rows.edge, weights=slots, minlength=len(G.source))
    scale = _scales(G, sources if sampled else None, normalized=normalized, endpoints=True)
    ends = zip(G.source.tolist(), G.target.tolist(), strict=True)
    return {(G.ids[u], G.ids[v]): s for (u, v), s in zip(ends, (scores * scale).tolist(), strict=True)}


def pagerank(
    G: FrozenGraph,
    alpha: float = 0.85,
    personalization: Mapping[Hashable, float] | None = None,
    max_iter: int = 100,
    tol: float = 1.0e-6,
    nstart: Mapping[Hashable, float] | None = None,
    weight: str | None = "weight",
    dangling: Mapping[Hashable, float] | None = None,
) -> Scores:
    """The share of time a random walk spends at a node that now and then starts anew."""
    size = len(G)
    if size == 0:
        return {}
    matrix = adjacency(G, weight)
    out = np.asarray(matrix.sum(axis=1)).ravel()
    step = (matrix.T @ scipy.sparse.diags_array(np.divide(1.0, out, out=np.zeros(size), where=out != 0))).tocsr()
    restart = _distribution(G, personalization, required=True)
    ends, stuck = (restart if dangling is None else _distribution(G, dangling)), np.flatnonzero(out == 0)
    x = _distribution(G, nstart)
    for _ in range(max_iter):
        last = x
        x = alpha * (step @ x + x[stuck].sum() * ends) + (1 - alpha) * restart
        if np.abs(x - last).sum() < size * tol:
            return by_node(G, x)
    raise nx.PowerIterationFailedConvergence(max_iter)


def _distribution(G: FrozenGraph, weights: Mapping[Hashable, float] | None, *, required: bool = False) -> Floats:
    if weights is None:
        return np.full(len(G), 1.0 / len(G))
    values = np.array([weights.get(node, 0) for node in G.ids], dtype=np.float64)
    if required and values.sum() == 0:
        raise ZeroDivisionError
    shares: Floats = values / values.sum()
    return shares


def eigenvector_centrality(
    G: FrozenGraph,
    max_iter: int = 100,
    tol: float = 1.0e-6,
    nstart: Mapping[Hashable, float] | None = None,
    weight: str | None = None,
) -> Scores:
    """A node counts as much as its neighbours count: the first left eigenvector, by power iteration on A + I."""
    if len(G) == 0:
        raise nx.NetworkXPointlessConcept("cannot compute centrality for the null graph")
    start = np.ones(len(G)) if nstart is None else np.array([nstart[node] for node in G.ids], dtype=np.float64)
    if not start.any():
        raise nx.NetworkXError("initial vector cannot have all zero values")
    x = start / start.sum()
    step = adjacency(G, weight).T.tocsr()
    for _ in range(max_iter):
        last = x
        x = last + step @ last
        x = x / (np.linalg.norm(x) or 1.0)
        if np.abs(x - last).sum() < len(G) * tol:
            return by_node(G, x)
    raise nx.PowerIterationFailedConvergence(max_iter)


def katz_centrality(
    G: FrozenGraph,
    alpha: float = 0.1,
    beta: Any = 1.0,
    max_iter: int = 1000,
    tol: float = 1.0e-6,
    nstart: Mapping[Hashable, float] | None = None,
    normalized: bool = True,
    weight: str | None = None,
) -> Scores:
    """Walks that end at a node, each step dampened by `alpha`, which must stay under 1 / the largest eigenvalue."""
    if len(G) == 0:
        return {}
    x = np.zeros(len(G)) if nstart is None else np.array([nstart[node] for node in G.ids], dtype=np.float64)
    offset = _offsets(G, beta)
    step = adjacency(G, weight).T.tocsr()
    for _ in range(max_iter):
        last = x
        x = alpha * (step @ last) + offset
        if np.abs(x - last).sum() < len(G) * tol:
            return by_node(G, x / (np.linalg.norm(x) or 1.0) if normalized else x)
    raise nx.PowerIterationFailedConvergence(max_iter)


def _offsets(G: FrozenGraph, beta: Any) -> Floats:
    try:
        return np.full(len(G), float(beta))
    except (TypeError, ValueError, AttributeError):
        if set(beta) != set(G.ids):
            raise nx.NetworkXError("beta dictionary must have a value for every node") from None
        return np.array([beta[node] for node in G.ids], dtype=np.float64)


def core_number(G: FrozenGraph) -> dict[Hashable, int]:
    """The largest k such that the node is in a subgraph where all have k links."""
    if (G.source == G.target).any():
        raise nx.NetworkXNotImplemented("Input graph has self loops: remove them first.")
    rows = G.rows()
    return by_node(G, core_numbers(rows.indptr, rows.indices))
