"""Paths in the order of time, along patterns, by their weakest evidence, between sets: against plain enumeration."""

from __future__ import annotations

from itertools import pairwise, product
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.confidence import independent_groups
from graph.dates import MAX, MIN, bounds
from graph.errors import BadQuestion
from graph.network import Network, build
from graph.questions.paths import find_paths
from graph.questions.receipt import Answer
from graph.snapshot import Snapshot
from graph.view import View
from tests.graph.worlds import SOURCES, STAKE, claim, forge_world, thing, world, worlds

Record = dict[str, Any]
PAIRS = st.permutations(["f0", "f1", "f2", "s0", "s1", "s2"]).map(lambda names: (names[0], names[1]))


def nodes(path: Record) -> tuple[str, ...]:
    return (path["hops"][0]["from"]["id"], *(hop["to"]["id"] for hop in path["hops"]))


def routes(answer: Answer) -> list[tuple[str, ...]]:
    return [nodes(path) for path in answer.data]


def everything(network: Network, start: str, end: str, hops: int = 4, **more: Any) -> Answer:
    return find_paths(network, [start], [end], k=100, max_hops=hops, mode="all", **more)


def start_days(network: Network, edge: Record) -> tuple[int, int]:
    """When an edge began, straight from its claims' EDTF text."""
    snapshot = network.snapshot
    claims = [snapshot.claims[c] for c in edge["claims"]]
    dated = [c.valid for c in claims if c.valid]
    if len(dated) < len(claims):  # an undated claim takes the time of all dated assertions of its relationship
        said = (snapshot.rows[row] for row in snapshot.relationships[edge["relationship"]].rows)
        dated += [c.valid for c in said if c.valid and c.status == "asserted"]
    kind = snapshot.vocabulary.relationships[claims[0].type].temporality
    days = [bounds(text, kind) for text in dated]
    return min((d.start_earliest for d in days), default=MIN), max((d.start_latest for d in days), default=MAX)


def in_order(network: Network, route: tuple[str, ...], certain: bool) -> bool:
    """Whether any choice of edges along a route is in the order of time, by trying all of them."""
    for edges in product(*(network.steps[u][v] for u, v in pairwise(route))):
        days = [start_days(network, edge) for edge in edges]
        pairs = [(a, b) for i, a in enumerate(days) for b in days[i + 1 :]]
        if all(a[1] <= b[0] for a, b in pairs) if certain else all(a[0] <= b[1] for a, b in pairs):
            return True
    return False


@given(worlds(), PAIRS, st.sampled_from(["possible", "certain"]))
@settings(max_examples=60, deadline=None)
def test_those_in_the_order_of_time_are_those_that_enumeration_finds(
    snapshot: Snapshot, ends: tuple[str, str], certainty: str
) -> None:
    network = build(snapshot, View(certainty=certainty))
    known = {*ends} <= set(network.simple)
    every = list(map(tuple, nx.all_simple_paths(network.simple, *ends, cutoff=3))) if known else []
    wanted = {route for route in every if in_order(network, route, certainty == "certain")}
    found = everything(network, *ends, hops=3, chronological=True)
    if len(wanted) <= 100:
        assert set(routes(found)) == wanted
    for path in found.data:
        edges = [
            next(
                e
                for e in network.steps[h["from"]["id"]][h["to"]["id"]]
                if (e["relationship"], e["link"]) == (h["relationship"]["id"], h["relationship"]["link"])
            )
            for h in path["hops"]
        ]
        days = [start_days(network, edge) for edge in edges]
        sides = (1, 0) if certainty == "certain" else (0, 1)
        assert all(a[sides[0]] <= b[sides[1]] for a, b in pairwise(days))


def test_an_accord_before_the_delivery_but_not_after_it() -> None:
    snapshot = forge_world()
    network = build(snapshot, View())
    forwards = routes(everything(network, "peace", "kite", chronological=True))
    assert ("peace", "northland", "kite") in forwards  # signed in 2020, ordered in 2022
    backwards = routes(everything(network, "kite", "peace", chronological=True))
    assert ("kite", "northland", "peace") not in backwards


def test_a_hop_takes_the_parallel_relationship_that_fits_in_time() -> None:
    early = claim("old-talks", "Cooperation", "rumour", actor="anvil", counterpart="northland", valid="2001")
    network = build(forge_world(early), View(certainty="certain"))
    back = everything(network, "peace", "anvil", chronological=True)
    (path,) = [p for p in back.data if nodes(p) == ("peace", "northland", "anvil")]
    assert path["hops"][1]["relationship"]["id"] == "deal"
    assert [e["relationship"]["id"] for e in path["hops"][1]["also"]] == ["old-talks"]


@given(worlds(), PAIRS)
@settings(max_examples=40, deadline=None)
def test_the_widest_evidence_is_the_greatest_least_number_of_independent_sources(
    snapshot: Snapshot, ends: tuple[str, str]
) -> None:
    network = build(snapshot, View())
    groups = independent_groups(SOURCES)

    def width(u: str, v: str) -> int:
        return max(len({groups[snapshot.claims[c].source] for c in e["claims"]}) for e in network.steps[u][v])

    known = {*ends} <= set(network.simple)
    every = list(map(tuple, nx.all_simple_paths(network.simple, *ends, cutoff=4))) if known else []
    answer = everything(network, *ends, weight="evidence")
    said = {route: path["evidence"] for route, path in zip(routes(answer), answer.data, strict=True)}
    assert said == {route: min(width(u, v) for u, v in pairwise(route)) for route in every if route in said}
    assert len(said) == min(len(every), 100)
    widths = [path["evidence"] for path in answer.data]
    assert widths == sorted(widths, reverse=True)


def test_sources_that_repeat_one_another_are_one() -> None:
    claims = [claim("owned", "Ownership", source, owner="f0", asset="f1") for source in ("herald", "echo", "gazette")]
    snapshot = world(thing("f0", "Firm"), thing("f1", "Firm"), *claims)
    (path,) = everything(build(snapshot, View()), "f0", "f1", weight="evidence").data
    assert path["evidence"] == 2


@given(worlds(), PAIRS, st.sampled_from(["hops", "confidence"]))
@settings(max_examples=40, deadline=None)
def test_a_pattern_of_anything_gives_all_routes_of_its_length_in_the_same_order(
    snapshot: Snapshot, ends: tuple[str, str], weight: str
) -> None:
    network = build(snapshot, View())
    every = [r for r in routes(everything(network, *ends, hops=2, weight=weight)) if len(r) == 3]
    anything = "Entity/Relationship/Entity/Relationship/Entity"
    assert routes(everything(network, *ends, weight=weight, pattern=anything)) == every


def test_a_pattern_is_followed_class_by_class() -> None:
    network = build(forge_world(), View())
    answer = find_paths(network, [], ["anvil"], pattern="common-accord", mode="all")
    assert answer.data == []  # Anvil is party to no accord
    two = find_paths(network, ["northland"], [], pattern="common-accord", mode="all")
    assert routes(two) == [("northland", "peace", "southland")]
    three = find_paths(network, ["northland"], [], pattern="place-to-owner")
    assert routes(three) == [("northland", "forge", "hammer", "anvil")]
    assert three.receipt.question["parameters"]["pattern"][1] == "Location"


@pytest.mark.parametrize(
    "pattern", ["accord-to-makers", "State/Ownership", "State/Firm/Ownership", "Sate/Ownership/Firm"]
)
def test_a_pattern_that_is_none_is_refused(pattern: str) -> None:
    with pytest.raises(BadQuestion) as refused:
        find_paths(build(forge_world(), View()), ["northland"], ["anvil"], pattern=pattern)
    assert refused.value.parameter == "pattern"


def test_a_pattern_that_hides_routes_is_named() -> None:
    answer = find_paths(build(forge_world(), View()), ["northland"], ["anvil"], pattern="common-accord")
    assert answer.data == []
    assert answer.receipt.why is not None
    assert {"filter": "pattern", "opens": True}.items() <= answer.receipt.why["blocks"][0].items()


def test_the_order_of_time_that_hides_routes_is_named() -> None:
    snapshot = world(
        thing("a", "Firm"), thing("b", "Firm"), thing("c", "Firm"),
        claim("late", "Ownership", owner="a", asset="b", valid="2020/.."),
        claim("early", "Ownership", owner="b", asset="c", valid="2010/.."),
    )  # fmt: skip
    answer = find_paths(build(snapshot, View()), ["a"], ["c"], chronological=True)
    assert answer.data == []
    assert answer.receipt.why is not None
    assert answer.receipt.why["relaxation"] == {"chronological": False}


def test_any_firm_that_belongs_to_a_state() -> None:
    network = build(forge_world(), View())
    answer = find_paths(network, ["southland"], ["northland"], source_type="Firm", max_hops=1)
    assert routes(answer) == [("anvil", "northland")]  # Hammer, which Anvil owns, belongs to Southland too
    assert answer.receipt.question["parameters"]["from_count"] == 2
    wide = find_paths(network, ["southland"], ["northland"], source_type="Firm", max_hops=2, mode="all")
    assert {route[0] for route in routes(wide)} == {"anvil", "hammer"}


def test_any_of_a_class() -> None:
    answer = find_paths(build(forge_world(), View()), [], ["anvil"], source_type="Accord", mode="all")
    assert {route[0] for route in routes(answer)} == {"peace"}


def test_nothing_that_belongs_to_it_is_no_error() -> None:
    answer = find_paths(build(forge_world(), View()), ["westland"], ["anvil"], source_type="Accord")
    assert answer.data == []
    assert answer.receipt.why is not None
    assert answer.receipt.why["sentence"] == "Nothing of the class Accord belongs to Westland in this view."


def test_belonging_is_of_the_view() -> None:
    network = build(forge_world(), View(without=(STAKE.id,)))
    answer = find_paths(network, ["southland"], ["northland"], source_type="Firm", max_hops=2, mode="all")
    assert {route[0] for route in routes(answer)} == {"anvil"}


@given(worlds(), PAIRS, st.sampled_from(["kinds", "all"]), st.booleans())
@settings(max_examples=30, deadline=None)
def test_pages_together_are_the_whole(
    snapshot: Snapshot, ends: tuple[str, str], mode: str, chronological: bool
) -> None:
    network = build(snapshot, View())
    asked = {"mode": mode, "chronological": chronological}
    whole = find_paths(network, [ends[0]], [ends[1]], k=100, **asked)
    pages, cursor = list[tuple[str, ...]](), None
    for _ in range(100):
        page = find_paths(network, [ends[0]], [ends[1]], k=3, cursor=cursor, **asked)
        assert len(page.data) <= 3
        pages += routes(page)
        cursor = page.next
        if cursor is None:
            break
    assert len(pages) == len(set(pages))
    if whole.next is None:
        assert sorted(pages) == sorted(routes(whole))


def test_a_cursor_of_another_question_is_refused() -> None:
    network = build(forge_world(), View())
    first = find_paths(network, ["northland"], ["anvil"], k=1)
    with pytest.raises(BadQuestion):
        find_paths(network, ["northland"], ["anvil"], k=2, cursor=first.next)


def test_variants_of_a_kind_are_listed_with_its_first() -> None:
    other = (
        thing("truce", "Accord"),
        claim("truce-north", "AccordParty", "herald", party="northland", accord="truce", partyRole="signatory"),
        claim("truce-south", "AccordParty", "herald", party="southland", accord="truce", valid="2021"),
    )
    answer = find_paths(build(forge_world(*other), View()), ["northland"], ["anvil"], k=4)
    accord = next(p for p in answer.data if "peace" in nodes(p))
    (variant,) = accord["variants"]
    assert variant["entities"] == ["northland", "truce", "southland", "anvil"]
    assert variant["sentence"].startswith("Northland signed Truce; ")
    assert not accord["more_variants"]
    assert set(variant["claims"]) <= set(answer.receipt.claims)
    assert "herald" in {source["id"] for source in answer.receipt.sources}
