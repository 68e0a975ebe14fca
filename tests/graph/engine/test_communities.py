"""Communities: partitions as good as NetworkX's, and those of Leiden connected."""

from __future__ import annotations

from random import Random
from statistics import mean
from typing import Any

import networkx as nx
import pytest
from hypothesis import strategies as st

from tests.graph.engine.graphs import POSITIVE, UNDIRECTED, assert_same, for_any, frozen, graphs

METHODS = (nx.community.louvain_communities, nx.community.leiden_communities)
WEIGHTS = st.sampled_from([None, "weight"])


@for_any(graphs(UNDIRECTED, POSITIVE), WEIGHTS, st.integers(0, 3), st.sampled_from([0.5, 1, 2]))
def test_a_partition_that_the_seed_repeats(G: Any, weight: str | None, seed: int, resolution: float) -> None:
    H = frozen(G)
    for method in METHODS:
        parts = method(H, weight=weight, seed=seed, resolution=resolution)
        assert sorted((node for part in parts for node in part), key=str) == sorted(G, key=str)
        assert parts == method(H, weight=weight, seed=seed, resolution=resolution)
        if G.size():
            alone = [{node} for node in G]
            reached = nx.community.modularity(G, parts, weight=weight, resolution=resolution)
            assert reached >= nx.community.modularity(G, alone, weight=weight, resolution=resolution) - 1e-9
    assert "networkx" not in vars(H)


@for_any(graphs(UNDIRECTED, most=14), WEIGHTS, st.integers(0, 3))
def test_communities_of_leiden_are_connected_on_every_level(G: Any, weight: str | None, seed: int) -> None:
    reached = -1.0
    for parts in nx.community.leiden_partitions(frozen(G), weight=weight, seed=seed):
        assert all(nx.is_connected(G.subgraph(part)) for part in parts)
        if G.size(weight):
            before, reached = reached, nx.community.modularity(G, parts, weight=weight)
            assert reached >= before - 1e-9


@for_any(graphs(UNDIRECTED), WEIGHTS, st.sampled_from([0.5, 1, 2]), st.data())
def test_modularity_is_that_of_networkx(G: Any, weight: str | None, resolution: float, data: st.DataObject) -> None:
    labels = data.draw(st.lists(st.integers(0, len(G)), min_size=len(G), max_size=len(G)))
    parts = [{node for node, label in zip(G, labels, strict=True) if label == one} for one in range(len(G) + 1)]
    assert_same(nx.community.modularity, G, parts, weight=weight, resolution=resolution)
    assert_same(nx.community.modularity, G, parts[1:], weight=weight, resolution=resolution)


@pytest.mark.parametrize("method", METHODS)
def test_a_ring_of_cliques_falls_into_its_cliques(method: Any) -> None:
    G = nx.ring_of_cliques(12, 6)
    nx.set_edge_attributes(G, 1.0, "weight")
    parts = method(frozen(G), seed=1)
    assert sorted(map(sorted, parts)) == [list(range(6 * i, 6 * i + 6)) for i in range(12)]


def test_as_good_as_networkx_on_the_whole() -> None:
    """No seed says anything of the other library's, so they are compared by the mean over several."""
    for G in (nx.karate_club_graph(), nx.les_miserables_graph(), nx.gnm_random_graph(200, 800, seed=1)):
        for u, v, data in G.edges(data=True):
            G[u][v]["weight"] = float(data.get("weight", 1.0))
        H, scored = frozen(G), lambda parts, G=G: nx.community.modularity(G, parts)
        theirs = mean(scored(nx.community.louvain_communities.orig_func(G, seed=Random(i))) for i in range(8))
        louvain, leiden = (mean(scored(method(H, seed=i)) for i in range(8)) for method in METHODS)
        assert louvain >= theirs - 0.01
        assert leiden >= theirs - 0.002


@for_any(graphs())
def test_what_is_left_to_networkx(G: Any) -> None:
    if G.is_directed():
        assert_same(nx.community.louvain_communities, G, native=None, seed=1, read=len)
        with pytest.raises(nx.NetworkXNotImplemented):
            nx.community.leiden_communities(frozen(G))


@pytest.mark.parametrize("method", METHODS)
def test_graphs_without_edges(method: Any) -> None:
    G = nx.empty_graph(3)
    assert method(frozen(G)) == [{0}, {1}, {2}]
    assert method(frozen(nx.Graph())) == []
    with pytest.raises(ValueError, match="max_level"):
        method(frozen(G), max_level=0)
