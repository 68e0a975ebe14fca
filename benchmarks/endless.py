"""Questions for `benchmarks.deadline`, in a module of their own so that workers can import them by name."""

from __future__ import annotations

import numpy as np

from graph.snapshot import Snapshot


def spin(_: Snapshot, turn: int) -> bytes:
    """Go on in Python for ever."""
    while True:
        turn += 1


def multiply(_: Snapshot, turn: int) -> bytes:
    """Go on in compiled code for a minute or so."""
    square = np.full((5_000, 5_000), float(turn))
    for _ in range(1_000):
        square = square @ square
    return b""


def at_once(_: Snapshot, turn: int) -> bytes:
    """Answer."""
    return str(turn).encode()
