"""Do the steps of a network, its edges by relationship and by place say what its NetworkX graph says?"""

from __future__ import annotations

from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.network import Network, build
from graph.snapshot import Snapshot
from graph.view import View
from tests.graph.worlds import forge_world, worlds

VIEWS = st.sampled_from([View(), View(projection="roles"), View(policy="strict"), View(min_confidence=0.5)])


def by_hand(network: Network, avoid: frozenset[str] = frozenset()) -> dict[str, dict[str, tuple[Any, ...]]]:
    """The steps that a walk over NetworkX's graph gives."""
    graph = network.graph
    free = lambda data: not avoid & {data["relationship"], data["type"]}  # noqa: E731
    found = {
        u: {
            v: tuple(sorted(filter(free, edges.values()), key=credit))
            for v, edges in graph[u].items()
            if v not in avoid
        }
        for u in graph
        if u not in avoid
    }
    return {u: {v: edges for v, edges in ends.items() if edges} for u, ends in found.items()}


def credit(data: dict[str, Any]) -> tuple[float, str, str]:
    return -data["confidence"], data["relationship"], data["link"]


def plain(steps: Any) -> dict[str, dict[str, Any]]:
    return {u: dict(near) for u, near in steps.items()}


@given(worlds(), VIEWS, st.booleans(), st.data())
@settings(max_examples=20, deadline=None)
def test_steps_are_those_of_the_graph(snapshot: Snapshot, view: View, directed: bool, data: st.DataObject) -> None:
    network = build(snapshot, view, directed)
    assert plain(network.steps) == by_hand(network)
    avoid = data.draw(st.frozensets(st.sampled_from([*snapshot.things, "Transfer", "Ownership"]), max_size=3))
    assert plain(network.without(avoid)) == by_hand(network, avoid)


@given(worlds(), VIEWS, st.booleans())
@settings(max_examples=20, deadline=None)
def test_edges_of_a_relationship_come_as_the_graph_has_them(snapshot: Snapshot, view: View, directed: bool) -> None:
    network = build(snapshot, view, directed)
    edges = list(network.graph.edges(keys=True, data=True))
    for relationship in snapshot.relationships:
        expected = [(key, data) for _, _, key, data in edges if data["relationship"] == relationship]
        assert list(network.of(relationship)) == expected
    assert network.edge_names == {(data["relationship"], data["link"]) for _, _, _, data in edges}
    forward = [(d["link"], d["from"], d["to"]) for _, _, key, d in edges if not key.endswith("/back")]
    assert sorted(network.links()) == sorted(forward)
    assert set(network.claims) == {c for _, _, _, d in edges for c in (*d["claims"], *d["denials"])}


@given(worlds(), st.booleans(), st.data())
@settings(max_examples=20, deadline=None)
def test_edges_between_some_nodes(snapshot: Snapshot, directed: bool, data: st.DataObject) -> None:
    network = build(snapshot, View(), directed)
    names = data.draw(st.sets(st.sampled_from(network.nodes))) if network.nodes else set[str]()
    part = network.graph.subgraph(names).edges(keys=True, data=True)
    assert network.between(names) == sorted(((key, data) for _, _, key, data in part), key=lambda edge: edge[0])


@given(worlds(), st.booleans())
@settings(max_examples=20, deadline=None)
def test_structure_is_asked_of_arrays(snapshot: Snapshot, directed: bool) -> None:
    network = build(snapshot, View(), directed)
    folded = (nx.DiGraph if directed else nx.Graph)(network.graph)
    assert network.simple.number_of_edges() == network.simple.size() == folded.number_of_edges()
    assert dict(nx.degree_centrality(network.simple)) == pytest.approx(nx.degree_centrality(folded))
    assert nx.betweenness_centrality(network.simple) == pytest.approx(nx.betweenness_centrality(folded))
    if network.nodes:
        assert nx.pagerank(network.simple) == pytest.approx(nx.pagerank(folded))
    assert "networkx" not in vars(network.simple)


def test_a_step_that_is_not_there() -> None:
    steps = build(forge_world(), View()).steps
    assert "nobody" not in steps
    assert "nobody" not in steps["anvil"]
    with pytest.raises(KeyError):
        steps["anvil"]["hermit"]
