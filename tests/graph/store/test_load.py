"""Loading: what changes, what doesn't, and what history keeps."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from graph.claim import Claim
from graph.errors import BadQuestion, LoadError, Refused
from graph.loadset import LoadSet
from graph.store import LoadResult, Store


async def claims_at(store: Store, revision: int | None = None) -> set[tuple[str, int, int | None]]:
    """The ids of claims, and when they came and went."""
    return {(claim.id, recorded, retracted) for claim, recorded, retracted in (await store.read(revision)).claims}


async def standing(store: Store) -> set[str]:
    return {name for name, _, retracted in await claims_at(store) if retracted is None}


def ids(*loadsets: LoadSet) -> set[str]:
    return {claim.id for loadset in loadsets for claim in loadset.claims}


async def test_the_first_load_makes_the_first_revision(store: Store, sets: Any):
    loadset = sets.register()
    assert await store.revision() == 0
    assert await store.load(loadset, message="first") == LoadResult(4, 0, 0, 1)
    assert await claims_at(store) == {(name, 1, None) for name in ids(loadset)}
    assert (await store.read()).sources == loadset.sources
    assert await store.datasets() == (loadset.dataset,)
    (revision,) = await store.revisions()
    assert (revision.number, revision.dataset, revision.message) == (1, "register", "first")
    assert (revision.added, revision.retracted) == (4, 0)
    assert revision.committed.endswith("Z")


async def test_the_same_load_again_changes_nothing(store: Store, sets: Any):
    await store.load(sets.register())
    assert await store.load(sets.register()) == LoadResult(0, 0, 4, 1)
    assert len(await store.revisions()) == 1


async def test_claims_in_another_order_are_the_same_claims(store: Store, sets: Any):
    loadset = sets.register()
    await store.load(loadset)
    turned = LoadSet(loadset.dataset, loadset.sources[::-1], loadset.claims[::-1])
    assert await store.load(turned) == LoadResult(0, 0, 4, 1)


async def test_a_new_version_retracts_what_it_no_longer_says(store: Store, sets: Any):
    old, new = sets.register(value=500_000_000), sets.register(value=510_000_000)
    await store.load(old)
    assert await store.load(new) == LoadResult(1, 1, 3, 2)
    kept = ids(old) & ids(new)
    (gone,), (come,) = ids(old) - kept, ids(new) - kept
    assert await claims_at(store) == {(name, 1, None) for name in kept} | {(gone, 1, 2), (come, 2, None)}
    assert await claims_at(store, 1) == {(name, 1, None) for name in ids(old)}
    assert await claims_at(store, 0) == set()


async def test_a_claim_that_comes_back_has_both_its_times(store: Store, sets: Any):
    for value in (1, 2, 1):
        await store.load(sets.register(value=value))
    deals = [row for row in (await store.read()).claims if row[0].subject == "barak-deal"]
    times = {(claim.get("value")[0].value, recorded, retracted) for claim, recorded, retracted in deals}
    assert times == {(1, 1, 2), (2, 2, 3), (1, 3, None)}


async def test_datasets_do_not_touch_each_other(store: Store, sets: Any):
    await store.load(sets.register())
    assert await store.load(sets.press()) == LoadResult(2, 0, 0, 2)
    assert await store.load(sets.register(value=1)) == LoadResult(1, 1, 3, 3)
    assert await standing(store) == ids(sets.press(), sets.register(value=1))
    assert [dataset.id for dataset in await store.datasets()] == ["press", "register"]


async def test_a_new_grade_makes_a_revision_without_changing_a_claim(store: Store, sets: Any):
    await store.load(sets.register(grade="B"))
    assert await store.load(sets.register(grade="D")) == LoadResult(0, 0, 4, 2)
    assert [s.reliability for s in (await store.read()).sources] == ["D"]
    assert [s.reliability for s in (await store.read(1)).sources] == ["B"]


async def test_a_source_that_is_gone_is_still_known_to_the_claims_it_made(store: Store, sets: Any):
    press = sets.press()
    await store.load(press)
    await store.load(LoadSet(press.dataset, press.sources[:1], press.claims[:1]))
    stored = await store.read()
    assert {source.id for source in stored.sources} == {"globes", "repeater"}
    assert {claim.source for claim, _, _ in stored.claims} == {"globes", "repeater"}


# -- going back -------------------------------------------------------------------------------------------------------


async def test_undo_is_a_new_revision_that_restores_the_one_before(store: Store, sets: Any):
    await store.load(sets.register(value=1))
    await store.load(sets.register(value=2))
    assert await store.undo() == LoadResult(1, 1, 3, 3)
    assert await standing(store) == ids(sets.register(value=1))
    assert (await store.revisions())[-1].message == "Undo revision 2"
    assert (await store.undo()).revision == 4
    assert await standing(store) == ids(sets.register(value=2))


async def test_undo_of_a_second_release_restores_the_first_exactly(store: Store, sets: Any, picture: Any):
    def shown() -> tuple[list[Any], list[str]]:
        nodes, edges = picture()
        history = ("recorded", "retracted")
        there = (node for node in nodes if "RetractedClaim" not in node["labels"])
        return [{k: v for k, v in node.items() if k not in history} for node in there], edges

    deal = {"supplier": "iai", "recipient": "morocco", "quantityOrdered": 4}
    one = sets.claim("second-deal", "Transfer", "sipri", deal | {"orderDate": "2020"})
    other = sets.claim("second-deal", "Transfer", "sipri", deal | {"orderDate": "2021"})
    renamed = sets.claim("iai", "Firm", "sipri", {"name": "IAI Ltd"}, credibility=1)
    await store.load(sets.register(more=[one]))
    before = shown()
    await store.load(sets.register(value=1, grade="A", more=[other, renamed]))
    assert shown() != before
    await store.undo()
    assert shown() == before
    first, second, third = (revision.digest for revision in await store.revisions())
    assert first == third != second


async def test_undoing_the_first_load_leaves_an_empty_dataset_with_a_history(store: Store, sets: Any):
    await store.load(sets.register())
    assert await store.undo() == LoadResult(0, 4, 0, 2)
    assert await store.datasets() == ()
    assert {(recorded, retracted) for _, recorded, retracted in await claims_at(store)} == {(1, 2)}
    assert len(await claims_at(store, 1)) == 4


async def test_a_dataset_goes_back_to_any_revision(store: Store, sets: Any):
    for value in (1, 2, 3):
        await store.load(sets.register(value=value))
    await store.load(sets.press())
    assert await store.restore("register", 1) == LoadResult(1, 1, 3, 5)
    assert await store.restore("register", 1) == LoadResult(0, 0, 4, 5)
    assert await standing(store) == ids(sets.press(), sets.register(value=1))


async def test_going_back_asks_for_what_there_is(store: Store, sets: Any):
    with pytest.raises(BadQuestion, match="no revision to undo"):
        await store.undo()
    await store.load(sets.register())
    with pytest.raises(BadQuestion, match="no revision 2"):
        await store.restore("register", 2)
    with pytest.raises(BadQuestion, match="no dataset 'registry'"):
        await store.restore("registry", 1)
    for revision in (-1, 2):
        with pytest.raises(BadQuestion, match=f"no revision {revision}"):
            await store.read(revision)


# -- what is refused --------------------------------------------------------------------------------------------------


async def test_a_set_without_claims_does_not_delete_everything(store: Store, sets: Any):
    loadset = sets.register()
    await store.load(loadset)
    with pytest.raises(Refused, match="has no claims"):
        await store.load(LoadSet(loadset.dataset, loadset.sources, ()))
    assert await store.revision() == 1


async def test_a_file_that_breaks_off_while_it_is_read_changes_nothing(store: Store, sets: Any):
    await store.load(sets.register())

    def claims() -> Iterator[Claim]:
        yield from sets.register(value=7).claims
        raise Refused("Line 9 is cut off.")

    with pytest.raises(Refused, match="Line 9"):
        await store.load(replace(sets.register(), claims=claims()))
    assert (await store.revision(), await store.pending()) == (1, None)
    assert await standing(store) == ids(sets.register())
    assert await store.load(replace(sets.register(value=7), claims=iter(sets.register(value=7).claims))) == LoadResult(
        1, 1, 3, 2
    )


async def test_a_source_cannot_belong_to_two_datasets(store: Store, sets: Any):
    await store.load(sets.register())
    other = sets.loadset("other", [sets.source("sipri", "other")], [sets.claim("x", "State", "sipri")])
    with pytest.raises(LoadError, match="'sipri' belongs to the dataset 'register' already"):
        await store.load(other)
    assert await store.pending() is None
    assert await store.revision() == 1
