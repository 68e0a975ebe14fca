"""Components, reachability and cuts, held against NetworkX."""

from __future__ import annotations

from typing import Any

import networkx as nx
import pytest
from hypothesis import strategies as st

from graph.engine.frozen import FrozenGraph
from tests.graph.engine.graphs import (
    DIRECTED,
    SIMPLE,
    UNDIRECTED,
    assert_same,
    for_any,
    frozen,
    graphs,
    parts,
    unordered,
)


@for_any(graphs(UNDIRECTED))
def test_components(G: Any) -> None:
    assert_same(nx.connected_components, G)
    assert_same(nx.number_connected_components, G)
    assert_same(nx.is_connected, G)


@for_any(graphs(DIRECTED))
def test_components_of_directed_graphs(G: Any) -> None:
    assert_same(nx.weakly_connected_components, G)
    assert_same(nx.number_weakly_connected_components, G)
    assert_same(nx.is_weakly_connected, G)
    assert_same(nx.strongly_connected_components, G, read=unordered)
    assert_same(nx.number_strongly_connected_components, G)
    assert_same(nx.is_strongly_connected, G)


@for_any(graphs(UNDIRECTED), st.data())
def test_the_component_of_a_node(G: Any, data: st.DataObject) -> None:
    assert_same(nx.node_connected_component, G, data.draw(st.sampled_from([*G, "nobody"])))


@for_any(graphs(), st.data())
def test_what_is_before_and_after_a_node(G: Any, data: st.DataObject) -> None:
    node = data.draw(st.sampled_from([*G, "nobody"]))
    assert_same(nx.descendants, G, node)
    assert_same(nx.ancestors, G, node)


@for_any(graphs(), st.data())
def test_ego_graph(G: Any, data: st.DataObject) -> None:
    node, center = data.draw(st.sampled_from([*G, "nobody"])), data.draw(st.booleans())
    distance, radius = data.draw(st.sampled_from([None, "weight"])), data.draw(st.sampled_from([-1, 0, 1, 1.5, 2, 9]))
    assert_same(nx.ego_graph, G, node, radius=radius, center=center, distance=distance, read=parts)


@pytest.mark.parametrize("radius", [0.5, 1.5, 2.5])
@pytest.mark.parametrize("distance", [None, "weight"])
def test_a_part_of_a_hop_reaches_as_far_as_networkx_says(radius: float, distance: str | None) -> None:
    G = nx.Graph()
    G.add_weighted_edges_from([("n0", 0, 1.0), (0, "n1", 1.0), ("n1", "n2", 1.0)])
    assert_same(nx.ego_graph, G, "n0", radius=radius, center=False, distance=distance, read=parts)
    assert_same(nx.single_source_shortest_path_length, G, "n0", cutoff=radius)


def test_an_ego_graph_is_frozen_too() -> None:
    G = nx.path_graph(4)
    nx.set_edge_attributes(G, 1.0, "weight")
    assert isinstance(nx.ego_graph(frozen(G), 1), FrozenGraph)


@for_any(graphs(UNDIRECTED))
def test_articulation_points_and_bridges(G: Any) -> None:
    assert_same(nx.articulation_points, G, read=lambda nodes: sorted(nodes, key=str))
    assert_same(nx.bridges, G, read=unordered)
    assert_same(nx.has_bridges, G)


def test_a_long_path_needs_no_deep_stack() -> None:
    G = nx.path_graph(20_000)
    nx.set_edge_attributes(G, 1.0, "weight")
    H = frozen(G)
    assert sum(1 for _ in nx.articulation_points(H)) == 19_998
    assert sum(1 for _ in nx.bridges(H)) == 19_999


@for_any(graphs(SIMPLE))
def test_core_number(G: Any) -> None:
    assert_same(nx.core_number, G, native=not G.is_directed())
