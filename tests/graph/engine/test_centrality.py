"""Degree and betweenness, held against NetworkX."""

from __future__ import annotations

from typing import Any

import networkx as nx
import pytest
from hypothesis import strategies as st

from tests.graph.engine.graphs import DIRECTED, POSITIVE, SIMPLE, UNDIRECTED, assert_same, for_any, graphs


@for_any(graphs())
def test_degree_centrality(G: Any) -> None:
    assert_same(nx.degree_centrality, G)


@for_any(graphs(DIRECTED))
def test_centrality_by_incoming_and_outgoing_links(G: Any) -> None:
    assert_same(nx.in_degree_centrality, G)
    assert_same(nx.out_degree_centrality, G)


@for_any(graphs(weights=POSITIVE), st.booleans(), st.booleans(), st.sampled_from([None, "weight", "absent"]))
def test_betweenness(G: Any, normalized: bool, endpoints: bool, weight: str | None) -> None:
    assert_same(nx.betweenness_centrality, G, normalized=normalized, endpoints=endpoints, weight=weight)


@for_any(graphs(weights=POSITIVE), st.data(), st.booleans(), st.booleans(), st.sampled_from([None, "weight"]))
def test_betweenness_from_a_sample(
    G: Any, data: st.DataObject, normalized: bool, endpoints: bool, weight: str | None
) -> None:
    k = data.draw(st.integers(0, len(G) + 1))
    assert_same(nx.betweenness_centrality, G, k=k, seed=1, normalized=normalized, endpoints=endpoints, weight=weight)


@for_any(graphs(SIMPLE, weights=POSITIVE), st.booleans(), st.sampled_from([None, "weight", "absent"]), st.data())
def test_edge_betweenness(G: Any, normalized: bool, weight: str | None, data: st.DataObject) -> None:
    k = data.draw(st.none() | st.integers(1, max(1, len(G))))
    assert_same(nx.edge_betweenness_centrality, G, k=k, seed=1, normalized=normalized, weight=weight)


def test_weights_of_zero_are_left_to_networkx() -> None:
    G = nx.Graph()
    G.add_weighted_edges_from([(0, 1, 0.0), (0, 2, 1.0), (1, 2, 1.0)])
    assert_same(nx.betweenness_centrality, G, weight="weight", native=False)


@pytest.mark.usefixtures("threads")
def test_a_large_graph_is_swept_in_parts() -> None:
    G = nx.gnm_random_graph(3000, 12_000, seed=1)
    nx.set_edge_attributes(G, 1.0, "weight")
    assert_same(nx.betweenness_centrality, G, k=160, seed=1)


@for_any(graphs(UNDIRECTED), st.data(), st.booleans())
def test_betweenness_of_a_group(G: Any, data: st.DataObject, normalized: bool) -> None:
    group = data.draw(st.lists(st.sampled_from([*G, "nobody"]), unique=True, max_size=5))
    if len({*G} - {*group}) > 1 and {*G} & {*group}:  # with less NetworkX divides by nothing, or has nothing to do
        assert_same(nx.group_betweenness_centrality, G, group, normalized=normalized)
