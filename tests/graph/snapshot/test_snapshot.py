"""Is everything in a snapshot that the claims speak of, with its history?"""

import pytest

from graph.claim import Claim, Value
from graph.errors import DefgraphError, UnknownEntity
from graph.snapshot import Snapshot
from graph.source import Source
from tests.graph.worlds import DEAL, FORGE_WORLD, PRESS, SOURCES, THINGS, VOCABULARY, claim, forge_world, thing, world


def test_things_are_sorted_into_entities_and_relationships() -> None:
    snapshot = forge_world()
    assert set(snapshot.entities) == {c.subject for c in THINGS}
    assert set(snapshot.relationships) == {c.subject for c in FORGE_WORLD} - set(snapshot.entities)
    assert snapshot.entities["anvil"].type == "Firm"
    assert snapshot.entities["anvil"].name == "Anvil"
    assert set(snapshot.claims) == {c.id for c in FORGE_WORLD}


def test_the_order_of_claims_does_not_matter() -> None:
    one, other = world(*FORGE_WORLD), world(*reversed(FORGE_WORLD))
    assert one.rows == other.rows
    assert one.edge_columns.ids == other.edge_columns.ids
    assert one.edge_columns.pair_claim.tolist() == other.edge_columns.pair_claim.tolist()


def test_an_english_name_is_shown_before_others() -> None:
    names = [Value("name", "المغرب", lang="ar"), Value("name", "Morocco", lang="en"), Value("name", "Maroc", lang="fr")]
    assert world(claim("morocco", "State", name=names)).entities["morocco"].name == "Morocco"
    assert world(claim("morocco", "State", name=names[:1])).entities["morocco"].name == "المغرب"


def test_of_two_english_names_the_more_credible_is_shown() -> None:
    rival = thing("anvil", "Firm").__class__(
        "anvil", "Firm", "rumour", (Value("name", "Aanvil", lang="en"),), credibility=1
    )
    assert world(rival, thing("anvil", "Firm")).entities["anvil"].name == "Anvil"


def test_what_only_a_role_names_is_an_entity_too() -> None:
    snapshot = world(claim("stake", "Ownership", owner="nobody", asset="nothing"))
    assert snapshot.entities["nobody"].name == "nobody"
    assert VOCABULARY.is_a(snapshot.entities["nobody"].type, "Actor")
    assert list(snapshot.involved["nobody"]) == ["stake"]


def test_history_is_kept() -> None:
    snapshot = world(*THINGS, gone=[DEAL])
    assert snapshot.history(DEAL.id) == [{"recorded": 1, "retracted": 3}]
    assert DEAL.id in snapshot.claims
    assert DEAL.id not in snapshot.standing(lambda _: True)


def test_a_claim_may_come_back() -> None:
    rows = [(DEAL, 1, 2), (DEAL, 3, None)]
    snapshot = Snapshot.build(VOCABULARY, 3, (PRESS,), SOURCES[:2], [*((c, 1, None) for c in THINGS), *rows])
    assert snapshot.history(DEAL.id) == [{"recorded": 1, "retracted": 2}, {"recorded": 3, "retracted": None}]
    assert snapshot.standing(lambda c: c.subject == "deal") == [DEAL.id]


def test_an_unknown_id_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownEntity, match="northland"):
        forge_world().canonical("nothland")


@pytest.mark.parametrize(
    ("stray", "reason"),
    [
        (Claim("x", "Spaceship", "gazette", ()), "Spaceship"),
        (Claim("x", "Firm", "nobody", ()), "nobody"),
    ],
)
def test_a_store_that_does_not_fit_is_refused_with_a_reason(stray: Claim, reason: str) -> None:
    with pytest.raises(DefgraphError, match=reason):
        world(stray)


def test_a_source_of_no_dataset_is_refused() -> None:
    with pytest.raises(DefgraphError, match="ghost"):
        Snapshot.build(VOCABULARY, 1, (PRESS,), [Source("s", "ghost", "S")], [])


def test_nothing_at_all() -> None:
    snapshot = Snapshot.build(VOCABULARY, 0, (), (), ())
    assert (snapshot.rows, dict(snapshot.entities), snapshot.edge_columns.ids) == ((), {}, ())
