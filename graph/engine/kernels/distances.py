"""Sums of distances from many sources, 64 breadth-first searches at once.

One machine word a node says which of 64 searches have reached it: M. Then et al., "The More the Merrier: Efficient
Multi-Source Graph Traversal", PVLDB 8(4), 2014. How many nodes each search reaches is counted in bit slices: word k of
the slices holds bit k of 64 counters, so that a word of newly reached bits is added like a carry.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from graph.engine.csr import Flags, Floats, Ints, Longs
from graph.engine.kernels.compiled import kernel

Words = npt.NDArray[np.uint64]
NONE = np.uint64(0)
ONE = np.uint64(1)
ALL = np.uint64(0xFFFFFFFFFFFFFFFF)
LANES = 64
SLICES = 32
"""A counter counts nodes, whose numbers have 31 bits."""


@kernel
def _reach_next(
    indptr: Longs,
    indices: Ints,
    seen: Words,
    frontier: Words,
    following: Words,
    full: np.uint64,
    counted: Flags,
    slices: Words,
) -> bool:
    """One level further: fills `following` and counts into `slices` what each search reaches; False at the end."""
    alive = False
    slices[:] = NONE
    for node in range(len(seen)):
        missing = full & ~seen[node]
        found = NONE
        if missing != NONE:
            for slot in range(indptr[node], indptr[node + 1]):
                found |= frontier[indices[slot]]
                if found & missing == missing:
                    break
            found &= missing
        following[node] = found
        if found != NONE:
            alive = True
            if counted[node]:
                _count(slices, found)
    return alive


@kernel
def _count(slices: Words, found: np.uint64) -> None:
    """Add one to the counter of each bit that is set."""
    carry, place = found, 0
    while carry != NONE and place < SLICES:
        overflow = slices[place] & carry
        slices[place] ^= carry
        carry = overflow
        place += 1


@kernel
def _read(slices: Words, lane: int) -> int:
    total = 0
    for place in range(SLICES):
        total += int((slices[place] >> np.uint64(lane)) & ONE) << place
    return total


@kernel
def hops_from_all(indptr: Longs, indices: Ints, sources: Ints, counted: Flags) -> tuple[Longs, Longs, Floats, Longs]:
    """For each source, over the `counted` nodes that it reaches: how many they are (itself included in any case), the
    sum of hops, the sum of 1 / hops and the most hops.

    The rows are those of predecessors: a node pulls from whom it can be reached.
    """
    size = len(indptr) - 1
    reached, total = np.ones(len(sources), np.int64), np.zeros(len(sources), np.int64)
    inverse, farthest = np.zeros(len(sources)), np.zeros(len(sources), np.int64)
    frontier, following, slices = np.zeros(size, np.uint64), np.zeros(size, np.uint64), np.zeros(SLICES, np.uint64)
    for first in range(0, len(sources), LANES):
        last = min(first + LANES, len(sources))
        full = ALL >> np.uint64(LANES - (last - first))
        frontier[:] = NONE
        for i in range(first, last):
            frontier[sources[i]] |= ONE << np.uint64(i - first)
        seen = frontier.copy()
        hops = 1
        while _reach_next(indptr, indices, seen, frontier, following, full, counted, slices):
            for i in range(first, last):
                count = _read(slices, i - first)
                if count > 0:
                    farthest[i] = hops
                reached[i] += count
                total[i] += count * hops
                inverse[i] += count / hops
            seen |= following
            frontier, following = following, frontier
            hops += 1
    return reached, total, inverse, farthest
