"""Triangles, clustering and structural holes, held against NetworkX."""

from __future__ import annotations

from typing import Any

import networkx as nx
from hypothesis import strategies as st

from tests.graph.engine.graphs import POSITIVE, SIMPLE, assert_close, assert_same, for_any, frozen, graphs


@for_any(graphs([nx.Graph]))
def test_triangles(G: Any) -> None:
    assert_same(nx.triangles, G)
    assert_same(nx.transitivity, G)


@for_any(graphs(SIMPLE), st.data())
def test_clustering(G: Any, data: st.DataObject) -> None:
    nodes = st.sampled_from([*G, "nobody"])
    assert_same(nx.clustering, G, data.draw(st.none() | nodes | st.lists(nodes)))


@for_any(graphs(SIMPLE), st.booleans(), st.data())
def test_average_clustering(G: Any, count_zeros: bool, data: st.DataObject) -> None:
    nodes = data.draw(st.none() | st.lists(st.sampled_from([*G, "nobody"])))
    assert_same(nx.average_clustering, G, nodes, count_zeros=count_zeros)


@for_any(graphs(weights=POSITIVE), st.sampled_from([None, "weight", "absent"]))
def test_constraint_and_effective_size(G: Any, weight: str | None) -> None:
    assert_same(nx.constraint, G, weight=weight)
    assert_same(nx.effective_size, G, weight=weight)


def test_brokers_of_a_graph_too_large_for_a_dense_matrix() -> None:
    G = nx.star_graph(40_000)
    nx.set_edge_attributes(G, 1.0, "weight")
    H = frozen(G)
    assert_close(nx.effective_size(H)[0], 40_000.0)
    assert_close(nx.constraint(H)[1], 1.0)
