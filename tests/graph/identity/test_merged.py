"""Is one thing under several ids one thing in every answer, and are they apart again when the claim is gone?"""

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.claim import Claim
from graph.live import live
from graph.network import build
from graph.questions.describe import describe_entity, list_relationships
from graph.questions.export import graph_answer
from graph.questions.names import resolve
from graph.questions.trust import believed
from graph.rdf import Model, dumps, read, to_quads
from graph.rdf.changes import changes
from graph.snapshot import Snapshot
from graph.view import View
from ontology.iri import Iris
from tests.graph.worlds import (
    FORGE_WORLD,
    PRESS,
    REGISTER,
    REVISIONS,
    SOURCES,
    VOCABULARY,
    claim,
    denial,
    forge_world,
    thing,
    world,
    worlds,
)

IRIS = Iris()

LEI = "529900D6BF99LW9R2E68"
ANVIL_2 = thing("top-anvil", "Firm", alias="The Anvil")
DEAL_2 = claim("deal-2", "Transfer", "yearbook", supplier="top-anvil", recipient="hermit", system="kite", valid="2021")
SAME = claim("who", "Identity", identified="top-anvil", identifiedWith="anvil")
NOT_SAME = denial("who", "Identity", "herald", identified="top-anvil", identifiedWith="anvil")
APART = forge_world(ANVIL_2, DEAL_2)
ONE = forge_world(ANVIL_2, DEAL_2, SAME)


def test_all_that_is_said_of_one_id_is_said_of_the_thing() -> None:
    assert "top-anvil" not in ONE.entities
    assert (ONE.canonical("top-anvil"), APART.canonical("top-anvil")) == ("anvil", "top-anvil")
    described = describe_entity(ONE, View(), "top-anvil").data
    assert described["id"] == "anvil"
    assert "The Anvil" in str(described)
    found = {row["relationship"]["id"] for row in list_relationships(ONE, View(), "anvil", limit=50).data}
    assert {"deal", "deal-2", "anvil-hammer"} <= found
    assert {*build(ONE, View()).simple["anvil"]} >= {"northland", "hermit", "hammer"}


def test_the_old_id_and_its_names_lead_to_the_thing() -> None:
    for name in ("top-anvil", "anvil", "The Anvil"):
        assert resolve(ONE, name, "entity") == "anvil"


def test_claims_keep_their_ids_and_their_own_wording() -> None:
    assert set(ONE.claims) == {*APART.claims, SAME.id}
    row = ONE.ids.find(DEAL_2.id)
    (supplier,) = ONE.rows[row].get("supplier")
    assert (supplier.value, supplier.text) == ("anvil", "top-anvil")
    assert ONE.own_rows[row] == DEAL_2.in_order()


def test_a_shared_identifier_is_enough() -> None:
    ours, theirs = claim("anvil", "Firm", lei=LEI), claim("top-anvil", "Firm", "yearbook", lei=LEI)
    assert dict(forge_world(ANVIL_2, ours, theirs).identity.kept) == {"top-anvil": "anvil"}
    assert dict(forge_world(ANVIL_2, ours, theirs, NOT_SAME).identity.kept) == {}
    other = claim("top-anvil", "Firm", "herald", lei="5493003NEWSXDZGMS912")
    assert dict(forge_world(ANVIL_2, ours, theirs, other).identity.kept) == {}


def test_a_code_that_does_not_identify_merges_nothing() -> None:
    north, west = claim("northland", "State", cowCode="365"), claim("westland", "State", cowCode="365")
    assert dict(forge_world(north, west).identity.kept) == {}


def test_a_denial_keeps_apart() -> None:
    assert forge_world(ANVIL_2, DEAL_2, SAME, NOT_SAME).identity.kept == {}


def test_split_again_everything_is_as_before() -> None:
    split = world(*FORGE_WORLD, ANVIL_2, DEAL_2, gone=[SAME])
    for view in (View(), View(as_of="2021"), View(min_confidence=0.3)):
        ours, theirs = (graph_answer(build(snapshot, view)) for snapshot in (split, APART))
        assert (ours.data, ours.receipt.hash) == (theirs.data, theirs.receipt.hash)


def test_what_is_taken_as_rdf_comes_back_as_the_sources_had_it() -> None:
    model = Model(ONE.vocabulary, IRIS)
    document = dumps(to_quads(ONE, View(), IRIS, whole=True), "nquads", model)
    back = {claim.id for loadset in read(document, "nquads", IRIS, ONE.vocabulary) for claim in loadset.claims}
    assert back == set(ONE.claims)
    assert b"<https://w3id.org/defgraph/id/top-anvil> <http://www.w3.org/2002/07/owl#sameAs>" in document


def test_the_changes_of_a_merge_are_all_that_differs() -> None:
    rows = [*((c, 1, None) for c in (*FORGE_WORLD, ANVIL_2, DEAL_2))]
    before = Snapshot.build(VOCABULARY, 2, (PRESS, REGISTER), SOURCES, rows, REVISIONS[:2])
    after = Snapshot.build(VOCABULARY, 3, (PRESS, REGISTER), SOURCES, [*rows, (SAME, 3, None)], REVISIONS)
    found = changes(before, after, IRIS)
    old, new = (set(to_quads(snapshot, View(), IRIS)) for snapshot in (before, after))
    assert (old - set(found.removed)) | set(found.added) == new


def test_known_at_before_the_merge_gives_two() -> None:
    rows = [*((c, 1, None) for c in (*FORGE_WORLD, ANVIL_2, DEAL_2)), (SAME, 3, None)]
    snapshot = Snapshot.build(VOCABULARY, 3, (PRESS, REGISTER), SOURCES, rows, REVISIONS)
    assert "top-anvil" not in believed(snapshot, View()).entities
    assert "top-anvil" in believed(snapshot, View(known_at=2)).entities
    assert believed(snapshot, View(known_at=3)) is snapshot
    assert "top-anvil" in believed(snapshot, View(without=("gazette",))).entities
    assert believed(snapshot, View(without=("hammer",))) is snapshot


def test_what_a_caller_supposes_and_back_is_the_same_answer() -> None:
    supposed = believed(APART, View(treat=("anvil|top-anvil:same",)))
    parted = believed(ONE, View(treat=("anvil|top-anvil:different",)))
    assert graph_answer(build(supposed, View())).data == graph_answer(build(ONE, View())).data
    assert graph_answer(build(parted, View())).data == graph_answer(build(APART, View())).data


@given(worlds(), st.sampled_from(["f1", "f2"]))
@settings(max_examples=30, deadline=None)
def test_merging_is_renaming(snapshot: Snapshot, other: str) -> None:
    """A merged world is the world in which the source had used the other id in the first place."""
    rows = [
        (row, int(recorded), None if retracted > snapshot.revision else int(retracted))
        for row, recorded, retracted in zip(
            snapshot.rows, snapshot.claim_columns.recorded, snapshot.claim_columns.retracted, strict=True
        )
    ]
    said = claim("who", "Identity", identified="f0", identifiedWith=other)
    merged = _of(snapshot, [*rows, (said, 1, None)])
    kept = {merged.canonical("f0"), merged.canonical(other)}
    assert len(kept) == 1
    (kept_id,) = kept
    gone = other if kept_id == "f0" else "f0"
    renamed = _of(snapshot, [(_renamed(row, gone, kept_id), a, b) for row, a, b in rows])
    ours, theirs = (build(one, View(as_of="2020")).simple for one in (merged, renamed))
    assert (set(ours), {*map(frozenset, ours.edges)}) == (set(theirs), {*map(frozenset, theirs.edges)})
    assert live(merged, View()).claims.sum() == live(renamed, View()).claims.sum() + 1


def _of(like: Snapshot, rows: list[tuple[Claim, int, int | None]]) -> Snapshot:
    return Snapshot.build(
        like.vocabulary, like.revision, like.datasets.values(), like.sources.values(), rows, like.revisions
    )


def _renamed(said: Claim, old: str, new: str) -> Claim:
    data = said.as_dict()
    data["subject"] = new if said.subject == old else said.subject
    for value in data["values"]:
        if value["value"] == old:
            value["value"] = new
    return Claim.from_dict(data)
