"""Which routes answer a path question of any sort: the plain search where that will do, else journeys.

Both give a `Found`; in that of journeys each route has the edges that its hops take.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from itertools import islice, pairwise, takewhile
from math import isclose
from typing import TYPE_CHECKING, Any

from graph.questions.journeys import Journey, Terrain, Wanted, find_journeys
from graph.questions.routes import Effort, steps_avoiding
from graph.questions.search import PATIENCE, WEIGHTS, Found, is_detour, search, search_on

if TYPE_CHECKING:
    from graph.network import Network, Steps
    from graph.questions.routes import Route
    from graph.questions.search import Asked

ORDERS = (*WEIGHTS, "evidence")
"""What may come first: the short, the credible, or what stands on most independent sources."""


@dataclass(frozen=True, slots=True)
class Taken(Found):
    """Routes found as journeys, with the edges that each takes."""

    taken: Mapping[Route, tuple[dict[str, Any], ...]] = dataclass_field(default_factory=dict)

    def edges(self, route: Route) -> tuple[dict[str, Any], ...]:
        """The edge of each hop."""
        return self.taken[route]


def seek(network: Network, asked: Asked) -> Found:
    """The routes that answer a question on a network."""
    if not isinstance(asked, Wanted) or asked.plain:
        return search(network, asked)
    return seek_on(network, steps_avoiding(network, asked.avoid), asked)


def seek_on(network: Network, steps: Steps, asked: Asked) -> Found:
    """The routes that answer a question on given steps of a network, whatever the question says to avoid."""
    if not isinstance(asked, Wanted) or asked.plain:
        return search_on(steps, asked)
    effort = Effort()
    stream = find_journeys(Terrain(network, steps, asked), effort)
    chosen, more = _by_kind(stream, steps, asked.k) if asked.mode == "kinds" else _in_order(stream, asked)
    ordered = sorted(chosen, key=lambda one: (one.cost[0], round(one.cost[1], 9), len(one.route), one.route))
    taken = {one.route: one.edges for one in ordered}
    return Taken(tuple(taken), steps, more, effort.spent, taken)


def steps_of(found: Found, route: Route) -> Steps:
    """The steps along one route, the edge that a hop takes before those beside it."""
    if not isinstance(found, Taken):
        return found.steps
    hops = zip(pairwise(route), found.edges(route), strict=True)
    return {u: {v: (edge, *(e for e in found.steps[u][v] if e is not edge))} for (u, v), edge in hops}


def _in_order(stream: Iterator[Journey], asked: Asked) -> tuple[list[Journey], bool]:
    if asked.mode == "shortest":
        stream = _unbeaten(stream, asked)
    chosen = list(islice(stream, asked.k))
    return chosen, next(stream, None) is not None


def _unbeaten(stream: Iterator[Journey], asked: Asked) -> Iterator[Journey]:
    """Those that nothing beats: in evidence, in hops whatever their intermediaries, or in confidence up to rounding."""
    first = next(stream, None)
    if first is None:
        return

    def as_good(one: Journey) -> bool:
        if asked.weight == "confidence":
            return isclose(one.cost[1], first.cost[1], abs_tol=1e-9)
        return one.cost[0] == first.cost[0] and len(one.route) == len(first.route)

    yield first
    yield from takewhile(as_good, stream)


def _by_kind(stream: Iterator[Journey], steps: Steps, k: int) -> tuple[list[Journey], bool]:
    """The first of each kind, then, if there are not so many kinds, the first of the others."""
    firsts: dict[tuple[str, ...], Journey] = {}
    others: list[Journey] = []
    quiet = 0
    for one in (j for j in stream if not is_detour(steps, j.route)):
        quiet += 1
        if one.kind not in firsts:
            firsts[one.kind], quiet = one, 0
        elif len(others) <= k:
            others.append(one)
        if len(firsts) == k or quiet == PATIENCE:
            break
    chosen = [*firsts.values(), *others]
    return chosen[:k], len(chosen) > k or next(stream, None) is not None


__all__ = ["ORDERS", "Taken", "seek", "seek_on", "steps_of"]
