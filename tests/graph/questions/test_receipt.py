"""Can an answer be cited, checked and had again?"""

import hashlib
import json

from hypothesis import given, settings

from graph.network import build
from graph.questions.paths import find_paths
from graph.questions.receipt import LISTED, Question, canonical, seal
from graph.snapshot import Snapshot
from graph.view import View
from tests.graph.worlds import DEAL, STAKE, claim, forge_world, world, worlds

NOW = View()


def answer(snapshot: Snapshot, view: View = NOW):
    return find_paths(build(snapshot, view), ["northland"], ["anvil"])


def test_the_hash_is_of_the_data_and_of_the_rest_of_the_receipt() -> None:
    document = json.loads(answer(forge_world(), View(as_of="2023")).to_json())
    digest = document["receipt"].pop("hash")
    assert hashlib.sha256(canonical(document)).hexdigest() == digest


def test_everything_that_is_needed_to_ask_again() -> None:
    receipt = answer(forge_world(), View(as_of="2023", policy="strict")).receipt
    assert receipt.revision == 3
    assert receipt.view == {"as_of": "2023", "policy": "strict"}
    assert receipt.question == {
        "name": "paths",
        "parameters": {
            "from": ["northland"],
            "to": ["anvil"],
            "via": [],
            "avoid": [],
            "k": 20,
            "max_hops": 4,
            "weight": "hops",
            "mode": "kinds",
            "directed": False,
        },
    }


def test_sources_are_those_of_the_claims() -> None:
    receipt = answer(forge_world()).receipt
    assert {DEAL.id, STAKE.id} <= set(receipt.claims)
    snapshot = forge_world()
    assert {s["id"] for s in receipt.sources} == {snapshot.claims[c].source for c in receipt.claims}
    assert receipt.sources[0]["title"] == "Northland Gazette"


def test_another_revision_view_or_claim_is_another_hash() -> None:
    hashes = {
        answer(forge_world()).receipt.hash,
        answer(forge_world(), View(min_confidence=0.1)).receipt.hash,
        answer(forge_world(without=[DEAL])).receipt.hash,
    }
    assert len(hashes) == 3


def test_a_long_list_of_claims_is_counted_and_cut() -> None:
    claims = [claim(f"f{i}", "Firm", established=str(1000 + i % 900)) for i in range(LISTED + 5)]
    snapshot = world(*claims)
    receipt = seal([], snapshot=snapshot, view=View(), question=Question("all", {}), claims=snapshot.claims).receipt
    assert (len(receipt.claims), receipt.claim_count) == (LISTED, LISTED + 5)


@given(worlds())
@settings(max_examples=25, deadline=None)
def test_the_same_question_gives_the_same_bytes(snapshot: Snapshot) -> None:
    one, other = (find_paths(build(snapshot, View()), ["s0"], ["f0"]).to_json() for _ in range(2))
    snapshot.memory.__init__()  # type: ignore[misc]
    assert one == other == find_paths(build(snapshot, View()), ["s0"], ["f0"]).to_json()
    assert json.loads(one)["receipt"]["revision"] == 3
