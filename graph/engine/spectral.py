"""NetworkX's centralities that are eigenvectors or stationary shares, on SciPy's sparse matrices."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import networkx as nx
import numpy as np
import scipy.sparse
import scipy.sparse.linalg

from graph.engine.csr import Floats
from graph.engine.frozen import FrozenGraph
from graph.engine.matrices import adjacency, backward, walk
from graph.engine.nodes import by_node

Scores = dict[Hashable, float]


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
    step, stuck = walk(G, weight)
    x = _distribution(G, nstart)
    restart = _distribution(G, personalization, required=True)
    ends = restart if dangling is None else _distribution(G, dangling)
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
    step = backward(G, weight)
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
    step = backward(G, weight)
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


def hits(
    G: FrozenGraph,
    max_iter: int = 100,
    tol: float = 1.0e-8,
    nstart: Mapping[Hashable, float] | None = None,
    normalized: bool = True,
) -> tuple[Scores, Scores]:
    """How well a node points to authorities, and how well hubs point to it: the first singular vectors.

    NetworkX draws new random values for each call. These are always the same, so that an answer can be repeated even
    where the largest singular value is shared by several vectors.
    """
    if len(G) == 0:
        return {}, {}
    if max_iter <= 0:
        raise nx.PowerIterationFailedConvergence(max_iter)
    matrix = adjacency(G, "weight")
    if len(G) == 1:
        raise ValueError("hubs and authorities need two nodes at least")
    start = np.random.default_rng(0).random(len(G)) if nstart is None else np.array(list(nstart.values()))
    step, back = matrix.dot, backward(G, "weight").dot
    product = scipy.sparse.linalg.LinearOperator(matrix.shape, lambda x: back(step(x)), dtype=np.float64)
    try:
        _, vectors = scipy.sparse.linalg.eigsh(product, k=1, v0=start, maxiter=max_iter, tol=tol**2, rng=0)
    except scipy.sparse.linalg.ArpackNoConvergence as error:
        raise nx.PowerIterationFailedConvergence(max_iter) from error
    authorities = vectors.ravel()
    hubs = step(authorities)
    if normalized:
        hubs, authorities = hubs / hubs.sum(), authorities / authorities.sum()
    return by_node(G, hubs), by_node(G, authorities)
