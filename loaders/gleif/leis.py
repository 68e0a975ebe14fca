"""Sets of millions of LEIs in little memory, and who belongs to a family of firms."""

from __future__ import annotations

from array import array
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components


class LeiSet:
    """A set of LEIs that is first filled and then asked; 8 bytes for each.

    >>> leis = LeiSet()
    >>> leis.add("529900W18LQJJN6SJ336")
    >>> "529900W18LQJJN6SJ336" in leis, "851WYGNLUQLFZBSYGB56" in leis
    (True, False)
    """

    def __init__(self, hashes: Iterable[int] = ()) -> None:
        self._added = array("q", hashes)
        self._sorted: NDArray[np.int64] = np.empty(0, dtype=np.int64)

    def add(self, lei: str) -> None:
        """Put one in."""
        self._added.append(hash(lei))

    def __contains__(self, lei: str) -> bool:
        if self._added:
            self._sorted = np.union1d(self._sorted, np.frombuffer(self._added, dtype=np.int64))
            self._added = array("q")
        place = int(np.searchsorted(self._sorted, hash(lei)))
        return place < len(self._sorted) and bool(self._sorted[place] == hash(lei))


def family(given: Iterable[str], pairs: Iterable[tuple[str, str]]) -> LeiSet:
    """The given LEIs, and all that are linked with one of them by pairs of child and parent, however many lie between.

    >>> found = family(["a"], [("a", "b"), ("c", "b"), ("x", "y")])
    >>> [name for name in "abcxy" if name in found]
    ['a', 'b', 'c']
    """
    children, parents = array("q"), array("q")
    wanted = {hash(lei) for lei in given}
    for child, parent in pairs:
        children.append(hash(child))
        parents.append(hash(parent))
    ends = array("q", [*children, *parents])
    names, places = np.unique(np.array(ends, dtype=np.int64), return_inverse=True)
    half = len(places) // 2
    links = coo_array((np.ones(half), (places[:half], places[half:])), shape=(len(names), len(names)))
    _, groups = connected_components(links, directed=False)
    chosen = np.unique(groups[np.isin(names, np.array([*wanted], dtype=np.int64))])
    return LeiSet([*wanted, *names[np.isin(groups, chosen)].tolist()])


__all__ = ["LeiSet", "family"]
