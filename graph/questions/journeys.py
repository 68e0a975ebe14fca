"""Routes whose hops depend on one another: in the order of time, along a pattern of classes, or by their weakest
evidence.

The search is best first (A*; Hart, Nilsson and Raphael 1968), with what can follow at the least worked out backwards
for each number of hops (the recurrence of Bellman 1958 and Ford 1956; for the weakest hop, its form with a minimum:
Pollack, "The maximum capacity through a network", 1960).

*In the order of time*: each hop begins no earlier than the one before. With loose dates it possibly does if some
reading of them has it so, and certainly if every reading has. A hop without a date possibly fits anywhere and certainly
nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from heapq import heappop, heappush
from itertools import groupby, pairwise
from math import inf, log
from typing import TYPE_CHECKING, Any

from graph.confidence import independent_groups
from graph.dates import MIN
from graph.questions.routes import HOP, Effort, Route, backwards, hops_to
from graph.questions.search import Asked

if TYPE_CHECKING:
    from graph.network import Network, Steps
    from graph.snapshot import Snapshot
    from ontology.patterns import Pattern

Edge = dict[str, Any]
Cost = tuple[float, float]
"""What puts routes in order: the weakest hop's evidence, negative (0 where that doesn't count), then a sum."""
Days = tuple[int, int]
"""The first and the last day on which something may have begun."""

Front = tuple[Cost, int, tuple[Edge, ...]]
"""A way to have come so far: its cost, its clock, the edges taken."""

BEFORE = MIN - 1
"""Before any day."""
NOTHING: Cost = (-inf, 0.0)
"""What no hops cost."""


@dataclass(frozen=True, slots=True)
class Wanted(Asked):
    """A path question with conditions on the sequence of hops: in the order of time, along a pattern."""

    chronological: bool = False
    pattern: Pattern | None = None

    @property
    def plain(self) -> bool:
        """Whether it has none of them, and asks for none of the orders that need this search."""
        return not self.chronological and self.pattern is None and self.weight != "evidence"


@dataclass(frozen=True, slots=True)
class Journey:
    """A route with the edge that each hop takes, and its cost."""

    cost: Cost
    route: Route
    edges: tuple[Edge, ...]

    @property
    def kind(self) -> tuple[str, ...]:
        """The classes of its relationships, repeats once."""
        return tuple(name for name, _ in groupby(edge["type"] for edge in self.edges))


def evidence_of(snapshot: Snapshot) -> Callable[[Edge], int]:
    """How many independent sources assert an edge."""
    groups: Mapping[str, str] = snapshot.memory.recall("groups", lambda: independent_groups(snapshot.sources.values()))
    return lambda edge: len({groups[snapshot.source_of(claim)] for claim in edge["claims"]})


def begins(network: Network, edge: Edge) -> Days:
    """Between which days an edge began, by all claims that assert it; from `MIN` to `MAX` if that is unknown."""
    snapshot, times = network.snapshot, network.live.times
    said = frozenset(edge["claims"])
    rows = [
        row
        for row in snapshot.relationships[edge["relationship"]].rows
        if network.live.claims[row] and snapshot.ids[row] in said
    ]
    return min(int(times[0, row]) for row in rows), max(int(times[1, row]) for row in rows)


class Terrain:
    """A network as one question sees it: which edges a hop may take, and what that costs."""

    def __init__(self, network: Network, steps: Steps, wanted: Wanted) -> None:
        self.network, self.steps, self.wanted = network, steps, wanted
        self.evidence = cache_by_name(evidence_of(network.snapshot))
        self.days = cache_by_name(lambda edge: begins(network, edge))
        self._is_a = cache(network.snapshot.vocabulary.is_a)

    def edges(self, start: str, end: str, hop: int) -> tuple[Edge, ...]:
        """The edges that hop number `hop` (from 0) may take between two nodes, the most credible first."""
        pattern = self.wanted.pattern
        found = self.steps[start][end]
        if pattern is None:
            return found
        if not self.fits(end, hop + 1):
            return ()
        kind = pattern.relationships[hop]
        return tuple(edge for edge in found if kind == "Relationship" or self._is_a(edge["type"], kind))

    def fits(self, node: str, place: int) -> bool:
        """Whether a node is of the class that the pattern has at a place."""
        if self.wanted.pattern is None:
            return True
        kind = self.wanted.pattern.entities[place]
        entity = self.network.snapshot.entities.get(node)
        return kind == "Entity" or (entity is not None and self._is_a(entity.type, kind))

    def toll(self, end: str, edge: Edge) -> Cost:
        """What one hop costs."""
        return (-self.evidence(edge) if self.wanted.weight == "evidence" else 0), self._toll(end, edge)

    def _toll(self, end: str, edge: Edge) -> float:
        if self.wanted.weight == "confidence":
            return float(edge["cost"])
        ends = (*self.wanted.sources, *self.wanted.targets)
        crowd = 0.0 if end in ends else log(max(len(self.steps[end]), 1))
        return HOP + crowd + float(edge["cost"])

    def clock(self, now: int, edge: Edge) -> int | None:
        """The day after an edge is taken at day `now`; None if that is too late for it."""
        if not self.wanted.chronological:
            return now
        first, last = self.days(edge)
        if self.network.view.certainty == "certain":
            return last if first >= now else None
        return max(now, first) if last >= now else None


def cache_by_name(function: Callable[[Edge], Any]) -> Callable[[Edge], Any]:
    """`function`, remembering what it gave for an edge by the edge's relationship, link and ends."""
    kept: dict[tuple[str, ...], Any] = {}

    def recall(edge: Edge) -> Any:  # noqa: ANN401 - whatever the function gives
        name = (edge["relationship"], edge["link"], edge["from"], edge["to"])
        if name not in kept:
            kept[name] = function(edge)
        return kept[name]

    return recall


def find_journeys(terrain: Terrain, effort: Effort) -> Iterator[Journey]:
    """Journeys that answer a question, the best first, until there are no more or the effort is spent."""
    wanted, ways = terrain.wanted, _ways(terrain)
    hops = wanted.pattern.hops if wanted.pattern else wanted.max_hops
    queue: list[tuple[Cost, int, Route, Cost, int, tuple[Edge, ...]]] = []
    for source in sorted({*wanted.sources} & terrain.steps.keys()):
        if terrain.fits(source, 0):
            heappush(queue, (ways.rest(source, 0), 0, (source,), NOTHING, BEFORE, ()))
    while queue and effort.take():
        cost, _, route, spent, now, edges = heappop(queue)
        if edges:
            yield Journey(cost, route, edges)
            continue
        made = len(route)
        for node, toll in ways.options(route[-1], made - 1):
            then = ways.tick(route[-1], node, made - 1, now)
            if node in route or then is None:
                continue
            longer, paid = (*route, node), _join(spent, toll)
            if node not in wanted.targets or (wanted.pattern and made < hops):
                heappush(queue, (_join(paid, ways.rest(node, made)), made, longer, paid, then, ()))
            elif {*wanted.via} <= {*longer}:
                total, taken = best_edges(terrain, longer)
                heappush(queue, (total, made, longer, paid, then, taken))


def _join(one: Cost, other: Cost) -> Cost:
    """The cost of two parts together: the weaker of their weakest hops, and the sum."""
    return max(one[0], other[0]), one[1] + other[1]


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways on from a node after so many hops: `options` are the next nodes with the least toll there; `rest` is
    what the whole rest costs at the least, each part of the cost by itself, infinite if there is no way; `tick` is the
    earliest clock after a hop, None if that is no way."""

    options: Callable[[str, int], list[tuple[str, Cost]]]
    rest: Callable[[str, int], Cost]
    tick: Callable[[str, str, int, int], int | None]


def _ways(terrain: Terrain) -> Ways:
    wanted, steps = terrain.wanted, terrain.steps
    pattern, sources, targets = wanted.pattern, {*wanted.sources}, {*wanted.targets}
    hops = pattern.hops if pattern else wanted.max_hops
    away = _away(terrain, () if pattern else wanted.sources)

    @cache
    def options(node: str, made: int) -> list[tuple[str, Cost]]:
        near = (v for v in steps.get(node, ()) if pattern or v not in sources)
        there = (v for v in near if away.get(v, inf) <= hops - made - 1)
        found = ((v, [terrain.toll(v, edge) for edge in terrain.edges(node, v, made)]) for v in there)
        return [(v, _least(tolls)) for v, tolls in found if tolls and rest(v, made + 1)[1] < inf]

    @cache
    def rest(node: str, made: int) -> Cost:
        if node in targets and (made == hops if pattern else made > 0):
            return NOTHING
        ways = options(node, made) if made < hops else []
        return _least([_join(toll, rest(v, made + 1)) for v, toll in ways])

    def tick(start: str, end: str, made: int, now: int) -> int | None:
        clocks = [c for edge in terrain.edges(start, end, made) if (c := terrain.clock(now, edge)) is not None]
        return min(clocks, default=None)

    return Ways(options, rest, tick)


def _away(terrain: Terrain, closed: tuple[str, ...]) -> Mapping[str, int]:
    """How many hops each node is from the nearest target; kept for the whole network, which is asked more than once."""
    network, wanted = terrain.network, terrain.wanted

    def measure() -> Mapping[str, int]:
        return hops_to(backwards(terrain.steps), wanted.targets, closed)

    if terrain.steps is not network.steps:
        return measure()
    question = (
        "away",
        network.view,
        network.directed,
        wanted.ends if network.view.types else (),
        wanted.targets,
        closed,
    )
    return network.snapshot.memory.recall(question, measure)


def _least(costs: Sequence[Cost]) -> Cost:
    """The least of each part of some costs."""
    return min((c[0] for c in costs), default=inf), min((c[1] for c in costs), default=inf)


def best_edges(terrain: Terrain, route: Route) -> tuple[Cost, tuple[Edge, ...]]:
    """The edges that a route takes, and their cost: of the sequences that fit together, the cheapest.

    Between two nodes there may be several relationships. A way to have come so far is looked at no further if another
    is no later and costs no more in either part.
    """
    fronts: list[Front] = [(NOTHING, BEFORE, ())]
    for made, (start, end) in enumerate(pairwise(route)):
        reached = (
            (_join(cost, terrain.toll(end, edge)), clock, (*taken, edge))
            for cost, now, taken in fronts
            for edge in terrain.edges(start, end, made)
            if (clock := terrain.clock(now, edge)) is not None
        )
        fronts = _unbeaten(sorted(reached, key=lambda front: front[:2]))
    cost, _, edges = fronts[0]
    return cost, edges


def _unbeaten(fronts: Sequence[Front]) -> list[Front]:
    kept: list[Front] = []
    for cost, clock, taken in fronts:
        if not any(c[0] <= cost[0] and c[1] <= cost[1] and then <= clock for c, then, _ in kept):
            kept.append((cost, clock, taken))
    return kept


__all__ = ["Journey", "Terrain", "Wanted", "begins", "evidence_of", "find_journeys"]
