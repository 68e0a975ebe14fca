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


def test_as_many_searches_as_bits_in_a_word_and_a_few_more() -> None:
    for size in (63, 64, 65, 130):
        G = nx.gnm_random_graph(size, 2 * size, seed=size, directed=True)
        nx.set_edge_attributes(G, 1.0, "weight")
        assert_same(nx.closeness_centrality, G)


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
