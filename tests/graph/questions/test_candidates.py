"""Which entities are suggested to be one, and which are not, whatever their names?"""

import pytest

from graph.claim import Claim, Value
from graph.questions.candidates import find_candidates
from graph.snapshot import Snapshot
from graph.view import View
from tests.graph.worlds import claim, denial, world

LEI = "529900D6BF99LW9R2E68"
OTHER_LEI = "5493003NEWSXDZGMS912"


def firm(name: str, source: str, called: str, **said: str) -> Claim:
    return claim(name, "Firm", source, name=Value("name", called, lang="en"), **said)


def found(snapshot: Snapshot, **asked: object) -> dict[frozenset[str], float]:
    candidates = find_candidates(snapshot, View(), **asked)  # type: ignore[arg-type]
    return {frozenset((pair.one, pair.other)): pair.score for pair in candidates}


ANVIL = firm("anvil-works", "gazette", "Anvil Works plc")
SAME = firm("top-7", "yearbook", "ANVIL WORKS")
PAIR = frozenset(("anvil-works", "top-7"))


def test_one_firm_in_two_datasets() -> None:
    (pair,) = find_candidates(world(ANVIL, SAME), View())
    assert (pair.one, pair.other, pair.score, pair.likely) == ("anvil-works", "top-7", 1.0, True)
    assert pair.reasons == ("Anvil Works plc | ANVIL WORKS", "the same words: anvil works")


def test_an_alias_counts_as_a_name() -> None:
    known = claim("nw", "Firm", "gazette", name=Value("name", "Northland Works", lang="en"), alias="Anvil Works")
    assert found(world(known, SAME)) == {frozenset(("nw", "top-7")): 1.0}


@pytest.mark.parametrize(
    "also",
    [
        firm("top-7", "gazette", "Anvil Works, the other one"),
        claim("stake", "Ownership", "gazette", owner="anvil-works", asset="top-7"),
        claim("who", "Identity", "gazette", identified="anvil-works", identifiedWith="top-7"),
        denial("who", "Identity", "gazette", identified="anvil-works", identifiedWith="top-7"),
    ],
    ids=["a dataset knows both", "one owns the other", "decided: one", "decided: not one"],
)
def test_what_tells_against(also: Claim) -> None:
    assert found(world(ANVIL, SAME, also)) == {}


def test_identifiers_that_differ() -> None:
    ours, theirs = (firm("anvil-works", "gazette", "Anvil Works", lei=LEI), firm("top-7", "yearbook", "Anvil Works"))
    assert found(world(ours, theirs)).keys() == {PAIR}
    assert found(world(ours, firm("top-7", "yearbook", "Anvil Works", lei=OTHER_LEI))) == {}


def test_only_what_is_asked_for() -> None:
    snapshot = world(ANVIL, SAME, claim("anvil-state", "State", "yearbook", name="Anvil Works"))
    assert found(snapshot, datasets=["register"]).keys() == {PAIR}
    assert found(snapshot, types=["State"]) == {}
    assert found(world(ANVIL, firm("top-7", "yearbook", "Anvil Works Helicopters")), least=0.9) == {}
