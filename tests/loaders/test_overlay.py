"""Are a caller's own claims checked as a file is, used as claims are, and told apart?"""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from graph.errors import Refused
from graph.network import build
from graph.overlay import MAX_CLAIMS
from graph.questions.overlaid import overlaid
from graph.questions.paths import find_paths
from graph.snapshot import Snapshot
from graph.view import View
from loaders.overlay import read_overlay
from tests.graph.snapshot.pictures import picture
from tests.graph.worlds import SOURCES, forge_world

OWN: dict[str, Any] = {
    "sources": {"mine": {"title": "My own notes", "reliability": "C", "reason": "I was there."}},
    "entities": {"quill": {"type": "Firm", "claims": [{"source": "mine", "credibility": 2, "name": "Quill"}]}},
    "relationships": {
        "hermit-quill": {
            "type": "Ownership",
            "claims": [{"source": "mine", "credibility": 3, "owner": "hermit", "asset": "quill"}],
        },
        "quill-anvil": {
            "type": "Ownership",
            "claims": [{"source": "mine", "credibility": 3, "owner": "quill", "asset": "anvil"}],
        },
    },
}


def over(own: dict[str, Any], snapshot: Snapshot) -> Snapshot:
    return overlaid(snapshot, read_overlay(json.dumps(own, indent=1), snapshot))


def route(snapshot: Snapshot, view: View | None = None) -> Any:
    return find_paths(build(snapshot, view or View()), ["hermit"], ["anvil"])


def test_what_the_caller_knows_opens_a_path_and_the_receipt_says_so() -> None:
    snapshot = forge_world()
    assert route(snapshot).data == []
    answer = route(over(OWN, snapshot))
    assert [hop["relationship"]["id"] for hop in answer.data[0]["hops"]] == ["hermit-quill", "quill-anvil"]
    told = answer.receipt.overlay
    assert told is not None
    assert (set(told["claims"]), told["claim_count"]) == (set(answer.receipt.claims), 3)
    assert "overlay" not in route(snapshot).receipt.as_dict()


def test_it_holds_whatever_the_graph_knew_and_can_be_left_out() -> None:
    snapshot = over(OWN, forge_world())
    assert route(snapshot, View(known_at=1)).data
    assert not route(snapshot, View(without=("overlay",))).data
    assert not route(snapshot, View(without=("mine",))).data


def test_nothing_of_it_stays() -> None:
    snapshot = forge_world()
    before = picture(snapshot)
    over(OWN, snapshot)
    assert picture(snapshot) == before
    assert route(snapshot).data == []


def test_another_overlay_has_another_hash() -> None:
    snapshot, other = forge_world(), copy.deepcopy(OWN)
    other["entities"]["quill"]["claims"][0]["name"] = "Quill and Sons"
    one, two = (route(over(own, snapshot)).receipt for own in (OWN, other))
    assert one.overlay["digest"] != two.overlay["digest"]
    assert one.hash != two.hash
    assert one == route(over(json.loads(json.dumps(OWN)), snapshot)).receipt


@pytest.mark.parametrize(
    ("where", "value", "reason"),
    [
        (("relationships", "hermit-quill", "type"), "Onwership", "Ownership"),
        (("relationships", "hermit-quill", "claims", 0, "owner"), "nobody-at-all", "nobody-at-all"),
        (("relationships", "hermit-quill", "claims", 0, "share"), "many", "share"),
        (("relationships", "hermit-quill", "claims", 0, "source"), "yours", "yours"),
        (("entities", "quill", "claims", 0, "name"), None, "name"),
        (("things",), {}, "things"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(where: tuple[str | int, ...], value: Any, reason: str) -> None:
    own = copy.deepcopy(OWN)
    place: Any = own
    for key in where[:-1]:
        place = place[key]
    place[where[-1]] = value
    with pytest.raises(Refused, match=reason) as caught:
        over(own, forge_world())
    assert caught.value.problems


def test_a_source_of_the_graph_is_not_the_callers_to_describe() -> None:
    own = json.loads(json.dumps(OWN).replace('"mine"', f'"{SOURCES[0].id}"'))
    with pytest.raises(Refused, match=SOURCES[0].id):
        over(own, forge_world())


def test_it_is_bounded() -> None:
    claims = [{"source": "mine", "credibility": 2, "name": f"Quill {n}"} for n in range(MAX_CLAIMS + 1)]
    own = {"sources": OWN["sources"], "entities": {"quill": {"type": "Firm", "claims": claims}}}
    with pytest.raises(Refused, match=str(MAX_CLAIMS)):
        over(own, forge_world())
    with pytest.raises(Refused, match="larger"):
        read_overlay(" " * 300_000, forge_world())
