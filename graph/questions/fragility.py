"""On how little does an answer stand? The fewest sources, or claims, whose loss breaks it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING, Any

from graph.checks import one_of, within
from graph.cite import name_thing
from graph.network import Network
from graph.questions.breaking import LISTED, Broken, break_routes
from graph.questions.hops import sentence
from graph.questions.receipt import Algorithm, Answer, Question, limit_reached, seal, version_of
from graph.questions.seek import seek, steps_of
from graph.questions.standing import Standing
from graph.questions.support import Support, Units

if TYPE_CHECKING:
    from graph.questions.paths import PathQuestion
    from graph.snapshot import Snapshot

Record = dict[str, Any]


def path_fragility(question: PathQuestion, by: str = "source") -> Answer:
    """The fewest sources (or claims: `by`) without which a path question has no path at all.

    data: {"holds", "by", "size": {"lower", "upper"}, "exact", "sets": [[a source or claim, ...], ...], "complete",
    "route": {"sentence", "stands_on": [{"relationship", "units"}], "size"}, "sentence"}. `sets` are the smallest found,
    at most 10, all of them if `complete`; `route` is the first path of the answer by itself.

    Raises:
        BadQuestion: as `graph.questions.paths.find_paths`, or `by` is not known.
    """
    network, asked = question.network, question.asked
    support = Support(network, by)
    first = seek(network, replace(asked, k=1))
    parameters = question.parameters | {"by": by}
    if not first.routes:
        return _sealed(network, parameters, _unanswered(by, "There is no path that could break."), None, ())
    broken = break_routes(network, asked, support)
    route = first.routes[0]
    edges = first.edges(route)
    told = sentence(network.snapshot, steps_of(first, route), route)
    single = {
        "sentence": told,
        "stands_on": [{"relationship": e["relationship"], "units": sorted(support.units(e))} for e in edges],
        "size": min(len(one) for e in edges for one in support.ends(e, frozenset(), len(e["claims"]))),
    }
    who = " and ".join(_names(network.snapshot, names) for names in question.ends.names)
    data = _record(support, broken) | {"route": single}
    data["sentence"] = _say(data, f"links {who} as asked")
    return _sealed(network, parameters, data, broken, _claims(edges))


def rank_fragility(
    network: Network,
    measure: str,
    entity: str,
    *,
    top: int = 10,
    type: str | None = None,  # noqa: A002
    by: str = "source",
    seed: int = 0,
) -> Answer:
    """The fewest sources (or claims) without which an entity is not among the first `top` by a measure.

    data: as `path_fragility`, with "rank" (of the entity, None if it has none) in place of "route".

    Raises:
        BadQuestion: the measure, type or `by` is not known, or `top` is out of bounds.
        UnknownEntity: the entity is not in the graph.
    """
    within("top", top, 1, 1_000)
    if type is not None:
        one_of("type", type, network.snapshot.vocabulary.entities)
    standing = Standing.of(network, measure, by, seed)
    snapshot = network.snapshot
    place = standing.rank(frozenset(), snapshot.canonical(entity), type)
    asked = {"measure": measure, "entity": entity, "top": top, "type": type, "by": by, "seed": seed}
    parameters = asked | {"directed": network.directed}
    name = name_thing(snapshot, entity)["name"]
    if place is None or place > top:
        told = f"{name} is not among the first {top} by {measure}."
        return _sealed(network, parameters, _unanswered(by, told) | {"rank": place}, None, ())
    broken = _break_rank(standing, snapshot.canonical(entity), type, top)
    data = _record(standing.support, broken) | {"rank": place}
    data["sentence"] = _say(data, f"keeps {name} among the first {top} by {measure}")
    return _sealed(network, parameters, data, broken, network.claims)


def _break_rank(standing: Standing, entity: str, kind: str | None, top: int) -> Broken:
    """The fewest units without which an entity's rank is beyond `top`: all single ones are tried, then pairs, while
    there is room; from above, the entity's own support, less what is not needed (if half of the room tells)."""

    def beyond(gone: Units) -> bool:
        place = standing.rank(gone, entity, kind)
        return place is None or place > top

    above = _own_support(standing, entity)
    for unit in sorted(above):
        if standing.evaluated < standing.most // 2 and beyond(above - {unit}):
            above -= {unit}
    for size in range(1, len(above)):
        sets: list[Units] = []
        for gone in _of_size(standing, size):
            if standing.evaluated >= standing.most:
                best = min((*sets, above), key=len)
                return Broken((best,), size, len(best), standing.evaluated, standing.most, complete=False)
            if beyond(gone):
                sets.append(gone)
        if sets:
            few = len(sets) <= LISTED
            return Broken(tuple(sets[:LISTED]), size, size, standing.evaluated, standing.most, few)
    return Broken((above,), len(above), len(above), standing.evaluated, standing.most, complete=False)


def _of_size(standing: Standing, size: int) -> Iterator[Units]:
    return map(frozenset, combinations(standing.all_units, size))


def _own_support(standing: Standing, entity: str) -> Units:
    edges = (edge for pair, found in standing.pairs.items() if entity in pair for edge in found)
    return frozenset(unit for edge in edges for unit in standing.support.units(edge))


def _unanswered(by: str, told: str) -> Record:
    return {"holds": False, "by": by, "size": None, "exact": True, "sets": [], "complete": True, "sentence": told}


def _record(support: Support, broken: Broken) -> Record:
    """What was found. Where a loss may bring something back, only what was tried is sure: the bound from above."""
    doubt = support.doubt
    lower = broken.lower if doubt is None else 1
    return {
        "holds": True,
        "by": support.by,
        "size": {"lower": lower, "upper": broken.upper},
        "exact": lower == broken.upper,
        "sets": [[support.cite(unit) for unit in sorted(units)] for units in broken.sets],
        "complete": broken.complete and doubt is None,
        "doubt": doubt,
    }


def _say(data: Mapping[str, Any], what: str) -> str:
    units = "sources" if data["by"] == "source" else "claims"
    upper, lower = data["size"]["upper"], data["size"]["lower"]
    named = [unit.get("title") or unit["says"] for unit in data["sets"][0]]
    listed = "; ".join(named)
    count = f"this {units[:-1]}" if upper == 1 else f"these {upper} {units}"
    least = "" if data["exact"] else f" (at least {lower} must go; fewer than {upper} may do)"
    return f"Nothing {what} without {count}{least}: {listed}."


def _names(snapshot: Snapshot, names: tuple[str, ...]) -> str:
    shown = [str(name_thing(snapshot, name)["name"]) for name in names[:3]]
    return " or ".join(shown) + (f" or {len(names) - 3} more" if len(names) > len(shown) else "")


def _claims(edges: tuple[dict[str, Any], ...]) -> set[str]:
    return {claim for edge in edges for claim in (*edge["claims"], *edge["denials"])}


def _sealed(network: Network, parameters: Record, data: Record, broken: Broken | None, claims: Iterable[str]) -> Answer:
    used = {unit["id"] for units in data["sets"] for unit in units} if data["by"] == "claim" else set[str]()
    limits = []
    if broken and not data["exact"]:
        text = "The search was cut off: the size is between the bounds." if not data["doubt"] else data["doubt"]
        limits = [limit_reached("tried", broken.tried, text)]
    named = {"tried": broken.tried if broken else 0, "tried_at_most": broken.most if broken else 0}
    return seal(
        data,
        snapshot=network.snapshot,
        view=network.view,
        question=Question("fragility", parameters),
        algorithm=Algorithm("minimum hitting set by iterative deepening", "defgraph", version_of("defgraph"), named),
        claims={*claims, *used},
        limits=limits,
    )


__all__ = ["path_fragility", "rank_fragility"]
