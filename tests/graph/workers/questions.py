"""Questions for workers, in a module of their own so that they can travel, and a store that needs no Neo4j."""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np

from graph.checks import one_of
from graph.errors import BadQuestion, ServerError
from graph.snapshot import Snapshot
from graph.snapshot.scan import scan
from graph.source import Revision
from graph.store import Hit
from graph.store.read import StoredClaims
from graph.workers.staff import MEGABYTE, Staff
from ontology.vocabulary import Vocabulary
from tests.graph.worlds import FORGE_WORLD, PRESS, REGISTER, SOURCES, thing

STAFF = Staff(quick=2, slow=1, slice=0.1, memory=512 * MEGABYTE, preload=(__name__,))


def lands(snapshot: Snapshot, number: int = 0, seconds: float = 0.0) -> bytes:
    """The revision, and the number of the last state that came with it; `number` makes the question another one."""
    time.sleep(seconds)
    last = max((int(name.removeprefix("land-")) for name in snapshot.entities if name.startswith("land-")), default=1)
    return f"{snapshot.revision} {last}".encode()


def worker(_: Snapshot, number: bytes) -> bytes:
    """Which process answers, and how many threads its parent has."""
    parent = os.getppid()
    return f"{os.getpid()} {parent} {len(list(Path(f'/proc/{parent}/task').iterdir()))}".encode()


def is_main_thread(_: Snapshot) -> bytes:
    return str(threading.current_thread() is threading.main_thread()).encode()


def spin(_: Snapshot, mark: Path, seconds: float = 600) -> bytes:
    """Compute, without ever looking at the clock that questions look at; leave a mark of who does."""
    mark.write_text(str(os.getpid()))
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        sum(range(1000))
    return b"spun"


def multiply(_: Snapshot, mark: Path) -> bytes:
    """Minutes in one call of compiled code, which never comes back to Python."""
    mark.write_text(str(os.getpid()))
    matrix = np.ones((8000, 8000))
    return bytes(np.linalg.matrix_power(matrix, 1 << 20)[0, :1])


def hoard(_: Snapshot) -> bytes:
    """More memory than there is."""
    kept = []
    while True:
        kept.append(bytearray(os.urandom(1) * (16 << 20)))


def refuse(_: Snapshot, value: str) -> bytes:
    one_of("policy", value, ("any", "strict"))
    raise BadQuestion("It is one of them.", parameter="policy")


def break_down(_: Snapshot) -> bytes:
    raise ZeroDivisionError("a fault of ours")


def count(_: Snapshot, log: Path, number: int = 0, seconds: float = 0.0) -> bytes:
    """Write a line whenever it is worked out."""
    with log.open("a") as file:
        file.write(f"{number}\n")
    time.sleep(seconds)
    return str(number).encode()


def tell(_: Snapshot, log: Path, mark: Path) -> bytes:
    """Write a line whenever it is worked out, and answer once somebody has left a mark."""
    with log.open("a") as file:
        file.write("asked\n")
    while not mark.exists():
        time.sleep(0.01)
    return b"told"


async def until(condition: Callable[[], bool]) -> None:
    """Wait until something holds; far longer than it takes."""
    async with asyncio.timeout(120):
        while not condition():
            await asyncio.sleep(0.02)


def gone(number: int) -> bool:
    """Whether there is no process of this number, not even a zombie."""
    return not Path(f"/proc/{number}").exists()


def ended(number: int) -> bool:
    """Whether a process has ended; one whose parent went before it may wait to be cleared away by the system."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


class World:
    """The store of a small world that grows by a state with each revision; `away`: it can't be reached."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary, self.number, self.away = vocabulary, 1, False

    @asynccontextmanager
    async def open(self) -> AsyncIterator[World]:
        yield self

    async def revision(self) -> int:
        if self.away:
            raise ServerError("It is away.")
        return self.number

    async def read(self, _: int | None = None) -> StoredClaims:
        more = [thing(f"land-{number}", "State") for number in range(2, self.number + 1)]
        said = scan((claim, 1, None) for claim in (*FORGE_WORLD, *more))
        return StoredClaims(self.number, (PRESS, REGISTER), SOURCES, said)

    async def read_on(self, *_: object) -> StoredClaims:
        return await self.read()

    async def search(self, *_: object, **__: object) -> tuple[Hit, ...]:
        return ()

    async def revisions(self) -> tuple[Revision, ...]:
        return tuple(
            Revision(number, "press", f"2025-01-{number:02}T10:00:00Z", "More", 1, 0, "x")
            for number in range(1, self.number + 1)
        )
