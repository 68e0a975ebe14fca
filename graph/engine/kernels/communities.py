"""Communities of high modularity, one level of a hierarchy at a time.

Moving nodes: V. D. Blondel et al., "Fast unfolding of communities in large networks", J. Stat. Mech. P10008, 2008, with
a queue of the nodes that a move may concern. Refining: V. A. Traag, L. Waltman and N. J. van Eck, "From Louvain to
Leiden: guaranteeing well-connected communities", Scientific Reports 9, 5233, 2019, the best merge instead of one by
chance.

Rows are symmetric, and a loop's slot holds its weight twice, so that a row's sum is its node's strength. Gains are in
units of weight: half of all weight times what modularity gains.
"""

from __future__ import annotations

import numpy as np

from graph.engine.csr import Floats, Ints, Longs
from graph.engine.kernels.compiled import kernel

LEAST = 1e-12
"""The part of all weight that a move must gain: less may be an error of rounding, and go to and fro for ever."""


@kernel
def _weigh(indptr: Longs, indices: Ints, weight: Floats, node: int, group: Ints, towards: Floats, touched: Ints) -> int:
    """Add up what a node's links weigh towards each group, its loop apart; returns how many groups are `touched`."""
    count = 0
    for slot in range(indptr[node], indptr[node + 1]):
        other = indices[slot]
        if other != node:
            place = group[other]
            if towards[place] == 0.0:
                touched[count] = place
                count += 1
            towards[place] += weight[slot]
    return count


@kernel
def move(
    indptr: Longs,
    indices: Ints,
    weight: Floats,
    strength: Floats,
    order: Ints,
    group: Ints,
    resolution: float,
    whole: float,
) -> int:
    """Put each node into the group of its neighbours where it gains most, until none gains; returns how many moves.

    Changes `group`, which holds for each node a number under the number of nodes.
    """
    size = len(indptr) - 1
    total, members = np.zeros(size), np.zeros(size, np.int32)
    for node in range(size):
        total[group[node]] += strength[node]
        members[group[node]] += 1
    free, spare = np.empty(size, np.int32), 0
    for place in range(size):
        if members[place] == 0:
            free[spare] = place
            spare += 1
    queue, waits = order.copy(), np.ones(size, np.bool_)
    towards, touched = np.zeros(size), np.empty(size, np.int32)
    head, waiting, moves, least = 0, size, 0, LEAST * whole
    while waiting > 0:
        node = queue[head]
        head = head + 1 if head + 1 < size else 0
        waiting -= 1
        waits[node] = False
        own = group[node]
        count = _weigh(indptr, indices, weight, node, group, towards, touched)
        pull = resolution * strength[node] / whole
        total[own] -= strength[node]
        best, gain = own, towards[own] - pull * total[own] + least
        for i in range(count):
            place = touched[i]
            gained = towards[place] - pull * total[place]
            if gained > gain:
                best, gain = place, gained
            towards[place] = 0.0
        if gain < 0.0 and members[own] > 1:
            spare -= 1
            best = free[spare]
        total[best] += strength[node]
        if best == own:
            continue
        moves += 1
        group[node] = best
        members[best] += 1
        members[own] -= 1
        if members[own] == 0:
            free[spare] = own
            spare += 1
        for slot in range(indptr[node], indptr[node + 1]):
            other = indices[slot]
            if not waits[other] and group[other] != best:
                tail = head + waiting
                queue[tail if tail < size else tail - size] = other
                waiting += 1
                waits[other] = True
    return moves


@kernel
def refine(
    indptr: Longs,
    indices: Ints,
    weight: Floats,
    strength: Floats,
    order: Ints,
    group: Ints,
    resolution: float,
    whole: float,
) -> Ints:
    """Parts of the groups, each connected: nodes alone join the part of their group where they gain most.

    Both have to be linked to the rest of their group as well as chance would have it.
    """
    size = len(indptr) - 1
    total, inner = np.zeros(size), np.zeros(size)
    for node in range(size):
        total[group[node]] += strength[node]
        for slot in range(indptr[node], indptr[node + 1]):
            if indices[slot] != node and group[indices[slot]] == group[node]:
                inner[node] += weight[slot]
    part, alone = np.arange(size).astype(np.int32), np.ones(size, np.bool_)
    strengths, links = strength.copy(), inner.copy()
    towards, touched = np.zeros(size), np.empty(size, np.int32)
    share = resolution / whole
    for node in order:
        own, all_ = strength[node], total[group[node]]
        if not alone[node] or inner[node] < share * own * (all_ - own):
            continue
        count = _weigh(indptr, indices, weight, node, part, towards, touched)
        best, gain, shared = node, 0.0, 0.0
        for i in range(count):
            place = touched[i]
            linked = links[place] >= share * strengths[place] * (all_ - strengths[place])
            gained = towards[place] - share * own * strengths[place]
            if group[place] == group[node] and linked and gained > gain:
                best, gain, shared = place, gained, towards[place]
            towards[place] = 0.0
        if best != node:
            part[node], alone[best], alone[node] = best, False, False
            strengths[best] += own
            links[best] += inner[node] - 2.0 * shared
    return part


@kernel
def number(group: Ints) -> int:
    """Number groups anew in the order of their first nodes, in place; returns how many there are."""
    known, count = np.full(len(group), -1, np.int32), 0
    for node in range(len(group)):
        if known[group[node]] < 0:
            known[group[node]] = count
            count += 1
        group[node] = known[group[node]]
    return count


@kernel
def gather(indptr: Longs, indices: Ints, weight: Floats, group: Ints, count: int) -> tuple[Longs, Ints, Floats]:
    """Rows of the graph of the groups: a link weighs what all between its two groups do."""
    size = len(indptr) - 1
    first = np.zeros(count + 1, np.int64)
    for node in range(size):
        first[group[node] + 1] += 1
    first = np.cumsum(first)
    fill, nodes = first[:-1].copy(), np.empty(size, np.int32)
    for node in range(size):
        nodes[fill[group[node]]] = node
        fill[group[node]] += 1
    towards, seen = np.zeros(count), np.full(count, -1, np.int32)
    starts = np.zeros(count + 1, np.int64)
    columns, values, done = np.empty(len(indices), np.int32), np.empty(len(indices)), 0
    for place in range(count):
        for i in range(first[place], first[place + 1]):
            node = nodes[i]
            for slot in range(indptr[node], indptr[node + 1]):
                other = group[indices[slot]]
                if seen[other] != place:
                    seen[other] = place
                    columns[done] = other
                    done += 1
                towards[other] += weight[slot]
        for k in range(starts[place], done):
            values[k] = towards[columns[k]]
            towards[columns[k]] = 0.0
        starts[place + 1] = done
    return starts, columns[:done].copy(), values[:done].copy()


@kernel
def modularity(
    indptr: Longs, indices: Ints, weight: Floats, strength: Floats, group: Ints, resolution: float, whole: float
) -> float:
    """How much more of the weight is within groups than chance would have (M. E. J. Newman and M. Girvan, 2004)."""
    total, within = np.zeros(len(group)), 0.0
    for node in range(len(group)):
        total[group[node]] += strength[node]
        for slot in range(indptr[node], indptr[node + 1]):
            if group[indices[slot]] == group[node]:
                within += weight[slot]
    return within / whole - resolution * np.sum((total / whole) ** 2)
