"""Routes as records for an answer: each hop with its relationship in words, its claims and whoever else says so."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from graph.cite import cite_claim, name_thing
from graph.questions.journeys import evidence_of
from graph.questions.search import forwards

if TYPE_CHECKING:
    from graph.network import Network, Steps
    from graph.questions.routes import Route
    from graph.snapshot import Snapshot

SHOWN = 20
"""How many parallel relationships a hop lists besides its own."""

Record = dict[str, Any]


def path_record(network: Network, steps: Steps, route: Route) -> Record:
    """A route: its hops, its length, its weight (the product of the confidences of its hops), its evidence (how many
    independent sources its weakest hop has) and a sentence."""
    evidence = evidence_of(network.snapshot)
    return {
        "hops": [hop_record(network.snapshot, u, v, steps[u][v]) for u, v in pairwise(route)],
        "length": len(route) - 1,
        "weight": round(math.prod(steps[u][v][0]["confidence"] for u, v in pairwise(route)), 9),
        "evidence": min(evidence(steps[u][v][0]) for u, v in pairwise(route)),
        "sentence": sentence(network.snapshot, steps, route),
    }


def hop_record(snapshot: Snapshot, start: str, end: str, edges: Sequence[Record]) -> Record:
    """One hop: the most credible relationship with its claims in full, the parallel ones under `also` with the ids of
    theirs."""
    first, *others = edges
    record = {
        "from": name_thing(snapshot, start),
        "to": name_thing(snapshot, end),
        **_link(snapshot, first, start),
        "claims": [cite_claim(snapshot, snapshot.claims[claim]) for claim in (*first["claims"], *first["denials"])],
        "also": [_link(snapshot, e, start) | {"claims": [*e["claims"], *e["denials"]]} for e in others[:SHOWN]],
    }
    return record if len(others) <= SHOWN else record | {"also_count": len(others)}


def _link(snapshot: Snapshot, edge: Record, start: str) -> Record:
    relationship = snapshot.relationships[edge["relationship"]]
    named = {"id": relationship.id, "type": relationship.type, "name": relationship.name}
    told = {name: edge[name] for name in ("link", "start", "end", "contested", "confidence", "derived")}
    return {"relationship": {k: v for k, v in named.items() if v is not None} | told, "phrase": phrase(edge, start)}


def edge_record(snapshot: Snapshot, key: str, edge: Record) -> Record:
    """An edge on its own, read in its own direction, with the ids of its claims."""
    ends = {"id": key, "from": edge["from"], "to": edge["to"]}
    return ends | _link(snapshot, edge, edge["from"]) | {"claims": [*edge["claims"], *edge["denials"]]}


def phrase(edge: Record, start: str) -> str:
    """The words between the names of `start` and of the other end."""
    return str(edge["phrase"] if forwards(edge, start) else edge["inverse_phrase"])


def sentence(snapshot: Snapshot, steps: Steps, route: Route) -> str:
    """A route in words, hop by hop."""
    return "; ".join(say_hop(snapshot, u, v, steps[u][v][0]) for u, v in pairwise(route)) + "."


def say_hop(snapshot: Snapshot, start: str, end: str, edge: Record) -> str:
    """A hop in words: name, phrase, name."""
    return f"{name_thing(snapshot, start)['name']} {phrase(edge, start)} {name_thing(snapshot, end)['name']}"


def claims_of(paths: Iterable[Record]) -> set[str]:
    """The ids of all claims that path records name."""
    paths = list(paths)
    hops = [hop for path in paths for hop in path["hops"]]
    full = {c["id"] for hop in hops for c in hop["claims"]}
    beside = {c for hop in hops for e in hop["also"] for c in e["claims"]}
    return full | beside | {c for path in paths for variant in path.get("variants", ()) for c in variant["claims"]}


__all__ = ["claims_of", "edge_record", "hop_record", "path_record", "phrase", "say_hop", "sentence"]
