"""Sees to it that the latest snapshot has its crew, and that those of earlier ones leave when their work is done.

Nobody waits for the first crew: until it is there, questions run in threads. Later snapshots take over together with
their crew. A crew that is lost, or could not be had, is tried for again.
"""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import suppress
from dataclasses import dataclass, field

from graph.snapshot import Snapshot
from graph.workers.crew import Crew
from graph.workers.habits import Habits
from graph.workers.hands import Gone, Nursery
from graph.workers.results import Results
from graph.workers.staff import Staff

PAUSE = 10.0
"""Seconds before a crew that could not be had is tried for again."""

log = logging.getLogger("defgraph.workers")


@dataclass(slots=True, eq=False)
class Generation:
    """A snapshot, the answers that were given from it, and the workers that hold it (None: there are none, or not
    yet)."""

    snapshot: Snapshot
    results: Results = field(default_factory=Results)
    crew: Crew | None = None

    @property
    def manned(self) -> bool:
        """Whether workers answer."""
        return self.crew is not None and not self.crew.lost


class Foreman:
    """Keeps crews of this `staff`; at most one is being got together."""

    def __init__(self, staff: Staff) -> None:
        self._staff, self._habits = staff, Habits()
        self._nursery: Nursery | None = None
        self._wanted: Generation | None = None
        self._manning: asyncio.Task[None] | None = None
        self._crews: list[Crew] = []
        self._leaving: set[asyncio.Task[None]] = set()
        self._not_before = 0.0
        self._lock = asyncio.Lock()

    async def prepare(self, following: Generation, before: Generation | None) -> None:
        """Before a generation takes the place of another: if that one has workers, have some for this one too."""
        self._wanted = following
        if before is not None and before.manned:
            await self._man(following)
        else:
            self.mend(following)

    def mend(self, generation: Generation) -> None:
        """Try for a crew if a generation has none, but not all the time."""
        idle = self._manning is None or self._manning.done()
        if idle and not generation.manned and time.monotonic() >= self._not_before:
            self._wanted = generation
            self._manning = asyncio.create_task(self._keep_up())

    async def settled(self) -> None:
        """Wait until nothing is being tried."""
        if self._manning:
            await asyncio.wait({self._manning})

    async def close(self) -> None:
        """End every process."""
        if self._manning:
            self._manning.cancel()
            with suppress(asyncio.CancelledError):
                await self._manning
        for leaving in self._leaving:
            leaving.cancel()
        await asyncio.gather(*self._leaving, return_exceptions=True)
        for crew in self._crews:
            await crew.leave(at_once=True)
        if self._nursery:
            await self._nursery.stop()

    async def _keep_up(self) -> None:
        """Man what is wanted, which may be another generation by the time its crew is there."""
        manned = None
        while self._wanted is not None and self._wanted is not manned:
            manned = self._wanted
            await self._man(manned)

    async def _man(self, generation: Generation) -> None:
        """Give a generation a crew; earlier ones leave when they have answered what they were asked."""
        async with self._lock:
            crew = None if generation.manned else await self._crew(generation.snapshot)
        if crew is None:
            return
        self._dismiss()
        self._crews.append(crew)
        generation.crew = crew

    def _dismiss(self) -> None:
        for crew in self._crews:
            leaving = asyncio.create_task(self._see_off(crew))
            self._leaving.add(leaving)
            leaving.add_done_callback(self._leaving.discard)

    async def _see_off(self, crew: Crew) -> None:
        await crew.leave(at_once=crew.lost)
        self._crews.remove(crew)

    async def _crew(self, snapshot: Snapshot) -> Crew | None:
        try:
            return await Crew.of(await self._nursed(), snapshot, self._staff, self._habits)
        except Gone:
            log.warning("There are no workers: a process could not be started. Questions run in threads.")
        except Exception:
            log.exception("There are no workers. Questions run in threads.")
        self._not_before = time.monotonic() + PAUSE
        return None

    async def _nursed(self) -> Nursery:
        if self._nursery and not self._nursery.alive:
            await self._nursery.stop()
            self._nursery = None
        if self._nursery is None:
            self._nursery = await Nursery.start(self._staff.memory, self._staff.preload)
        return self._nursery


__all__ = ["Foreman", "Generation"]
