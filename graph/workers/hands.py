"""The service's end of its processes: a worker to ask, a zygote that forks workers, the nursery that forks zygotes."""

from __future__ import annotations

import asyncio
import math
import os
import pickle
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Self, cast

from graph.errors import WorkLost
from graph.snapshot import Snapshot
from graph.workers.freight import send_snapshot
from graph.workers.wire import END, FORK, ORDER, READY, Frames, framed
from graph.workers.worker import Reply

NICENESS = 15
"""How far a worker with a slow question stands back behind the others and the service (nice, 0 to 19)."""
TICKS = os.sysconf("SC_CLK_TCK")
HELLO = 30.0
"""Seconds a worker may take to be there; some tens of milliseconds are usual."""
LEAVE = 2.0
"""Seconds a nursery has to end by itself."""
LIBRARIES = ("OPENBLAS", "OMP", "MKL", "VECLIB")
ENVIRONMENT = {"MALLOC_ARENA_MAX": "2"} | {f"{library}_NUM_THREADS": "1" for library in LIBRARIES}
"""Libraries that start threads when they are imported must not: a fork takes only one of them along."""


def lost() -> WorkLost:
    """What whoever asked a worker is told when that has ended."""
    return WorkLost("The process that worked on the question ended before it had an answer.", hint="Ask again.")


class Gone(Exception):
    """A nursery or a zygote is not there any more, or never came to be."""


class Worker(asyncio.Protocol):
    """A process that answers one question at a time; `on_end` is told when it has ended."""

    def __init__(self) -> None:
        self.number = 0
        self.on_end: Callable[[Worker], None] = lambda _: None
        self.alive = True
        self._frames = Frames()
        self._transport: asyncio.Transport | None = None
        self._reply: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way to it."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Hand over a reply when all of it is there."""
        for payload in self._frames.add(data):
            if not self._reply.done():
                self._reply.set_result(payload)

    def connection_lost(self, _: Exception | None) -> None:
        """Tell whoever waits."""
        self.alive = False
        if not self._reply.done():
            self._reply.set_exception(lost())
            self._reply.exception()  # perhaps nobody waits any more
        self.on_end(self)

    async def meet(self) -> None:
        """Wait until it says who it is."""
        async with asyncio.timeout(HELLO):
            self.number = int(pickle.loads(await self._reply))  # noqa: S301 - our own child

    async def ask(self, data: bytes, left: float, seconds: float) -> Reply:
        """Its reply to a question that has so much `left` of the seconds it may take.

        Raises:
            WorkLost: it ended.
        """
        self._reply = asyncio.get_running_loop().create_future()
        if self._transport is None or not self.alive:
            raise lost()
        self._transport.write(framed(pickle.dumps((left, seconds, data), pickle.HIGHEST_PROTOCOL)))
        return cast("Reply", pickle.loads(await self._reply))  # noqa: S301

    def worked(self) -> float:
        """Seconds of processor time that it has used, with all its threads; infinite where that can't be told."""
        try:
            counted = Path(f"/proc/{self.number}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return math.inf
        return (int(counted[11]) + int(counted[12])) / TICKS

    def stand_back(self) -> None:
        """Leave the processors to others from now on, with all its threads."""
        with suppress(ProcessLookupError, PermissionError):
            os.setpriority(os.PRIO_PGRP, self.number, NICENESS)

    def leave(self) -> None:
        """Close the way to it."""
        self.alive = False
        if self._transport:
            self._transport.abort()


class Parent:
    """A process that forks: orders go to it, nothing comes back but from its children."""

    def __init__(self, orders: socket.socket, number: int = 0) -> None:
        self._orders, self.number = orders, number

    def fork(self) -> socket.socket:
        """The way to a new child.

        Raises:
            Gone: there is nobody to fork it.
        """
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                socket.send_fds(self._orders, [ORDER.pack(FORK, 0)], [theirs.fileno()])
            except OSError as error:
                ours.close()
                raise Gone from error
        ours.setblocking(False)
        return ours

    def end(self, number: int) -> None:
        """End a child, at once."""
        with suppress(OSError):  # then it has ended with its parent
            self._orders.send(ORDER.pack(END, number))

    def close(self) -> None:
        """Let the parent end."""
        self._orders.close()


class Zygote(Parent):
    """The holder of one snapshot."""

    @classmethod
    async def of(cls, nursery: Nursery, snapshot: Snapshot) -> Self:
        """One that has the snapshot and is ready to fork."""
        orders = nursery.fork()
        try:
            await asyncio.to_thread(_hand_over, orders, snapshot)
            return cls(orders, await _ready(orders))
        except BaseException:
            orders.close()
            raise

    async def worker(self) -> Worker:
        """A new worker."""
        way = self.fork()
        _, worker = await asyncio.get_running_loop().create_unix_connection(Worker, sock=way)
        try:
            await worker.meet()
        except (WorkLost, TimeoutError) as error:
            worker.leave()
            raise Gone from error
        except asyncio.CancelledError:
            worker.leave()
            raise
        return worker


class Nursery(Parent):
    """The clean interpreter."""

    def __init__(self, orders: socket.socket, process: subprocess.Popen[bytes]) -> None:
        super().__init__(orders)
        self._process = process

    @classmethod
    async def start(cls, memory: int, preload: tuple[str, ...]) -> Self:
        """One whose modules are imported and whose kernels are compiled."""
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        with theirs:
            command = [sys.executable, "-m", "graph.workers.nursery", str(theirs.fileno()), str(memory), *preload]
            path = os.pathsep.join(part for part in sys.path if part)
            process = subprocess.Popen(  # noqa: S603 - ourselves
                command,
                stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                env=os.environ | ENVIRONMENT | {"PYTHONPATH": path},
            )
        nursery = cls(ours, process)
        try:
            await _ready(ours)
        except BaseException:
            await nursery.stop()
            raise
        return nursery

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self._process.poll() is None

    async def stop(self) -> None:
        """End it and wait until it has: in order, unless it is busy."""
        self.close()
        await asyncio.to_thread(self._wait)

    def _wait(self) -> None:
        try:
            self._process.wait(LEAVE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _hand_over(orders: socket.socket, snapshot: Snapshot) -> None:
    with orders.dup() as way:
        way.setblocking(True)
        try:
            with way.makefile("wb") as stream:
                send_snapshot(snapshot, stream)
        except OSError as error:
            raise Gone from error


async def _ready(orders: socket.socket) -> int:
    """Wait for the word; the number of the process that says it."""
    orders.setblocking(False)
    try:
        word = await asyncio.get_running_loop().sock_recv(orders, ORDER.size)
    except OSError as error:
        raise Gone from error
    if len(word) < ORDER.size or not word.startswith(READY):
        raise Gone
    return int(ORDER.unpack(word)[1])


__all__ = ["Gone", "Nursery", "Worker", "Zygote", "lost"]
