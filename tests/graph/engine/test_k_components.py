"""k-components, against their definition tried on every subset."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.engine.k_components import k_components, small_cut

NODES = range(7)
GRAPHS = st.sets(st.sampled_from(list(combinations(NODES, 2)))).map(lambda edges: nx.Graph(sorted(edges)))


def by_definition(graph: nx.Graph, k: int) -> set[frozenset[int]]:
    held = [
        frozenset(nodes)
        for size in range(k + 1, len(graph) + 1)
        for nodes in combinations(graph, size)
        if nx.node_connectivity(graph.subgraph(nodes)) >= k
    ]
    return {nodes for nodes in held if not any(nodes < other for other in held)}


@given(GRAPHS)
@settings(max_examples=60, deadline=None)
def test_they_are_the_greatest_subsets_that_k_nodes_are_needed_to_cut(graph: nx.Graph) -> None:
    found = k_components(graph)
    for k in range(1, max(found, default=0) + 2):
        assert set(found.get(k, ())) == by_definition(graph, k)


@pytest.mark.parametrize("make", [nx.karate_club_graph, nx.petersen_graph, nx.davis_southern_women_graph])
def test_on_known_networks_they_are_networkx_s(make: object) -> None:
    graph = nx.Graph(make().edges)  # type: ignore[operator]
    theirs = {k: {frozenset(part) for part in parts} for k, parts in nx.k_components(graph, backend="networkx").items()}
    assert {k: set(parts) for k, parts in k_components(graph).items()} == theirs


@given(GRAPHS, st.integers(1, 4))
@settings(max_examples=60, deadline=None)
def test_a_small_cut_cuts_and_is_found_if_there_is_one(graph: nx.Graph, k: int) -> None:
    if len(graph) < 2 or not nx.is_connected(graph):
        return
    cut = small_cut(graph, k)
    assert (cut is None) == (nx.node_connectivity(graph) >= k or graph.size() == len(graph) * (len(graph) - 1) // 2)
    if cut is not None:
        assert len(cut) < k
        assert not nx.is_connected(graph.subgraph(set(graph) - cut))
