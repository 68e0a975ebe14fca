"""The latest snapshot of the store by the shortest way: as it is kept on disk, from the one before and what has changed
since, or from all there is."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from graph.snapshot import Snapshot

if TYPE_CHECKING:
    from graph.snapshot.disk import Shelf
    from graph.source import Revision
    from graph.store import Store
    from ontology.vocabulary import Vocabulary


async def latest_snapshot(
    store: Store, vocabulary: Vocabulary, before: Snapshot | None = None, shelf: Shelf | None = None
) -> Snapshot:
    """The store as it is now; what `shelf` has not yet, it is given to keep."""
    revisions = await store.revisions()
    if shelf and revisions and (before is None or not _led_to(before, revisions)):
        before = await asyncio.to_thread(shelf.find, revisions)
    if before is not None and before.revisions == revisions:
        return before
    found = await _read(store, vocabulary, before if before and _led_to(before, revisions) else None, revisions)
    if shelf and revisions:
        await asyncio.to_thread(shelf.keep, found)
    return found


async def read_snapshot(store: Store, vocabulary: Vocabulary, revision: int | None = None) -> Snapshot:
    """The store at a revision (None: the latest) as a snapshot, read whole."""
    stored, revisions = await store.read(revision), await store.revisions()
    return await asyncio.to_thread(
        Snapshot.of, vocabulary, stored.revision, stored.datasets, stored.sources, stored.said, revisions
    )


def _led_to(before: Snapshot, revisions: tuple[Revision, ...]) -> bool:
    return before.revisions == revisions[: len(before.revisions)]


async def _read(
    store: Store, vocabulary: Vocabulary, before: Snapshot | None, revisions: tuple[Revision, ...]
) -> Snapshot:
    pinned = revisions[-1].number if revisions else 0
    if before is None or not before.revisions:
        stored = await store.read(pinned)
    else:
        stored = await store.read_on(before.original, before.revision, pinned)
    return await asyncio.to_thread(
        Snapshot.of, vocabulary, stored.revision, stored.datasets, stored.sources, stored.said, revisions
    )


__all__ = ["latest_snapshot", "read_snapshot"]
