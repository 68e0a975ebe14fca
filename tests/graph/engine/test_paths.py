"""Shortest paths, held against NetworkX; where several are equally short, any of them will do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import networkx as nx
import pytest
from hypothesis import strategies as st

from tests.graph.engine.graphs import POSITIVE, assert_close, assert_same, for_any, frozen, graphs, outcome

WEIGHTS = st.sampled_from([None, "weight", "absent"])


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Any, Any, Any]:
    """A graph and two of its nodes, now and then a stranger to it."""
    G = draw(graphs())
    nodes = st.sampled_from([*G, "nobody"])
    return G, draw(nodes), draw(nodes)


def costs(G: Any, weight: str | None) -> Callable[[Any], Any]:
    """Reads a path, or paths by node, as ends and length, having seen that it is one in the graph."""

    def read(found: Any) -> Any:
        if isinstance(found, Mapping):
            return {node: read(path) for node, path in found.items()}
        assert nx.is_path(G, found)
        steps = [min(data.get(weight, 1) for data in among(G, u, v)) for u, v in nx.utils.pairwise(found)]
        return found[0], found[-1], float(sum(steps))

    return read


def among(G: Any, u: Any, v: Any) -> list[dict[str, Any]]:
    """The attributes of each edge between two nodes."""
    return list(G[u][v].values()) if G.is_multigraph() else [G[u][v]]


@for_any(pairs(), WEIGHTS)
def test_a_shortest_path_between_two_nodes(pair: Any, weight: str | None) -> None:
    G, source, target = pair
    assert_same(nx.shortest_path, G, source, target, weight=weight, read=costs(G, weight))
    assert_same(nx.shortest_path_length, G, source, target, weight=weight)
    assert_same(nx.has_path, G, source, target)


@for_any(pairs(), WEIGHTS)
def test_shortest_paths_from_or_to_one_node(pair: Any, weight: str | None) -> None:
    G, source, target = pair
    assert_same(nx.shortest_path, G, source=source, weight=weight, read=costs(G, weight))
    assert_same(nx.shortest_path, G, target=target, weight=weight, read=costs(G, weight))
    assert_same(nx.shortest_path_length, G, source=source, weight=weight)
    assert_same(nx.shortest_path_length, G, target=target, weight=weight)


@for_any(pairs(), st.sampled_from([None, -1, 0, 1, 1.5, 2, float("inf")]))
def test_hops_up_to_a_bound(pair: Any, cutoff: float | None) -> None:
    G, source, target = pair
    assert_same(nx.bidirectional_shortest_path, G, source, target, read=costs(G, None))
    assert_same(nx.single_source_shortest_path, G, source, cutoff, read=costs(G, None))
    assert_same(nx.single_source_shortest_path_length, G, source, cutoff)
    assert_same(nx.single_target_shortest_path, G, target, cutoff, read=costs(G, None))
    assert_same(nx.single_target_shortest_path_length, G, target, cutoff)


@for_any(pairs(), WEIGHTS, st.sampled_from([None, 0, 1, 1.5, 2.5]))
def test_costs_up_to_a_bound(pair: Any, weight: str | None, cutoff: float | None) -> None:
    G, source, target = pair
    read = costs(G, weight)
    assert_same(nx.single_source_dijkstra_path, G, source, cutoff=cutoff, weight=weight, read=read)
    assert_same(nx.single_source_dijkstra_path_length, G, source, cutoff=cutoff, weight=weight)
    both = lambda found: (found[0], read(found[1]))  # noqa: E731
    assert_same(nx.single_source_dijkstra, G, source, cutoff=cutoff, weight=weight, read=both)
    assert_same(nx.single_source_dijkstra, G, source, target, cutoff=cutoff, weight=weight, read=both)


@for_any(pairs(), WEIGHTS)
def test_a_cheapest_path_between_two_nodes(pair: Any, weight: str | None) -> None:
    G, source, target = pair
    read = costs(G, weight)
    assert_same(nx.dijkstra_path, G, source, target, weight=weight, read=read)
    assert_same(nx.dijkstra_path_length, G, source, target, weight=weight)
    assert_same(
        nx.bidirectional_dijkstra, G, source, target, weight=weight, read=lambda found: (found[0], read(found[1]))
    )


@for_any(graphs(weights=POSITIVE))
def test_all_pairs_are_left_to_networkx(G: Any) -> None:
    H = frozen(G)
    assert_close(outcome(lambda: dict(nx.shortest_path_length(G))), outcome(lambda: dict(nx.shortest_path_length(H))))


@pytest.mark.parametrize("weight", [float("inf"), float("nan"), -1.0, 1e308])
def test_weights_that_cannot_be_added_up_are_left_to_networkx(weight: float) -> None:
    G = nx.DiGraph()
    G.add_weighted_edges_from([(0, 1, weight), (1, 2, 1e308), (0, 2, 1.0)])
    assert_same(nx.shortest_path_length, G, 0, 1, weight="weight", native=False)


def test_a_weight_may_be_a_function() -> None:
    G = nx.path_graph(3)
    nx.set_edge_attributes(G, 2.0, "weight")
    assert_same(nx.shortest_path_length, G, 0, 2, weight=lambda _, __, data: data["weight"], native=False)
