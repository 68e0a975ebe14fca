"""Which routes answer a path question: by kind, the shortest only, or all, up to so many.

The *kind* of a route is the sequence of its relationships' classes, whichever way each is walked, a class that is
repeated counting once: a chain of transfers is one kind however long it is. Among hundreds of routes most are of few
kinds; asking for kinds shows every sort of link before a second of any, and leaves out detours. A kind that does not
show among `PATIENCE` routes after the last new one is given up.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, islice, pairwise, takewhile
from typing import TYPE_CHECKING, Any

from graph.questions.routes import Effort, Route, Trip, find_routes, step_cost, steps_avoiding

if TYPE_CHECKING:
    from graph.network import Network, Steps

MODES = ("kinds", "shortest", "all")
WEIGHTS = ("hops", "confidence")
PATIENCE = 2_000
"""How many routes in a row may bring no new kind before a search for kinds ends."""

Kind = tuple[str, ...]
Costed = tuple[float, Route]


@dataclass(frozen=True, slots=True)
class Asked:
    """A path question: from any of `sources` to any of `targets`, at most `k` routes of at most `max_hops` hops.

    All of `via` must be on a route, in any order; nothing of `avoid` may be (entities, relationships, classes of
    relationships).
    """

    sources: tuple[str, ...]
    targets: tuple[str, ...]
    k: int = 20
    max_hops: int = 4
    weight: str = "hops"
    via: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    mode: str = "kinds"

    @property
    def ends(self) -> frozenset[str]:
        """The entities that the question is about, which no filter of types may drop."""
        return frozenset({*self.sources, *self.targets, *self.via})

    def trip(self) -> Trip:
        """What the question says of where to go."""
        return Trip(frozenset(self.sources), frozenset(self.targets), frozenset(self.via), self.max_hops)


@dataclass(frozen=True, slots=True)
class Found:
    """Routes in their order, on the steps they were found on; whether there are `more` than asked for, or the search
    was cut off."""

    routes: tuple[Route, ...]
    steps: Steps
    more: bool = False
    cut_off: bool = False

    def edges(self, route: Route) -> tuple[dict[str, Any], ...]:
        """The most credible edge of each hop."""
        return tuple(self.steps[u][v][0] for u, v in pairwise(route))


def search(network: Network, asked: Asked) -> Found:
    """The routes that answer a question on a network."""
    return search_on(steps_avoiding(network, asked.avoid), asked)


def search_on(steps: Steps, asked: Asked) -> Found:
    """The routes that answer a question on given steps, whatever the question says to avoid."""
    effort = Effort()
    cost = step_cost(steps, asked.weight, {*asked.sources, *asked.targets})
    stream = find_routes(steps, asked.trip(), cost, effort)
    chosen, more = _by_kind(stream, steps, asked.k) if asked.mode == "kinds" else _in_order(stream, asked)
    routes = tuple(route for _, route in sorted(chosen, key=lambda pair: (round(pair[0], 9), len(pair[1]), pair[1])))
    return Found(routes, steps, more, effort.spent)


def _in_order(stream: Iterator[Costed], asked: Asked) -> tuple[list[Costed], bool]:
    if asked.mode == "shortest":
        stream = _cheapest(stream, asked)
    chosen = list(islice(stream, asked.k))
    return chosen, next(stream, None) is not None


def _cheapest(stream: Iterator[Costed], asked: Asked) -> Iterator[Costed]:
    """Those that nothing beats: in hops whatever their intermediaries, in confidence up to rounding."""
    cost, route = next(stream, (0.0, ()))
    if route:
        as_good = (
            (lambda p: len(p[1]) == len(route))
            if asked.weight == "hops"
            else (lambda p: math.isclose(p[0], cost, abs_tol=1e-9))
        )
        yield cost, route
        yield from takewhile(as_good, stream)


def _by_kind(stream: Iterator[Costed], steps: Steps, k: int) -> tuple[list[Costed], bool]:
    """The first of each kind, then, if there are not so many kinds, the first of the others."""
    firsts: dict[Kind, Costed] = {}
    others: list[Costed] = []
    quiet = 0
    for pair in (p for p in stream if not is_detour(steps, p[1])):
        quiet += 1
        kind = kind_of(steps, pair[1])
        if kind not in firsts:
            firsts[kind], quiet = pair, 0
        elif len(others) <= k:
            others.append(pair)
        if len(firsts) == k or quiet == PATIENCE:
            break
    chosen = [*firsts.values(), *others]
    return chosen[:k], len(chosen) > k or next(stream, None) is not None


def kind_of(steps: Steps, route: Route) -> Kind:
    """The classes of a route's most credible relationships, in their order, repeated ones once."""
    return tuple(name for name, _ in groupby(steps[u][v][0]["type"] for u, v in pairwise(route)))


def is_detour(steps: Steps, route: Route) -> bool:
    """Whether two hops in a row are one and the same relationship, which links their outer ends as well.

    A transfer links recipient and system, system and supplier, and recipient and supplier: the way over the system
    adds nothing.
    """
    return any(_detours(steps, *route[i : i + 3]) for i in range(len(route) - 2))


def _detours(steps: Steps, start: str, middle: str, end: str) -> bool:
    first, second = ({edge["relationship"] for edge in steps[u][v]} for u, v in ((start, middle), (middle, end)))
    direct = {edge["relationship"] for edge in steps[start].get(end, ())}
    return len(first) == 1 and first == second and first <= direct


def forwards(edge: dict[str, Any], start: str) -> bool:
    """Whether an edge walked from `start` is walked as it reads; one that reads the same both ways always is."""
    return bool(edge["from"] == start or edge["phrase"] == edge["inverse_phrase"])


__all__ = ["MODES", "WEIGHTS", "Asked", "Found", "forwards", "kind_of", "search", "search_on"]
