"""What was worked out lately, kept while there is room."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar, cast

ROOM = 1_000_000
"""How much a memory keeps; a network counts by its edges (about a kilobyte each)."""
SMALL = 1_000
"""What an answer counts if nothing else is said."""

T = TypeVar("T")


class Memory:
    """A bounded cache of answers that never change, the least lately asked dropped first; safe between threads.

    >>> memory = Memory(room=2)
    >>> [memory.recall(n, lambda n=n: n * n, size=lambda _: 1) for n in (1, 2, 3, 1)], len(memory)
    ([1, 4, 9, 1], 2)
    """

    def __init__(self, room: int = ROOM) -> None:
        self._room, self._used = room, 0
        self._kept: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def recall(self, question: Hashable, answer: Callable[[], T], size: Callable[[T], int] = lambda _: SMALL) -> T:
        """The answer to a question, worked out if it isn't kept. Two that ask at once may both work it out."""
        with self._lock:
            if question in self._kept:
                self._kept.move_to_end(question)
                return cast("T", self._kept[question][0])
        found = answer()
        with self._lock:
            self._keep(question, found, size(found))
        return found

    def _keep(self, question: Hashable, found: object, size: int) -> None:
        self._used += size - self._kept.pop(question, (None, 0))[1]
        self._kept[question] = (found, size)
        while self._used > self._room and len(self._kept) > 1:
            self._used -= self._kept.popitem(last=False)[1][1]


__all__ = ["Memory"]
