"""Why there is no route, or no better one: which filter hides it, and the smallest change that shows it.

Each filter (`graph.questions.relax`) is lifted alone. What then appears that wasn't there is *hidden* by it: any
route, if none was found; otherwise routes shorter than all that were found, or of another kind. For each the least
change of that filter is worked out that would let it in. If no single filter is to blame, the fewest that have to go
together are named; if none is, the claims that are loaded don't link the two, and the receipt's coverage says what
was looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.cite import name_thing
from graph.questions.hops import sentence
from graph.questions.relax import FAR, QUESTION, Attempt, filters_of, holds_up, lift, relax
from graph.questions.routes import backwards, hops_to
from graph.questions.search import kind_of
from graph.questions.seek import steps_of
from ontology.patterns import Pattern

if TYPE_CHECKING:
    from graph.network import Network
    from graph.questions.routes import Route
    from graph.questions.search import Asked, Found

SHOWN = 25
"""How many hidden routes are described for one filter; all are counted."""
CHECKED = ("as_of", "known_at")
"""Filters whose least change is worked out from single claims, so that it is tried before it is told."""

Record = dict[str, Any]


def explain(network: Network, asked: Asked, found: Found) -> Record | None:
    """What hides routes: a `sentence`, the `relaxation` to try first, and for each filter in the way a block; None if
    nothing does."""
    attempt = Attempt(network, asked, found)
    blocks = [block for name in filters_of(attempt) if (block := _block(attempt, name))]
    if blocks:
        return {"sentence": _tell(blocks[0]), "relaxation": blocks[0]["relaxation"], "blocks": blocks}
    return None if found.routes else _together(attempt)


def _block(attempt: Attempt, name: str) -> Record | None:
    """What one filter hides, each route with the least change that lets it in; None if it hides nothing."""
    lifted = lift(attempt, {name})
    hidden = [route for route in lifted.found.routes if _is_hidden(attempt, lifted, route)]
    if not hidden:
        return None
    value = attempt.value(name)
    relaxation, example = _best_relaxation(attempt, lifted, name, hidden)
    return {
        "filter": name,
        "value": _plain(value),
        "opens": not attempt.found.routes,
        "relaxation": relaxation,
        "example": sentence(lifted.network.snapshot, steps_of(lifted.found, example), example),
        "hidden": len(hidden),
        "routes": [_route_record(attempt, lifted, name, route) for route in hidden[:SHOWN]],
    }


def _plain(value: object) -> object:
    """The value of a filter as plain JSON data."""
    if isinstance(value, Pattern):
        return "/".join(value.steps)
    return list(value) if isinstance(value, tuple) else value


def _is_hidden(attempt: Attempt, lifted: Attempt, route: Route) -> bool:
    """Whether a route is not in the attempt's network, and better than, or of another kind than, what was found
    there."""
    if not attempt.found.routes:
        return True
    if not attempt.missing(lifted.found.edges(route)):
        return False
    kinds = {_kind(attempt.found, r) for r in attempt.found.routes}
    return len(route) < min(map(len, attempt.found.routes)) or _kind(lifted.found, route) not in kinds


def _kind(found: Found, route: Route) -> tuple[str, ...]:
    return kind_of(steps_of(found, route), route)


def _route_record(attempt: Attempt, lifted: Attempt, name: str, route: Route) -> Record:
    edges = lifted.found.edges(route)
    return {
        "entities": list(route),
        "relationships": [edge["relationship"] for edge in edges],
        "length": len(edges),
        "sentence": sentence(lifted.network.snapshot, steps_of(lifted.found, route), route),
        "relaxation": {name: relax(attempt, lifted, name, route)},
    }


def _best_relaxation(attempt: Attempt, lifted: Attempt, name: str, hidden: list[Route]) -> tuple[Record, Route]:
    """The least change for the first route that there is one for, and that route; to lift the filter, if all fail."""
    for route in hidden[:SHOWN]:
        value = relax(attempt, lifted, name, route)
        if name not in CHECKED or (value is not None and holds_up(attempt, name, value, lifted.found.edges(route))):
            return {name: value}, route
    return {name: None}, hidden[0]


def _tell(block: Record) -> str:
    name, value = next(iter(block["relaxation"].items()))
    count = "a route" if block["hidden"] == 1 else f"{block['hidden']} routes"
    hides = count if block["opens"] else f"{count}, shorter or of another kind than those found"
    change = f"Without {name} there is" if value in (None, [], False) else f"With {name}={_shown(value)} there is"
    return f"{block['filter']}={_shown(block['value'])} hides {hides}. {change}: {block['example']}"


def _shown(value: object) -> str:
    return ",".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _together(attempt: Attempt) -> Record:
    """The fewest filters that must go together, found by putting each back if a route is left without it."""
    names = filters_of(attempt)
    free = lift(attempt, names)
    if not free.found.routes:
        return _unlinked(free)
    needed = list(names)
    for name in names:
        rest = [other for other in needed if other != name]
        if rest and (trial := lift(attempt, rest)).found.routes:
            needed, free = rest, trial
    first = free.found.routes[0]
    told = sentence(free.network.snapshot, steps_of(free.found, first), first)
    lifted = {name: QUESTION.get(name) for name in needed}
    relaxation = {name: _plain(value) for name, value in lifted.items()}
    text = f"No single filter is to blame. Without {' and '.join(needed)} there is: {told}"
    return {"sentence": text, "relaxation": relaxation, "blocks": [], "together": needed}


def _unlinked(free: Attempt) -> Record:
    """What there is to say when the loaded claims give no route, however they are filtered."""
    snapshot, asked, steps = free.network.snapshot, free.asked, free.found.steps
    who, whom = (
        " or ".join(name_thing(snapshot, n)["name"] for n in names) for names in (asked.sources, asked.targets)
    )
    away = hops_to(backwards(steps), asked.targets)
    distance = min((away[s] for s in asked.sources if s in away), default=None)
    alone = [name_thing(snapshot, n)["name"] for n in (*asked.sources, *asked.targets) if n not in steps]
    if alone:
        reason = f"the loaded claims link {' and '.join(alone)} to nothing"
    elif distance is None:
        reason = f"the loaded claims do not link {who} and {whom}"
    else:
        reason = f"the shortest route from {who} to {whom} has {distance} hops, more than the {FAR} that are searched"
    return {"sentence": f"There is no route: {reason}.", "relaxation": {}, "blocks": [], "distance": distance}


__all__ = ["explain"]
