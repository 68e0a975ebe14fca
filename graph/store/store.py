"""The store of record: claims in Neo4j, loaded in revisions, read as of any of them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.errors import BadQuestion, Fenced, LoadBusy, StoreUnavailable
from graph.loadset import LoadSet
from graph.server.connection import Connection
from graph.source import Dataset, Revision
from graph.store.bolt import Bolt
from graph.store.edition import find_edition, note_edition
from graph.store.keep import keep
from graph.store.lease import Lease, take_lease
from graph.store.load import LoadResult, Pending, Progress, change, discard, find_pending, head, states
from graph.store.materialise import adopt, materialise
from graph.store.plan import Plan
from graph.store.read import StoredClaims, read_datasets, read_on, read_revisions, read_store, until
from graph.store.records import Record, records_of
from graph.store.schema import check_version, make_schema
from graph.store.search import Hit, search
from graph.store.terms import show_terms, terms_of

if TYPE_CHECKING:
    from graph.snapshot.said import Said
    from ontology.vocabulary import Vocabulary

LEASE = 60.0
"""Seconds after its last sign of life that a load still keeps others out."""
BATCH = 3000
"""Records written in one transaction."""
SOME = "MATCH (r:Record) RETURN r.id AS id LIMIT 1"
PATIENCE = 6.0
"""How many times the deadline of a read a large write may take."""


def silent(stage: str, done: int, total: int) -> None:
    """Progress that nobody wants to see."""


def read_into(plan: Plan, loadset: LoadSet, vocabulary: Vocabulary, progress: Progress = silent) -> None:
    """Read and check all of a set, before anything is written.

    Raises:
        Refused: the set contradicts itself or cannot be stored.
    """
    plan.want(told(records_of(loadset, vocabulary), progress))


def told(records: Iterable[Record], progress: Progress) -> Iterator[Record]:
    """The same records, telling every thousand how many there have been."""
    for number, record in enumerate(records, 1):
        if number % 1000 == 0:
            progress("read", number, 0)
        yield record


class Store:
    """Claims, sources and datasets in one Neo4j database, by revision.

    ::

        async with Store.open(connection, load_vocabulary()) as store:
            await store.prepare()
            result = await store.load(loadset, message="SIPRI, release of March 2026")
            stored = await store.read()

    Every method may raise `StoreUnavailable` (no answer within the deadline) and `ServerError` (Neo4j refuses).
    """

    def __init__(self, bolt: Bolt, vocabulary: Vocabulary, lease_seconds: float = LEASE) -> None:
        self.bolt, self.vocabulary, self.lease_seconds = bolt, vocabulary, lease_seconds

    @classmethod
    @asynccontextmanager
    async def open(
        cls,
        connection: Connection,
        vocabulary: Vocabulary,
        deadline: float = 10.0,
        *,
        lease_seconds: float = LEASE,
    ) -> AsyncIterator[Store]:
        """Connect, for as long as the block lasts; `deadline` is what a read or a small write may take, in seconds.

        Raises:
            ServerError: the Neo4j there is too old.
        """
        async with Bolt(connection, deadline=deadline, patience=deadline * PATIENCE) as bolt:
            await check_version(bolt)
            yield cls(bolt, vocabulary, lease_seconds)

    async def prepare(self, progress: Progress = silent) -> None:
        """Make what the database needs (constraints, indexes, the ontology) and mend what a crash left.

        Nothing happens if all of it is there. Loads that were cut off are left alone (`pending`). `progress` hears of
        work that takes a while: showing everything anew, when the ontology has changed.

        Raises:
            LoadBusy: the ontology has changed, and a load by another is under way.
        """
        await make_schema(self.bolt)
        store, terms = await head(self.bolt), terms_of(self.vocabulary)
        if store.get("ontology") != terms.digest:
            async with self._lease() as lease:
                await show_terms(lease, self.vocabulary, terms)
                await materialise(lease, self.vocabulary, progress)
        elif store["materialised"] != store["revision"]:
            await self._mend(progress)

    async def _mend(self, progress: Progress) -> None:
        """Finish showing the published revision, unless whoever holds the lease is about to."""
        try:
            async with self._lease() as lease:
                await materialise(lease, self.vocabulary, progress)
        except LoadBusy:
            return

    # -- loading ------------------------------------------------------------------------------------------------------

    async def load(
        self,
        loadset: LoadSet,
        *,
        message: str = "",
        progress: Progress = silent,
        batch: int = BATCH,
        edition: str | None = None,
    ) -> LoadResult:
        """Replace what a dataset says by this, in one new revision; in none, if it says the same already.

        What a release that speaks of a part of its dataset is silent on, stays (`LoadSet.keeps`). Nobody sees any of
        it before all of it is there. If it is cut off, the same load goes on where it was, and any other begins by
        taking it back. `progress` is told the stage, what is done and what there is to do; `message` goes into the
        revision. `edition` names all that the set comes from, for `find_edition`.

        Raises:
            Refused: the set contradicts itself or cannot be stored; nothing was written.
            LoadBusy: another load is under way.
            Fenced: this load was paused for so long that another took over.
        """
        with Plan() as plan:
            await asyncio.to_thread(self.read_into, plan, loadset, progress)
            return await self.bring(plan, loadset, message=message, progress=progress, batch=batch, edition=edition)

    def read_into(self, plan: Plan, loadset: LoadSet, progress: Progress = silent) -> None:
        """Read and check all of a set, before anything is written; see `load`."""
        read_into(plan, loadset, self.vocabulary, progress)

    async def bring(
        self,
        plan: Plan,
        loadset: LoadSet,
        *,
        message: str = "",
        progress: Progress = silent,
        batch: int = BATCH,
        edition: str | None = None,
    ) -> LoadResult:
        """Load a set whose claims have been read into a plan; see `load`."""
        message = message or f"Load {loadset.dataset.title}"
        async with self._lease() as lease:
            await keep(lease.bolt, loadset, plan)
            result = await change(lease, loadset.dataset.id, plan, message=message, batch=batch, progress=progress)
            await self._show(lease, result, progress, plan)
            if edition is not None:
                await note_edition(lease, loadset.dataset.id, edition, result)
            return result

    async def adopt(self, plan: Plan, loadset: LoadSet, *, message: str, progress: Progress = silent) -> LoadResult:
        """Publish what was imported for a plan (`graph.store.fill`); checks that it is all there."""
        await self.prepare(progress)
        async with self._lease() as lease:
            result = await change(lease, loadset.dataset.id, plan, message=message, batch=BATCH, progress=progress)
            await adopt(lease)
            return replace(result, resumed=False)

    async def is_empty(self) -> bool:
        """Whether nothing was ever loaded, and nothing is being loaded."""
        return not (await self.bolt.read(SOME))

    async def find_edition(self, edition: str) -> LoadResult | None:
        """What loading this edition again would come to, if the store still holds it; None if it does not."""
        return await find_edition(self.bolt, edition)

    async def restore(
        self, dataset: str, revision: int, *, message: str = "", progress: Progress = silent
    ) -> LoadResult:
        """Bring a dataset back to what it said at an earlier revision, in a new one; history stays as it was.

        Raises:
            BadQuestion: there is no such dataset or revision.
        """
        latest = await self.revision()
        if not 0 <= revision <= latest:
            raise BadQuestion(f"There is no revision {revision}.", hint=f"Use 0 to {latest}.", parameter="revision")
        message = message or f"Restore {dataset} as of revision {revision}"
        with Plan() as plan:
            found = 0
            async for part in states(self.bolt, dataset):
                found += len(part)
                plan.want_again(name for name, at in part if len(until(at, revision)) % 2)
            if not found:
                raise BadQuestion(f"There is no dataset {dataset!r}.", parameter="dataset")
            async with self._lease() as lease:
                result = await change(lease, dataset, plan, message=message, batch=BATCH, progress=progress)
                await self._show(lease, result, progress, plan)
                return result

    async def undo(self, *, progress: Progress = silent) -> LoadResult:
        """Take back the last revision by one that restores what its dataset said before. Twice is as if never.

        Raises:
            BadQuestion: nothing was ever loaded.
        """
        revisions = await self.revisions()
        if not revisions:
            raise BadQuestion("There is no revision to undo.", hint="Load something first.")
        last = revisions[-1]
        message = f"Undo revision {last.number}"
        return await self.restore(last.dataset, last.number - 1, message=message, progress=progress)

    async def pending(self) -> Pending | None:
        """The load that is under way, or was cut off and is neither resumed nor taken back yet."""
        return await find_pending(self.bolt)

    async def rollback_pending(self) -> int:
        """Take back a load that was cut off; the number of records that had been written (0: there was none).

        Raises:
            LoadBusy: it is still under way.
        """
        async with self._lease() as lease:
            pending = await self.pending()
            return await discard(lease, pending.revision, BATCH) if pending else 0

    async def _show(self, lease: Lease, result: LoadResult, progress: Progress, plan: Plan) -> None:
        """Show what was loaded; by now it is loaded, whatever happens here."""
        with suppress(Fenced):  # whoever took over does it
            try:
                await materialise(lease, self.vocabulary, progress, plan)
            except StoreUnavailable as error:
                raise StoreUnavailable(
                    f"Revision {result.revision} is loaded, but what Cypher shows is not up to it yet. {error.detail}",
                    hint="The next load or start sees to that.",
                ) from error

    @asynccontextmanager
    async def _lease(self) -> AsyncIterator[Lease]:
        lease = await take_lease(self.bolt, self.lease_seconds)
        try:
            yield lease
        finally:
            await lease.release()

    # -- reading ------------------------------------------------------------------------------------------------------

    async def revision(self) -> int:
        """The latest revision; 0 before the first load."""
        return int((await head(self.bolt)).get("revision", 0))

    async def revisions(self) -> tuple[Revision, ...]:
        """Every revision, the oldest first."""
        return await read_revisions(self.bolt)

    async def datasets(self) -> tuple[Dataset, ...]:
        """The datasets that stand now."""
        return await read_datasets(self.bolt)

    async def read(self, revision: int | None = None) -> StoredClaims:
        """All that is known at a revision (by default the latest), with the history that led there.

        Raises:
            BadQuestion: there is no such revision.
        """
        return await read_store(self.bolt, revision)

    async def read_on(self, said: Said, since: int, revision: int) -> StoredClaims:
        """All that is known at a revision, from what was known at an earlier one and what has changed since."""
        return await read_on(self.bolt, said, since, revision)

    async def search(self, query: str, *, type: str | None = None, limit: int = 20) -> tuple[Hit, ...]:  # noqa: A002
        """The entities whose names, former names, abbreviations or identifiers come nearest to a question.

        Typing errors, case, accents and the beginning of a last word are forgiven, in any script. `type` is a class
        of the ontology, those below it included.

        Raises:
            BadQuestion: there is no such class, or the limit is not between 1 and 100.
        """
        return await search(self.bolt, self.vocabulary, query, type=type, limit=limit)
