"""The one object that API, command line and notebook ask: it holds the store and the latest snapshot of it.

Questions never touch Neo4j: they run on the snapshot, beside the event loop, with a bound on how many and for how long.
The snapshot follows the store: a look at its revision once a second, and a new snapshot, built aside, when that has
moved. When Neo4j is away, answers go on from the last snapshot, marked stale. Only search asks Neo4j's full-text index,
and falls back on the snapshot's names.

`Service.ask` runs a question in a thread and gives what it returns: for a command or a notebook. `Service.answer` is
for a server: it gives the bytes that leave, works each question of a revision out once, and has it done by a worker
process if there is a staff of them (`graph.workers`), where it can be stopped.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, AsyncExitStack, suppress
from dataclasses import dataclass
from typing import Self, TypeVar

from graph.budget import time_budget
from graph.errors import Busy, OutOfTime, ServerError, StoreUnavailable
from graph.refresh import latest_snapshot
from graph.snapshot import Snapshot
from graph.snapshot.disk import Shelf
from graph.store import Hit, Store
from graph.store.search import MOST_HITS
from graph.workers.foreman import Foreman, Generation
from graph.workers.parcel import Body, Parcel, Question, body_of, pack
from graph.workers.staff import Staff
from ontology.vocabulary import Vocabulary

Connect = Callable[[], AbstractAsyncContextManager[Store]]
T = TypeVar("T")

log = logging.getLogger("defgraph.service")


@dataclass(frozen=True, slots=True)
class Reading:
    """The snapshot an answer comes from, whether it may be behind the store, and since when (seconds) that cannot be
    told."""

    generation: Generation
    stale: bool
    age: int

    @property
    def snapshot(self) -> Snapshot:
        """What is asked."""
        return self.generation.snapshot


class Service:
    """Answers questions from the latest snapshot of the store.

    `connect` opens the store; `poll` is the time between looks at its revision, `deadline` what a question may take,
    both in seconds; `workers` questions run in threads at a time and `queue` more may wait. With a `staff`, what
    `answer` is asked runs in processes as soon as those are there. A `shelf` keeps snapshots on disk. `over` is what
    `ask` makes of a snapshot before it asks: one with a caller's own claims.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        connect: Connect,
        *,
        poll: float = 1.0,
        deadline: float = 10.0,
        workers: int = 4,
        queue: int = 64,
        staff: Staff | None = None,
        shelf: Shelf | None = None,
        over: Callable[[Snapshot], Snapshot] | None = None,
    ) -> None:
        self.vocabulary = vocabulary
        self.deadline = deadline
        self.trouble: str | None = None
        self._connect, self._poll, self._room = connect, poll, workers + queue
        self._store: Store | None = None
        self._shelf, self._over = shelf, over
        self._generation: Generation | None = None
        self._foreman = None if staff is None else Foreman(staff)
        self._heard = time.monotonic()
        self._lock = asyncio.Lock()
        self._stack = AsyncExitStack()
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="question")
        self._waiting = 0
        self._watcher: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        """Read the store once, if it can be read, and keep following it."""
        await self.refresh()
        self._watcher = asyncio.create_task(self._watch())
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop following and close the store; questions still running are left to their deadline."""
        if self._watcher:
            self._watcher.cancel()
            with suppress(asyncio.CancelledError):
                await self._watcher
        if self._foreman:
            await self._foreman.close()
        self._pool.shutdown(wait=False, cancel_futures=True)
        await self._stack.aclose()

    @property
    def store(self) -> Store:
        """The store, for what only it can do: load.

        Raises:
            StoreUnavailable: it has not been reached yet.
        """
        if self._store is None:
            raise StoreUnavailable(self.trouble or "Neo4j has not been reached yet.")
        return self._store

    @property
    def reading(self) -> Reading:
        """What questions are answered from now.

        Raises:
            StoreUnavailable: nothing has been read yet.
        """
        if self._generation is None:
            raise StoreUnavailable(
                "Nothing has been read from Neo4j yet.", hint=self.trouble or "Try again in a moment."
            )
        stale = self.trouble is not None
        return Reading(self._generation, stale, int(time.monotonic() - self._heard) if stale else 0)

    async def refresh(self) -> bool:
        """Bring the snapshot to the store's revision; one at a time. False, with `trouble` set, if Neo4j is away."""
        async with self._lock:
            try:
                await self._follow()
            except ServerError as error:
                if self.trouble is None:
                    log.warning("Answers come from the last snapshot: %s", error)
                self.trouble = str(error)
                return False
            self.trouble, self._heard = None, time.monotonic()
            return True

    async def ask(self, question: Callable[[Snapshot], T], reading: Reading | None = None) -> T:
        """The answer of a function over a snapshot (that of `reading`, or the latest), run beside the event loop.

        Raises:
            OutOfTime: too many questions are waiting, or this one took more than the deadline.
        """
        if self._waiting >= self._room:
            raise Busy("Too many questions are waiting.", hint="Try again in a few seconds.")
        snapshot = (reading or self.reading).snapshot
        self._waiting += 1
        work = asyncio.get_running_loop().run_in_executor(self._pool, self._within_budget, question, snapshot)
        work.add_done_callback(self._leave)
        try:
            return await asyncio.wait_for(asyncio.shield(work), self.deadline + 1)
        except TimeoutError:
            raise OutOfTime(f"The question took more than {self.deadline:g} s.", hint="Ask a smaller one.") from None

    async def answer(self, question: Question, reading: Reading | None = None, *, keep: bool = True) -> Body:
        """The bytes of the answer to a question over a snapshot (that of `reading`, or the latest).

        What equal questions have been answered is kept, and what is being worked out is waited for together. Cancelled,
        it stops the work, unless somebody else waits for it. A question that can't travel (`graph.workers.parcel`) runs
        in a thread. What is not to be kept is worked out for this caller alone.

        Raises:
            OutOfTime: too many questions are waiting, or this one took more than the deadline.
            OutOfMemory, WorkLost: what its worker ended of.
        """
        chosen, parcel = reading or self.reading, pack(question)
        if not keep:
            return await self._work_out(question, parcel, chosen)
        return await chosen.generation.results.get(parcel.key, lambda: self._work_out(question, parcel, chosen))

    async def manned(self) -> None:
        """Wait until the latest snapshot has its workers, or can't have any."""
        if self._foreman:
            await self._foreman.settled()

    async def search(self, query: str, types: Sequence[str] = ()) -> tuple[Hit, ...] | None:
        """What Neo4j's full-text index finds; None if it is away."""
        if self._store is None or self.trouble is not None or self._over:
            return None
        kind = types[0] if len(types) == 1 else None
        try:
            return await self._store.search(query, type=kind, limit=MOST_HITS)
        except ServerError as error:
            log.warning("The index was not asked: %s", error)
            return None

    async def _work_out(self, question: Question, parcel: Parcel, reading: Reading) -> Body:
        crew = reading.generation.crew
        if crew and reading.generation.manned and parcel.data is not None:
            return await crew.answer(parcel, self.deadline)
        return await self.ask(lambda snapshot: body_of(question(snapshot)), reading)

    def _within_budget(self, question: Callable[[Snapshot], T], snapshot: Snapshot) -> T:
        with time_budget(self.deadline):
            return question(self._over(snapshot) if self._over else snapshot)

    def _leave(self, work: asyncio.Future[T]) -> None:
        self._waiting -= 1
        if not work.cancelled():
            work.exception()  # an error nobody waits for any more is not worth a warning

    async def _follow(self) -> None:
        if self._store is None:
            self._store = await self._stack.enter_async_context(self._connect())
        revision = await self._store.revision()
        if self._generation is None or revision != self._generation.snapshot.revision:
            before = self._generation.snapshot if self._generation else None
            following = Generation(await latest_snapshot(self._store, self.vocabulary, before, self._shelf))
            if self._foreman:
                await self._foreman.prepare(following, self._generation)
            self._generation = following

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(self._poll)
            if self._foreman and self._generation:
                self._foreman.mend(self._generation)
            try:
                await self.refresh()
            except Exception as error:
                log.exception("The snapshot could not be refreshed")
                self.trouble = f"The snapshot could not be refreshed: {error}"
