"""Lifting the filters of a path question, and the least change of one that lets a route in.

A filter is a parameter of the view that is not at its default, or one of the question's own: `avoid`, `via`,
`max_hops`, `directed`. A relaxation is the value to give it instead.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from graph.dates import iso, span
from graph.network import Network, build
from graph.questions.search import Asked, Found
from graph.questions.seek import seek, seek_on
from graph.view import PARAMETERS, View

if TYPE_CHECKING:
    from graph.questions.routes import Route

FAR = 6
"""The most hops that are ever tried."""
DRAWN = frozenset({"projection", "trust"})
"""Parameters of a view that choose how it is drawn or weighed, not what is in it."""
QUESTION: Mapping[str, Any] = MappingProxyType(
    {"avoid": (), "via": (), "max_hops": FAR, "directed": False, "chronological": False, "pattern": None}
)
"""The question's own filters, and the value that lifts each."""

Edge = dict[str, Any]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Attempt:
    """A question asked of a network, and what was found."""

    network: Network
    asked: Asked
    found: Found

    @property
    def view(self) -> View:
        """The view that was asked of."""
        return self.network.view

    def value(self, parameter: str) -> Any:  # noqa: ANN401 - each filter has its own type
        """What a filter is set to."""
        if parameter == "directed":
            return self.network.directed
        if parameter in QUESTION:
            return getattr(self.asked, parameter, QUESTION[parameter])
        return self.view.as_dict()[parameter]

    def missing(self, edges: Iterable[Edge]) -> list[Edge]:
        """Those edges that this network doesn't have."""
        return [edge for edge in edges if (edge["relationship"], edge["link"]) not in self.network.edge_names]


def filters_of(attempt: Attempt) -> tuple[str, ...]:
    """The filters that may hide routes: those of the view, and, if nothing was found at all, the question's own."""
    of_view = tuple(name for name in attempt.view.filters() if name not in DRAWN)
    own = tuple(name for name, free in QUESTION.items() if attempt.value(name) != free)
    return of_view if attempt.found.routes else of_view + own


def lift(attempt: Attempt, filters: Collection[str]) -> Attempt:
    """The same question with some filters lifted."""
    view = reduce(View.relaxed, (name for name in filters if name in PARAMETERS), attempt.view)
    own = {name: QUESTION[name] for name in filters if name in QUESTION and name != "directed"}
    return ask(attempt, view, replace(attempt.asked, **own), attempt.network.directed and "directed" not in filters)


def ask(attempt: Attempt, view: View, asked: Asked, directed: bool) -> Attempt:
    """A question like that of `attempt`, asked of another view."""
    network = build(attempt.network.snapshot, view, directed, asked.ends)
    return Attempt(network, asked, seek(network, asked))


def relax(attempt: Attempt, lifted: Attempt, name: str, route: Route) -> object:
    """The least change of one filter that lets in a route that appears when it is lifted."""
    return RELAXATIONS[name](attempt, lifted, route)


def holds_up(attempt: Attempt, name: str, value: object, edges: Sequence[Edge]) -> bool:
    """Whether the edges of a route are there when a filter of the view is set to `value`."""
    view = replace(attempt.view, **{PARAMETERS[name]: value})  # type: ignore[arg-type] # relaxations have their field's type
    network = build(attempt.network.snapshot, view, attempt.network.directed, attempt.asked.ends)
    return not Attempt(network, attempt.asked, attempt.found).missing(edges)


def _as_of(attempt: Attempt, lifted: Attempt, route: Route) -> str | None:
    """The day nearest to the asked one on which all hops hold; None if they never do together."""
    together = reduce(_meet, (_spans(lifted, edge) for edge in lifted.found.edges(route)))
    first, _ = span(str(attempt.view.as_of))
    days = [min(max(first, low), high) for low, high in together]
    return iso(min(days, key=lambda day: abs(day - first))) if days else None


def _spans(lifted: Attempt, edge: Edge) -> list[Span]:
    """When an edge holds by any one of its claims: surely, or possibly, as the view asks."""
    snapshot, live = lifted.network.snapshot, lifted.network.live
    rows = [row for row in snapshot.relationships[edge["relationship"]].rows if snapshot.ids[row] in edge["claims"]]
    sides = (1, 2) if lifted.view.certainty == "certain" else (0, 3)
    spans = [(int(live.times[sides[0], row]), int(live.times[sides[1], row])) for row in rows if live.claims[row]]
    return [(low, high) for low, high in spans if low <= high]


def _meet(one: Sequence[Span], other: Sequence[Span]) -> list[Span]:
    pairs = [(max(a, c), min(b, d)) for a, b in one for c, d in other]
    return sorted({(low, high) for low, high in pairs if low <= high})


def _known_at(attempt: Attempt, lifted: Attempt, route: Route) -> int | None:
    """The first revision by which every hop was known; None if that is not later than the asked one."""
    snapshot = lifted.network.snapshot
    recorded = snapshot.claim_columns.recorded
    rows = [
        [r for r in snapshot.relationships[e["relationship"]].rows if snapshot.ids[r] in e["claims"]]
        for e in lifted.found.edges(route)
    ]
    known = max(min(int(recorded[row]) for row in hop) for hop in rows)
    return known if known > (attempt.view.known_at or 0) else None


def _min_confidence(attempt: Attempt, lifted: Attempt, route: Route) -> float:
    """The confidence of the route's weakest hop; if nothing was found at all, that of the best weakest hop of any
    route."""
    if attempt.found.routes:
        return float(min(edge["confidence"] for edge in lifted.found.edges(route)))
    return widest(lifted)


def widest(lifted: Attempt) -> float:
    """The greatest confidence that all hops of some route reach (by halving: a route that reaches more reaches less
    too)."""
    steps, asked = lifted.found.steps, replace(lifted.asked, k=1, mode="shortest", weight="hops")
    levels = sorted({edges[0]["confidence"] for ends in steps.values() for edges in ends.values()})
    low, high = 0, len(levels)
    while high - low > 1:
        middle = (low + high) // 2
        strong = {
            u: {v: e for v, e in ends.items() if e[0]["confidence"] >= levels[middle]} for u, ends in steps.items()
        }
        low, high = (middle, high) if seek_on(lifted.network, strong, asked).routes else (low, middle)
    return float(levels[low])


def _policy(attempt: Attempt, lifted: Attempt, route: Route) -> str:
    edges = lifted.found.edges(route)
    milder = attempt.view.policy == "strict" and holds_up(attempt, "policy", "majority", edges)
    return "majority" if milder else "any"


def _types(attempt: Attempt, lifted: Attempt, route: Route) -> list[str]:
    """The asked classes and those of the route's other intermediaries."""
    snapshot = lifted.network.snapshot
    kinds = [snapshot.entities[n].type for n in route if n in snapshot.entities and n not in lifted.asked.ends]
    return _joined(
        attempt.view.types, (k for k in kinds if not any(snapshot.vocabulary.is_a(k, t) for t in attempt.view.types))
    )


def _relationships(attempt: Attempt, lifted: Attempt, route: Route) -> list[str]:
    return _joined(attempt.view.relationships, (edge["type"] for edge in attempt.missing(lifted.found.edges(route))))


def _sources(attempt: Attempt, lifted: Attempt, route: Route) -> list[str]:
    snapshot = lifted.network.snapshot
    edges = attempt.missing(lifted.found.edges(route))
    return _joined(attempt.view.sources, (snapshot.source_of(edge["claims"][0]) for edge in edges))


def _datasets(attempt: Attempt, lifted: Attempt, route: Route) -> list[str]:
    snapshot = lifted.network.snapshot
    edges = attempt.missing(lifted.found.edges(route))
    spoken = (snapshot.source_of(edge["claims"][0]) for edge in edges)
    return _joined(attempt.view.datasets, (snapshot.sources[source].dataset for source in spoken))


def _joined(given: Iterable[str], more: Iterable[str]) -> list[str]:
    return sorted({*given, *more})


def _without(attempt: Attempt, lifted: Attempt, route: Route) -> list[str]:
    """What may stay left out: the ids that no missing hop of the route stands on."""
    snapshot, edges = lifted.network.snapshot, attempt.missing(lifted.found.edges(route))
    claims = {claim for edge in edges for claim in edge["claims"]}
    sources = {snapshot.source_of(claim) for claim in claims}
    needed = {
        *route,
        *(edge["relationship"] for edge in edges),
        *claims,
        *sources,
        *(snapshot.sources[s].dataset for s in sources),
    }
    return [name for name in attempt.view.without if name not in needed]


def _avoid(attempt: Attempt, lifted: Attempt, route: Route) -> list[str]:
    """What may still be avoided: what the route doesn't meet."""
    is_a, edges = lifted.network.snapshot.vocabulary.is_a, lifted.found.edges(route)
    met = {*route, *(edge["relationship"] for edge in edges)}
    classes = lifted.network.snapshot.vocabulary.relationships
    return [
        a for a in attempt.asked.avoid if a not in met and not (a in classes and any(is_a(e["type"], a) for e in edges))
    ]


def _via(attempt: Attempt, _: Attempt, route: Route) -> list[str]:
    return [name for name in attempt.asked.via if name in route]


Relaxation = Callable[[Attempt, Attempt, "Route"], object]
RELAXATIONS: Mapping[str, Relaxation] = MappingProxyType(
    {
        "as_of": _as_of,
        "known_at": _known_at,
        "certainty": lambda *_: "possible",
        "type": _types,
        "relationship": _relationships,
        "dataset": _datasets,
        "source": _sources,
        "min_confidence": _min_confidence,
        "policy": _policy,
        "without": _without,
        "avoid": _avoid,
        "via": _via,
        "max_hops": lambda _attempt, _lifted, route: len(route) - 1,
        "directed": lambda *_: False,
        "chronological": lambda *_: False,
        "pattern": lambda *_: None,
    }
)

__all__ = ["FAR", "QUESTION", "Attempt", "ask", "filters_of", "holds_up", "lift", "relax", "widest"]
