"""The current revision as a graph that a person can read in Cypher: named edges, claims and sources one hop away.

It is derived from the records, never read back, and made after a revision is published: only what the revisions since
the last time touch, in batches, each of which can be done again. The store's node says which revision it shows, so
whatever is cut off is mended by the next load, or when the store is next opened.

The order is what makes that sure. Entities get their new names last: until then whoever takes up the work still sees
which names are about to change, and so which relationships have to be worded anew.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, LiteralString, TypeVar

from graph.claim import Claim
from graph.naming import name_properties
from graph.store.bolt import Step, step
from graph.store.describe import Descriptions, forget_sources, read_descriptions, show_sources
from graph.store.lease import Lease
from graph.store.load import Progress, batches, head
from graph.store.records import CLAIM, SOURCE
from graph.store.show import entity_name, mention_entities, settle_placeholders, show_entities, show_relationships
from graph.store.things import Thing, Work, read_things, stored_names
from graph.store.wording import naming_properties, reading_order

if TYPE_CHECKING:
    from ontology.vocabulary import Vocabulary

T = TypeVar("T")

BATCH = 1000
"""Things written in one transaction."""
MANY = 5000
"""Nodes or edges deleted in one transaction."""

# Finds more than the published revision touched: also what a cut-off load has. That load's changes are left out later.
TOUCHED = """
MATCH (r:Record) WHERE r.changed > $since RETURN collect(DISTINCT [r.kind, r.subject, r.type]) AS touched
"""

SAYING = """
MATCH (r:Record) WHERE r.source IN $sources RETURN collect(DISTINCT [r.kind, r.subject, r.type]) AS touched
"""

TAKING_PART = "MATCH (e:Entity)<--(r:Relationship) WHERE e.id IN $ids RETURN collect(DISTINCT r.id) AS ids"

FORGET_ENTITIES = """
MATCH (e:Entity) WHERE e.claims = 0 AND NOT EXISTS { (e)<--(:Relationship) }
WITH e LIMIT $batch DETACH DELETE e RETURN count(*) AS rows
"""

FORGET_RELATIONSHIPS = "MATCH (r:Relationship) WITH r LIMIT $batch DETACH DELETE r RETURN count(*) AS rows"

FORGET_TIES = "MATCH (:Record)-[x]->() WITH x LIMIT $batch DELETE x RETURN count(*) AS rows"

FORGET_EDGES = "MATCH (:Entity)-[x]->(:Entity) WITH x LIMIT $batch DELETE x RETURN count(*) AS rows"

# The index of names is brought up to date beside the writing, not within it, which would take as long as all the rest.
INDEXED = "CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()"

SHOWN = "MATCH (s:Store {name: 'store'}) SET s.materialised = $revision"


async def materialise(lease: Lease, vocabulary: Vocabulary, progress: Progress, brought: Iterable[Claim] = ()) -> None:
    """Bring what Cypher readers see to the published revision; `brought` are claims that need not be read for it."""
    store = await head(lease.bolt)
    since, until = int(store["materialised"]), int(store["revision"])
    if since == until:
        return
    if since == 0:
        for statement in (FORGET_RELATIONSHIPS, FORGET_EDGES, FORGET_TIES):
            await _repeat(lease, statement)
    descriptions = await read_descriptions(lease.bolt, since, until)
    words = name_properties(vocabulary), naming_properties(vocabulary), reading_order(vocabulary), _by_subject(brought)
    work = Work(lease, vocabulary, descriptions.trust, since, until, *words)
    rows = (await lease.bolt.read(TOUCHED, since=since))[0]["touched"]
    await show_sources(lease, descriptions)
    await _show_things(work, *await _touched(work, rows, descriptions), progress)
    await _repeat(lease, FORGET_ENTITIES)
    await settle_placeholders(work)
    await forget_sources(lease, descriptions)
    await lease.bolt.read(INDEXED)
    await lease.write(step(SHOWN, revision=until))


def _by_subject(claims: Iterable[Claim]) -> Mapping[str, Sequence[Claim]]:
    found: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        found[claim.subject].append(claim.in_order())
    return found


async def _touched(
    work: Work, rows: list[tuple[str, str, str]], descriptions: Descriptions
) -> tuple[list[str], list[str]]:
    """The ids of the entities and relationships to be shown anew; those of a class that is no more are in both."""
    reweighed = descriptions.reweighed(subject for kind, subject, _ in rows if kind == SOURCE)
    if reweighed and work.since:
        saying = descriptions.kin(reweighed)
        rows = rows + (await work.lease.bolt.read(SAYING, sources=saying))[0]["touched"]
    things = {(subject, kind) for what, subject, kind in rows if what == CLAIM}
    entities = {subject for subject, kind in things if kind not in work.vocabulary.relationships}
    relationships = {subject for subject, kind in things if kind not in work.vocabulary.entities}
    return sorted(entities), sorted(relationships)


async def _show_things(work: Work, entities: list[str], relationships: list[str], progress: Progress) -> None:
    things = [thing for part in batches(entities, BATCH) for thing in await read_things(work, part)]
    relationships = sorted({*relationships, *await _to_reword(work, things)})
    total, written = len(entities) + len(relationships), 0
    progress("materialise", written, total)
    for part in batches(things, BATCH):
        await mention_entities(work, part)

    def done(more: int) -> None:
        nonlocal written
        written += more
        progress("materialise", written, total)

    await _write(work, show_relationships, list(batches(relationships, BATCH)), done)
    await _write(work, show_entities, list(batches(things, BATCH)), done)


async def _write(
    work: Work,
    prepare: Callable[[Work, Sequence[T]], Awaitable[list[Step]]],
    parts: list[Sequence[T]],
    done: Callable[[int], None],
) -> None:
    """Prepare and write parts, each prepared while Neo4j writes the one before."""
    steps = await prepare(work, parts[0]) if parts else []
    for part, following in zip_longest(parts, parts[1:], fillvalue=()):
        _, steps = await asyncio.gather(work.lease.write(*steps), prepare(work, following))
        done(len(part))


async def _to_reword(work: Work, things: Sequence[Thing]) -> list[str]:
    """The relationships that name an entity whose name changes; fills `work.names`."""
    work.names.update({thing.id: entity_name(work, thing) for thing in things})
    stored = await stored_names(work, work.names)
    renamed = [name for name, old in stored.items() if old != work.names[name]]
    return list((await work.lease.bolt.read(TAKING_PART, ids=renamed))[0]["ids"])


async def _repeat(lease: Lease, statement: LiteralString) -> None:
    """Run a statement that deletes at most `$batch` things until nothing is left."""
    rows = MANY
    while rows:
        (answer,) = await lease.write(step(statement, batch=MANY))
        rows = answer[0]["rows"]
