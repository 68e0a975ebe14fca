"""The fewest units whose loss leaves no route: exact where the search comes to its end, bounds from both sides if not.

Whatever breaks an answer must break each route of it, so it must end one of that route's edges. The search takes a
route that is left, and tries each edge of it in turn; it goes deeper by one unit at a time, so all smaller sets are
ruled out before a larger one is tried (iterative deepening; Korf 1985). It is the minimum hitting set by branch and
bound, with the routes found as they are needed. From above: end the cheapest edge of each route that is left, then put
back whatever is not needed. From below: routes that stand on nothing in common must each be broken by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from graph.budget import check_time
from graph.questions.routes import backwards, hops_to, steps_avoiding
from graph.questions.seek import seek_on
from graph.questions.support import Support, Units

if TYPE_CHECKING:
    from graph.network import Network, Steps
    from graph.questions.journeys import Wanted
    from graph.questions.support import Edge

TRIALS = 3_000
"""How many sets of losses one question tries at most."""
LEAST = 50
"""How many it tries however large the part of the network is in which its routes are."""
WORK = 3_000_000
"""How many steps all tries may look at, between these two."""
STRICT = 10
"""What a step counts where a route has to be more than short: past something, in an order, along a pattern."""
LISTED = 10
"""How many of the smallest sets are listed."""

NONE: Units = frozenset()


@dataclass(frozen=True, slots=True)
class Broken:
    """The smallest sets found that break an answer, and between how many units the minimum is.

    `tried` counts sets, of which at most `most` are; `complete` says that `sets` are all of that size.
    """

    sets: tuple[Units, ...]
    lower: int
    upper: int
    tried: int
    most: int
    complete: bool


class Trials:
    """A question asked again and again with more of its support gone, each time once."""

    def __init__(self, network: Network, asked: Wanted, support: Support) -> None:
        self.network, self.support = network, support
        self.asked = replace(asked, k=1, mode="shortest", weight="hops")
        self.steps = corridor(steps_avoiding(network, asked.avoid), self.asked)
        self.quick = asked.plain and not asked.via
        cost = max(sum(map(len, self.steps.values())), 1) * (1 if self.quick else STRICT)
        self.most = min(TRIALS, max(LEAST, WORK // cost))
        self.tried: dict[Units, tuple[Edge, ...] | None] = {}

    @property
    def spent(self) -> bool:
        """Whether no more may be tried."""
        return len(self.tried) >= self.most

    def route(self, gone: Units) -> tuple[Edge, ...] | None:
        """The edges of a route that is left without some units; None if there is none."""
        if gone not in self.tried:
            check_time()
            self.tried[gone] = self._search(gone)
        return self.tried[gone]

    def _search(self, gone: Units) -> tuple[Edge, ...] | None:
        if self.quick:
            return nearest_route(self.steps, self.asked, lambda edge: self.support.alive(edge, gone))
        found = seek_on(self.network, self._left(gone), self.asked)
        return found.edges(found.routes[0]) if found.routes else None

    def _left(self, gone: Units) -> Steps:
        alive = self.support.alive
        return {
            u: {v: left for v, edges in ends.items() if (left := tuple(e for e in edges if alive(e, gone)))}
            for u, ends in self.steps.items()
        }


def corridor(steps: Steps, asked: Wanted) -> Steps:
    """The steps that can be part of a route: near enough to both its ends."""
    most = asked.pattern.hops if asked.pattern else asked.max_hops
    there = hops_to(backwards(steps), asked.targets)
    here = hops_to({u: list(ends) for u, ends in steps.items()}, asked.sources)
    return {
        u: {v: e for v, e in ends.items() if v in there and here[u] + 1 + there[v] <= most}
        for u, ends in steps.items()
        if u in here
    }


def nearest_route(steps: Steps, asked: Wanted, alive: Callable[[Edge], bool]) -> tuple[Edge, ...] | None:
    """The edges of one of the shortest routes over what is alive, None if there is none; breadth first."""
    taken: dict[str, tuple[Edge, ...]] = dict.fromkeys(sorted({*asked.sources} & steps.keys()), ())
    rim = list(taken)
    for _ in range(asked.max_hops):
        ways = [(u, v) for u in rim for v in steps.get(u, ()) if v not in taken]
        rim = []
        for u, v in ways:
            edge = None if v in taken else next(filter(alive, steps[u][v]), None)
            if edge is None:
                continue
            taken[v] = (*taken[u], edge)
            if v in asked.targets:
                return taken[v]
            rim.append(v)
    return None


def break_routes(network: Network, asked: Wanted, support: Support) -> Broken:
    """The fewest units without which a question has no route; it must have one."""
    trials = Trials(network, asked, support)
    above = _from_above(trials)
    lower = _from_below(trials)
    for size in range(lower, len(above) + 1):
        sets = tuple(_of_size(trials, size))
        if sets and not trials.spent:
            return Broken(sets[:LISTED], size, size, len(trials.tried), trials.most, len(sets) <= LISTED)
        if trials.spent:
            upper = min((*sets, above), key=len)
            return Broken((upper,), size, len(upper), len(trials.tried), trials.most, complete=False)
    return Broken((above,), len(above), len(above), len(trials.tried), trials.most, complete=False)


def _from_above(trials: Trials) -> Units:
    """A set that breaks the answer and, if there is time to try, needs each of its units."""
    gone = NONE
    while edges := trials.route(gone):
        if trials.spent:
            gone = _all_at_one_end(trials)
            break
        gone |= min(
            (trials.support.units(edge) - gone for edge in edges), key=lambda units: (len(units), sorted(units))
        )
    for unit in sorted(gone):
        if not trials.spent and trials.route(gone - {unit}) is None:
            gone -= {unit}
    return gone


def _all_at_one_end(trials: Trials) -> Units:
    """All units of the first hops, or of the last, whichever are fewer: without them there is no route."""
    first = (edge for u in trials.asked.sources for edges in trials.steps.get(u, {}).values() for edge in edges)
    last = (edge for ends in trials.steps.values() for v in trials.asked.targets for edge in ends.get(v, ()))
    ends = (frozenset(unit for edge in edges for unit in trials.support.units(edge)) for edges in (first, last))
    return min(ends, key=lambda units: (len(units), sorted(units)))


def _from_below(trials: Trials) -> int:
    """How many units any set needs: the sum over routes that stand on nothing in common."""
    count, used = 0, NONE
    while not trials.spent and (edges := trials.route(used)):
        ends = [len(one) for edge in edges for one in trials.support.ends(edge, used, len(edge["claims"]))]
        count += min(ends)
        used |= {unit for edge in edges for unit in trials.support.units(edge)}
    return max(count, 1)


def _of_size(trials: Trials, size: int) -> Iterator[Units]:
    """The sets of a size that break the answer, if none smaller does."""
    seen: set[Units] = set()

    def deepen(gone: Units) -> Iterator[Units]:
        if gone in seen or trials.spent:
            return
        seen.add(gone)
        edges = trials.route(gone)
        if edges is None:
            yield gone
            return
        for edge in edges:
            for more in trials.support.ends(edge, gone, size - len(gone)):
                yield from deepen(gone | more)

    found = deepen(NONE)
    for number, one in enumerate(found):
        yield one
        if number == LISTED:
            return


__all__ = ["TRIALS", "Broken", "break_routes"]
