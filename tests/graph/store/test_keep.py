"""Loading a part of a dataset: what the release is silent on stays, and may be replaced later."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from graph.claim import Claim, Value
from graph.errors import LoadError
from graph.loadset import LoadSet
from graph.store import LoadResult, Store


def of(loadset: LoadSet, *subjects: str) -> LoadSet:
    """The part of a set that speaks of some things, and keeps what is said of others."""

    def keeps(unsaid: Sequence[Claim]) -> frozenset[str]:
        return frozenset(claim.id for claim in unsaid if claim.subject not in subjects)

    claims = tuple(claim for claim in loadset.claims if claim.subject in subjects)
    return replace(loadset, claims=claims, keeps=keeps)


async def values(store: Store) -> dict[str, object]:
    """What the deal is worth, and whoever else is spoken of, by subject."""
    claims = [claim for claim, _, retracted in (await store.read()).claims if retracted is None]
    return {c.subject: c.get("value")[0].value if c.get("value") else None for c in claims}


async def test_a_part_replaces_what_it_speaks_of_and_nothing_else(store: Store, sets: Any):
    await store.load(sets.register(value=1))
    part = of(sets.register(value=2), "barak-deal")
    assert await store.load(part) == LoadResult(1, 1, 3, 2)
    assert await values(store) == {"morocco": None, "iai": None, "barak-mx": None, "barak-deal": 2}
    assert await store.load(part) == LoadResult(0, 0, 4, 2)


async def test_a_part_retracts_what_it_denies_by_silence(store: Store, sets: Any):
    old = sets.claim("barak-deal", "Transfer", "sipri", {"quantityOrdered": 7})
    await store.load(sets.register(value=1, more=[old]))
    assert await store.load(of(sets.register(value=1), "barak-deal")) == LoadResult(0, 1, 4, 2)


async def test_the_whole_after_a_part_is_the_whole(store: Store, sets: Any):
    await store.load(of(sets.register(value=1), "barak-deal"))
    assert set(await values(store)) == {"barak-deal"}
    assert await store.load(sets.register(value=1)) == LoadResult(3, 0, 1, 2)


async def test_the_source_of_what_stays_stays_described(store: Store, sets: Any):
    await store.load(sets.press())
    press = sets.press(value=1)
    part = LoadSet(press.dataset, press.sources[:1], press.claims[:1], keeps=lambda unsaid: frozenset({unsaid[0].id}))
    await store.load(part)
    assert {source.id for source in (await store.read()).sources} == {"globes", "repeater"}
    restored = await store.undo()
    assert (restored.added, restored.retracted) == (1, 1)


async def test_a_part_of_another_dataset_is_not_asked(store: Store, sets: Any):
    await store.load(sets.register())
    asked: list[Claim] = []

    def keeps(unsaid: Sequence[Claim]) -> frozenset[str]:
        asked.extend(unsaid)
        return frozenset(claim.id for claim in unsaid)

    assert await store.load(replace(sets.press(), keeps=keeps)) == LoadResult(2, 0, 0, 2)
    assert asked == []


async def test_only_what_stands_can_be_kept(store: Store, sets: Any):
    await store.load(sets.register(value=1))
    gone = {claim.id for claim in sets.register(value=1).claims}
    await store.load(sets.register(value=2))
    part = replace(of(sets.register(value=3), "barak-deal"), keeps=lambda _: frozenset(gone))
    assert await store.load(part) == LoadResult(1, 1, 3, 3)


async def test_a_part_cut_off_and_started_again_wants_the_same(
    store: Store, sets: Any, monkeypatch: pytest.MonkeyPatch
):
    more = [sets.claim(f"system-{n}", "System", "sipri", {"name": Value("name", f"S{n}")}) for n in range(8)]
    await store.load(sets.register(value=1, more=more[:4]))
    part = of(sets.register(value=2, more=more), "barak-deal", *(claim.subject for claim in more[2:]))

    async def fail(*_: object) -> None:
        raise LoadError("The lamp is off.")

    with monkeypatch.context() as patched:
        patched.setattr("graph.store.load._publish", fail)
        with pytest.raises(LoadError, match="lamp"):
            await store.load(part, batch=2)
    assert len(await values(store)) == 8
    again = await store.load(part, batch=2)
    assert (again.added, again.retracted, again.unchanged, again.resumed) == (5, 1, 7, True)
    assert len(await values(store)) == 12
