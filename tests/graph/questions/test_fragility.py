"""On how little does an answer stand? Against trying every subset through the view itself."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import BadQuestion
from graph.network import build
from graph.questions.centrality import rank
from graph.questions.fragility import path_fragility, rank_fragility
from graph.questions.paths import find_paths, prepare
from graph.snapshot import Snapshot
from graph.view import View
from tests.graph.worlds import DEAL, FORGE_WORLD, claim, denial, forge_world, thing, world, worlds

PAIRS = st.permutations(["f0", "f1", "f2", "s0", "s1", "s2"]).map(lambda names: (names[0], names[1]))


def ids(data: Any) -> list[set[str]]:
    return [{unit["id"] for unit in units} for units in data["sets"]]


def linked(snapshot: Snapshot, view: View, ends: tuple[str, str], **more: Any) -> bool:
    return bool(find_paths(build(snapshot, view), [ends[0]], [ends[1]], k=1, mode="shortest", **more).data)


@given(worlds(), PAIRS, st.sampled_from([0.0, 0.5]), st.booleans(), st.sampled_from([2, 3]))
@settings(max_examples=60, deadline=None)
def test_no_smaller_set_of_sources_breaks_it_and_each_that_is_given_does(
    snapshot: Snapshot, ends: tuple[str, str], least: float, chronological: bool, hops: int
) -> None:
    asked = {"max_hops": hops, "chronological": chronological}
    view = View(min_confidence=least)
    question = prepare(build(snapshot, view), [ends[0]], [ends[1]], **asked)
    answer = path_fragility(question)
    assert answer.data["holds"] == linked(snapshot, view, ends, **asked)
    if not answer.data["holds"]:
        return
    assert answer.data["exact"]
    sources = sorted(snapshot.sources)
    size = answer.data["size"]["upper"]
    breaking = [
        [set(gone) for gone in combinations(sources, n)
         if not linked(snapshot, View(min_confidence=least, without=gone), ends, **asked)]
        for n in range(1, size + 1)
    ]  # fmt: skip
    assert not any(breaking[:-1])
    assert all(found in breaking[-1] for found in ids(answer.data))
    if answer.data["complete"]:
        assert sorted(map(sorted, ids(answer.data))) == sorted(map(sorted, breaking[-1]))


def test_the_deal_stands_on_two_claims() -> None:
    question = prepare(build(forge_world(), View()), ["northland"], ["anvil"], max_hops=1)
    by_claim = path_fragility(question, "claim").data
    assert by_claim["size"] == {"lower": 2, "upper": 2}
    assert ids(by_claim) == [{c.id for c in FORGE_WORLD if c.subject == "deal"}]
    by_source = path_fragility(question).data
    assert ids(by_source) == [{"herald", "yearbook"}]
    assert by_source["sentence"] == (
        "Nothing links Northland and Anvil as asked without these 2 sources: Southland Herald; Yearbook 2024."
    )


def test_one_newspaper_may_be_all_there_is() -> None:
    without_deal = forge_world(without=[c for c in FORGE_WORLD if c.subject in ("deal", "westland-anvil")])
    answer = path_fragility(prepare(build(without_deal, View()), ["northland"], ["anvil"]))
    assert ids(answer.data) == [{"gazette"}]
    assert answer.data["route"]["size"] == 1
    assert {s["id"] for s in answer.receipt.sources} == {"gazette"}


def test_nothing_to_break() -> None:
    answer = path_fragility(prepare(build(forge_world(), View()), ["northland"], ["hermit"]))
    assert answer.data["holds"] is False
    assert answer.data["sets"] == []


def test_where_a_loss_may_bring_something_back_only_the_bound_from_above_is_sure() -> None:
    no = denial("deal", "Transfer", supplier="anvil", recipient="northland")
    question = prepare(build(forge_world(no), View(policy="majority")), ["northland"], ["anvil"], max_hops=1)
    answer = path_fragility(question)
    assert answer.data["size"] == {"lower": 1, "upper": 2}
    assert not answer.data["exact"]
    assert "may be one that denies" in answer.receipt.limits[0]["text"]


def test_a_search_that_is_cut_off_gives_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.questions.breaking.TRIALS", 4)
    sources = ("gazette", "herald", "rumour", "yearbook")
    middles = [thing(f"m{i}", "Firm") for i in range(6)]
    claims = [
        c
        for i in range(6)
        for c in (
            claim(f"in{i}", "Ownership", sources[i % 4], owner="f0", asset=f"m{i}"),
            claim(f"out{i}", "Ownership", sources[(i + 1) % 4], owner=f"m{i}", asset="f1"),
        )
    ]
    snapshot = world(thing("f0", "Firm"), thing("f1", "Firm"), *middles, *claims)
    answer = path_fragility(prepare(build(snapshot, View()), ["f0"], ["f1"], max_hops=2))
    size = answer.data["size"]
    assert size["lower"] <= 2 <= size["upper"]  # every other source of a ring of four: two
    (found, *_) = ids(answer.data)
    assert not linked(snapshot, View(without=tuple(found)), ("f0", "f1"), max_hops=2)


@given(worlds(), PAIRS, st.integers(0, 6), st.booleans())
@settings(max_examples=60, deadline=None)
def test_however_early_it_is_cut_off_the_bounds_hold(
    snapshot: Snapshot, ends: tuple[str, str], tries: int, chronological: bool
) -> None:
    question = prepare(build(snapshot, View()), [ends[0]], [ends[1]], max_hops=3, chronological=chronological)
    whole = path_fragility(question).data
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("graph.questions.breaking.LEAST", tries)
        patch.setattr("graph.questions.breaking.WORK", 0)
        data = path_fragility(question).data
    assert data["holds"] == whole["holds"]
    if data["holds"]:
        assert data["size"]["lower"] <= whole["size"]["upper"] <= data["size"]["upper"]
        for gone in ids(data):
            assert not linked(snapshot, View(without=tuple(gone)), ends, max_hops=3, chronological=chronological)


@given(worlds(), st.sampled_from(["degree", "pagerank"]), st.sampled_from([1, 2]))
@settings(max_examples=40, deadline=None)
def test_a_place_among_the_first_breaks_as_the_ranking_says(snapshot: Snapshot, measure: str, top: int) -> None:
    network = build(snapshot, View())

    def first(gone: tuple[str, ...]) -> list[str]:
        rows = rank(build(snapshot, View(without=gone)), measure, top=1000).data
        return [row["entity"]["id"] for row in rows if row["rank"] <= top]

    for entity in first(())[:1]:
        data = rank_fragility(network, measure, entity, top=top).data
        assert data["holds"]
        assert data["exact"]
        sources = sorted(snapshot.sources)
        size = data["size"]["upper"]
        for n in range(1, size):
            assert all(entity in first(gone) for gone in combinations(sources, n))
        assert all(entity not in first(tuple(sorted(found))) for found in ids(data))


def test_what_is_not_among_the_first_has_nothing_to_lose() -> None:
    data = rank_fragility(build(forge_world(), View()), "degree", "kite", top=1).data
    assert data["holds"] is False
    assert data["sentence"] == "Kite is not among the first 1 by degree."


def test_only_sources_or_claims_can_be_lost() -> None:
    question = prepare(build(forge_world(), View()), ["northland"], ["anvil"])
    with pytest.raises(BadQuestion):
        path_fragility(question, "newspaper")


def test_the_claims_of_an_answer_are_in_its_receipt() -> None:
    question = prepare(build(forge_world(), View()), ["northland"], ["anvil"], max_hops=1)
    assert DEAL.id in path_fragility(question, "claim").receipt.claims
