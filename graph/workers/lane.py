"""Workers that are free, and questions that wait for one in the order in which they came."""

from __future__ import annotations

import asyncio
from collections import deque

from graph.errors import Busy
from graph.workers.hands import Worker


class Lane:
    """A line of questions before some workers; `room` may wait."""

    def __init__(self, room: int) -> None:
        self.free: list[Worker] = []
        self._room = room
        self._waiting: deque[asyncio.Future[Worker]] = deque()

    async def take(self) -> Worker:
        """A worker, the last that became free: its memory is the warmest.

        Raises:
            Busy: too many are waiting already.
        """
        if self.free:
            return self.free.pop()
        if len(self._waiting) >= self._room:
            raise Busy("Too many questions are waiting.", hint="Try again in a few seconds.")
        turn: asyncio.Future[Worker] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            return await turn
        except asyncio.CancelledError:
            if turn in self._waiting:
                self._waiting.remove(turn)
            if turn.done() and not turn.cancelled() and not turn.exception():
                self.give(turn.result())
            raise

    def give(self, worker: Worker) -> None:
        """A worker is free."""
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(worker)
                return
        self.free.append(worker)

    def send_away(self, error: Exception) -> None:
        """There will be no more workers."""
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_exception(error)


__all__ = ["Lane"]
