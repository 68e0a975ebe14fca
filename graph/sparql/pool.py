"""Workers that run queries, always some of them free for quick ones.

A query that still runs after `QUICK` seconds keeps its worker and counts as slow; a new worker takes the place of that
one, so that quick queries never wait behind slow ones, and the slow one gives way to them at the processor. There may
be so many slow ones at a time; a further one is refused at that moment, for it would starve the others.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from typing import Any, Self

import orjson

from graph.errors import AnswerTooLarge, BadQuery, OutOfTime
from graph.sparql.job import HEAD, Job, Limits, pack

QUICK = 0.5
"""Seconds after which a query is slow."""
YIELDING = 10
"""The niceness of a worker whose query is slow; it is not used again, for it could not be made quick."""
GRACE = 1.0
"""Seconds after its deadline at which a worker is killed from outside, if the kernel has not ended it before."""
START = 30.0
"""Seconds in which a worker must have opened its store."""


log = logging.getLogger("defgraph.sparql")


class Killed(Exception):
    """A worker was ended from outside, which is not the fault of its query."""


class Pool:
    """Runs queries on the store in a folder; `quick` workers are kept free, and `slow` queries may run beside them."""

    def __init__(
        self, store: Path, limits: Limits | None = None, *, quick: int = 2, slow: int = 2, queue: int = 32
    ) -> None:
        self.store, self.limits = store, limits or Limits()
        self._quick, self._slow, self._queue = quick, slow, queue
        self._idle: asyncio.Queue[Process] = asyncio.Queue()
        self._alive: set[Process] = set()
        self._busy: set[Process] = set()
        self._yielding: set[Process] = set()
        self._hiring: set[asyncio.Task[None]] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._waiting = self._running_slow = 0

    async def __aenter__(self) -> Self:
        """Start the workers."""
        async with AsyncExitStack() as stack:
            stack.push_async_callback(self.close)
            await asyncio.gather(*(self._hire() for _ in range(self._quick)))
            stack.pop_all()
        return self

    async def __aexit__(self, *_: object) -> None:
        """End the workers."""
        await self.close()

    async def close(self) -> None:
        """End all workers and wait for them."""
        tasks = (*self._tasks, *self._hiring)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.gather(*(_end(worker) for worker in self._alive))
        self._alive.clear()

    async def run(self, job: Job) -> bytes:
        """The answer to a query, whole.

        Raises:
            BadQuery: the engine cannot read it; says where.
            AnswerTooLarge: the answer has more bytes than `Limits` allow.
            OutOfTime: it ran over its time or memory, or too many queries run already.
        """
        for _ in range(2):
            with suppress(Killed):
                return await self._once(job)
        raise self._stopped()

    async def _once(self, job: Job) -> bytes:
        """The answer of one worker; raises `Killed` too, if somebody else has ended that."""
        async with self._worker() as worker:
            try:
                head, body = await self._watched(worker, job)
            except (asyncio.IncompleteReadError, ConnectionError):
                raise Killed if await worker.wait() == -signal.SIGKILL else self._stopped() from None
        return _told(head, body)

    @asynccontextmanager
    async def _worker(self) -> AsyncIterator[Process]:
        """A free worker; it is free again afterwards if it answered, and is replaced if it did not."""
        worker = await self._free()
        self._busy.add(worker)
        answered = False
        try:
            yield worker
            answered = True
        finally:
            self._busy.discard(worker)
            if answered and worker not in self._yielding:
                self._idle.put_nowait(worker)
            else:
                self._dismiss(worker)
                self._refill()

    async def _free(self) -> Process:
        if self._waiting >= self._queue:
            raise OutOfTime("Too many queries are waiting.", hint="Ask again in a moment.")
        self._waiting += 1
        self._refill()
        try:
            async with asyncio.timeout(self.limits.seconds):
                while (worker := await self._idle.get()).returncode is not None:  # ended from outside
                    self._dismiss(worker)
                    self._refill()
                return worker
        except TimeoutError:
            raise OutOfTime("No worker became free in time.", hint="Ask again in a moment.") from None
        finally:
            self._waiting -= 1

    async def _watched(self, worker: Process, job: Job) -> tuple[Mapping[str, Any], bytes]:
        """Send a query and have its answer; after a while as a slow one, which needs room among the slow ones."""
        assert worker.stdin is not None
        worker.stdin.write(pack(job.as_dict()))
        await worker.stdin.drain()
        reading = asyncio.ensure_future(_receive(worker))
        try:
            done, _ = await asyncio.wait({reading}, timeout=QUICK)
            return reading.result() if done else await self._slowly(worker, reading)
        finally:
            reading.cancel()
            with suppress(asyncio.CancelledError, asyncio.IncompleteReadError, ConnectionError):
                await reading

    async def _slowly(
        self, worker: Process, reading: asyncio.Future[tuple[Mapping[str, Any], bytes]]
    ) -> tuple[Mapping[str, Any], bytes]:
        if self._running_slow >= self._slow:
            raise OutOfTime("As many long queries run as may at a time.", hint="Ask again later, or for less.")
        self._running_slow += 1
        self._busy.discard(worker)
        self._yielding.add(worker)
        with suppress(OSError):  # it has ended, or this system has no such thing
            os.setpriority(os.PRIO_PROCESS, worker.pid, YIELDING)
        self._refill()
        try:
            done, _ = await asyncio.wait({reading}, timeout=self.limits.seconds - QUICK + GRACE)
            if not done:
                raise self._stopped()
            return reading.result()
        finally:
            self._running_slow -= 1

    def _stopped(self) -> OutOfTime:
        limits = self.limits
        most = f"{limits.seconds:g} s or {limits.memory_mb:,} MB"
        told = f"The query was stopped: it took more than {most}, or is too complex."
        return OutOfTime(told, hint="Ask for less at a time, or take the dump and an engine of your own.")

    def _refill(self) -> None:
        """Hire until there are as many quick workers as there should be, counting those at work and on their way."""
        while self._idle.qsize() + len(self._busy) + len(self._hiring) < self._quick:
            task = asyncio.create_task(self._hire())
            self._hiring.add(task)
            task.add_done_callback(self._hired)

    def _hired(self, task: asyncio.Task[None]) -> None:
        self._hiring.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.warning("A worker for SPARQL could not be started: %r", error)

    async def _hire(self) -> None:
        limits = (self.limits.seconds, self.limits.memory_mb, self.limits.answer_bytes)
        words = ("-m", "graph.sparql.worker", str(self.store), *map(str, limits))
        worker = await asyncio.create_subprocess_exec(sys.executable, *words, stdin=PIPE, stdout=PIPE)
        self._alive.add(worker)
        async with asyncio.timeout(START):
            await _receive(worker)
        self._idle.put_nowait(worker)

    def _dismiss(self, worker: Process) -> None:
        _kill(worker)
        task = asyncio.create_task(self._bury(worker))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _bury(self, worker: Process) -> None:
        await _end(worker)
        self._alive.discard(worker)
        self._yielding.discard(worker)


def _kill(worker: Process) -> None:
    """End a worker; not by its own method, which may bury it before the loop has heard of its death, and that warns."""
    if worker.returncode is None:
        with suppress(ProcessLookupError):
            os.kill(worker.pid, signal.SIGKILL)


async def _end(worker: Process) -> None:
    _kill(worker)
    await worker.wait()
    worker._transport.close()  # type: ignore[attr-defined]


async def _receive(worker: Process) -> tuple[Mapping[str, Any], bytes]:
    assert worker.stdout is not None
    head, body = HEAD.unpack(await worker.stdout.readexactly(HEAD.size))
    return orjson.loads(await worker.stdout.readexactly(head)), await worker.stdout.readexactly(body)


def _told(head: Mapping[str, Any], body: bytes) -> bytes:
    """The body, or the error that the head tells."""
    if head["ok"]:
        return body
    if most := head.get("too_large"):
        told = f"The answer has more than {most:,} bytes."
        raise AnswerTooLarge(told, hint="Use LIMIT and OFFSET, or take the dump and an engine of your own.")
    error = BadQuery(f"The query cannot be run: {head['wrong'].strip().rstrip('.')}.")
    error.line, error.column = head.get("line"), head.get("column")
    raise error


__all__ = ["Pool"]
