"""Answers that were given lately, and those that are being worked out: each question of a snapshot once.

Those who ask what is being worked out already wait for it together. When one of them leaves, the others go on waiting;
when the last one leaves, the work is given up.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Hashable
from dataclasses import dataclass
from typing import Any

from graph.workers.parcel import Body

ROOM = 64 << 20
"""Bytes of answers that are kept."""
LARGEST = 8
"""An answer that would fill this part of the room is not kept."""
OVERHEAD = 1024
"""Bytes that an answer counts beside its own: its question, its place."""

Work = Callable[[], Coroutine[Any, Any, Body]]


@dataclass(slots=True, eq=False)
class Flight:
    """An answer that is being worked out, and how many wait for it."""

    task: asyncio.Task[Body]
    waiting: int = 0


class Results:
    """The answers of one snapshot by question, the least lately asked dropped first."""

    def __init__(self, room: int = ROOM) -> None:
        self._room, self._used = room, 0
        self._kept: OrderedDict[Hashable, Body] = OrderedDict()
        self._flights: dict[Hashable, Flight] = {}

    def __len__(self) -> int:
        return len(self._kept)

    async def get(self, question: Hashable, work: Work) -> Body:
        """The answer to a question: as it is kept, as somebody else is waiting for it, or worked out."""
        if (kept := self._kept.get(question)) is not None:
            self._kept.move_to_end(question)
            return kept
        flight = self._flights.get(question)
        if flight is None:
            flight = self._flights[question] = Flight(asyncio.create_task(self._work_out(question, work)))
        flight.waiting += 1
        try:
            return await asyncio.shield(flight.task)
        finally:
            flight.waiting -= 1
            if not flight.waiting:
                self._give_up(question, flight)

    async def _work_out(self, question: Hashable, work: Work) -> Body:
        body = await work()
        self._keep(question, body)
        return body

    def _give_up(self, question: Hashable, flight: Flight) -> None:
        flight.task.cancel()
        if self._flights.get(question) is flight:
            del self._flights[question]

    def _keep(self, question: Hashable, body: Body) -> None:
        size = len(body.content) + OVERHEAD
        if size > self._room // LARGEST:
            return
        self._kept[question] = body
        self._used += size
        while self._used > self._room:
            self._used -= len(self._kept.popitem(last=False)[1].content) + OVERHEAD


__all__ = ["Results"]
