"""Sets of millions of ids in little memory."""

from __future__ import annotations

from array import array
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray


class IdSet:
    """A set of ids that is first filled and then asked; 8 bytes for each.

    >>> ids = IdSet()
    >>> ids.add("kite")
    >>> "kite" in ids, "yard" in ids
    (True, False)
    """

    def __init__(self, hashes: Iterable[int] = ()) -> None:
        self._added = array("q", hashes)
        self._sorted: NDArray[np.int64] = np.empty(0, dtype=np.int64)

    def add(self, name: str) -> None:
        """Put one in."""
        self._added.append(hash(name))

    def __contains__(self, name: str) -> bool:
        if self._added:
            self._sorted = np.union1d(self._sorted, np.frombuffer(self._added, dtype=np.int64))
            self._added = array("q")
        place = int(np.searchsorted(self._sorted, hash(name)))
        return place < len(self._sorted) and bool(self._sorted[place] == hash(name))


__all__ = ["IdSet"]
