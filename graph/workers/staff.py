"""How many processes answer, and within what bounds."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Self

MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Staff:
    """How many workers there are for quick and for slow questions, and what each may take.

    `slice` seconds of a processor make a question slow; `memory` bytes are what a worker may take beside the snapshot;
    so many questions may wait for a quick worker (`quick_queue`) and for a slow one (`slow_queue`). The modules in
    `preload` are imported once, before workers are forked: those that the questions come from.
    """

    quick: int = 2
    slow: int = 1
    slice: float = 0.1
    memory: int = 1024 * MEGABYTE
    quick_queue: int = 256
    slow_queue: int = 8
    preload: tuple[str, ...] = ()

    @classmethod
    def of(cls, quick: int | None, memory_mb: int, preload: tuple[str, ...] = ()) -> Self | None:
        """A staff of so many quick workers (None: one for each processor, two at least), and half as many slow ones.

        None, which means threads, if no workers are wanted or the system can't fork.

        >>> Staff.of(4, 512).slow, Staff.of(0, 512)
        (2, None)
        """
        number = max(2, processors()) if quick is None else quick
        if not number or not hasattr(os, "fork"):
            return None
        return cls(quick=number, slow=max(1, number // 2), memory=memory_mb * MEGABYTE, preload=preload)


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


__all__ = ["MEGABYTE", "Staff", "processors"]
