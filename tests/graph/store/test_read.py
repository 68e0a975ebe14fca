"""Reading as of a revision, whatever happens meanwhile."""

import asyncio
from itertools import pairwise
from pathlib import Path
from typing import Any

from graph.refresh import latest_snapshot
from graph.snapshot.disk import Shelf
from graph.source import Revision
from graph.store import Store
from tests.graph.snapshot.pictures import picture


async def test_an_empty_store_reads_as_nothing(store: Store):
    stored = await store.read()
    assert (stored.revision, stored.datasets, stored.sources, stored.claims) == (0, (), (), ())
    assert await store.revisions() == ()
    assert await store.datasets() == ()


async def test_reading_while_loading_gives_one_revision_or_the_other(store: Store, sets: Any):
    versions = [
        sets.register(more=[sets.claim(f"s-{i}-{n}", "State", "sipri", {"name": f"S{i}"}) for i in range(30)])
        for n in range(3)
    ]
    await store.load(versions[0])
    reads = []

    async def keep_reading() -> None:
        while True:
            reads.append(await store.read())

    reader = asyncio.create_task(keep_reading())
    for version in versions[1:]:
        await store.load(version, batch=3)
    reader.cancel()
    assert len(reads) > 2
    for stored in reads:
        standing = {claim.id for claim, _, retracted in stored.claims if retracted is None}
        assert standing == {claim.id for claim in versions[stored.revision - 1].claims}
    assert all(one.revision <= two.revision for one, two in pairwise(reads))


async def test_an_old_revision_reads_the_same_for_ever(store: Store, sets: Any):
    await store.load(sets.register(value=1))
    then = await store.read(1)
    await store.load(sets.press())
    await store.load(sets.register(value=2, grade="D"))
    await store.undo()
    now = await store.read(1)
    assert now.revision == 1
    assert set(now.claims) == set(then.claims)
    assert (now.sources, now.datasets) == (then.sources, then.datasets)


async def test_revisions_say_what_they_changed(store: Store, sets: Any):
    await store.load(sets.register(value=1), message="one")
    await store.load(sets.press())
    await store.load(sets.register(value=2))
    revisions = await store.revisions()
    told = [(r.number, r.dataset, r.message, r.added, r.retracted) for r in revisions]
    assert told == [
        (1, "register", "one", 4, 0),
        (2, "press", "Load Title of press", 2, 0),
        (3, "register", "Load Title of register", 1, 1),
    ]
    assert all(isinstance(r, Revision) and len(r.digest) == 64 for r in revisions)
    assert revisions[0].committed <= revisions[1].committed <= revisions[2].committed


async def test_a_snapshot_follows_the_store_step_by_step(store: Store, sets: Any, tmp_path: Path):
    shelf, before = Shelf(tmp_path, store.vocabulary), None
    for value in (1, 2, 1):
        await store.load(sets.register(value=value))
        before = await latest_snapshot(store, store.vocabulary, before, shelf)
        whole = await latest_snapshot(store, store.vocabulary)
        kept = await latest_snapshot(store, store.vocabulary, None, shelf)
        assert picture(before) == picture(whole) == picture(kept)
