"""Queries over the RDF of a view, of the latest revision that is written out.

Each view asked of has a store of its own and workers that read it. That of the plain view follows the graph: when its
revision moves, the new store is made of the old one and of what has changed, beside it, and takes its place when all of
it is there. The stores of other views are written when they are asked for, and the last few are kept.
"""

from __future__ import annotations

import asyncio
import logging
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Self

from graph.errors import OutOfTime, StoreUnavailable
from graph.questions.trust import believed
from graph.rdf.changes import changes
from graph.rdf.model import Model
from graph.rdf.quads import to_quads
from graph.service import Service
from graph.snapshot import Snapshot
from graph.sparql.build import build, patch, store_name
from graph.sparql.job import Job, Limits
from graph.sparql.pool import GRACE, Pool
from graph.view import View
from ontology.iri import Iris

POLL = 1.0
"""Seconds between looks at the revision."""
VIEWS = 3
"""Stores of views other than the plain one that are kept."""

log = logging.getLogger("defgraph.sparql")


@dataclass(frozen=True, slots=True)
class Written:
    """A view of a revision as a store, and the workers that read it."""

    snapshot: Snapshot
    folder: Path
    pool: Pool

    @property
    def revision(self) -> int:
        """The revision that is written."""
        return self.snapshot.revision


class Endpoint:
    """Answers queries over a service's graph; `folder` is for its stores, and for nothing else."""

    def __init__(self, service: Service, folder: Path, iris: Iris, limits: Limits | None = None) -> None:
        self.service, self.folder, self.iris = service, folder, iris
        self.limits = limits or Limits()
        self._plain: Written | None = None
        self._views: dict[tuple[int, View], asyncio.Task[Written]] = {}
        self._leaving: set[asyncio.Task[None]] = set()
        self._follower: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        """Begin to follow the graph; what an earlier run has left behind is removed."""
        await asyncio.to_thread(shutil.rmtree, self.folder, ignore_errors=True)
        self._follower = asyncio.create_task(self._follow())
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop following, end all workers, remove the stores."""
        tasks = [task for task in (self._follower, *self._leaving, *self._views.values()) if task]
        written = [task.result() for task in self._views.values() if _is_done(task)]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for each in (*written, *([self._plain] if self._plain else [])):
            await each.pool.close()
        await asyncio.to_thread(shutil.rmtree, self.folder, ignore_errors=True)

    @cached_property
    def model(self) -> Model:
        """The IRIs and prefixes of this endpoint."""
        return Model(self.service.vocabulary, self.iris)

    @property
    def revision(self) -> int:
        """The revision that is written out.

        Raises:
            StoreUnavailable: none is yet.
        """
        return self._ready().revision

    async def run(self, job: Job, view: View | None = None) -> tuple[bytes, int]:
        """The answer to a query over a view, and the revision it is of.

        Raises:
            StoreUnavailable: no revision is written out yet.
            OutOfTime, BadQuery, AnswerTooLarge: as `Pool.run`; also while the store of a view is being written.
        """
        written = self._ready() if view in {None, View()} else await self._of_view(view or View())
        return await written.pool.run(job), written.revision

    def _ready(self) -> Written:
        if self._plain is None:
            raise StoreUnavailable("The RDF of this revision is being written.", hint="Ask again in a few seconds.")
        return self._plain

    async def _of_view(self, view: View) -> Written:
        """The store of a view of the latest revision, written now if it is not there."""
        snapshot = self.service.reading.snapshot
        key = (snapshot.revision, view)
        task = self._views.pop(key, None)
        if task is None or (task.done() and not _is_done(task)):
            self._drop_views(VIEWS - 1)
            task = asyncio.create_task(self._write(snapshot, view, quick=1))
        self._views[key] = task
        done, _ = await asyncio.wait({task}, timeout=self.limits.seconds)
        if not done:
            raise OutOfTime("The RDF of this view is still being written.", hint="Ask again in a few seconds.")
        return task.result()

    def _drop_views(self, keep: int) -> None:
        while len(self._views) > keep:
            task = self._views.pop(next(iter(self._views)))
            if _is_done(task):
                self._retire(task.result())
            else:
                task.cancel()

    async def _follow(self) -> None:
        while True:
            with suppress(StoreUnavailable):
                snapshot = self.service.reading.snapshot
                if self._plain is None or snapshot.revision != self._plain.revision:
                    await self._switch(snapshot)
            await asyncio.sleep(POLL)

    async def _switch(self, snapshot: Snapshot) -> None:
        """Write a revision out and let it take the place of the one before."""
        try:
            written = await self._write(snapshot, View(), before=self._plain)
        except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
            log.warning("The RDF of revision %d could not be written: %s", snapshot.revision, error)
            return
        before, self._plain = self._plain, written
        self._drop_views(0)
        if before is not None:
            self._retire(before)

    async def _write(self, snapshot: Snapshot, view: View, *, before: Written | None = None, quick: int = 2) -> Written:
        """The store of a view; made of the one `before` it, if that is of the same view."""
        folder = self.folder / store_name(snapshot.revision, view)
        if before is None:
            await asyncio.to_thread(build, to_quads(believed(snapshot, view), view, self.iris), folder)
        else:
            await asyncio.to_thread(_follow_up, before, snapshot, self.iris, folder)
        pool = Pool(folder, self.limits, quick=quick)
        await pool.__aenter__()
        return Written(snapshot, folder, pool)

    def _retire(self, written: Written) -> None:
        """End a store when the queries that it runs have had their time."""
        task = asyncio.create_task(self._end(written))
        self._leaving.add(task)
        task.add_done_callback(self._leaving.discard)

    async def _end(self, written: Written) -> None:
        try:
            await asyncio.sleep(self.limits.seconds + GRACE)
        finally:
            await written.pool.close()
            shutil.rmtree(written.folder, ignore_errors=True)


def _follow_up(before: Written, snapshot: Snapshot, iris: Iris, folder: Path) -> None:
    patch(before.folder, changes(before.snapshot, snapshot, iris), folder)


def _is_done(task: asyncio.Task[Written]) -> bool:
    return task.done() and not task.cancelled() and task.exception() is None


@asynccontextmanager
async def opened(service: Service, folder: Path, iris: Iris, limits: Limits | None = None) -> AsyncIterator[Endpoint]:
    """An endpoint that has written the present revision out."""
    async with Endpoint(service, folder, iris, limits) as endpoint:
        while endpoint._plain is None:
            await asyncio.sleep(0.05)
        yield endpoint


__all__ = ["Endpoint", "opened"]
