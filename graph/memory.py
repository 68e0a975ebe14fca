"""What was worked out lately, kept while there is room: about so many bytes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable
from dataclasses import fields, is_dataclass
from threading import Lock
from typing import Any, TypeVar, cast

import numpy as np

ROOM = 1 << 30
"""Bytes that a memory keeps, about."""
PARTS = 8
"""How many parts of a memory there is room for, each for something made anew that remembers by itself."""
SMALL = 1_000
"""Bytes that anything counts at least: its question, its place."""
ENTRY = 200
"""Bytes that an entry of a collection counts, a name and a number for instance."""

T = TypeVar("T")


def size_of(answer: object) -> int:
    """About how many bytes an answer takes: what its arrays hold, its collections by how many entries they have.

    >>> size_of(np.zeros(1000)), size_of({"morocco": 0.5})
    (8000, 1200)
    """
    if isinstance(answer, np.ndarray):
        return answer.nbytes
    if is_dataclass(answer):
        return sum(size_of(getattr(answer, field.name)) for field in fields(answer))
    return SMALL + ENTRY * len(answer) if isinstance(answer, Collection) else SMALL


class Memory:
    """A bounded cache of answers that never change, the least lately asked dropped first; safe between threads.

    >>> memory = Memory(room=2)
    >>> [memory.recall(n, lambda n=n: n * n, size=lambda _: 1) for n in (1, 2, 3, 1)], len(memory)
    ([1, 4, 9, 1], 2)
    """

    def __init__(self, room: int = ROOM) -> None:
        self.room, self.used = room, 0
        self._kept: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def part(self) -> Memory:
        """A memory for something that is kept in this one, where all of its room counts.

        >>> Memory(room=800).part().room
        100
        """
        return Memory(self.room // PARTS)

    def recall(self, question: Hashable, answer: Callable[[], T], size: Callable[[T], int] = size_of) -> T:
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
        self.used += size - self._kept.pop(question, (None, 0))[1]
        self._kept[question] = (found, size)
        while self.used > self.room and len(self._kept) > 1:
            self.used -= self._kept.popitem(last=False)[1][1]


__all__ = ["Memory", "size_of"]
