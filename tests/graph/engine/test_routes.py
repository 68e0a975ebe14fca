"""Many paths between two nodes, held against NetworkX."""

from __future__ import annotations

from itertools import islice, pairwise
from typing import Any

import networkx as nx
from hypothesis import strategies as st

from tests.graph.engine.graphs import (
    COSTS,
    KINDS,
    POSITIVE,
    SIMPLE,
    assert_close,
    assert_same,
    for_any,
    frozen,
    graphs,
    unordered,
)


@st.composite
def pairs(draw: st.DrawFn, kinds: Any = SIMPLE, weights: Any = COSTS, most: int = 7) -> tuple[Any, Any, Any]:
    """A graph and two of its nodes, now and then a stranger to it."""
    G = draw(graphs(kinds, weights, most=most))
    nodes = st.sampled_from([*G, "nobody"])
    return G, draw(nodes), draw(nodes)


@for_any(pairs(), st.sampled_from([None, -1, 0, 1, 2, 3, 99]))
def test_simple_paths(pair: Any, cutoff: int | None) -> None:
    G, source, target = pair
    assert_same(nx.all_simple_paths, G, source, target, cutoff=cutoff, read=unordered)


@for_any(pairs(), st.sampled_from([None, 1, 2, 3]), st.data())
def test_simple_paths_to_any_of_several(pair: Any, cutoff: int | None, data: st.DataObject) -> None:
    G, source, _ = pair
    targets = data.draw(st.lists(st.sampled_from([*G, "nobody"])))
    assert_same(nx.all_simple_paths, G, source, targets, cutoff=cutoff, read=unordered)


def test_more_simple_paths_than_are_gathered_at_once() -> None:
    G = nx.complete_graph(9)
    nx.set_edge_attributes(G, 1.0, "weight")
    assert_same(nx.all_simple_paths, G, 0, 8, read=unordered)


def test_the_first_simple_paths_of_many_come_at_once() -> None:
    G = nx.complete_graph(300)
    nx.set_edge_attributes(G, 1.0, "weight")
    assert len(list(islice(nx.all_simple_paths(frozen(G), 0, 1), 5))) == 5


@for_any(pairs(KINDS, POSITIVE), st.sampled_from([None, "weight", "absent"]))
def test_all_shortest_paths(pair: Any, weight: str | None) -> None:
    G, source, target = pair
    assert_same(nx.all_shortest_paths, G, source, target, weight=weight, read=unordered)


def test_shortest_paths_over_steps_that_cost_nothing_are_left_to_networkx() -> None:
    G = nx.Graph()
    G.add_weighted_edges_from([(0, 1, 0.0), (1, 2, 1.0), (0, 2, 1.0)])
    assert_same(nx.all_shortest_paths, G, 0, 2, weight="weight", native=False, read=unordered)


@for_any(pairs(), st.sampled_from([None, "weight", "absent"]))
def test_simple_paths_in_order(pair: Any, weight: str | None) -> None:
    G, source, target = pair
    assert_same(nx.shortest_simple_paths, G, source, target, weight=weight, read=unordered)


@for_any(pairs(weights=POSITIVE), st.sampled_from([None, "weight"]))
def test_no_simple_path_is_longer_than_the_next(pair: Any, weight: str | None) -> None:
    G, source, target = pair
    if source in G and target in G and nx.has_path(G, source, target):
        lengths = [
            nx.path_weight(G, path, "weight") if weight else len(path)
            for path in nx.shortest_simple_paths(frozen(G), source, target, weight=weight)
        ]
        assert all(one <= other + 1e-12 for one, other in pairwise(lengths))


def test_the_cheapest_simple_paths_of_a_larger_graph() -> None:
    G = nx.gnm_random_graph(60, 200, seed=3)
    for i, (_, _, data) in enumerate(G.edges(data=True)):
        data["weight"] = 1 + (i * 37 % 101) / 100
    for target in range(1, 12):
        read = lambda paths: [nx.path_weight(G, path, "weight") for path in paths]  # noqa: E731
        expected = read(islice(nx.shortest_simple_paths(G, 0, target, weight="weight"), 60))
        assert_close(expected, read(islice(nx.shortest_simple_paths(frozen(G), 0, target, weight="weight"), 60)))
