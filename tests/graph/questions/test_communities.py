"""How does a network fall into parts? Against brute force."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import BadQuestion, TooLarge
from graph.network import build
from graph.questions import communities
from graph.questions.communities import KINDS, count_triads, find_cliques, find_communities, find_components
from graph.snapshot import Snapshot
from graph.view import View
from tests.graph.worlds import THINGS, claim, forge_world, thing, world, worlds

NAMES = tuple(f"f{i}" for i in range(7))
PAIRS = st.sets(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)).filter(lambda p: p[0] != p[1]), max_size=12)


def owners(pairs: set[tuple[str, str]]) -> Snapshot:
    links = [claim(f"{a}-{b}", "Ownership", owner=a, asset=b) for a, b in sorted(pairs)]
    return world(*(thing(name, "Firm") for name in NAMES), *links)


def members(rows: list[dict[str, Any]]) -> list[set[str]]:
    return [{m["id"] for m in row["members"]} for row in rows]


@given(PAIRS)
@settings(max_examples=40, deadline=None)
def test_in_a_component_each_reaches_each(pairs: set[tuple[str, str]]) -> None:
    for strong, graph in ((False, nx.Graph(list(pairs))), (True, nx.DiGraph(list(pairs)))):
        data: Any = find_components(build(owners(pairs), View()), strong=strong).data
        found = members(data["components"])
        assert (data["count"], data["nodes"]) == (len(found), len(graph))
        assert sorted(n for part in found for n in part) == sorted(graph)
        for one, other in combinations(graph, 2):
            both = nx.has_path(graph, one, other) and nx.has_path(graph, other, one)
            assert any({one, other} <= part for part in found) == both


@given(worlds(), st.sampled_from(["leiden", "louvain"]))
@settings(max_examples=20, deadline=None)
def test_communities_are_a_partition_with_the_modularity_they_claim(snapshot: Snapshot, method: str) -> None:
    network = build(snapshot, View())
    graph = nx.Graph(network.graph)
    graph.remove_edges_from(list(nx.selfloop_edges(graph)))
    graph.remove_nodes_from(list(nx.isolates(graph)))
    data: Any = find_communities(network, method=method, seed=3, top=100).data
    parts = members(data["communities"])
    assert sorted(n for part in parts for n in part) == sorted(graph)
    if parts:
        assert data["modularity"] == pytest.approx(nx.community.modularity(graph, parts))
        assert data["modularity"] >= nx.community.modularity(graph, [{n} for n in graph]) - 1e-9
        assert method == "louvain" or all(nx.is_connected(graph.subgraph(part)) for part in parts)
    assert find_communities(network, method=method, seed=3, top=100).data == data


def test_two_rings_that_one_link_joins_are_two_communities() -> None:
    ring = [(f"a{i}", f"a{(i + 1) % 4}") for i in range(4)] + [(f"b{i}", f"b{(i + 1) % 4}") for i in range(4)]
    links = [claim(f"{a}-{b}", "Cooperation", actor=a, counterpart=b) for a, b in [*ring, ("a0", "b0")]]
    data: Any = find_communities(build(world(*links), View())).data
    assert sorted(map(sorted, members(data["communities"]))) == [
        [f"a{i}" for i in range(4)],
        [f"b{i}" for i in range(4)],
    ]


@given(PAIRS)
@settings(max_examples=30, deadline=None)
def test_cliques_are_those_that_nobody_can_be_added_to(pairs: set[tuple[str, str]]) -> None:
    graph = nx.Graph(list(pairs))
    complete = [
        set(some)
        for size in range(2, len(graph) + 1)
        for some in combinations(graph, size)
        if all(graph.has_edge(a, b) for a, b in combinations(some, 2))
    ]
    wanted = {frozenset(c) for c in complete if not any(c < other for other in complete)}
    rows: Any = find_cliques(build(owners(pairs), View()), least=2, top=1000).data
    assert {frozenset(part) for part in members(rows)} == wanted
    assert [r["size"] for r in rows] == sorted((r["size"] for r in rows), reverse=True)


@given(PAIRS)
@settings(max_examples=20, deadline=None)
def test_all_triads_are_counted_by_kind(pairs: set[tuple[str, str]]) -> None:
    rows: Any = count_triads(build(owners(pairs), View())).data
    found = {row["kind"]: row["count"] for row in rows}
    graph = nx.DiGraph(list(pairs))
    assert sum(found.values()) == len(list(combinations(graph, 3)))
    missing = sum(not nx.Graph(graph).subgraph(some).size() for some in combinations(graph, 3))
    full = sum(graph.subgraph(some).size() == 6 for some in combinations(graph, 3))
    assert (found["003"], found["300"]) == (missing, full)
    assert found.keys() == KINDS.keys()


def test_bounds_are_kept_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    network = build(forge_world(), View())
    assert [x["limit"] for x in find_cliques(network, least=2, top=1).receipt.limits] == ["top"]
    answer: Any = find_components(network, shown=2)
    assert (len(answer.data["components"][0]["members"]), answer.data["components"][0]["size"]) == (2, 8)
    assert [x["limit"] for x in answer.receipt.limits] == ["members"]
    monkeypatch.setattr(communities, "EXAMINED", 1)
    assert "examined" in [x["limit"] for x in find_cliques(network, least=2).receipt.limits]
    monkeypatch.setattr(communities, "TRIADS", 3)
    with pytest.raises(TooLarge):
        count_triads(network)


def test_a_network_of_nothing() -> None:
    network = build(world(*THINGS), View())
    assert find_components(network).data == {"count": 0, "nodes": 0, "largest": 0, "components": []}
    assert find_communities(network).data == {"count": 0, "nodes": 0, "modularity": 0.0, "communities": []}
    assert find_cliques(network).data == []
    assert all(row["count"] == 0 for row in count_triads(network).data)  # type: ignore[call-overload]
    with pytest.raises(BadQuestion):
        find_components(network, top=0)
    with pytest.raises(BadQuestion):
        find_communities(network, method="guess")
