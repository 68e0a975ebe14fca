"""What the live claims on a relationship say of one of its edges, as the data of that edge."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.claim import Claim
from graph.confidence import combine

if TYPE_CHECKING:
    from graph.live import Live
    from graph.snapshot import Snapshot

OPEN = ".."


@dataclass(frozen=True, slots=True)
class Evidence:
    """What some claims on a relationship say of it together: who asserts and denies it, when it was, of what kind it
    is."""

    claims: tuple[str, ...]
    denials: tuple[str, ...]
    start: str | None
    end: str | None
    kinds: Mapping[str, str]


def edge_data(snapshot: Snapshot, alive: Live, number: int) -> dict[str, Any]:
    """The data of an edge by its number in `Snapshot.edge_columns` (see `graph.network.Network`)."""
    columns, things = snapshot.edge_columns, snapshot.things
    link, relationship = columns.links[columns.link[number]], int(columns.relationship[number])
    first, last = columns.pair_edge.searchsorted((number, number + 1)).tolist()
    told = gather(snapshot, tuple(row for row in columns.pair_claim[first:last].tolist() if alive.claims[row]))
    phrase, inverse_phrase = link.words(told.kinds.get(link.phrased_by or ""))
    confidence = float(alive.confidence[number])
    return {
        "type": link.relationship,
        "link": link.name,
        "from": things[columns.source[number]],
        "to": things[columns.target[number]],
        "phrase": phrase,
        "inverse_phrase": inverse_phrase,
        "claims": told.claims,
        "denials": told.denials,
        "confidence": confidence,
        "cost": 0.0 - math.log(confidence),
        "start": told.start,
        "end": told.end,
        "derived": link.derived,
        "relationship": things[relationship],
        "contested": bool(alive.contested[relationship]),
    }


def gather(snapshot: Snapshot, rows: tuple[int, ...]) -> Evidence:
    """What some rows of `Snapshot.rows`, claims on one relationship, say together."""
    weight = snapshot.claim_columns.weight
    ranked = sorted(rows, key=lambda row: (-weight[row], snapshot.ids[row])) if len(rows) > 1 else rows
    asserting = [row for row in ranked if not snapshot.claim_columns.denied[row]]
    claims = [snapshot.rows[row] for row in asserting]
    denials = tuple(snapshot.ids[row] for row in ranked if row not in asserting)
    start, end = next((p for claim in claims if (p := period(snapshot, claim))), (None, None))
    return Evidence(tuple(claim.id for claim in claims), denials, start, end, _kinds(snapshot, asserting))


def _kinds(snapshot: Snapshot, rows: Sequence[int]) -> Mapping[str, str]:
    """For each property that words edges of the relationship, the concept that is said with the most weight."""
    columns, kind = snapshot.claim_columns, snapshot.vocabulary.relationships[snapshot.rows[rows[0]].type]
    spoken = defaultdict[str, defaultdict[str, list[tuple[str, float]]]](lambda: defaultdict(list))
    wording = {p.phrased_by for p in kind.projections}
    for row in rows:
        heard = (str(columns.group[row]), float(columns.weight[row]))
        for value in snapshot.rows[row].values:
            if value.property in wording and value.value is not None:
                spoken[value.property][str(value.value)].append(heard)
    return {name: min(said, key=lambda concept: (-combine(said[concept]), concept)) for name, said in spoken.items()}


def period(snapshot: Snapshot, claim: Claim) -> tuple[str | None, str | None] | None:
    """Start and end as a claim's date gives them: ".." if open, None if unknown; no pair at all if it has no date."""
    if claim.valid is None:
        return None
    start, slash, end = claim.valid.partition("/")
    if slash:
        return start or None, end or None
    kind = snapshot.vocabulary.relationships.get(claim.type)
    return (start, start) if kind and kind.temporality == "event" else (start, OPEN)


__all__ = ["Evidence", "edge_data", "gather", "period"]
