"""The workers of one snapshot, in two lanes, and what becomes of a question in them.

A question starts with a quick worker (or, if its kind mostly takes long, with a slow one). Once it has used its slice
the worker is moved to the slow lane with it, if a place is free there, and another is forked for the quick lane; if
none is, the question is stopped and waits for a slow worker. So at any time no more than the slow lane's workers are
busy with slow questions, and those stand back behind the others. At its deadline a question's worker is killed.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Coroutine
from typing import Self

from graph.errors import OutOfMemory, OutOfTime
from graph.snapshot import Snapshot
from graph.workers.habits import Habits
from graph.workers.hands import Gone, Nursery, Worker, Zygote, lost
from graph.workers.lane import Lane
from graph.workers.parcel import Body, Parcel
from graph.workers.staff import MEGABYTE, Staff
from graph.workers.worker import Outcome, Reply

GRACE = 0.03
"""Seconds by which a question may overrun before its worker is killed: most stop by themselves, and keep what they
know."""

LOOKS = 10
"""How often at most a worker is looked at before its question counts as slow, whatever it did meanwhile."""
MOMENT = 0.02
"""Seconds between two looks at least; the system counts in hundredths."""

log = logging.getLogger("defgraph.workers")


class Fault(Exception):
    """A fault of ours in a worker; the message is its traceback."""


class Clock:
    """How much is left of the seconds that a question may take."""

    def __init__(self, seconds: float) -> None:
        self.seconds, self._ends = seconds, time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds from now."""
        return max(0.0, self._ends - time.monotonic())


class Crew:
    """Answers questions over one snapshot until it is told to `leave`; `habits` are those of all crews."""

    def __init__(self, nursery: Nursery, zygote: Zygote, staff: Staff, habits: Habits) -> None:
        self.lost = False
        self._nursery, self._zygote, self._staff, self._habits = nursery, zygote, staff, habits
        self._quick, self._slow = Lane(staff.quick_queue), Lane(staff.slow_queue)
        self._workers: set[Worker] = set()
        self._under_way = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._errands: set[asyncio.Task[None]] = set()

    @classmethod
    async def of(cls, nursery: Nursery, snapshot: Snapshot, staff: Staff, habits: Habits) -> Self:
        """A crew that is ready.

        Raises:
            Gone: the processes could not be started.
        """
        crew = cls(nursery, await Zygote.of(nursery, snapshot), staff, habits)
        try:
            for lane in [crew._quick] * staff.quick + [crew._slow] * staff.slow:
                await crew._engage(lane)
            if crew.lost:
                raise Gone
        except BaseException:
            await crew.leave(at_once=True)
            raise
        return crew

    async def leave(self, *, at_once: bool = False) -> None:
        """End all workers, once the questions that are under way have been answered (or `at_once`)."""
        if not at_once:
            await self._idle.wait()
        self.lost = True
        for errand in tuple(self._errands):
            errand.cancel()
        await asyncio.gather(*self._errands, return_exceptions=True)
        for worker in tuple(self._workers):
            self._end(worker)
        self._zygote.close()
        self._nursery.end(self._zygote.number)

    async def answer(self, parcel: Parcel, seconds: float) -> Body:
        """The answer to a question that may take so many seconds, waiting included.

        Raises:
            OutOfTime: it took longer, or too many are waiting.
            OutOfMemory: it needed more than a worker may have.
            WorkLost: its worker ended.
            DefgraphError: what the question itself says.
        """
        self._under_way += 1
        self._idle.clear()
        try:
            async with asyncio.timeout(seconds + GRACE):
                return _body(await self._reply(parcel, Clock(seconds)), self._staff)
        except TimeoutError:
            raise OutOfTime(f"The question took more than {seconds:g} s.", hint="Ask a smaller one.") from None
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._idle.set()

    async def _reply(self, parcel: Parcel, clock: Clock) -> Reply:
        if self._habits.slow(parcel.kind):
            return await self._slowly(parcel, clock)
        worker = await self._take(self._quick)
        asking = self._ask(worker, parcel, clock)
        try:
            await self._one_slice(worker, asking)
        except asyncio.CancelledError:
            self._errand(self._wind_up(worker, asking))
            raise
        if asking.done():
            self._habits.learn(parcel.kind, slow=False)
            return self._finish(self._quick, worker, asking)
        self._habits.learn(parcel.kind, slow=True)
        if self._move(worker):
            return await self._see_through(worker, asking)
        self._replace(self._quick, worker, asking)
        return await self._slowly(parcel, clock)

    async def _one_slice(self, worker: Worker, asking: asyncio.Task[Reply]) -> None:
        """Wait until a question is answered or has had its slice of a processor, which takes longer on a busy one."""
        begun, left = worker.worked(), self._staff.slice
        for _ in range(LOOKS):
            await asyncio.wait({asking}, timeout=max(left, MOMENT))
            left = self._staff.slice - (worker.worked() - begun)
            if asking.done() or not left > 0:
                return

    async def _slowly(self, parcel: Parcel, clock: Clock) -> Reply:
        worker = await self._take(self._slow)
        worker.stand_back()
        reply = await self._see_through(worker, self._ask(worker, parcel, clock))
        self._habits.learn(parcel.kind, slow=reply.cost > self._staff.slice)
        return reply

    async def _see_through(self, worker: Worker, asking: asyncio.Task[Reply]) -> Reply:
        """The reply of a slow worker; if nobody waits for it any longer, the worker is replaced at once."""
        try:
            await asyncio.wait({asking})
        except asyncio.CancelledError:
            self._replace(self._slow, worker, asking)
            raise
        return self._finish(self._slow, worker, asking)

    async def _take(self, lane: Lane) -> Worker:
        while not (worker := await lane.take()).alive:
            self._end(worker)
            self._errand(self._engage(lane))
        return worker

    def _ask(self, worker: Worker, parcel: Parcel, clock: Clock) -> asyncio.Task[Reply]:
        assert parcel.data is not None
        asking = asyncio.create_task(worker.ask(parcel.data, clock.left, clock.seconds))
        asking.add_done_callback(lambda task: task.cancelled() or task.exception())  # perhaps nobody waits any more
        return asking

    def _finish(self, lane: Lane, worker: Worker, asking: asyncio.Task[Reply]) -> Reply:
        """The reply, with the worker back in its lane, or another in its place."""
        if asking.exception() or asking.result().spent:
            self._replace(lane, worker, asking)
        else:
            lane.give(worker)
        return asking.result()

    async def _wind_up(self, worker: Worker, asking: asyncio.Task[Reply]) -> None:
        """A question that nobody waits for any longer has one more slice, since a new worker costs as much."""
        await asyncio.wait({asking}, timeout=self._staff.slice)
        if asking.done():
            self._finish_quietly(worker, asking)
        else:
            self._replace(self._quick, worker, asking)

    def _finish_quietly(self, worker: Worker, asking: asyncio.Task[Reply]) -> None:
        if not asking.exception():
            self._finish(self._quick, worker, asking)
        else:
            self._replace(self._quick, worker, asking)

    def _move(self, worker: Worker) -> bool:
        """Have a worker go on in the slow lane in the place of one that is free there; False if none is."""
        if not self._slow.free:
            return False
        self._end(self._slow.free.pop(0))
        worker.stand_back()
        self._errand(self._engage(self._quick))
        return True

    def _replace(self, lane: Lane, worker: Worker, asking: asyncio.Task[Reply]) -> None:
        """End a worker, whatever it is doing, and have another take its place."""
        asking.cancel()
        self._end(worker)
        self._errand(self._engage(lane))

    def _end(self, worker: Worker) -> None:
        self._workers.discard(worker)
        worker.leave()
        self._zygote.end(worker.number)

    async def _engage(self, lane: Lane) -> None:
        """One more worker for a lane."""
        try:
            worker = await self._zygote.worker()
        except Gone:
            if not self.lost:
                log.warning("The workers are gone; questions run in threads until there are others.")
            self.lost = True
            lane.send_away(lost())
            return
        self._workers.add(worker)
        worker.on_end = self._miss
        lane.give(worker)

    def _miss(self, worker: Worker) -> None:
        """A worker has ended; if nobody told it to, and nobody is waiting for it, another takes its place."""
        for lane in (self._quick, self._slow):
            if worker in lane.free:
                lane.free.remove(worker)
                self._end(worker)
                self._errand(self._engage(lane))

    def _errand(self, work: Coroutine[None, None, None]) -> None:
        errand = asyncio.create_task(work)
        self._errands.add(errand)
        errand.add_done_callback(self._errands.discard)


def _body(reply: Reply, staff: Staff) -> Body:
    """The answer in a reply, or the error that it tells of."""
    content = reply.content
    if reply.outcome is Outcome.ANSWERED and isinstance(content, Body):
        return content
    if reply.outcome is Outcome.REFUSED and isinstance(content, tuple):
        raise _restored(*content)
    if reply.outcome is Outcome.TOO_MUCH:
        limit = f"{staff.memory // MEGABYTE:,} MB"
        raise OutOfMemory(f"The question needed more memory than {limit}.", hint="Ask a smaller one.")
    raise Fault(content)


def _restored(kind: type[Exception], arguments: tuple[object, ...], said: dict[str, object]) -> Exception:
    """An error as it was raised elsewhere; its class may want other arguments than it keeps."""
    error = kind.__new__(kind, *arguments)
    vars(error).update(said)
    return error


__all__ = ["Crew", "Fault"]
