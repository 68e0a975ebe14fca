"""Who belongs to a family of firms."""

from __future__ import annotations

from array import array
from collections.abc import Iterable

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from loaders.id_set import IdSet


def family(given: Iterable[str], pairs: Iterable[tuple[str, str]]) -> IdSet:
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
    return IdSet([*wanted, *names[np.isin(groups, chosen)].tolist()])


__all__ = ["family"]
