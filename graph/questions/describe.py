"""What is known of this entity, relationship, claim, source or dataset? Records as answers, with their receipts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.checks import one_of, unknown_entity, within
from graph.cite import cite_claim, cite_source, name_thing, say_value
from graph.network import Network, build
from graph.questions.assemble import (
    Assembly,
    entity_record,
    period_of,
    relationship_record,
    relationships_of,
    roles_played,
    said_of,
)
from graph.questions.hops import edge_record
from graph.questions.paging import cut_page
from graph.questions.receipt import Answer, Question, seal

if TYPE_CHECKING:
    from graph.snapshot import Snapshot
    from graph.view import View

DIRECTIONS = ("both", "in", "out")
MAX_LIMIT = 500

Record = dict[str, Any]


def describe_entity(snapshot: Snapshot, view: View, entity: str) -> Answer:
    """What a view knows of an entity (`graph.questions.assemble.entity_record`); raises `UnknownEntity`."""
    record, claims = entity_record(snapshot, view, entity)
    return seal(record, snapshot=snapshot, view=view, question=Question("entity", {"id": record["id"]}), claims=claims)


def describe_relationship(snapshot: Snapshot, view: View, relationship: str) -> Answer:
    """What a view knows of a relationship (`graph.questions.assemble.relationship_record`), with its edges; raises
    `UnknownEntity`."""
    record, claims = relationship_record(snapshot, view, relationship)
    record["edges"] = [edge_record(snapshot, key, data) for key, data in build(snapshot, view).of(relationship)]
    return seal(
        record, snapshot=snapshot, view=view, question=Question("relationship", {"id": relationship}), claims=claims
    )


def list_relationships(
    snapshot: Snapshot,
    view: View,
    entity: str,
    *,
    type: str | None = None,  # noqa: A002
    direction: str = "both",
    limit: int = 50,
    cursor: str | None = None,
) -> Answer:
    """The relationships an entity has a role in, by class and id, those that are no edge (statistics) included.

    `type` keeps a class and its subclasses; `direction` "out" those with an edge that starts at the entity, "in" that
    ends there. At most `limit` (1-500) are given; `next` is the cursor of the page after.

    data: a list of {"relationship": {"id", "name", "type"}, "start", "end", "contested", "role": [...], "others":
    [{"role", "entity"}],
    "edges": [{"from", "to", "phrase", ...}], "values": [{"property", "label"}], "claims": [...]}.
    """
    one_of("direction", direction, DIRECTIONS)
    within("limit", limit, 1, MAX_LIMIT)
    if type is not None:
        one_of("type", type, snapshot.vocabulary.relationships)
    centre = snapshot.canonical(entity)
    parameters = {"entity": centre, "type": type, "direction": direction}
    network = build(snapshot, view)
    chosen = (name for name in relationships_of(snapshot, view, centre) if _is_of(snapshot, name, type))
    found = [name for name in chosen if _runs(network, centre, name, direction)]
    page, following = cut_page(found, limit, cursor, snapshot.revision, {**parameters, "view": view.as_dict()})
    data = [adjacency_record(snapshot, view, centre, name) for name in page]
    return seal(
        data,
        snapshot=snapshot,
        view=view,
        question=Question("relationships", {**parameters, "limit": limit, "cursor": cursor}),
        claims=(claim["id"] for row in data for claim in row["claims"]),
        following=following,
    )


def _is_of(snapshot: Snapshot, relationship: str, kind: str | None) -> bool:
    return kind is None or snapshot.vocabulary.is_a(snapshot.relationships[relationship].type, kind)


def _runs(network: Network, entity: str, relationship: str, direction: str) -> bool:
    side = {"out": "from", "in": "to"}.get(direction)
    return side is None or any(data[side] == entity for _, data in network.of(relationship))


def adjacency_record(snapshot: Snapshot, view: View, entity: str, relationship: str) -> Record:
    """A relationship as seen from one of its entities."""
    thing = snapshot.relationships[relationship]
    assembly = Assembly.of(snapshot, view, thing.rows)
    start, end = period_of(assembly)
    vocabulary = snapshot.vocabulary
    others = [(role, s.value.value) for role in vocabulary.roles_of(thing.type) for s in said_of(assembly, role)]
    values = [(p, s) for p in vocabulary.properties_of(thing.type).values() for s in said_of(assembly, p.name)]
    edges = [
        (key, data) for key, data in build(snapshot, view).of(relationship) if entity in (data["from"], data["to"])
    ]
    return {
        "relationship": name_thing(snapshot, relationship),
        "start": start,
        "end": end,
        "contested": bool(assembly.live.contested[snapshot.position[relationship]]),
        "roles": list(roles_played(assembly, entity)),
        "others": [
            {"role": role, "entity": name_thing(snapshot, str(n))} for role, n in others if n not in (None, entity)
        ],
        "edges": [edge_record(snapshot, key, data) for key, data in edges],
        "values": [{"property": p.name, "label": f"{p.label}: {say_value(snapshot, s.value)}"} for p, s in values],
        "claims": [cite_claim(snapshot, snapshot.rows[row]) for row in assembly.rows],
    }


def describe_claim(snapshot: Snapshot, view: View, claim: str) -> Answer:
    """A claim with all it says, its dataset, and the revisions that recorded and retracted it; raises
    `UnknownEntity`."""
    if claim not in snapshot.claims:
        unknown_entity(claim, snapshot.claims)
    said = snapshot.own_rows[snapshot.ids.find(claim)]
    dataset = snapshot.sources[said.source].dataset
    record = {
        "id": claim,
        "about": name_thing(snapshot, said.subject),
        "dataset": dataset,
        "history": snapshot.history(claim),
    }
    data = said.as_dict() | cite_claim(snapshot, said) | record
    return seal(data, snapshot=snapshot, view=view, question=Question("claim", {"id": claim}), claims=[claim])


def describe_source(snapshot: Snapshot, view: View, source: str) -> Answer:
    """A source with its grade and the reason for it, what it repeats, and how many of its claims stand; raises
    `UnknownEntity`."""
    if source not in snapshot.sources:
        unknown_entity(source, snapshot.sources)
    found = snapshot.sources[source]
    claims = snapshot.standing(lambda claim: claim.source == source)
    more = {name: getattr(found, name) for name in ("dataset", "language", "reason", "accessed", "note")}
    record = cite_source(found) | more | {"derived_from": list(found.derived_from), "claim_count": len(claims)}
    data = {k: v for k, v in record.items() if v is not None}
    return seal(data, snapshot=snapshot, view=view, question=Question("source", {"id": source}), claims=claims)


def list_revisions(snapshot: Snapshot, view: View) -> Answer:
    """All revisions, the latest first."""
    fields = ("number", "dataset", "committed", "message", "added", "retracted", "digest")
    data = [{name: getattr(r, name) for name in fields} for r in reversed(snapshot.revisions)]
    return seal(data, snapshot=snapshot, view=view, question=Question("revisions", {}), claims=())


__all__ = [
    "DIRECTIONS",
    "describe_claim",
    "describe_entity",
    "describe_relationship",
    "describe_source",
    "list_relationships",
    "list_revisions",
]
