"""PageRank, eigenvector, Katz and HITS, held against NetworkX."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
from hypothesis import strategies as st

from tests.graph.engine.graphs import POSITIVE, SIMPLE, assert_same, for_any, frozen, graphs, outcome

WEIGHTS = st.sampled_from([None, "weight", "absent"])


@st.composite
def shares(draw: st.DrawFn, G: Any, *, complete: bool = False) -> dict[Any, float] | None:
    """A value for each node, or for some of them (and strangers) unless `complete`."""
    if draw(st.booleans()):
        return None
    nodes = list(G) if complete else draw(st.lists(st.sampled_from([*G, "nobody"]), unique=True))
    return {node: draw(st.sampled_from([0.0, 1.0, 2.0])) for node in nodes}


@for_any(graphs(), WEIGHTS, st.data())
def test_pagerank(G: Any, weight: str | None, data: st.DataObject) -> None:
    assert_same(
        nx.pagerank,
        G,
        alpha=data.draw(st.sampled_from([0.85, 0.5])),
        personalization=data.draw(shares(G)),
        nstart=data.draw(shares(G)),
        dangling=data.draw(shares(G)),
        max_iter=data.draw(st.sampled_from([2, 100])),
        weight=weight,
    )


@for_any(graphs(SIMPLE, weights=POSITIVE), WEIGHTS, st.data())
def test_eigenvector_centrality(G: Any, weight: str | None, data: st.DataObject) -> None:
    nstart, rounds = data.draw(shares(G, complete=True)), data.draw(st.sampled_from([3, 5000]))
    assert_same(nx.eigenvector_centrality, G, max_iter=rounds, nstart=nstart, weight=weight)


@for_any(graphs(SIMPLE, weights=POSITIVE), WEIGHTS, st.booleans(), st.data())
def test_katz_centrality(G: Any, weight: str | None, normalized: bool, data: st.DataObject) -> None:
    assert_same(
        nx.katz_centrality,
        G,
        alpha=data.draw(st.sampled_from([0.01, 0.05])),
        beta=data.draw(st.sampled_from([1.0, 0.5]) | shares(G, complete=True).filter(lambda beta: beta is not None)),
        nstart=data.draw(shares(G, complete=True)),
        max_iter=data.draw(st.sampled_from([1, 1000])),
        normalized=normalized,
        weight=weight,
    )


def is_unique(G: Any) -> bool:
    """Whether one singular value stands out; else hubs and authorities are any of many vectors."""
    if len(G) < 2:
        return True
    first, second, *_ = np.linalg.svd(nx.to_numpy_array(G), compute_uv=False)
    return bool(first > 1.05 * second)


@for_any(graphs(weights=POSITIVE).filter(is_unique), st.booleans())
def test_hits(G: Any, normalized: bool) -> None:
    read = lambda scores: scores if normalized else [[abs(x) for x in values.values()] for values in scores]  # noqa: E731
    assert_same(nx.hits, G, normalized=normalized, tolerance=1e-6, read=read)


@for_any(graphs(weights=POSITIVE))
def test_hits_can_be_repeated(G: Any) -> None:
    H = frozen(G)
    assert repr(outcome(lambda: nx.hits(H))) == repr(outcome(lambda: nx.hits(H)))
