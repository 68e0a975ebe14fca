"""What does a simple reader find, who takes each direct triple for a fact?"""

import pytest

from graph.claim import Claim
from graph.view import View
from tests.graph.rdf.world import (
    THINGS,
    Status,
    claim,
    direct,
    quads_of,
    rows,
    snapshot_of,
    store_of,
)

OWNED = {"owner": "northwind", "asset": "lantern"}
DEAL = {"supplier": "northwind", "recipient": "arcadia", "system": "telescope"}


def ownership(**more: object) -> Claim:
    return claim("stake", "Ownership", OWNED, **more)


def deal(status: str, source: str = "good", **more: object) -> Claim:
    return claim("deal", "Transfer", {**DEAL, "transferStatus": status}, source, **more)


def test_a_plain_statement_is_one_triple():
    assert direct(snapshot_of(*THINGS, ownership())) == ["northwind owns lantern"]


def test_a_transfer_gives_a_triple_for_each_projection():
    assert direct(snapshot_of(*THINGS, deal("delivered"))) == [
        "arcadia acquires telescope",
        "northwind supplies arcadia",
        "northwind suppliesSystem telescope",
    ]


def test_two_deals_between_the_same_two_are_one_triple():
    second = claim("deal-2", "Transfer", {**DEAL, "transferStatus": "delivered"}, "other")
    assert direct(snapshot_of(*THINGS, deal("delivered"), second)).count("northwind supplies arcadia") == 1


def test_a_symmetric_projection_reads_both_ways():
    pact = claim("pact", "Cooperation", {"actor": "arcadia", "counterpart": "northwind"})
    assert direct(snapshot_of(*THINGS, pact)) == [
        "arcadia cooperatesWith northwind",
        "northwind cooperatesWith arcadia",
    ]


def test_what_a_source_denies_is_not_stated():
    denial = ownership(source="other", status=Status.DENIED)
    assert direct(snapshot_of(*THINGS, ownership(), denial)) == []


def test_gossip_is_not_stated():
    assert direct(snapshot_of(*THINGS, ownership(source="gossip", credibility=6))) == []


@pytest.mark.parametrize(
    ("valid", "stated"),
    [
        ("2010/2019", False),  # sold again before the revision of June 2022
        ("2010/2022-06-30", True),  # held on that day
        ("2010/..", True),
        ("2010", True),  # a state without an end goes on
        ("2023/..", False),  # not yet
    ],
)
def test_a_state_must_hold_on_the_day_of_the_revision(valid: str, stated: bool):
    assert bool(direct(snapshot_of(*THINGS, ownership(valid=valid)))) is stated


@pytest.mark.parametrize(("valid", "stated"), [("2005", True), ("2030", False)])
def test_an_event_that_happened_stays_true(valid: str, stated: bool):
    assert bool(direct(snapshot_of(*THINGS, deal("delivered", valid=valid)))) is stated


def test_a_view_of_an_earlier_day_states_what_held_then():
    sold = snapshot_of(*THINGS, ownership(valid="2010/2019"))
    assert direct(sold, View(as_of="2015")) == ["northwind owns lantern"]
    assert direct(sold, View(as_of="2020")) == []


@pytest.mark.parametrize("status", ["offered", "negotiating", "cancelled"])
def test_a_deal_that_is_not_in_effect_is_not_stated(status: str):
    assert direct(snapshot_of(*THINGS, deal(status))) == []


def test_what_was_said_last_decides():
    talks, done = deal("negotiating", valid="2019"), deal("delivered", "other", valid="2021")
    assert "northwind supplies arcadia" in direct(snapshot_of(*THINGS, talks, done))
    ordered, off = deal("ordered", valid="2019"), deal("cancelled", "other", valid="2021")
    assert direct(snapshot_of(*THINGS, ordered, off)) == []


def test_what_was_retracted_is_not_stated_but_is_in_the_earlier_revision():
    world = snapshot_of(*THINGS, retracted=[ownership()])
    assert direct(world) == []
    assert direct(world, View(known_at=1)) == ["northwind owns lantern"]


def test_statistics_link_nobody():
    share = claim("share", "Indicator", {"subject": "arcadia", "counterpart": "northwind", "measure": "revenue"})
    assert direct(snapshot_of(*THINGS, share)) == []


def test_each_direct_triple_has_its_sources_two_steps_away():
    again = claim("stake", "Ownership", OWNED, "other")
    old = claim("stake", "Ownership", OWNED, "gossip")
    store = store_of(quads_of(snapshot_of(*THINGS, ownership(), again, deal("delivered"), retracted=[old])))
    query = """SELECT ?s ?p ?o ?source {
        GRAPH graph:direct { ?s ?p ?o }
        ?statement rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; prov:wasDerivedFrom ?source }"""
    assert rows(store, query) == [
        ("arcadia", "acquires", "telescope", "good"),
        ("northwind", "owns", "lantern", "good"),
        ("northwind", "owns", "lantern", "other"),
        ("northwind", "supplies", "arcadia", "good"),
        ("northwind", "suppliesSystem", "telescope", "good"),
    ]


def test_the_rule_is_published_with_the_graph():
    store = store_of(quads_of(snapshot_of(*THINGS, ownership())))
    [(rule, threshold)] = rows(store, "SELECT ?rule ?c { graph:direct rdfs:comment ?rule ; dg:confidence ?c }")
    assert threshold in rule
