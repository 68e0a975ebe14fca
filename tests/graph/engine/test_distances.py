"""Closeness, eccentricity and mean distances, held against NetworkX."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import strategies as st
from scipy.sparse.csgraph import shortest_path

from graph.engine.frozen import FrozenGraph
from tests.graph.engine.graphs import UNDIRECTED, assert_close, assert_same, for_any, graphs

WEIGHTS = st.sampled_from([None, "weight", "absent"])


@for_any(graphs(), WEIGHTS, st.booleans())
def test_closeness(G: Any, distance: str | None, wf_improved: bool) -> None:
    assert_same(nx.closeness_centrality, G, distance=distance, wf_improved=wf_improved)


@for_any(graphs(), WEIGHTS, st.data())
def test_closeness_of_one_node(G: Any, distance: str | None, data: st.DataObject) -> None:
    node = data.draw(st.sampled_from([*G, "nobody"]))
    assert_same(nx.closeness_centrality, G, u=node, distance=distance)


@for_any(graphs(), WEIGHTS, st.data())
def test_harmonic_centrality(G: Any, distance: str | None, data: st.DataObject) -> None:
    some = st.none() | st.lists(st.sampled_from([*G, "nobody"]))
    assert_same(nx.harmonic_centrality, G, nbunch=data.draw(some), sources=data.draw(some), distance=distance)


@for_any(graphs(), WEIGHTS, st.data())
def test_eccentricity(G: Any, weight: str | None, data: st.DataObject) -> None:
    nodes = st.sampled_from([*G, "nobody"])
    assert_same(nx.eccentricity, G, v=data.draw(st.none() | nodes | st.lists(nodes)), weight=weight)


@for_any(graphs(), WEIGHTS)
def test_diameter_radius_and_mean_distance(G: Any, weight: str | None) -> None:
    assert_same(nx.diameter, G, weight=weight)
    assert_same(nx.radius, G, weight=weight)
    assert_same(nx.average_shortest_path_length, G, weight=weight)


@for_any(graphs(UNDIRECTED))
def test_global_efficiency(G: Any) -> None:
    assert_same(nx.global_efficiency, G)


@pytest.mark.parametrize("directed", [False, True])
def test_as_many_searches_as_bits_in_words_and_a_few_more(directed: bool) -> None:
    for size in (63, 64, 65, 130, 511, 512, 513, 1030):
        random = np.random.default_rng(size)
        source, target = (random.random((2, 2 * size)) ** 3 * size).astype(np.int32)  # a few hubs, many leaves
        G = FrozenGraph(range(size), source, target, directed=directed, multigraph=True)
        some = random.choice(size, size // 3, replace=False).tolist()
        hops = shortest_path(matrix_of(size, source, target), directed=directed, unweighted=True)
        inverse = np.divide(1, hops, out=np.zeros_like(hops), where=hops > 0)
        assert_close(nx.harmonic_centrality(G), dict(enumerate(inverse.sum(axis=0))))
        assert_close(nx.harmonic_centrality(G, sources=some), dict(enumerate(inverse[some].sum(axis=0))))
        near = np.isfinite(hops)
        others, total = near.sum(axis=0) - 1, np.where(near, hops, 0).sum(axis=0)
        expected = np.divide(others**2, total * (size - 1), out=np.zeros(size), where=total > 0)
        assert_close(nx.closeness_centrality(G), dict(enumerate(expected)))


def matrix_of(size: int, source: Any, target: Any) -> Any:
    return sp.coo_array((np.ones(len(source)), (source, target)), shape=(size, size)).tocsr()


@pytest.mark.usefixtures("threads")
def test_a_large_graph_is_swept_in_parts() -> None:
    random = np.random.default_rng(1)
    source, target = random.integers(0, 4000, (2, 80_000))
    G = FrozenGraph(range(4000), source, target, directed=True, multigraph=True)
    matrix = sp.coo_array((np.ones(80_000), (target, source))).tocsr()
    hops = shortest_path(matrix, unweighted=True, indices=range(0, 4000, 100))
    means = hops.sum(axis=1) / 3999
    closeness = nx.closeness_centrality(G)
    assert_close((1 / means).tolist(), [closeness[node] for node in range(0, 4000, 100)])
