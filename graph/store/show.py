"""Entities and relationships as nodes and edges that a person can read, written in batches that can be done again."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, LiteralString

from graph.claim import Claim, Status
from graph.folding import folded_names
from graph.store.bolt import Step, step
from graph.store.derive import Trust, asserted, is_contested, name_of, properties_of, times_of, type_of
from graph.store.edges import cast_of, edges_of, is_disputed, roles_of
from graph.store.things import Thing, Work, current_names, read_things, stored_names
from graph.store.wording import Names, caption_of, claim_row, names_of

if TYPE_CHECKING:
    from ontology.vocabulary import Vocabulary

Row = dict[str, Any]

MENTION = """
UNWIND $rows AS row
MERGE (e:Entity {id: row.id}) ON CREATE SET e = row.properties, e:$(row.labels)
"""

ENTITIES = """
UNWIND $rows AS row
MATCH (e:Entity {id: row.id}) SET e = row.properties, e:$(row.labels)
WITH e, [label IN labels(e) WHERE NOT label IN row.labels] AS stale
REMOVE e:$(stale)
"""

PLACEHOLDERS = """
MATCH (e:Entity) WHERE e.claims = 0
RETURN e.id AS id, e.type AS type,
       COLLECT { MATCH (e)<-[x]-(:Relationship) RETURN DISTINCT coalesce(x.role, type(x)) } AS roles
"""

DEMOTE = "UNWIND $rows AS row MATCH (e:Entity {id: row.id}) SET e = {type: e.type}, e += row"

# The ends of a direct edge are in roles: that way it is found without an index on each type of edge.
CLEAR_EDGES = """
MATCH (r:Relationship) WHERE r.id IN $ids
MATCH (r)-->(a:Entity) MATCH (r)-->(b:Entity)
WITH DISTINCT a, b MATCH (a)-[x]->(b) WHERE x.relationship IN $ids
DELETE x
"""

RENEW = "UNWIND $rows AS row MATCH (r:Relationship {id: row.id}) SET r = row.properties"

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

REWORD = "UNWIND $rows AS row MATCH (c:Record {id: row.id}) SET c += row.properties"

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


# -- relationships ----------------------------------------------------------------------------------------------------


async def show_relationships(work: Work, ids: Sequence[str]) -> list[Step]:
    """What writes relationships anew: nodes, roles, the direct edges that follow from them, and their claims.

    Of one whose edges are as they were, only what has changed is written.
    """
    things = await read_things(work, ids)
    taking = await asyncio.to_thread(_taking_part, work, things)
    names = await current_names(work, taking)
    return await asyncio.to_thread(_relationship_steps, work, things, taking, names)


def _relationship_steps(work: Work, things: Sequence[Thing], taking: Mapping[str, str], names: Names) -> list[Step]:
    standing = [thing for thing in things if work.is_relationship(thing)]
    lost = [thing for thing in things if not thing.claims]
    rows = {thing.id: relationship_row(work, thing, names) for thing in standing}
    lasting = {thing.id for thing in standing if _lasts(work, thing, rows[thing.id])}
    made = [row for name, row in rows.items() if name not in lasting]
    clear = [CLEAR_EDGES, FORGET_RELATIONSHIPS] if work.since else []
    return [
        step(
            MENTION, rows=[placeholder(work, name, kind) for name, kind in sorted(taking.items()) if name not in names]
        ),
        *(step(statement, ids=[thing.id for thing in things if thing.id not in lasting]) for statement in clear),
        step(RELATIONSHIPS, rows=made),
        step(EDGES, rows=[edge for row in made for edge in row["edges"]]),
        step(RENEW, rows=[{"id": name, "properties": rows[name]["properties"]} for name in sorted(lasting)]),
        *_claim_steps(work, [*standing, *lost], OF_RELATIONSHIPS, names, lasting),
    ]


def _lasts(work: Work, thing: Thing, row: Row) -> bool:
    """Whether a relationship is there with all the labels and edges that it is to have."""
    if work.shown is None or not thing.before:
        return False
    kind = type_of(thing.before, work.shown)
    if kind not in work.vocabulary.relationships:
        return False
    contested = _contested(thing.before, kind, work.vocabulary)
    before = _ties(thing.id, thing.before, kind, work.vocabulary, work.shown, contested=contested)
    return all(row[name] == said for name, said in before.items())


def _taking_part(work: Work, things: Iterable[Thing]) -> dict[str, str]:
    """The entities in relationships' roles, with the class that the role asks for."""
    found: dict[str, str] = {}
    for thing in filter(work.is_relationship, things):
        for role, players in cast_of(thing.claims, work.vocabulary).items():
            found |= dict.fromkeys(players, work.vocabulary.roles[role].range[0])
    return found


def relationship_row(work: Work, thing: Thing, names: Names) -> Row:
    """A relationship's labels, properties, roles and direct edges."""
    vocabulary, kind = work.vocabulary, type_of(thing.claims, work.trust)
    contested = _contested(thing.claims, kind, vocabulary)
    said = properties_of(thing.claims, kind, vocabulary, work.trust)
    derived = {
        "id": thing.id,
        "type": kind,
        "name": caption_of(vocabulary.relationships[kind], thing.claims, said, vocabulary, names),
        "claims": len(thing.claims),
        "confidence": work.trust.confidence(asserted(thing.claims)),
        "contested": contested,
        "denied": any(claim.status is Status.DENIED for claim in thing.claims),
    }
    times = times_of(asserted(thing.claims), vocabulary)
    ties = _ties(thing.id, thing.claims, kind, vocabulary, work.trust, contested=contested)
    return {"id": thing.id, "properties": said | times | derived} | ties


def _ties(
    name: str, claims: Sequence[Claim], kind: str, vocabulary: Vocabulary, trust: Trust, *, contested: bool
) -> Row:
    """A relationship's labels, roles and direct edges."""
    about = {"relationship": name, "contested": contested}
    return {
        "labels": list(vocabulary.labels(kind)),
        "roles": roles_of(claims, vocabulary, trust),
        "edges": [e | {"properties": e["properties"] | about} for e in edges_of(claims, kind, vocabulary, trust)],
    }


def _contested(claims: Sequence[Claim], kind: str, vocabulary: Vocabulary) -> bool:
    return is_contested(claims, kind, vocabulary) or is_disputed(claims, kind, vocabulary)


# -- entities ---------------------------------------------------------------------------------------------------------


async def make_entities(work: Work, ids: Sequence[str]) -> tuple[list[Step], list[str]]:
    """What writes entities that are not there yet, so that relationships can point at them, and the ids of the others.

    Those of the others that change their names are put into `work.renamed`.
    """
    things, stored = await read_things(work, ids), await stored_names(work, ids)
    names = {thing.id: entity_name(work, thing) for thing in things if thing.id in stored}
    work.renamed.update({name: new for name, new in names.items() if new != stored[name]})
    made = [thing for thing in things if work.is_entity(thing) and thing.id not in stored]
    others = set(ids) - {thing.id for thing in made}
    return await asyncio.to_thread(_made, work, made), sorted(others)


def _made(work: Work, things: Sequence[Thing]) -> list[Step]:
    rows = [entity_row(work, thing) for thing in things]
    return [step(MENTION, rows=rows), *_claim_steps(work, things, OF_ENTITIES, {})]


async def settle_placeholders(work: Work) -> None:
    """Give entities that are only mentioned the class that their roles ask for; of several, the ontology's first."""
    rows = await work.lease.bolt.read(PLACEHOLDERS)
    kinds = {row["id"]: asked_for(work, row["roles"]) for row in rows if row["roles"]}
    wrong = [row["id"] for row in rows if row["type"] != kinds.get(row["id"], row["type"])]
    await work.lease.write(step(ENTITIES, rows=[placeholder(work, name, kinds[name]) for name in wrong]))


def asked_for(work: Work, edges: Sequence[str]) -> str:
    """The class that roles ask for; of several, the ontology's first."""
    return next(role.range[0] for role in work.vocabulary.roles.values() if role.edge in edges)


async def show_entities(work: Work, things: Sequence[Thing]) -> list[Step]:
    """What writes entities anew: labels, names, properties, and their claims. One without claims is left a mere id."""
    return await asyncio.to_thread(_entity_steps, work, things)


def _entity_steps(work: Work, things: Sequence[Thing]) -> list[Step]:
    standing = [thing for thing in things if work.is_entity(thing)]
    lost = [thing for thing in things if not thing.claims]
    others = [thing for thing in things if thing.claims and not work.is_entity(thing)]
    return [
        step(ENTITIES, rows=[entity_row(work, thing) for thing in standing]),
        step(DEMOTE, rows=[_bare(thing.id) for thing in [*lost, *others]]),
        *_claim_steps(work, [*standing, *lost], OF_ENTITIES, {}),
    ]


def placeholder(work: Work, name: str, kind: str) -> Row:
    """An entity of which nothing is known but that it takes part in something, and so roughly what it is."""
    return {"id": name, "labels": list(work.vocabulary.labels(kind)), "properties": _bare(name) | {"type": kind}}


def _bare(name: str) -> Row:
    return {"id": name, "name": name, "names": [name], "folded": folded_names([name]), "claims": 0}


def entity_row(work: Work, thing: Thing) -> Row:
    """An entity's labels and properties."""
    kind, name = type_of(thing.claims, work.trust), entity_name(work, thing)
    names = list(dict.fromkeys([name, *names_of(thing.claims, work.naming, work.trust), thing.id]))
    derived = {
        "id": thing.id,
        "type": kind,
        "name": name,
        "names": names,
        "folded": folded_names(names),
        "claims": len(thing.claims),
        "contested": is_contested(thing.claims, kind, work.vocabulary),
    }
    said = properties_of(thing.claims, kind, work.vocabulary, work.trust)
    return {"id": thing.id, "labels": list(work.vocabulary.labels(kind)), "properties": said | derived}


def entity_name(work: Work, thing: Thing) -> str:
    """The name an entity is shown by: its id, if no claim gives it one."""
    return (name_of(thing.claims, work.main, work.trust) if work.is_entity(thing) else None) or thing.id


# -- claims -----------------------------------------------------------------------------------------------------------


def _claim_steps(
    work: Work, things: Sequence[Thing], write: LiteralString, names: Names, lasting: Collection[str] = ()
) -> list[Step]:
    """Statements that write claims' nodes and tie those that stand to what they are about and to who says it.

    Those on `lasting` things that stood before are tied already, and only worded anew if somebody has another name.
    """
    standing = [(thing, claim) for thing in things for claim in thing.claims]
    tied = [
        (thing, claim) for thing, claim in standing if thing.id in lasting and thing.times[claim.id][0] <= work.since
    ]
    kept = {claim.id for _, claim in tied}
    fresh = [claim_node(work, thing, claim, names) for thing, claim in standing if claim.id not in kept]
    reworded = [claim_node(work, thing, claim, names) for thing, claim in tied if _speaks_of_renamed(work, claim)]
    # What is retracted is not worded anew when a name changes, so it goes by ids.
    gone = [claim_node(work, thing, claim, {}) for thing in things for claim in thing.gone]
    clear = [step(CLEAR_CLAIMS, ids=[row["id"] for row in fresh + gone])] if work.since else []
    return [*clear, step(write, rows=fresh), step(REWORD, rows=reworded), step(RETRACTED, rows=gone)]


def _speaks_of_renamed(work: Work, claim: Claim) -> bool:
    """Whether an entity in the claim's roles changes its name."""
    return any(value.value in work.renamed for value in claim.values if value.property in work.vocabulary.roles)


def claim_node(work: Work, thing: Thing, claim: Claim, names: Names) -> Row:
    """What is shown of a claim, and what it is tied to."""
    recorded, retracted = thing.times[claim.id]
    properties = claim_row(claim, work.vocabulary, work.order, names) | {"recorded": recorded, "retracted": retracted}
    return {"id": claim.id, "subject": claim.subject, "source": claim.source, "properties": properties}
