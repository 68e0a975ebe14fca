"""Locks on files that last exactly as long as whoever holds them, a child that inherited the open file included."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.errors import ServerRunning

PATIENCE = 2.0
"""Seconds a lock held by somebody who is just ending is waited for."""


@contextmanager
def lock_folder(path: Path, message: str) -> Iterator[int]:
    """Hold a lock file; yields its descriptor, which a child may inherit to keep the lock beyond this block.

    Raises:
        ServerRunning: somebody else holds it; ``message`` is said, with ``{pid}`` filled in.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        if not _try_lock(descriptor, PATIENCE):
            pid = _holder(descriptor)
            raise ServerRunning(message.format(pid=pid or "unknown"), pid=pid)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        yield descriptor
    finally:
        os.close(descriptor)


def is_locked(path: Path) -> bool:
    """Whether somebody holds the lock file."""
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        return not _try_lock(descriptor, 0, fcntl.LOCK_SH)  # two who only look don't hinder each other
    finally:
        os.close(descriptor)


def _try_lock(descriptor: int, patience: float, kind: int = fcntl.LOCK_EX) -> bool:
    end = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= end:
                return False
            time.sleep(0.05)
        else:
            return True


def _holder(descriptor: int) -> int | None:
    text = os.pread(descriptor, 20, 0).decode(errors="replace")
    return int(text) if text.isdigit() else None
