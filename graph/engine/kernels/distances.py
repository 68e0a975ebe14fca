"""Sums of distances from many sources, 512 breadth-first searches at once.

A row of words a node, a bit a search, says which searches have reached it: M. Then et al., "The More the Merrier:
Efficient Multi-Source Graph Traversal", PVLDB 8(4), 2014. Eight words fill the line of memory that reading one would
fetch in any case. A level goes from few nodes along their edges and to many from whoever misses a search: S. Beamer
et al., "Direction-Optimizing Breadth-First Search", SC 2012. What searches reach is counted for all at once in binary:
word k of `places` holds bit k of 64 counters, and eight rows are added by carry-save adders: W. Mula et al., "Faster
Population Counts Using AVX2 Instructions", The Computer Journal 61(1), 2018.
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
BITS, WORDS = 64, 8
LANES = BITS * WORDS
PLACES = 32
"""A counter counts nodes, whose numbers have 31 bits."""
FEW = 4
"""A level is pushed if the nodes reached last have less than this part of all edges."""
BLOCK = 16
"""So many nodes are added up before carries go further."""


@kernel
def _push(indptr: Longs, indices: Ints, nodes: Ints, frontier: Words, seen: Words, found: Words) -> None:
    """Follow the edges from the nodes that were reached last."""
    found[:] = NONE
    for node in nodes:
        for slot in range(indptr[node], indptr[node + 1]):
            other = indices[slot]
            for word in range(found.shape[1]):
                found[other, word] |= frontier[node, word] & ~seen[other, word]


@kernel
def _pull(indptr: Longs, indices: Ints, alive: Words, frontier: Words, seen: Words, found: Words) -> None:
    """Look at the nodes before each one, four at a time, until no search that is alive misses it."""
    missing = np.empty(len(alive), np.uint64)
    for node in range(len(indptr) - 1):
        some, slot, end = NONE, indptr[node], indptr[node + 1]
        for word in range(len(alive)):
            missing[word] = alive[word] & ~seen[node, word]
            some |= missing[word]
        while slot < end and some != NONE:
            one, two = frontier[indices[slot]], frontier[indices[min(slot + 1, end - 1)]]
            three, four = frontier[indices[min(slot + 2, end - 1)]], frontier[indices[min(slot + 3, end - 1)]]
            some = NONE
            for word in range(len(alive)):
                missing[word] &= ~(one[word] | two[word] | three[word] | four[word])
                some |= missing[word]
            slot += 4
        for word in range(len(alive)):
            found[node, word] = alive[word] & ~seen[node, word] & ~missing[word]


@kernel
def _settle(found: Words, seen: Words, nodes: Ints, alive: Words) -> int:
    """How many nodes were reached, written into `nodes`; and into `alive` by which searches."""
    count = 0
    alive[:] = NONE
    for node in range(len(found)):
        some = NONE
        for word in range(len(alive)):
            here = found[node, word]
            seen[node, word] |= here
            alive[word] |= here
            some |= here
        nodes[count] = node
        count += some != NONE
    return count


@kernel
def _reach_next(
    before: Longs,
    pulled: Ints,
    after: Longs,
    pushed: Ints,
    last: Ints,
    alive: Words,
    frontier: Words,
    seen: Words,
    found: Words,
) -> None:
    """One level further than the nodes reached last."""
    edges = 0
    for node in last:
        edges += after[node + 1] - after[node]
    if edges * FEW < len(pushed):
        _push(after, pushed, last, frontier, seen, found)
    else:
        _pull(before, pulled, alive, frontier, seen, found)


@kernel
def _add(one: np.uint64, two: np.uint64, three: np.uint64) -> tuple[np.uint64, np.uint64]:
    """Sum and carry of three bits, 64 times."""
    differ = one ^ two
    return differ ^ three, (one & two) | (differ & three)


@kernel
def _choose(nodes: Ints, counted: Flags, chosen: Ints) -> Ints:
    """The counted ones of some nodes, with the blank row as often as makes whole blocks."""
    count = 0
    for node in nodes:
        chosen[count] = node
        count += counted[node]
    whole = -(-count // BLOCK) * BLOCK
    chosen[count:whole] = len(counted)
    return chosen[:whole]


@kernel
def _add_eight(found: Words, nodes: Ints, word: int, place: Words) -> np.uint64:
    """Add the rows of eight nodes to the lowest three places; the carry out of these."""
    ones, a = _add(place[0], found[nodes[0], word], found[nodes[1], word])
    ones, b = _add(ones, found[nodes[2], word], found[nodes[3], word])
    ones, c = _add(ones, found[nodes[4], word], found[nodes[5], word])
    ones, d = _add(ones, found[nodes[6], word], found[nodes[7], word])
    twos, a = _add(place[1], a, b)
    twos, b = _add(twos, c, d)
    fours, carry = _add(place[2], a, b)
    place[0], place[1], place[2] = ones, twos, fours
    return carry


@kernel
def _count(found: Words, nodes: Ints, places: Words) -> None:
    """By how many of some nodes, whole blocks, each search was found."""
    places[:] = NONE
    for first in range(0, len(nodes), BLOCK):
        for word in range(found.shape[1]):
            place = places[word]
            one = _add_eight(found, nodes[first : first + 8], word, place)
            two = _add_eight(found, nodes[first + 8 : first + 16], word, place)
            place[3], carry = _add(place[3], one, two)
            at = 4
            while carry != NONE:
                over = place[at] & carry
                place[at] ^= carry
                carry = over
                at += 1


@kernel
def _read(places: Words, lane: int) -> int:
    total, bit = 0, np.uint64(lane % BITS)
    for at in range(PLACES):
        total += int((places[lane // BITS, at] >> bit) & ONE) << at
    return total


@kernel
def hops_from_all(
    before: Longs, pulled: Ints, after: Longs, pushed: Ints, sources: Ints, counted: Flags
) -> tuple[Longs, Longs, Floats, Longs]:
    """For each source, over the `counted` nodes that it reaches: how many they are (itself included in any case), the
    sum of hops, the sum of 1 / hops and the most hops.

    `before` and `pulled` are the rows of predecessors, `after` and `pushed` those of successors.
    """
    size, words = len(before) - 1, max(1, min(WORDS, -(-len(sources) // BITS)))
    reached, total = np.ones(len(sources), np.int64), np.zeros(len(sources), np.int64)
    inverse, farthest = np.zeros(len(sources)), np.zeros(len(sources), np.int64)
    shape = (size + 1, words)  # the last row stays blank
    frontier, found, seen = np.zeros(shape, np.uint64), np.zeros(shape, np.uint64), np.zeros(shape, np.uint64)
    nodes, chosen = np.empty(size + 1, np.int32), np.empty(size + BLOCK, np.int32)
    alive, places = np.zeros(words, np.uint64), np.zeros((words, PLACES), np.uint64)
    for first in range(0, len(sources), words * BITS):
        part = sources[first : first + words * BITS]
        found[:], seen[:], hops = NONE, NONE, 0
        for lane, source in enumerate(part):
            found[source, lane // BITS] |= ONE << np.uint64(lane % BITS)
        count = _settle(found, seen, nodes, alive)
        while count > 0:
            frontier, found, hops = found, frontier, hops + 1
            _reach_next(before, pulled, after, pushed, nodes[:count], alive, frontier, seen, found)
            count = _settle(found, seen, nodes, alive)
            _count(found, _choose(nodes[:count], counted, chosen), places)
            for lane in range(len(part)):
                new = _read(places, lane)
                if new > 0:
                    farthest[first + lane] = hops
                reached[first + lane] += new
                total[first + lane] += new * hops
                inverse[first + lane] += new / hops
    return reached, total, inverse, farthest
