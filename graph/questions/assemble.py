"""Entities and relationships put together from what the sources say of them, every value with its claims.

A record shows what a view believes: the values of the live claims, those that agree joined, each with the confidence
its independent sources add up to, who denies it, and whether the property is contested: it may have one value at a
time and has several for the same time, or a value is both asserted and denied.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from graph.agreement import contradict
from graph.checks import unknown_entity
from graph.cite import cite_claim, name_thing, say_value
from graph.claim import Marker, Status, Value
from graph.confidence import combine
from graph.live import Live, live
from graph.naming import is_alias, is_identifier, is_name
from graph.network import period

if TYPE_CHECKING:
    from graph.snapshot import Snapshot
    from graph.view import View
    from ontology.terms import Property

Record = dict[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Assembly:
    """What a view believes of one thing: the rows of its live claims."""

    snapshot: Snapshot
    view: View
    live: Live
    rows: tuple[int, ...]

    @classmethod
    def of(cls, snapshot: Snapshot, view: View, rows: Sequence[int]) -> Assembly:
        """What lives in a view of those rows."""
        alive = live(snapshot, view)
        return cls(snapshot, view, alive, tuple(row for row in rows if alive.claims[row]))

    @property
    def claims(self) -> list[str]:
        """The ids of the live claims."""
        return [self.snapshot.ids[row] for row in self.rows]

    def confidence(self, rows: Iterable[int]) -> float:
        """What the claims of some rows add up to."""
        columns = self.snapshot.claim_columns
        return combine((str(columns.group[row]), float(columns.weight[row])) for row in rows)

    def believes(self, asserting: Sequence[int], denying: Sequence[int]) -> bool:
        """Whether the view takes something as said, by its policy and least confidence."""
        confidence = self.confidence(asserting)
        allowed = {"any": True, "majority": confidence > self.confidence(denying), "strict": not denying}[
            self.view.policy
        ]
        return bool(asserting) and allowed and confidence >= self.view.min_confidence


@dataclass(frozen=True, slots=True)
class Said:
    """One value of a property with the rows that assert and deny it."""

    value: Value
    asserting: tuple[int, ...]
    denying: tuple[int, ...]


def said_of(assembly: Assembly, name: str) -> list[Said]:
    """The believed values of a property or role, the most credible first; the same value by several sources is one."""
    spoken: dict[tuple[Any, ...], tuple[Value, dict[Status, list[int]]]] = {}
    for row in assembly.rows:
        claim = assembly.snapshot.rows[row]
        for value in claim.get(name):
            key = (value.value, value.upper, value.unit, value.lang, value.marker)
            spoken.setdefault(key, (value, {status: [] for status in Status}))[1][claim.status].append(row)
    sides = [(value, tuple(by[Status.ASSERTED]), tuple(by[Status.DENIED])) for value, by in spoken.values()]
    found = [
        Said(value, asserting, denying) for value, asserting, denying in sides if assembly.believes(asserting, denying)
    ]
    return sorted(
        found, key=lambda said: (-assembly.confidence(said.asserting), str(said.value.value), str(said.value))
    )


def is_contested(assembly: Assembly, said: Sequence[Said], term: Property | None = None) -> bool:
    """Whether a value is denied, or, of a functional property, values contradict one another."""
    if any(one.denying for one in said):
        return True
    if term is None or not term.functional:
        return False
    known = [one for one in said if one.value.marker is not Marker.UNKNOWN]
    dated = [(one.value, assembly.live.times[:, row]) for one in known for row in one.asserting]
    return any(contradict(a, b, term.kind) for a, b in combinations(dated, 2))


def entity_record(snapshot: Snapshot, view: View, entity: str) -> tuple[Record, list[str]]:
    """An entity as a view knows it, and the claims it stands on.

    {"id", "name", "type", "classes", "names": {language: [...]}, "aliases": [{"value", "lang", "property"}],
    "identifiers": {property: [...]}, "properties": [...], "relationships": {class: count}}; "und" stands for a
    language that isn't said. Where other ids lead to it, "other_ids": [{"id", "why": [...]}].
    """
    thing = snapshot.entities[snapshot.canonical(entity)]
    assembly = Assembly.of(snapshot, view, thing.rows)
    terms = snapshot.vocabulary.properties_of(thing.type)
    said = {name: found for name in terms if (found := said_of(assembly, name))}
    names: dict[str, list[Any]] = {}
    for one in (s for name in said if is_name(terms[name]) for s in said[name]):
        names.setdefault(one.value.lang or "und", []).append(one.value.value)
    aliases = [(name, s.value) for name in said if is_alias(terms[name]) for s in said[name]]
    record = name_thing(snapshot, thing.id) | {
        "classes": list(snapshot.vocabulary.labels(thing.type)),
        "names": names,
        "aliases": [{"value": v.value, "lang": v.lang, "property": name} for name, v in aliases],
        "identifiers": {name: [s.value.value for s in said[name]] for name in said if is_identifier(terms[name])},
        "properties": [property_record(assembly, terms[name], found) for name, found in said.items()],
        "relationships": count_relationships(snapshot, view, thing.id),
    }
    return record | other_ids(snapshot, thing.id), assembly.claims


def other_ids(snapshot: Snapshot, name: str) -> Record:
    """The other ids of an entity, and why they are of it; nothing if there are none."""
    identity = snapshot.identity
    others = [{"id": other, "why": list(identity.why(other))} for other in identity.others.get(name, ())]
    return {"other_ids": others} if others else {}


def relationship_record(snapshot: Snapshot, view: View, relationship: str) -> tuple[Record, list[str]]:
    """A relationship as a view knows it, and the claims it stands on.

    {"id", "name", "type", "start", "end", "contested", "roles": [{"role", "label", "contested", "players":
    [{"entity", ...}]}],
    "properties": [...], "claims": [...]}; the claims are in full, those that deny it included.

    Raises:
        UnknownEntity: there is no such relationship.
    """
    if relationship not in snapshot.relationships:
        unknown_entity(relationship, snapshot.relationships)
    thing = snapshot.relationships[relationship]
    assembly = Assembly.of(snapshot, view, thing.rows)
    start, end = period_of(assembly)
    terms = snapshot.vocabulary.properties_of(thing.type)
    said = {name: found for name in terms if (found := said_of(assembly, name))}
    record = name_thing(snapshot, thing.id) | {
        "start": start,
        "end": end,
        "contested": bool(assembly.live.contested[snapshot.position[thing.id]]),
        "roles": [
            role_record(assembly, name) for name in snapshot.vocabulary.roles_of(thing.type) if said_of(assembly, name)
        ],
        "properties": [property_record(assembly, terms[name], found) for name, found in said.items()],
        "claims": [cite_claim(snapshot, snapshot.rows[row]) for row in heaviest(assembly, assembly.rows)],
    }
    return record, assembly.claims


def property_record(assembly: Assembly, term: Property, said: Sequence[Said]) -> Record:
    """A property with its values."""
    return {
        "property": term.name,
        "label": term.label,
        "functional": term.functional,
        "contested": is_contested(assembly, said, term),
        "values": [value_record(assembly, one) for one in said],
    }


def value_record(assembly: Assembly, said: Said) -> Record:
    """A value with what its source put on it (marker, unit, range, wording), in words, and who asserts and denies
    it."""
    snapshot, value = assembly.snapshot, said.value
    first = snapshot.rows[heaviest(assembly, said.asserting)[0]]
    record = value.as_dict() | {"marker": value.marker.value, "label": say_value(snapshot, value), "valid": first.valid}
    return {k: v for k, v in record.items() if k != "property" and (v is not None or k == "value")} | evidence(
        assembly, said
    )


def role_record(assembly: Assembly, name: str) -> Record:
    """A role with the entities that play it; one whose player is unknown has the entity None."""
    said, snapshot = said_of(assembly, name), assembly.snapshot
    players = [
        {"entity": name_thing(snapshot, str(s.value.value)) if s.value.value is not None else None}
        | evidence(assembly, s)
        for s in said
    ]
    label = snapshot.vocabulary.roles[name].label
    return {
        "role": name,
        "label": label,
        "contested": is_contested(assembly, said),
        "players": players,
    }


def evidence(assembly: Assembly, said: Said) -> Record:
    """The claims for and against, the heaviest first, and what those for it add up to."""
    sides = {"claims": said.asserting, "denied_by": said.denying}
    cited = {
        side: [cite_claim(assembly.snapshot, assembly.snapshot.rows[r]) for r in heaviest(assembly, rows)]
        for side, rows in sides.items()
    }
    return {"confidence": assembly.confidence(said.asserting)} | {
        side: claims for side, claims in cited.items() if claims
    }


def heaviest(assembly: Assembly, rows: Iterable[int]) -> list[int]:
    """Rows by the weight of their claims, the greatest first."""
    weight = assembly.snapshot.claim_columns.weight
    return sorted(rows, key=lambda row: (-weight[row], assembly.snapshot.ids[row]))


def period_of(assembly: Assembly) -> tuple[str | None, str | None]:
    """Start and end by the heaviest dated claim that asserts the thing."""
    asserting = (r for r in heaviest(assembly, assembly.rows) if assembly.snapshot.rows[r].status is Status.ASSERTED)
    return next((p for r in asserting if (p := period(assembly.snapshot, assembly.snapshot.rows[r]))), (None, None))


def roles_played(assembly: Assembly, entity: str) -> tuple[str, ...]:
    """The roles of a relationship in which the view believes an entity to be."""
    kind = assembly.snapshot.rows[assembly.rows[0]].type if assembly.rows else None
    names = assembly.snapshot.vocabulary.roles_of(kind) if kind else ()
    return tuple(name for name in names if any(s.value.value == entity for s in said_of(assembly, name)))


def relationships_of(snapshot: Snapshot, view: View, entity: str) -> list[str]:
    """The ids of the relationships in which a view believes an entity to have a role, by class and id."""
    chosen = [snapshot.relationships[name] for name in snapshot.involved.get(entity, ()) if name not in view.without]
    wanted = [
        r
        for r in chosen
        if not view.relationships or any(snapshot.vocabulary.is_a(r.type, kind) for kind in view.relationships)
    ]
    played = (r for r in wanted if roles_played(Assembly.of(snapshot, view, r.rows), entity))
    return [r.id for r in sorted(played, key=lambda r: (r.type, r.id))]


def count_relationships(snapshot: Snapshot, view: View, entity: str) -> dict[str, int]:
    """How many relationships of each class an entity has a role in."""
    return dict(Counter(snapshot.relationships[name].type for name in relationships_of(snapshot, view, entity)))
