"""Entities and relationships as nodes and edges that a person can read, written in batches that can be done again."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, LiteralString

from graph.claim import Claim, Status
from graph.store.bolt import Step, step
from graph.store.derive import Trust, asserted, is_contested, name_of, properties_of, times_of, type_of
from graph.store.edges import cast_of, edges_of, roles_of
from graph.store.lease import Lease
from graph.store.read import periods, until
from graph.store.records import claim_in
from graph.store.search import folded_names
from graph.store.wording import caption_of, claim_row, names_of

if TYPE_CHECKING:
    from ontology.vocabulary import Vocabulary

Row = dict[str, Any]

CLAIMS = """
MATCH (r:Record) WHERE r.subject IN $subjects AND r.kind = 'claim'
RETURN collect(r.id) AS ids, collect(r.subject) AS subjects,
       collect(r.body) AS bodies, collect(r.revisions) AS revisions
"""

NAMES = "MATCH (e:Entity) WHERE e.id IN $ids RETURN collect([e.id, e.name]) AS names"

MENTION = """
UNWIND $rows AS row
MERGE (e:Entity {id: row.id}) ON CREATE SET e += row.properties, e:$(row.labels)
"""

ENTITIES = """
UNWIND $rows AS row
MATCH (e:Entity {id: row.id}) SET e = row.properties, e:$(row.labels)
WITH e, [label IN labels(e) WHERE NOT label IN row.labels] AS stale
REMOVE e:$(stale)
"""

DEMOTE = "UNWIND $rows AS row MATCH (e:Entity {id: row.id}) SET e = {type: e.type}, e += row"

# The ends of a direct edge are in roles: that way it is found without an index on each type of edge.
CLEAR_EDGES = """
MATCH (r:Relationship) WHERE r.id IN $ids
MATCH (r)-->(a:Entity) MATCH (r)-->(b:Entity)
MATCH (a)-[x]->(b) WHERE x.relationship = r.id
WITH DISTINCT x DELETE x
"""

FORGET_RELATIONSHIPS = "MATCH (r:Relationship) WHERE r.id IN $ids DETACH DELETE r"

RELATIONSHIPS = """
UNWIND $rows AS row
CREATE (r:Relationship) SET r = row.properties, r:$(row.labels)
WITH r, row UNWIND row.roles AS role
MATCH (e:Entity {id: role.entity}) CREATE (r)-[x:$(role.type)]->(e) SET x = role.properties
"""

EDGES = """
UNWIND $rows AS row
MATCH (a:Entity {id: row.source}) MATCH (b:Entity {id: row.target})
CREATE (a)-[x:$(row.type)]->(b) SET x = row.properties
"""

CLEAR_CLAIMS = "MATCH (c:Record)-[x:ABOUT|SAID_BY]->() WHERE c.id IN $ids DELETE x"

OF_ENTITIES = """
UNWIND $rows AS row
MATCH (c:Record {id: row.id}) SET c:Claim, c += row.properties REMOVE c:RetractedClaim
WITH c, row MATCH (s:Source {id: row.source}) MATCH (e:Entity {id: row.subject})
CREATE (c)-[:SAID_BY]->(s) CREATE (c)-[:ABOUT]->(e)
"""

OF_RELATIONSHIPS = """
UNWIND $rows AS row
MATCH (c:Record {id: row.id}) SET c:Claim, c += row.properties REMOVE c:RetractedClaim
WITH c, row MATCH (s:Source {id: row.source}) MATCH (r:Relationship {id: row.subject})
CREATE (c)-[:SAID_BY]->(s) CREATE (c)-[:ABOUT]->(r)
"""

RETRACTED = """
UNWIND $rows AS row
MATCH (c:Record {id: row.id}) SET c:RetractedClaim, c += row.properties REMOVE c:Claim
"""


@dataclass(frozen=True, slots=True)
class Thing:
    """What is known of one id: the claims that stand, those that have just gone, and when each came and went."""

    id: str
    claims: tuple[Claim, ...]
    gone: tuple[Claim, ...]
    times: Mapping[str, tuple[int, int | None]]


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be shown, the changes after revision `since` up to `until`, and the means to it.

    `naming` are the properties that things are found by, `names` the names of the entities met so far.
    """

    lease: Lease
    vocabulary: Vocabulary
    trust: Trust
    since: int
    until: int
    naming: frozenset[str]
    names: dict[str, str] = field(default_factory=dict)

    def is_relationship(self, thing: Thing) -> bool:
        """Whether most weight has it that this is a relationship."""
        return bool(thing.claims) and type_of(thing.claims, self.trust) in self.vocabulary.relationships

    def is_entity(self, thing: Thing) -> bool:
        """Whether most weight has it that this is an entity."""
        return bool(thing.claims) and type_of(thing.claims, self.trust) in self.vocabulary.entities


async def read_things(work: Work, subjects: Sequence[str]) -> list[Thing]:
    """The claims about these ids, as of `work.until`; of those that have gone, only what went after `work.since`."""
    row = (await work.lease.bolt.read(CLAIMS, subjects=list(subjects)))[0]
    standing: dict[str, list[Claim]] = {subject: [] for subject in subjects}
    gone: dict[str, list[Claim]] = {subject: [] for subject in subjects}
    times: dict[str, tuple[int, int | None]] = {}
    columns = (row["ids"], row["subjects"], row["bodies"], row["revisions"])
    for name, subject, body, revisions in sorted(zip(*columns, strict=True)):
        at = until(revisions, work.until)
        if at and (len(at) % 2 or at[-1] > work.since):
            times[name] = list(periods(at))[-1]
            (standing if len(at) % 2 else gone)[subject].append(claim_in(body))
    return [Thing(subject, tuple(standing[subject]), tuple(gone[subject]), times) for subject in subjects]


async def stored_names(work: Work, ids: Iterable[str]) -> dict[str, str]:
    """The names that entities have in Neo4j now, of those of these that are there."""
    rows = await work.lease.bolt.read(NAMES, ids=sorted(ids))
    return dict(rows[0]["names"])


# -- relationships ----------------------------------------------------------------------------------------------------


async def show_relationships(work: Work, ids: Sequence[str]) -> list[Step]:
    """What writes relationships anew: nodes, roles, the direct edges that follow from them, and their claims."""
    things = await read_things(work, ids)
    taking = await asyncio.to_thread(_taking_part, work, things)
    work.names.update(await stored_names(work, taking.keys() - work.names.keys()))
    return await asyncio.to_thread(_relationship_steps, work, things, taking)


def _relationship_steps(work: Work, things: Sequence[Thing], taking: Mapping[str, str]) -> list[Step]:
    standing = [thing for thing in things if work.is_relationship(thing)]
    lost = [thing for thing in things if not thing.claims]
    rows = [_relationship_row(work, thing) for thing in standing]
    clear = [CLEAR_EDGES, FORGET_RELATIONSHIPS] if work.since else []
    return [
        step(MENTION, rows=[placeholder(work, name, kind) for name, kind in sorted(taking.items())]),
        *(step(statement, ids=[thing.id for thing in things]) for statement in clear),
        step(RELATIONSHIPS, rows=rows),
        step(EDGES, rows=[edge for row in rows for edge in row["edges"]]),
        *_claim_steps(work, [*standing, *lost], OF_RELATIONSHIPS),
    ]


def _taking_part(work: Work, things: Iterable[Thing]) -> dict[str, str]:
    """The entities in relationships' roles, with the class that the role asks for."""
    found: dict[str, str] = {}
    for thing in filter(work.is_relationship, things):
        for role, players in cast_of(thing.claims, work.vocabulary).items():
            found |= dict.fromkeys(players, work.vocabulary.roles[role].range[0])
    return found


def _relationship_row(work: Work, thing: Thing) -> Row:
    vocabulary, kind = work.vocabulary, type_of(thing.claims, work.trust)
    derived = {
        "id": thing.id,
        "type": kind,
        "name": caption_of(vocabulary.relationships[kind], thing.claims, vocabulary, work.names),
        "claims": len(thing.claims),
        "confidence": work.trust.confidence(asserted(thing.claims)),
        "contested": is_contested(thing.claims, kind, vocabulary),
        "denied": any(claim.status is Status.DENIED for claim in thing.claims),
    }
    said = properties_of(thing.claims, kind, vocabulary, work.trust)
    times = times_of(asserted(thing.claims), vocabulary)
    edges = edges_of(thing.claims, kind, vocabulary, work.trust)
    about = {"relationship": thing.id, "contested": derived["contested"]}
    return {
        "id": thing.id,
        "labels": list(vocabulary.labels(kind)),
        "properties": said | times | derived,
        "roles": roles_of(thing.claims, vocabulary, work.trust),
        "edges": [edge | {"properties": edge["properties"] | about} for edge in edges],
    }


# -- entities ---------------------------------------------------------------------------------------------------------


async def mention_entities(work: Work, things: Sequence[Thing]) -> None:
    """Make the nodes of entities that are not there yet, so that relationships can point at them."""
    rows = [placeholder(work, thing.id, type_of(thing.claims, work.trust)) for thing in things if work.is_entity(thing)]
    await work.lease.write(step(MENTION, rows=rows))


async def show_entities(work: Work, things: Sequence[Thing]) -> list[Step]:
    """What writes entities anew: labels, names, properties, and their claims. One without claims is left a mere id."""
    return await asyncio.to_thread(_entity_steps, work, things)


def _entity_steps(work: Work, things: Sequence[Thing]) -> list[Step]:
    standing = [thing for thing in things if work.is_entity(thing)]
    lost = [thing for thing in things if not thing.claims]
    others = [thing for thing in things if thing.claims and not work.is_entity(thing)]
    return [
        step(ENTITIES, rows=[_entity_row(work, thing) for thing in standing]),
        step(DEMOTE, rows=[_bare(thing.id) for thing in [*lost, *others]]),
        *_claim_steps(work, [*standing, *lost], OF_ENTITIES),
    ]


def placeholder(work: Work, name: str, kind: str) -> Row:
    """An entity of which nothing is known but that it takes part in something, and so roughly what it is."""
    return {"id": name, "labels": list(work.vocabulary.labels(kind)), "properties": _bare(name) | {"type": kind}}


def _bare(name: str) -> Row:
    return {"id": name, "name": name, "names": [name], "folded": folded_names([name]), "claims": 0}


def _entity_row(work: Work, thing: Thing) -> Row:
    kind, names = type_of(thing.claims, work.trust), names_of(thing.id, thing.claims, work.naming, work.trust)
    derived = {
        "id": thing.id,
        "type": kind,
        "name": entity_name(work, thing),
        "names": names,
        "folded": folded_names(names),
        "claims": len(thing.claims),
        "contested": is_contested(thing.claims, kind, work.vocabulary),
    }
    said = properties_of(thing.claims, kind, work.vocabulary, work.trust)
    return {"id": thing.id, "labels": list(work.vocabulary.labels(kind)), "properties": said | derived}


def entity_name(work: Work, thing: Thing) -> str:
    """The name an entity is shown by: its id, if no claim gives it one."""
    return (name_of(thing.claims, work.trust) if work.is_entity(thing) else None) or thing.id


# -- claims -----------------------------------------------------------------------------------------------------------


def _claim_steps(work: Work, things: Sequence[Thing], write: LiteralString) -> list[Step]:
    """Statements that write claims' nodes and tie those that stand to what they are about and to who says it."""
    standing = [_claim_row(work, thing, claim) for thing in things for claim in thing.claims]
    gone = [_claim_row(work, thing, claim) for thing in things for claim in thing.gone]
    clear = [step(CLEAR_CLAIMS, ids=[row["id"] for row in standing + gone])] if work.since else []
    return [*clear, step(write, rows=standing), step(RETRACTED, rows=gone)]


def _claim_row(work: Work, thing: Thing, claim: Claim) -> Row:
    recorded, retracted = thing.times[claim.id]
    times = {"recorded": recorded, "retracted": retracted}
    properties = claim_row(claim, work.vocabulary, work.names) | times
    return {"id": claim.id, "subject": claim.subject, "source": claim.source, "properties": properties}
