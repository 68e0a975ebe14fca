"""Does the NetworkX graph of a view say what the claims say?"""

import math
from dataclasses import replace

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.network import build, graphs_over, period
from graph.snapshot import Snapshot
from graph.view import View
from tests.graph.worlds import DEAL, DEAL_AGAIN, STAKE, THINGS, claim, denial, forge_world, thing, world, worlds


def test_an_edge_says_all_that_is_known_of_it() -> None:
    graph = build(forge_world(), View()).graph
    edge = graph["anvil"]["northland"]["deal/supplies"]
    assert {**edge, "cost": 0.0} == {
        "relationship": "deal",
        "type": "Transfer",
        "link": "supplies",
        "from": "anvil",
        "to": "northland",
        "phrase": "supplies arms to",
        "inverse_phrase": "gets arms from",
        "claims": (DEAL_AGAIN.id, DEAL.id),  # the yearbook (A) weighs more than the herald (B)
        "denials": (),
        "confidence": 1.0,
        "cost": 0.0,
        "contested": True,  # 500 or 585
        "start": "2022",
        "end": "2022",
        "derived": True,
    }
    assert graph.nodes["anvil"] == {"name": "Anvil", "type": "Firm"}


def test_cost_is_the_logarithm_of_doubt() -> None:
    graph = build(forge_world(), View(sources=("herald",))).graph
    (edge,) = graph["anvil"]["northland"].values()
    assert edge["confidence"] == 0.85
    assert math.isclose(edge["cost"], -math.log(0.85))


def test_words_follow_the_kind_with_the_most_weight() -> None:
    other = claim("anvil-hammer", "Ownership", "rumour", owner="anvil", asset="hammer", ownershipKind="state_owned")
    (edge,) = build(world(*THINGS, STAKE, other), View()).graph["anvil"]["hammer"].values()
    assert (edge["phrase"], edge["inverse_phrase"]) == ("has the subsidiary", "is a subsidiary of")


def test_denials_travel_with_the_edge() -> None:
    no = denial("anvil-hammer", "Ownership", owner="anvil", asset="hammer")
    (edge,) = build(forge_world(no), View()).graph["anvil"]["hammer"].values()
    assert (edge["claims"], edge["denials"], edge["contested"]) == ((STAKE.id,), (no.id,), True)


def test_one_relationship_may_have_several_suppliers() -> None:
    deal = claim("deal", "Transfer", supplier=["anvil", "hammer"], recipient="northland")
    graph = build(world(*THINGS, deal), View()).graph
    assert sorted((d["from"], key) for _, _, key, d in graph.edges(keys=True, data=True)) == [
        ("anvil", "deal/supplies"),
        ("hammer", "deal/supplies#2"),
    ]


def test_rival_claims_on_who_owns_whom_stay_side_by_side() -> None:
    one, other = (
        claim("stake", "Ownership", s, owner=a, asset=b)
        for s, a, b in (("gazette", "anvil", "hammer"), ("herald", "hammer", "anvil"))
    )
    graph = build(world(*THINGS, one, other), View()).graph
    assert sorted(d["from"] for d in graph["anvil"]["hammer"].values()) == ["anvil", "hammer"]


def test_directed_runs_as_the_relationship_reads_and_symmetric_ones_both_ways() -> None:
    graph = build(forge_world(), View(), directed=True).graph
    assert graph.is_directed()
    assert graph.has_edge("anvil", "hammer")
    assert not graph.has_edge("hammer", "anvil")
    assert graph.has_edge("westland", "northland")
    assert graph.has_edge("northland", "westland")


def test_by_roles_the_deal_stands_between() -> None:
    graph = build(forge_world(), View(projection="roles")).graph
    assert set(graph["deal"]) == {"anvil", "northland", "kite"}
    assert graph.nodes["deal"]["type"] == "Transfer"
    assert not graph.has_edge("anvil", "northland")
    (edge,) = graph["deal"]["anvil"].values()
    assert (edge["phrase"], edge["inverse_phrase"]) == ("has the supplier", "is the supplier of")


def test_who_is_linked_to_nothing_is_no_node() -> None:
    assert "hermit" not in build(forge_world(), View()).graph


def test_a_network_is_made_once() -> None:
    snapshot = forge_world()
    assert build(snapshot, View(types=("Firm", "State"))) is build(snapshot, View(types=("State", "Firm")))


@pytest.mark.parametrize(
    ("kind", "valid", "expected"),
    [
        ("Ownership", None, None),
        ("Ownership", "2020", ("2020", "..")),
        ("Transfer", "2020~", ("2020~", "2020~")),
        ("Ownership", "2020/2021?", ("2020", "2021?")),
        ("Ownership", "/2021", (None, "2021")),
        ("Ownership", "2020/", ("2020", None)),
        ("Ownership", "../2020", ("..", "2020")),
    ],
)
def test_start_and_end_are_as_given(
    kind: str, valid: str | None, expected: tuple[str | None, str | None] | None
) -> None:
    assert period(forge_world(), claim("x", kind, valid=valid)) == expected


@given(worlds(), st.booleans(), st.sampled_from(["direct", "roles"]))
@settings(max_examples=40, deadline=None)
def test_a_graph_is_the_same_each_time_and_its_keys_are_unique(
    snapshot: Snapshot, directed: bool, projection: str
) -> None:
    view = View(projection=projection)
    one = build(snapshot, view, directed).graph
    again = Snapshot.build(
        snapshot.vocabulary,
        snapshot.revision,
        snapshot.datasets.values(),
        snapshot.sources.values(),
        zip(
            snapshot.rows,
            snapshot.claim_columns.recorded.tolist(),
            snapshot.claim_columns.retracted.tolist(),
            strict=True,
        ),
    )
    other = build(again, view, directed).graph
    assert list(one.nodes(data=True)) == list(other.nodes(data=True))
    assert list(one.edges(keys=True, data=True)) == list(other.edges(keys=True, data=True))
    keys = [key for _, _, key in one.edges(keys=True)]
    assert len(keys) == len(set(keys))
    assert list(one) == sorted(one)


@given(worlds())
@settings(max_examples=30, deadline=None)
def test_the_simple_graph_is_networkx_own_folding(snapshot: Snapshot) -> None:
    for directed, kind in ((False, nx.Graph), (True, nx.DiGraph)):
        network = build(snapshot, View(), directed)
        folded = kind(network.graph)
        assert list(network.simple) == list(folded)
        assert {frozenset(e) if not directed else e for e in network.simple.edges} == {
            frozenset(e) if not directed else e for e in folded.edges
        }


def test_names_of_nodes_survive_filters() -> None:
    snapshot = world(
        thing("anvil", "Firm"),
        thing("hammer", "Firm"),
        claim("s", "Ownership", "herald", owner="anvil", asset="hammer"),
    )
    assert build(snapshot, View(sources=("herald",))).graph.nodes["anvil"]["name"] == "Anvil"


@given(
    worlds(),
    st.booleans(),
    st.sampled_from([View(), View(policy="majority"), View(min_confidence=0.6), View(types=("State",))]),
)
@settings(max_examples=25, deadline=None)
def test_a_series_is_the_graph_of_each_date(snapshot: Snapshot, directed: bool, view: View) -> None:
    dates = ["2018", "2020-06", "2021/2023"]
    for date, graph in graphs_over(snapshot, view, dates, directed):
        alone = build(snapshot, replace(view, as_of=date), directed).simple
        assert list(graph) == list(alone)
        assert list(graph.edges) == list(alone.edges)
