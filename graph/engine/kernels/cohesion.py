"""What two neighbours have in common.

The rows of the busier of two neighbours are spread out over all nodes, those of the other are looked up: so a pair
costs as many steps as the less busy one has neighbours, and hubs are harmless.
"""

from __future__ import annotations

import numpy as np

from graph.engine.csr import Floats, Ints, Longs
from graph.engine.kernels.compiled import kernel


@kernel
def _opposite(indptr: Longs, indices: Ints) -> Longs:
    """The slot (v, u) of each slot (u, v); rows are ascending, so those that name v come up in the order of row v."""
    at, opposite = indptr[:-1].copy(), np.empty(len(indices), np.int64)
    for node in range(len(at)):
        for slot in range(indptr[node], indptr[node + 1]):
            opposite[slot] = at[indices[slot]]
            at[indices[slot]] += 1
    return opposite


@kernel
def in_common(indptr: Longs, indices: Ints, left: Floats, right: Floats) -> Floats:
    """For each slot (u, v): the sum over all w of ``left[u, w] * right[v, w]``, both given by slot.

    Rows are symmetric: with a slot (u, v) there is (v, u).
    """
    size = len(indptr) - 1
    left_of, right_of, sums = np.zeros(size), np.zeros(size), np.empty(len(indices))
    opposite = _opposite(indptr, indices)
    for node in range(size):
        first, last = indptr[node], indptr[node + 1]
        for slot in range(first, last):
            left_of[indices[slot]], right_of[indices[slot]] = left[slot], right[slot]
        for slot in range(first, last):
            other = indices[slot]
            start, end = indptr[other], indptr[other + 1]
            if end - start > last - first or (end - start == last - first and other > node):
                continue
            there, back = 0.0, 0.0
            for step in range(start, end):
                there += left_of[indices[step]] * right[step]
                back += left[step] * right_of[indices[step]]
            sums[slot], sums[opposite[slot]] = there, back
        for slot in range(first, last):
            left_of[indices[slot]], right_of[indices[slot]] = 0.0, 0.0
    return sums
