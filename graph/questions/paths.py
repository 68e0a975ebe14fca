"""How are these linked? Routes between entities, each hop with its evidence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from graph.errors import BadQuestion
from graph.network import Network, build
from graph.questions.checks import one_of, unknown_entity, within
from graph.questions.explain import explain
from graph.questions.hops import SHOWN, claims_of, path_record
from graph.questions.receipt import Algorithm, Answer, Question, limit_reached, seal, version_of
from graph.questions.routes import EXAMINED
from graph.questions.search import MODES, PATIENCE, WEIGHTS, Asked, Found, search

if TYPE_CHECKING:
    from graph.snapshot import Snapshot

MAX_K = 100
DEFAULT_K = 20
MAX_HOPS = 6


def find_paths(
    network: Network,
    sources: Sequence[str],
    targets: Sequence[str],
    *,
    k: int = DEFAULT_K,
    max_hops: int = 4,
    weight: str = "hops",
    via: Sequence[str] = (),
    avoid: Sequence[str] = (),
    mode: str = "kinds",
) -> Answer:
    """Simple routes from any of `sources` to any of `targets`.

    The order is by `weight`. "hops": the short ones first; at equal hops those that are credible and specific, by the
    product of the confidences of their hops over the product of the numbers of neighbours of their intermediaries.
    "confidence": the greatest product of confidences first. Of these `mode` takes "kinds": the first of each kind (the
    sequence of relationship classes, repeats once), then, if there are fewer than `k` kinds, the first of the others;
    "shortest": only those that nothing beats; "all": all. At most `k` (1-100) routes of at most `max_hops` (1-6) hops
    are given, in that order.

    `via`: entities that must all be on a route, in any order. `avoid`: entities, relationships or classes of
    relationships that must not.

    data: a list of {"hops": [{"from", "to", "relationship", "phrase", "claims", "also"}], "length", "weight",
    "sentence"}. `receipt.why` says what hides routes (`graph.questions.explain`), `receipt.limits` what was cut off.

    Raises:
        BadQuestion: a parameter is out of bounds, or an entity is at both ends.
        UnknownEntity: an entity is not in the graph.
    """
    snapshot, view = network.snapshot, network.view
    start, end, via = (_ids(snapshot, names) for names in (sources, targets, via))
    asked = _check(snapshot, Asked(start, end, k, max_hops, weight, via, tuple(sorted({*avoid})), mode))
    network = build(snapshot, view, network.directed, asked.ends)
    found = search(network, asked)
    data = [path_record(network, found.steps, route) for route in found.routes]
    return seal(
        data,
        snapshot=snapshot,
        view=view,
        question=Question("paths", _parameters(network, asked)),
        algorithm=_algorithm(asked),
        claims=claims_of(data),
        limits=_limits(found, asked, data),
        why=explain(network, asked, found),
    )


def _ids(snapshot: Snapshot, names: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted({snapshot.canonical(name) for name in names}))


def _check(snapshot: Snapshot, asked: Asked) -> Asked:
    """The question, if it can be answered."""
    one_of("mode", asked.mode, MODES)
    one_of("weight", asked.weight, WEIGHTS)
    within("k", asked.k, 1, MAX_K)
    within("max_hops", asked.max_hops, 1, MAX_HOPS)
    for parameter, names in (("from", asked.sources), ("to", asked.targets)):
        if not names:
            raise BadQuestion(f"{parameter} names no entity.", hint="Give an entity's id.", parameter=parameter)
    if both := sorted({*asked.sources} & {*asked.targets}):
        raise BadQuestion(f"{both[0]} is at both ends.", hint="Ask from one entity to another.", parameter="to")
    if unmet := sorted({*asked.avoid} & asked.ends):
        raise BadQuestion(
            f"{unmet[0]} is asked for and to be avoided.", hint="Leave it out of avoid.", parameter="avoid"
        )
    for name in asked.avoid:
        if name not in snapshot.position and name not in snapshot.vocabulary.relationships:
            unknown_entity(name, {*snapshot.things, *snapshot.vocabulary.relationships})
    return asked


def _parameters(network: Network, asked: Asked) -> dict[str, Any]:
    lists = {"from": asked.sources, "to": asked.targets, "via": asked.via, "avoid": asked.avoid}
    named = {
        "k": asked.k,
        "max_hops": asked.max_hops,
        "weight": asked.weight,
        "mode": asked.mode,
        "directed": network.directed,
    }
    return {name: list(given) for name, given in lists.items()} | named


def _algorithm(asked: Asked) -> Algorithm:
    order = {
        "hops": "fewest hops, then greatest product of confidences over neighbours of intermediaries, then ids",
        "confidence": "greatest product of confidences, then fewest hops, then ids",
    }
    return Algorithm(
        "best-first search of simple paths",
        "defgraph",
        version_of("defgraph"),
        {"order": order[asked.weight], "examined_at_most": EXAMINED, "patience": PATIENCE},
    )


def _limits(found: Found, asked: Asked, data: list[dict[str, Any]]) -> list[dict[str, Any]]:
    reached = (
        (found.more, "k", asked.k, "There are more routes; ask for a greater k."),
        (
            found.cut_off,
            "examined",
            EXAMINED,
            "The search was cut off; ask for fewer hops, or filter types or relationships.",
        ),
        (
            any("also_count" in hop for path in data for hop in path["hops"]),
            "also",
            SHOWN,
            "Some hops have more parallel relationships.",
        ),
    )
    return [limit_reached(name, value, text) for hit, name, value, text in reached if hit]


__all__ = ["DEFAULT_K", "MAX_HOPS", "MAX_K", "MODES", "WEIGHTS", "find_paths"]
