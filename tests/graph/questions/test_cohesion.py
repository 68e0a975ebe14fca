"""What holds a network together? Against taking it apart by hand."""

from __future__ import annotations

from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.claim import Claim
from graph.errors import BadQuestion, TooLarge, UnknownEntity
from graph.network import build
from graph.questions import cohesion
from graph.questions.cohesion import find_cutpoints, find_k_components, rank_edges, rank_group
from graph.snapshot import Snapshot
from graph.view import View
from tests.graph.worlds import claim, forge_world, thing, world, worlds

NAMES = tuple(f"f{i}" for i in range(9))


def ties(pairs: set[tuple[str, str]]) -> Snapshot:
    links: list[Claim] = [claim(f"{a}-{b}", "Cooperation", actor=a, counterpart=b) for a, b in sorted(pairs)]
    return world(*(thing(name, "Firm") for name in NAMES), *links)


PAIRS = st.sets(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)).filter(lambda p: p[0] < p[1]), max_size=14)


def graph_of(pairs: set[tuple[str, str]]) -> Any:
    return nx.Graph(list(pairs))


@given(PAIRS)
@settings(max_examples=60, deadline=None)
def test_articulation_points_are_those_whose_removal_leaves_more_parts(pairs: set[tuple[str, str]]) -> None:
    data: Any = find_cutpoints(build(ties(pairs), View())).data
    graph = graph_of(pairs)
    expected = {}
    for name in graph:
        own = graph.subgraph(nx.node_connected_component(graph, name) - {name})
        parts = sorted(map(len, nx.connected_components(own)))
        if len(parts) > 1:
            expected[name] = (len(parts), sum(parts[:-1]))
    assert {r["entity"]["id"]: (r["parts"], r["cut_off"]) for r in data["articulation_points"]} == expected


@given(PAIRS)
@settings(max_examples=60, deadline=None)
def test_bridges_are_the_links_whose_removal_leaves_more_parts(pairs: set[tuple[str, str]]) -> None:
    data: Any = find_cutpoints(build(ties(pairs), View())).data
    graph = graph_of(pairs)
    expected = {}
    for one, other in pairs:
        less = graph.copy()
        less.remove_edge(one, other)
        sides = [nx.node_connected_component(less, end) for end in (one, other)]
        if other not in sides[0]:
            expected[one, other] = min(map(len, sides))
    assert {(r["from"]["id"], r["to"]["id"]): r["cut_off"] for r in data["bridges"]} == expected
    assert all(r["relationships"] == [f"{r['from']['id']}-{r['to']['id']}"] for r in data["bridges"])


@given(worlds())
@settings(max_examples=25, deadline=None)
def test_edge_betweenness_is_networkx_s(snapshot: Snapshot) -> None:
    network = build(snapshot, View())
    graph = nx.Graph((u, v) for u, v in nx.Graph(network.graph).edges if u != v)
    wanted = {tuple(sorted(ends)): score for ends, score in nx.edge_betweenness_centrality(graph).items()}
    found = {(r["from"]["id"], r["to"]["id"]): r["score"] for r in rank_edges(network, top=1000).data}
    assert found == pytest.approx(wanted, abs=1e-9)


def test_edge_betweenness_is_the_same_directed_and_names_the_relationships() -> None:
    snapshot = forge_world(claim("again", "Cooperation", actor="northland", counterpart="westland"))
    rows = rank_edges(build(snapshot, View())).data
    assert rows == rank_edges(build(snapshot, View(), directed=True)).data
    (pair,) = [r for r in rows if {r["from"]["id"], r["to"]["id"]} == {"northland", "westland"}]
    assert pair["relationships"] == ["again", "talks-north"]


def test_edges_can_be_estimated_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    network = build(forge_world(), View())
    assert [x["limit"] for x in rank_edges(network, pivots=3).receipt.limits] == ["pivots"]
    monkeypatch.setattr(cohesion, "REFUSED_ABOVE", 10)
    with pytest.raises(TooLarge):
        rank_edges(network)


def test_a_group_is_as_networkx_has_it() -> None:
    network = build(forge_world(), View())
    graph = nx.Graph(network.graph)
    data: Any = rank_group(network, ["anvil", "peace"]).data
    for measure, function in (
        ("degree", nx.group_degree_centrality),
        ("closeness", nx.group_closeness_centrality),
        ("betweenness", nx.group_betweenness_centrality),
    ):
        assert data[measure] == pytest.approx(function(graph, ["anvil", "peace"])), measure


def test_members_that_are_not_linked_are_left_out_and_named() -> None:
    network = build(forge_world(), View())
    answer = rank_group(network, ["anvil", "hermit"])
    assert "hermit" in answer.receipt.limits[0]["text"]
    with pytest.raises(BadQuestion, match="None of the members"):
        rank_group(network, ["hermit"])
    with pytest.raises(UnknownEntity):
        rank_group(network, ["nobody"])
    everybody: Any = rank_group(network, list(network.simple)).data
    assert (everybody["degree"], everybody["closeness"], everybody["betweenness"]) == (0.0, 0.0, 0.0)


@given(PAIRS)
@settings(max_examples=15, deadline=None)
def test_a_k_component_takes_k_removals_to_break(pairs: set[tuple[str, str]]) -> None:
    graph = graph_of(pairs)
    for row in find_k_components(build(ties(pairs), View())).data:
        part = graph.subgraph(m["id"] for m in row["members"])
        assert nx.node_connectivity(part) >= row["k"] or len(part) == row["k"] + 1
        assert row["size"] == len(part)


def test_k_components_of_a_large_network_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cohesion, "MAX_K_NODES", 3)
    with pytest.raises(TooLarge):
        find_k_components(build(forge_world(), View()))


def test_a_network_of_nothing() -> None:
    network = build(world(thing("anvil", "Firm")), View())
    assert rank_edges(network).data == []
    assert find_cutpoints(network).data == {"articulation_points": [], "bridges": []}
    assert find_k_components(network).data == []
