"""Filling an empty store with Neo4j's own importer, which is faster than writing over Bolt where there is much.

Only the managed Neo4j can be filled so, and only while nobody runs it. The result is the same graph.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from graph.loadset import LoadSet
from graph.server import Folder, connect_or_start, status
from graph.server.offline import import_store
from graph.settings import Settings
from graph.store.bulk import write_sheets
from graph.store.load import LoadResult, Progress
from graph.store.plan import Plan
from graph.store.room import needing_room
from graph.store.store import Store, silent

if TYPE_CHECKING:
    from ontology.vocabulary import Vocabulary

MANY = 200_000
"""Claims from which on an empty store is better filled than written to: the import starts Neo4j twice."""
DEADLINE = 600.0
"""Seconds that making an index over all of it may take."""


def can_fill(settings: Settings, vocabulary: Vocabulary) -> bool:
    """Whether the store is one of ours that nobody runs, and empty."""
    if settings.neo4j_uri or status(settings).running:
        return False
    if not (Folder.of(settings.data).home / "data" / "databases" / "neo4j").exists():
        return True

    async def ask() -> bool:
        async with Store.open(connection, vocabulary, settings.store_deadline) as store:
            return await store.is_empty()

    with connect_or_start(settings) as connection:
        return asyncio.run(ask())


def fill(
    settings: Settings,
    plan: Plan,
    loadset: LoadSet,
    vocabulary: Vocabulary,
    *,
    message: str,
    progress: Progress = silent,
) -> LoadResult:
    """Make what a plan wants the first revision of an empty store.

    Raises:
        ServerError: Neo4j runs, or its importer failed; the store is as it was then.
        DiskFull: there is no room for the files that the importer reads.
    """
    settings.data.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="import-", dir=settings.data) as folder:
        with needing_room(settings.data):
            nodes, edges = write_sheets(plan, loadset, vocabulary, Path(folder), progress)
        progress("import", 0, 0)
        import_store(settings, nodes, edges)

    async def publish() -> LoadResult:
        async with Store.open(connection, vocabulary, DEADLINE) as store:
            return await store.adopt(plan, loadset, message=message, progress=progress)

    with connect_or_start(settings) as connection:
        return asyncio.run(publish())


__all__ = ["MANY", "can_fill", "fill"]
