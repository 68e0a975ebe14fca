"""Are the routes those that NetworkX finds, in the order of their cost?"""

import math
from itertools import pairwise

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.budget import time_budget
from graph.errors import OutOfTime
from graph.questions.routes import Cost, Effort, Trip, backwards, find_routes, hops_to, step_cost

Graph = nx.Graph


def steps_of(graph: Graph) -> dict[str, dict[str, tuple[dict[str, float], ...]]]:
    return {u: {v: ({"cost": graph[u][v]["cost"]},) for v in graph[u]} for u in graph}


def trip(source: str = "n0", target: str = "n1", **more: object) -> Trip:
    return Trip(frozenset([source]), frozenset([target]), **more)  # type: ignore[arg-type]


@st.composite
def graphs(draw: st.DrawFn, directed: bool = False) -> Graph:
    graph = nx.DiGraph() if directed else nx.Graph()
    graph.add_nodes_from(f"n{i}" for i in range(draw(st.integers(2, 8))))
    nodes = st.sampled_from(sorted(graph))
    for u, v in draw(st.lists(st.tuples(nodes, nodes), max_size=20)):
        if u != v:
            graph.add_edge(u, v, cost=draw(st.sampled_from([0.0, 0.1, 0.5, 1.0, 2.5])))
    return graph


def by_hand(graph: Graph, max_hops: int, cost: Cost) -> list[tuple[float, tuple[str, ...]]]:
    paths = nx.all_simple_paths(graph, "n0", "n1", cutoff=max_hops)
    return sorted((round(sum(cost(u, v) for u, v in pairwise(path)), 9), tuple(path)) for path in paths)


@given(graphs() | graphs(directed=True), st.integers(1, 6), st.sampled_from(["hops", "confidence"]))
@settings(max_examples=150, deadline=None)
def test_all_simple_paths_in_order(graph: Graph, max_hops: int, weight: str) -> None:
    steps = steps_of(graph)
    cost = step_cost(steps, weight, {"n0", "n1"})
    found = list(find_routes(steps, trip(max_hops=max_hops), cost, Effort()))
    costs = [c for c, _ in found]
    assert all(a <= b + 1e-9 for a, b in pairwise(costs))
    assert sorted((round(c, 9), r) for c, r in found) == by_hand(graph, max_hops, cost)


@given(graphs())
@settings(max_examples=60, deadline=None)
def test_by_hops_the_short_ones_come_first(graph: Graph) -> None:
    steps = steps_of(graph)
    lengths = [
        len(r) for _, r in find_routes(steps, trip(max_hops=6), step_cost(steps, "hops", {"n0", "n1"}), Effort())
    ]
    assert lengths == sorted(lengths)


@given(graphs())
@settings(max_examples=60, deadline=None)
def test_the_first_ones_are_the_k_shortest_of_yen(graph: Graph) -> None:
    steps = steps_of(graph)
    found = [c for c, _ in find_routes(steps, trip(max_hops=7), step_cost(steps, "confidence", {"n0", "n1"}), Effort())]
    if nx.has_path(graph, "n0", "n1"):
        yen = [
            nx.path_weight(graph, path, "cost") for path in nx.shortest_simple_paths(graph, "n0", "n1", weight="cost")
        ]
        assert [round(c, 9) for c in found] == [round(c, 9) for c in yen]
    else:
        assert found == []


@given(graphs() | graphs(directed=True), st.sets(st.sampled_from(["n2", "n3", "n4"]), min_size=1), st.integers(1, 6))
@settings(max_examples=100, deadline=None)
def test_via_keeps_the_routes_that_meet_all_of_it(graph: Graph, via: set[str], max_hops: int) -> None:
    steps = steps_of(graph)
    cost = step_cost(steps, "hops", {"n0", "n1"})
    wanted = {path for _, path in by_hand(graph, max_hops, cost) if via <= set(path)}
    found = find_routes(steps, trip(via=frozenset(via), max_hops=max_hops), cost, Effort())
    assert {r for _, r in found} == wanted


@given(graphs() | graphs(directed=True))
@settings(max_examples=60, deadline=None)
def test_between_sets_routes_stay_between_them(graph: Graph) -> None:
    steps = steps_of(graph)
    sources, targets = {"n0", "n2"} & set(graph), {"n1", "n3"} & set(graph)
    wanted = {
        tuple(path)
        for s in sources
        for t in targets
        for path in nx.all_simple_paths(graph, s, t, cutoff=4)
        if not (sources | targets) & set(path[1:-1])
    }
    asked = Trip(frozenset(sources), frozenset(targets), max_hops=4)
    assert {r for _, r in find_routes(steps, asked, step_cost(steps, "hops", sources | targets), Effort())} == wanted


@given(graphs() | graphs(directed=True))
@settings(max_examples=50, deadline=None)
def test_hops_to_is_breadth_first_search(graph: Graph) -> None:
    reverse = graph.reverse() if graph.is_directed() else graph
    assert hops_to(backwards(steps_of(graph)), {"n1"}) == dict(nx.single_source_shortest_path_length(reverse, "n1"))


def test_at_equal_hops_the_way_through_a_hub_comes_last() -> None:
    graph = nx.Graph([("n0", "hub"), ("hub", "n1"), ("n0", "clerk"), ("clerk", "n1")], cost=0.0)
    graph.add_edges_from([("hub", f"other{i}") for i in range(9)])
    nx.set_edge_attributes(graph, 0.0, "cost")
    steps = steps_of(graph)
    found = list(find_routes(steps, trip(), step_cost(steps, "hops", {"n0", "n1"}), Effort()))
    assert [r[1] for _, r in found] == ["clerk", "hub"]
    assert math.isclose(found[1][0] - found[0][0], math.log(11 / 2))


def test_a_search_that_is_cut_off_says_so_and_gives_the_best_so_far() -> None:
    graph = nx.complete_graph(12)
    graph = nx.relabel_nodes(graph, {i: f"n{i}" for i in graph})
    nx.set_edge_attributes(graph, 1.0, "cost")
    steps, effort = steps_of(graph), Effort(left=50)
    found = list(find_routes(steps, trip(max_hops=6), step_cost(steps, "hops", {"n0", "n1"}), effort))
    assert effort.spent
    assert found[0][1] == ("n0", "n1")
    assert 1 < len(found) <= 50


def test_a_search_ends_with_its_time() -> None:
    graph = nx.relabel_nodes(nx.complete_graph(40), lambda i: f"n{i}")
    nx.set_edge_attributes(graph, 1.0, "cost")
    steps = steps_of(graph)
    with time_budget(0.0), pytest.raises(OutOfTime):
        list(find_routes(steps, trip(max_hops=6), step_cost(steps, "hops", ()), Effort(left=10**9)))
