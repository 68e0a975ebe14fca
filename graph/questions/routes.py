"""Simple routes through a network in the order of their cost, found one by one.

The search is best first (A*; Hart, Nilsson and Raphael 1968): the start of a route waits in a queue under what it has
cost plus the least that can follow. That least is exact but for repeated nodes, worked out backwards from the targets
for each number of hops left (the recurrence of Bellman and Ford), so a start that cannot arrive in time is never
looked at, and routes come out in the order of their cost. Of the ways on from a node only the next best one waits in
the queue (as in Eppstein's k shortest paths, 1998), so a hub of a thousand neighbours costs no more than others.
"""

from __future__ import annotations

import math
from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from heapq import heappop, heappush
from typing import TYPE_CHECKING

import numpy as np

from graph.budget import check_time
from graph.columns import Floats
from graph.steps import Web

if TYPE_CHECKING:
    from graph.network import Network
    from graph.steps import Steps

EXAMINED = 100_000
"""How many starts of routes one search looks at before it is cut off."""
HOP = 1_000.0
"""What a hop costs where hops count first: more than the logarithms of all intermediaries' neighbours together."""

Route = tuple[str, ...]
Cost = Callable[[str, str], float]


@dataclass(frozen=True, slots=True)
class Trip:
    """Where routes start and end, what must be on them (in any order), and how many hops they may have.

    A route ends at the first target it meets and never comes through another source.
    """

    sources: frozenset[str]
    targets: frozenset[str]
    via: frozenset[str] = frozenset()
    max_hops: int = 4


@dataclass(slots=True)
class Effort:
    """How many starts of routes a search may still look at; `spent` once it was cut off."""

    left: int = EXAMINED
    spent: bool = False

    def take(self) -> bool:
        """Whether one more may be looked at."""
        check_time()
        self.left -= 1
        self.spent = self.spent or self.left < 0
        return not self.spent


def steps_avoiding(network: Network, avoid: Collection[str]) -> Steps:
    """The steps of a network without entities, relationships and classes of relationships (with their subclasses)."""
    return network.without(avoid) if avoid else network.steps


def step_cost(steps: Steps, weight: str, ends: Collection[str]) -> Cost:
    """What a step from one node to the next costs, on routes between `ends`.

    "confidence": -ln of the confidence of its most credible edge, so that the cheapest route has the greatest product
    of confidences. "hops": the hops first, then that product over the product of the numbers of neighbours of the
    intermediaries. That is how likely somebody arrives who at each takes any link at random and trusts it as far as its
    confidence: a route through something that few have to do with says more than one through a hub.
    """
    if isinstance(steps, Web):
        return _cost_by_slot(steps, weight, ends)
    if weight == "confidence":
        return lambda u, v: float(steps[u][v][0]["cost"])
    crowd = {node: HOP + (0.0 if node in ends else math.log(max(len(near), 1))) for node, near in steps.items()}
    return lambda u, v: crowd[v] + float(steps[u][v][0]["cost"])


@dataclass(frozen=True, slots=True, eq=False)
class SlotCost:
    """What each step costs, by its slot among the steps of a network."""

    web: Web
    values: Floats

    def __call__(self, u: str, v: str) -> float:
        """What the step from one node to another costs."""
        return float(self.values[self.web.slot(self.web.index[u], self.web.index[v])])


def _cost_by_slot(web: Web, weight: str, ends: Collection[str]) -> SlotCost:
    if weight == "confidence":
        return SlotCost(web, web.cost)
    counts, which = np.unique(np.diff(web.indptr), return_inverse=True)
    crowd = (
        np.array([HOP + math.log(max(count, 1)) for count in counts.tolist()])[which] if len(counts) else np.empty(0)
    )
    crowd[[web.index[node] for node in ends if node in web.index]] = HOP
    return SlotCost(web, crowd[web.indices] + web.cost)


def find_routes(steps: Steps, trip: Trip, cost: Cost, effort: Effort) -> Iterator[tuple[float, Route]]:
    """Routes with their costs, the cheapest first, until there are no more or the effort is spent.

    >>> line = {"a": {"b": ()}, "b": {"a": (), "c": ()}, "c": {"b": ()}}
    >>> list(find_routes(line, Trip(frozenset("a"), frozenset("c")), lambda u, v: 1.0, Effort()))
    [(2.0, ('a', 'b', 'c'))]
    """
    options = _options_by_slot(trip, cost) if isinstance(cost, SlotCost) else _options(steps, trip, cost)
    feasible = _feasible(steps, trip)
    queue: list[tuple[float, int, Route, float, int]] = []

    def wait(start: Route, spent: float, place: int) -> None:
        """Queue the best way on from `start`, among those from `place` on, that a simple route can take."""
        ways = options(start[-1], trip.max_hops + 1 - len(start))
        while place < len(ways) and not (ways[place][2] not in start and feasible(start, ways[place][2])):
            place += 1
        if place < len(ways):
            heappush(queue, (spent + ways[place][0], len(start), start, spent, place))

    for source in sorted(trip.sources & steps.keys()):
        wait((source,), 0.0, 0)
    while queue and effort.take():
        _, _, start, spent, place = heappop(queue)
        _, more, node = options(start[-1], trip.max_hops + 1 - len(start))[place]
        wait(start, spent, place + 1)
        if node in trip.targets:
            yield spent + more, (*start, node)
        else:
            wait((*start, node), spent + more, 0)


Options = Callable[[str, int], list[tuple[float, float, str]]]
Back = Mapping[str, Collection[str]]


def _options_by_slot(trip: Trip, cost: SlotCost) -> Options:
    """As `_options`, on the arrays of a network's steps."""
    from graph.engine.kernels.routes import least_costs  # noqa: PLC0415 - Numba takes a while

    web, values = cost.web, cost.values
    ends, closed = (np.zeros(len(web), dtype=np.bool_) for _ in range(2))
    ends[[web.index[name] for name in trip.targets if name in web.index]] = True
    closed[[web.index[name] for name in trip.sources if name in web.index]] = True
    least = least_costs(web.indptr, web.indices, values, ends, closed, max(trip.max_hops - 1, 0))

    @cache
    def options(node: str, left: int) -> list[tuple[float, float, str]]:
        if left < 1:
            return []
        first, last = web.indptr[web.index[node]], web.indptr[web.index[node] + 1]
        near, step = web.indices[first:last], values[first:last]
        through = step + least[left - 1, near]
        order = np.lexsort((near, step, through))
        order = order[: np.count_nonzero(np.isfinite(through))]
        names = [web.names[i] for i in near[order].tolist()]
        return list(zip(through[order].tolist(), step[order].tolist(), names, strict=True))

    return options


def _options(steps: Steps, trip: Trip, cost: Cost) -> Options:
    """The ways on from a node with so many hops left, best first: the least cost to a target, the step's own, the
    next node."""
    away = hops_to(backwards(steps), trip.targets, trip.sources)

    @cache
    def options(node: str, left: int) -> list[tuple[float, float, str]]:
        near = (v for v in steps[node] if v not in trip.sources and away.get(v, left) < left)
        return sorted((step + least(v, left - 1), step, v) for v in near for step in (cost(node, v),))

    def least(node: str, left: int) -> float:
        return 0.0 if node in trip.targets else options(node, left)[0][0]

    return options


def _feasible(steps: Steps, trip: Trip) -> Callable[[Route, str], bool]:
    """Whether a start with one more node can still meet all of `via` and arrive in time."""
    back = backwards(steps) if trip.via else {}
    away = hops_to(back, trip.targets, trip.sources)
    to = {v: hops_to(back, {v}, trip.sources | trip.targets) for v in trip.via}

    def feasible(start: Route, node: str) -> bool:
        missing, left = trip.via.difference(start, (node,)), trip.max_hops - len(start)
        if missing and node in trip.targets:
            return False
        return all(to[v].get(node, math.inf) + away.get(v, math.inf) <= left for v in missing)

    return feasible


def backwards(steps: Steps) -> Back:
    """For each node those from which it is one step away.

    >>> dict(backwards({"a": {"b": ()}, "b": {}}))
    {'b': ['a']}
    """
    back = defaultdict[str, list[str]](list)
    for u, ends in steps.items():
        for v in ends:
            back[v].append(u)
    return back


def hops_to(back: Back, ends: Collection[str], closed: Collection[str] = ()) -> Mapping[str, int]:
    """How many hops each node is from the nearest of `ends`; no way leads through a node of `closed`.

    >>> hops_to(backwards({"a": {"b": ()}, "b": {"c": ()}, "c": {}}), {"c"})
    {'c': 0, 'b': 1, 'a': 2}
    """
    away = dict.fromkeys(sorted(ends), 0)
    rim = deque(away)
    while rim:
        v = rim.popleft()
        for u in back.get(v, ()) if v in ends or v not in closed else ():
            if u not in away:
                away[u] = away[v] + 1
                rim.append(u)
    return away
