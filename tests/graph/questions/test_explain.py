"""Why is there no route? Each answer is checked by asking again as it advises."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.claim import Claim
from graph.network import build
from graph.questions.paths import find_paths
from graph.questions.receipt import Answer
from graph.snapshot import Snapshot
from graph.view import PARAMETERS, View
from tests.graph.worlds import DEAL, THINGS, claim, denial, forge_world, world, worlds

Record = dict[str, Any]

NOW = View()
ROAD = (
    claim("a", "Ownership", "herald", owner="northland", asset="anvil", valid="2018-03/2019"),
    claim("b", "Ownership", "gazette", owner="anvil", asset="hammer", valid="2019-06-01/.."),
)
"""Northland - Anvil - Hammer: both hops hold from June to December 2019."""


def ask(
    snapshot: Snapshot,
    view: View = NOW,
    directed: bool = False,
    start: str = "northland",
    end: str = "hammer",
    **more: Any,
) -> Answer:
    return find_paths(build(snapshot, view, directed), [start], [end], **more)


def why(answer: Answer) -> Record:
    assert answer.receipt.why is not None
    return answer.receipt.why


def again(snapshot: Snapshot, view: View, relaxation: Record) -> list[Any]:
    """The routes of the view relaxed as advised (None: the default)."""
    for name, value in relaxation.items():
        given = tuple(value) if isinstance(value, list) else value
        view = view.relaxed(name) if given is None else replace(view, **{PARAMETERS[name]: given})
    return list(ask(snapshot, view).data)


def test_a_full_answer_needs_no_reason() -> None:
    assert ask(world(*THINGS, *ROAD)).receipt.why is None
    assert ask(world(*THINGS, *ROAD), View(as_of="2019-07")).receipt.why is None


@pytest.mark.parametrize(
    ("asked", "nearest"),
    [("2017", "2019-06-01"), ("2018-06", "2019-06-01"), ("2025", "2019-12-31")],
)
def test_the_nearest_date_at_which_all_hops_hold(asked: str, nearest: str) -> None:
    snapshot, view = world(*THINGS, *ROAD), View(as_of=asked)
    answer = ask(snapshot, view)
    assert answer.data == []
    assert why(answer)["relaxation"] == {"as_of": nearest}
    assert again(snapshot, view, {"as_of": nearest})


def test_dates_that_never_meet_need_the_filter_lifted() -> None:
    apart = claim("b", "Ownership", owner="anvil", asset="hammer", valid="2022/2023")
    answer = ask(world(*THINGS, ROAD[0], apart), View(as_of="2019"))
    assert why(answer)["relaxation"] == {"as_of": None}
    assert "Without as_of" in why(answer)["sentence"]


def test_loose_dates_are_not_certain() -> None:
    loose = claim("b", "Ownership", owner="anvil", asset="hammer", valid="2019/..")
    snapshot = world(*THINGS, claim("a", "Ownership", owner="northland", asset="anvil", valid="2010/.."), loose)
    view = View(as_of="2019", certainty="certain")
    blocks = {b["filter"]: b["relaxation"] for b in why(ask(snapshot, view))["blocks"]}
    assert blocks == {"as_of": {"as_of": "2019-12-31"}, "certainty": {"certainty": "possible"}}
    for relaxation in blocks.values():
        assert again(snapshot, view, relaxation)


@pytest.mark.parametrize(
    ("claims", "view", "relaxation"),
    [
        (ROAD, View(min_confidence=0.9), {"min_confidence": 0.85}),
        (ROAD, View(datasets=("register",)), {"dataset": ["press", "register"]}),
        (ROAD, View(sources=("herald",)), {"source": ["gazette", "herald"]}),
        (ROAD, View(types=("State",)), {"type": ["Firm", "State"]}),
        (ROAD, View(relationships=("Transfer",)), {"relationship": ["Ownership", "Transfer"]}),
        (ROAD, View(without=("anvil", "forge")), {"without": ["forge"]}),
        (ROAD, View(without=("a", "hermit", ROAD[1].id)), {"without": ["hermit"]}),
        (
            (*ROAD, denial("a", "Ownership", owner="northland", asset="anvil")),
            View(policy="strict"),
            {"policy": "majority"},
        ),
        (
            (*ROAD, denial("a", "Ownership", "gazette", owner="northland", asset="anvil")),
            View(policy="strict"),
            {"policy": "any"},
        ),
    ],
)
def test_the_smallest_change_of_a_filter(claims: tuple[Claim, ...], view: View, relaxation: Record) -> None:
    snapshot = world(*THINGS, *claims)
    answer = ask(snapshot, view)
    assert answer.data == []
    assert why(answer)["relaxation"] == relaxation
    assert [b["filter"] for b in why(answer)["blocks"]] == list(relaxation)
    assert again(snapshot, view, relaxation)


def test_what_was_not_known_yet() -> None:
    snapshot, view = world(*THINGS, ROAD[0], later=[ROAD[1]]), View(known_at=1)
    assert why(ask(snapshot, view))["relaxation"] == {"known_at": 3}
    assert again(snapshot, view, {"known_at": 3})


@pytest.mark.parametrize(
    ("asked", "relaxation"),
    [
        ({"max_hops": 1}, {"max_hops": 2}),
        ({"avoid": ["anvil", "hermit"]}, {"avoid": ["hermit"]}),
        ({"avoid": ["Ownership"]}, {"avoid": []}),
        ({"avoid": ["b"]}, {"avoid": []}),
        ({"via": ["anvil", "kite"]}, {"via": ["anvil"]}),
        ({"directed": True, "start": "hammer", "end": "northland"}, {"directed": False}),
    ],
)
def test_the_questions_own_bounds(asked: Record, relaxation: Record) -> None:
    answer = ask(world(*THINGS, *ROAD), **asked)
    assert answer.data == []
    assert why(answer)["relaxation"] == relaxation


def test_two_filters_that_must_go_together() -> None:
    view = View(as_of="2019-07", sources=("gazette",), types=("State",))
    answer = ask(world(*THINGS, *ROAD), view)
    assert answer.data == []
    assert why(answer)["together"] == ["type", "source"]
    assert set(why(answer)["relaxation"]) == {"type", "source"}
    assert "No single filter" in why(answer)["sentence"]


def test_what_the_claims_do_not_link() -> None:
    assert "link Hermit to nothing" in why(ask(world(*THINGS, *ROAD), end="hermit"))["sentence"]
    island = claim("far", "Ownership", owner="westland", asset="forge")
    assert "do not link Northland and Westland" in why(ask(world(*THINGS, *ROAD, island), end="westland"))["sentence"]


def test_too_far_is_said_with_the_distance() -> None:
    names = ["northland", *(f"f{i}" for i in range(7)), "hammer"]
    chain = [claim(f"o{i}", "Ownership", owner=a, asset=b) for i, (a, b) in enumerate(pairwise(names))]
    answer = ask(world(*THINGS, *chain))
    assert why(answer)["distance"] == 8
    assert "8 hops" in why(answer)["sentence"]


def test_routes_that_a_filter_hides_are_told_even_if_others_are_found() -> None:
    snapshot = forge_world()
    answer = find_paths(build(snapshot, View(as_of="2019")), ["northland"], ["anvil"])
    assert [p["length"] for p in answer.data] == [2]  # by the hub, Westland
    (block,) = why(answer)["blocks"]
    told = {tuple(r["relationships"]): r["relaxation"]["as_of"] for r in block["routes"]}
    assert told == {
        ("deal",): "2022-01-01",
        ("forge-place", "forge-run", "anvil-hammer"): "2024-01-01",
        ("peace-north", "peace-south", "southland-anvil"): "2020-12-22",
    }
    assert block["hidden"] == 3
    assert not block["opens"]
    assert "hides 3 routes" in why(answer)["sentence"]


def test_what_a_filter_leaves_out_without_loss_is_no_reason() -> None:
    snapshot = forge_world()
    answer = find_paths(build(snapshot, View(without=("hermit", DEAL.id))), ["northland"], ["anvil"])
    assert answer.receipt.why is None  # the yearbook tells of the deal as well


def test_coverage_tells_what_was_looked_at() -> None:
    answer = ask(world(*THINGS, *ROAD), View(datasets=("register",)))
    assert [c["id"] for c in answer.receipt.coverage] == ["register"]
    assert answer.receipt.coverage[0]["coverage"] == "Deliveries, 2000 to 2024."


VIEWS = st.builds(
    View,
    as_of=st.sampled_from([None, "2018", "2020-06-15", "2023"]),
    known_at=st.sampled_from([None, 1, 2]),
    certainty=st.sampled_from(["certain", "possible"]),
    types=st.sampled_from([(), ("Firm",), ("State",)]),
    relationships=st.sampled_from([(), ("Ownership",)]),
    datasets=st.sampled_from([(), ("press",)]),
    min_confidence=st.sampled_from([0.0, 0.5]),
    policy=st.sampled_from(["any", "strict"]),
    without=st.sampled_from([(), ("f1",), ("gazette", "s2")]),
)


@given(worlds(), VIEWS)
@settings(max_examples=120, deadline=None)
def test_following_the_advice_helps(snapshot: Snapshot, view: View) -> None:
    """If nothing is found, each change that is advised opens a route; none is advised only if none helps."""
    answer = find_paths(build(snapshot, view), ["s0"], ["f0"])
    if answer.data:
        return
    reason = why(answer)

    def routes(relaxation: Record) -> list[Any]:
        asked, own = view, {}
        for name, value in relaxation.items():
            given = tuple(value) if isinstance(value, list) else value
            if name not in PARAMETERS:
                own[name] = given
            else:
                asked = asked.relaxed(name) if given is None else replace(asked, **{PARAMETERS[name]: given})
        return list(find_paths(build(snapshot, asked), ["s0"], ["f0"], **own).data)

    for block in reason["blocks"]:
        assert routes(block["relaxation"])
    if "together" in reason:
        assert routes(reason["relaxation"] | {"max_hops": 6})
    if not reason["relaxation"]:
        assert not find_paths(build(snapshot, View()), ["s0"], ["f0"], max_hops=6).data
