"""How are these linked? Routes with their evidence, asked of a world made by hand and of random ones."""

import math
from dataclasses import replace
from itertools import pairwise
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import BadQuestion, UnknownEntity
from graph.network import build
from graph.questions.paths import find_paths
from graph.questions.receipt import Answer
from graph.questions.search import kind_of
from graph.snapshot import Snapshot
from graph.view import View
from loaders.claims_file import read_dataset
from loaders.run import packaged
from tests.graph.worlds import FORGE_WORLD, STAKE, VOCABULARY, claim, denial, forge_world, world, worlds

Record = dict[str, Any]
NOW = View()
PAIRS = st.permutations(["f0", "f1", "f2", "s0", "s1", "s2"]).map(lambda names: (names[0], names[1]))


def ask(
    snapshot: Snapshot,
    start: str = "northland",
    end: str = "anvil",
    view: View = NOW,
    directed: bool = False,
    **more: Any,
) -> Answer:
    return find_paths(build(snapshot, view, directed), [start], [end], **more)


def nodes(path: Record) -> tuple[str, ...]:
    return (path["hops"][0]["from"]["id"], *(hop["to"]["id"] for hop in path["hops"]))


def routes(answer: Answer) -> list[tuple[str, ...]]:
    return [nodes(path) for path in answer.data]


def test_every_sort_of_link_is_shown() -> None:
    assert routes(ask(forge_world())) == [
        ("northland", "anvil"),
        ("northland", "westland", "anvil"),
        ("northland", "forge", "hammer", "anvil"),
        ("northland", "peace", "southland", "anvil"),
    ]


def test_a_hop_carries_its_evidence() -> None:
    plant = next(p for p in ask(forge_world()).data if "forge" in nodes(p))
    assert plant["sentence"] == (
        "Northland is the location of Forge; Forge is operated by Hammer; Hammer is a subsidiary of Anvil."
    )
    hop = plant["hops"][2]
    assert hop["from"] == {"id": "hammer", "name": "Hammer", "type": "Firm"}
    assert hop["phrase"] == "is a subsidiary of"
    assert hop["relationship"] == {
        "id": "anvil-hammer",
        "type": "Ownership",
        "link": "owns",
        "start": "2020",
        "end": "..",
        "contested": False,
        "confidence": 1.0,
        "derived": False,
    }
    (said,) = hop["claims"]
    assert said["id"] == STAKE.id
    assert said["source"]["title"] == "Northland Gazette"
    assert said["source"]["reliability"] == "A"
    assert said["says"] == "asset: Hammer; owner: Anvil; kind of ownership: subsidiary; share: 50"


def test_the_weight_of_a_path_is_the_product_of_its_confidences() -> None:
    for path in ask(forge_world(), view=View(sources=("herald", "gazette", "rumour"))).data:
        assert path["weight"] == round(math.prod(hop["relationship"]["confidence"] for hop in path["hops"]), 9)
        assert path["length"] == len(path["hops"])


def test_parallel_relationships_are_not_lost() -> None:
    more = claim(
        "training", "Cooperation", "rumour", actor="anvil", counterpart="northland", cooperationKind="training"
    )
    (hop,) = ask(forge_world(more)).data[0]["hops"]
    assert hop["relationship"]["id"] == "deal"
    assert [(e["relationship"]["id"], e["claims"]) for e in hop["also"]] == [("training", [more.id])]


def test_who_denies_it_is_cited_too() -> None:
    no = denial("anvil-hammer", "Ownership", owner="anvil", asset="hammer")
    plant = next(p for p in ask(forge_world(no)).data if "forge" in nodes(p))
    hop = plant["hops"][2]
    assert hop["relationship"]["contested"]
    assert [(c["id"], c["status"]) for c in hop["claims"]] == [(STAKE.id, "asserted"), (no.id, "denied")]


def test_most_credible_first() -> None:
    snapshot = forge_world(without=[c for c in FORGE_WORLD if c.subject == "deal"])
    assert routes(ask(snapshot, weight="hops", mode="all"))[0] == ("northland", "westland", "anvil")
    answer = ask(snapshot, weight="confidence", mode="all")
    assert routes(answer)[-1] == ("northland", "westland", "anvil")  # its one source is a rumour
    weights = [path["weight"] for path in answer.data]
    assert weights == sorted(weights, reverse=True)


def test_shortest_only() -> None:
    snapshot = forge_world(without=[c for c in FORGE_WORLD if c.subject in ("deal", "westland-anvil")])
    assert set(routes(ask(snapshot, mode="shortest"))) == {
        ("northland", "forge", "hammer", "anvil"),
        ("northland", "peace", "southland", "anvil"),
    }


def test_the_way_over_the_system_of_one_deal_is_a_detour() -> None:
    assert ("northland", "kite", "anvil") not in routes(ask(forge_world()))
    assert ("northland", "kite", "anvil") in routes(ask(forge_world(), mode="all"))


def test_a_shared_system_of_two_deals_is_none() -> None:
    other = claim("old-deal", "Transfer", supplier="anvil", recipient="southland", system="kite")
    assert ("northland", "kite", "southland") in routes(ask(forge_world(other), end="southland"))


def test_via_and_avoid() -> None:
    snapshot = forge_world()
    assert routes(ask(snapshot, via=["hammer"])) == [("northland", "forge", "hammer", "anvil")]
    assert routes(ask(snapshot, via=["southland", "peace"])) == [("northland", "peace", "southland", "anvil")]
    without_hammer = routes(ask(snapshot, avoid=["hammer"]))
    assert without_hammer
    assert not any("hammer" in route for route in without_hammer)
    assert ("northland", "anvil") not in routes(ask(snapshot, avoid=["deal"]))
    classes = {hop["relationship"]["type"] for p in ask(snapshot, avoid=["Transfer"]).data for hop in p["hops"]}
    assert "Transfer" not in classes


def test_avoiding_what_a_hop_is_named_by_shows_the_other_relationship() -> None:
    more = claim("training", "Cooperation", "rumour", actor="anvil", counterpart="northland")
    (hop,) = ask(forge_world(more), avoid=["deal"]).data[0]["hops"]
    assert hop["relationship"]["id"] == "training"
    assert hop["also"] == []


def test_directed_routes_read_forwards() -> None:
    answer = ask(forge_world(), "southland", "northland", directed=True, mode="all")
    assert ("southland", "anvil", "northland") in routes(answer)
    assert not any("peace" in route for route in routes(answer))  # both ends sign; nothing leads out of an accord


def test_between_sets() -> None:
    answer = find_paths(build(forge_world(), View()), ["northland", "southland"], ["anvil", "hammer"])
    assert {(r[0], r[-1]) for r in routes(answer)} >= {
        ("northland", "anvil"),
        ("southland", "anvil"),
        ("northland", "hammer"),
    }


def test_a_filter_of_types_never_drops_what_is_asked_for() -> None:
    answer = ask(forge_world(), "northland", "hammer", view=View(types=("Facility",)))
    assert routes(answer) == [("northland", "forge", "hammer")]


def test_by_roles_the_deal_is_on_the_way() -> None:
    assert ("northland", "deal", "anvil") in routes(ask(forge_world(), view=View(projection="roles")))


def test_more_than_k_is_said() -> None:
    answer = ask(forge_world(), k=2)
    assert len(answer.data) == 2
    assert [(x["limit"], x["value"]) for x in answer.receipt.limits] == [("k", 2)]
    assert ask(forge_world(), k=20, max_hops=3, mode="all").receipt.limits == []


@pytest.mark.parametrize(
    ("asked", "parameter"),
    [
        ({"k": 0}, "k"),
        ({"k": 101}, "k"),
        ({"max_hops": 0}, "max_hops"),
        ({"max_hops": 7}, "max_hops"),
        ({"weight": "gold"}, "weight"),
        ({"mode": "best"}, "mode"),
        ({"end": "northland"}, "to"),
        ({"avoid": ["anvil"]}, "avoid"),
    ],
)
def test_what_cannot_be_answered_is_refused(asked: dict[str, Any], parameter: str) -> None:
    with pytest.raises(BadQuestion) as refused:
        ask(forge_world(), **asked)
    assert refused.value.parameter == parameter


@pytest.mark.parametrize("asked", [{"start": "norhtland"}, {"end": "x"}, {"via": ["x"]}, {"avoid": ["x"]}])
def test_an_unknown_entity_is_said_to_be_unknown(asked: dict[str, Any]) -> None:
    with pytest.raises(UnknownEntity):
        ask(forge_world(), **asked)


def test_no_end_at_all() -> None:
    with pytest.raises(BadQuestion, match="from"):
        find_paths(build(forge_world(), View()), [], ["anvil"])


def test_the_same_question_gives_the_same_bytes() -> None:
    one, other = ask(world(*FORGE_WORLD)), ask(world(*reversed(FORGE_WORLD)))
    assert one.to_json() == other.to_json()


@given(
    worlds(),
    PAIRS,
    st.integers(1, 5),
    st.booleans(),
    st.sampled_from(["direct", "roles"]),
)
@settings(max_examples=60, deadline=None)
def test_all_routes_are_those_of_networkx(
    snapshot: Snapshot, ends: tuple[str, str], max_hops: int, directed: bool, projection: str
) -> None:
    start, end = ends
    network = build(snapshot, View(projection=projection), directed)
    answer = find_paths(network, [start], [end], k=100, max_hops=max_hops, mode="all")
    known = start in network.simple and end in network.simple
    wanted = {tuple(p) for p in nx.all_simple_paths(network.simple, start, end, cutoff=max_hops)} if known else set()
    found = routes(answer)
    assert len(found) == len(set(found)) == min(len(wanted), 100)
    assert set(found) <= wanted
    assert [len(r) for r in found] == sorted(len(r) for r in found)
    for path in answer.data:
        for hop in path["hops"]:
            assert_evidence(snapshot, hop)


def assert_evidence(snapshot: Snapshot, hop: Record) -> None:
    """Each asserting claim of a hop gives both its ends, or, of a hop to a relationship itself, the other one."""
    ends = {hop["from"]["id"], hop["to"]["id"]}
    asserting = [c for c in hop["claims"] if c["status"] == "asserted"]
    assert asserting
    for cited in asserting:
        said = snapshot.claims[cited["id"]]
        assert said.subject == hop["relationship"]["id"]
        assert ends <= {v.value for v in said.values} | {said.subject}


@given(worlds(), PAIRS)
@settings(max_examples=50, deadline=None)
def test_kinds_show_the_best_and_differ_as_long_as_they_can(snapshot: Snapshot, ends: tuple[str, str]) -> None:
    start, end = ends
    network = build(snapshot, View())
    some, every = (find_paths(network, [start], [end], k=k, mode="kinds") for k in (3, 100))
    best = find_paths(network, [start], [end], k=1, mode="all")
    assert routes(best)[:1] == routes(some)[:1]
    kinds = {kind_of(network.steps, route) for route in routes(every)}
    assert len({kind_of(network.steps, route) for route in routes(some)}) == min(3, len(kinds))


@given(worlds(), PAIRS)
@settings(max_examples=40, deadline=None)
def test_a_hop_goes_when_its_claims_go(snapshot: Snapshot, ends: tuple[str, str]) -> None:
    start, end = ends
    for path in ask(snapshot, start, end).data[:2]:
        hop = path["hops"][0]
        gone = {c["id"] for c in hop["claims"]} | {c for e in hop["also"] for c in e["claims"]}
        left = ask(snapshot, start, end, View(without=tuple(gone)), mode="all", k=100)
        pair = {hop["from"]["id"], hop["to"]["id"]}
        assert not any(pair == set(step) for route in routes(left) for step in pairwise(route))


@given(worlds(), PAIRS, st.sampled_from(["2019", "2021"]))
@settings(max_examples=40, deadline=None)
def test_what_is_certain_is_possible(snapshot: Snapshot, ends: tuple[str, str], as_of: str) -> None:
    start, end = ends
    view = View(as_of=as_of)
    certain, possible = (
        set(routes(ask(snapshot, start, end, replace(view, certainty=c), k=100, max_hops=3, mode="all")))
        for c in ("certain", "possible")
    )
    assert certain <= possible or len(possible) == 100


@pytest.fixture(scope="module")
def curated() -> Snapshot:
    data = read_dataset(packaged()["curated"], VOCABULARY)
    return Snapshot.build(VOCABULARY, 1, [data.dataset], data.sources, [(c, 1, None) for c in data.claims])


MOROCCO, IAI = "morocco", "israel-aerospace-industries"


PLANT = ("Location", "FacilityOperation", "Ownership")
DEAL = ("Transfer",)
ACCORD = ("AccordParty", "AccordParty", "Ownership")


def sorts(answer: Answer) -> set[tuple[str, ...]]:
    """The sequences of relationship classes that the routes of an answer are made of."""
    return {tuple(hop["relationship"]["type"] for hop in path["hops"]) for path in answer.data}


def test_morocco_and_iai_are_linked_by_plant_deal_and_accord(curated: Snapshot) -> None:
    answer = ask(curated, MOROCCO, IAI)
    assert {PLANT, DEAL, ACCORD} <= sorts(answer)
    assert all(c["source"]["title"] for p in answer.data for hop in p["hops"] for c in hop["claims"])


def test_in_2019_none_of_these_three_held_and_the_receipt_says_so(curated: Snapshot) -> None:
    answer = ask(curated, MOROCCO, IAI, View(as_of="2019"))
    assert not {PLANT, DEAL, ACCORD} & sorts(answer)
    assert answer.receipt.why
    (block,) = answer.receipt.why["blocks"]
    hidden = {tuple(curated.relationships[name].type for name in route["relationships"]) for route in block["routes"]}
    assert {PLANT, DEAL, ACCORD} <= hidden


def test_avoiding_the_subsidiary_changes_the_answer(curated: Snapshot) -> None:
    answer = ask(curated, MOROCCO, IAI, avoid=["bluebird-aero-systems"])
    assert answer.data
    assert PLANT not in sorts(answer)
