"""The current revision as a graph that a person can read in Cypher: named edges, claims and sources one hop away.

It is derived from the records, never read back, and made after a revision is published: only what the revisions since
the last time touch, in batches, each of which can be done again. The store's node says which revision it shows, so
whatever is cut off is mended by the next load, or when the store is next opened.

The order is what makes that sure. Entities get their new names last: until then whoever takes up the work still sees
which names are about to change, and so which relationships have to be worded anew.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import TYPE_CHECKING, LiteralString

from graph.naming import name_properties
from graph.store.bolt import Rows, Step, step
from graph.store.describe import Descriptions, forget_sources, read_descriptions, show_sources
from graph.store.lease import Lease
from graph.store.load import Progress, batches, head
from graph.store.plan import Plan
from graph.store.records import CLAIM, SOURCE
from graph.store.scratch import Scratch
from graph.store.show import make_entities, settle_placeholders, show_entities, show_relationships
from graph.store.things import Work, read_things
from graph.store.wording import naming_properties, reading_order

if TYPE_CHECKING:
    from ontology.vocabulary import Vocabulary

BATCH = 1000
"""Things written in one transaction."""
PART = 10_000
"""Rows read at a time to find out what has changed."""
MANY = 5000
"""Nodes or edges deleted in one transaction."""
IMPORTED = 50_000
"""Nodes or edges completed in one transaction after an import."""

ENTITY, RELATIONSHIP = "entity", "relationship"
THINGS = "CREATE TABLE thing(kind TEXT, id TEXT, PRIMARY KEY (kind, id)) WITHOUT ROWID"
NOTE = "INSERT OR IGNORE INTO thing(id, kind) VALUES (?, ?)"
OF_KIND = "SELECT id FROM thing WHERE kind = ? ORDER BY id"
ALL = "SELECT count(*) FROM thing"
COUNT = "SELECT count(*) FROM thing WHERE kind = ?"

# Finds more than the published revision touched: also what a cut-off load has. That load's changes are left out later.
TOUCHED = "MATCH (r:Record) WHERE r.changed > $since RETURN r.kind AS kind, r.subject AS subject, r.type AS type"

SAYING = "MATCH (r:Record) WHERE r.source IN $sources RETURN r.kind AS kind, r.subject AS subject, r.type AS type"

TAKING_PART = "MATCH (e:Entity)<--(r:Relationship) WHERE e.id IN $ids RETURN collect(DISTINCT r.id) AS ids"

FORGET_ENTITIES = """
MATCH (e:Entity) WHERE e.claims = 0 AND NOT EXISTS { (e)<--(:Relationship) }
WITH e LIMIT $batch DETACH DELETE e RETURN count(*) AS rows
"""

FORGET_RELATIONSHIPS = "MATCH (r:Relationship) WITH r LIMIT $batch DETACH DELETE r RETURN count(*) AS rows"

FORGET_TIES = "MATCH (:Record)-[x]->() WITH x LIMIT $batch DELETE x RETURN count(*) AS rows"

FORGET_EDGES = "MATCH (:Entity)-[x]->(:Entity) WITH x LIMIT $batch DELETE x RETURN count(*) AS rows"

# The importer knows no empty lists.
EMPTY: tuple[LiteralString, ...] = (
    "MATCH (r:Relationship) WHERE r.valid IS NULL WITH r LIMIT $batch SET r.valid = [] RETURN count(*) AS rows",
    "MATCH (:Entity)-[x]->(:Entity) WHERE x.valid IS NULL WITH x LIMIT $batch SET x.valid = [] RETURN count(*) AS rows",
    "MATCH (c:Claim) WHERE c.says IS NULL WITH c LIMIT $batch SET c.says = [] RETURN count(*) AS rows",
)

# The index of names is brought up to date beside the writing, not within it, which would take as long as all the rest.
INDEXED = "CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()"

SHOWING = "MATCH (s:Store {name: 'store'}) SET s.showing = $revision"

SHOWN = "MATCH (s:Store {name: 'store'}) SET s.materialised = $revision REMOVE s.showing"


async def materialise(lease: Lease, vocabulary: Vocabulary, progress: Progress, plan: Plan | None = None) -> None:
    """Bring what Cypher readers see to the published revision; `plan` has claims that need not be read for it."""
    store = await head(lease.bolt)
    since, until = int(store["materialised"]), int(store["revision"])
    if since == until:
        return
    if since == 0:
        for statement in (FORGET_RELATIONSHIPS, FORGET_EDGES, FORGET_TIES):
            await _repeat(lease, statement)
    descriptions = await read_descriptions(lease.bolt, since, until)
    words = name_properties(vocabulary), naming_properties(vocabulary), reading_order(vocabulary)
    # Cut off on the way to another revision, what is shown is neither this one nor that.
    shown = descriptions.shown if since and store.get("showing", until) == until else None
    work = Work(lease, vocabulary, descriptions.trust, since, until, *words, plan, shown)
    await lease.write(step(SHOWING, revision=until if shown or not since else 0))
    await show_sources(lease, descriptions)
    with Scratch(THINGS) as things:
        await _find_touched(work, things, descriptions)
        await _show_things(work, things, progress)
    await _repeat(lease, FORGET_ENTITIES)
    await settle_placeholders(work)
    await forget_sources(lease, descriptions)
    await lease.bolt.read(INDEXED)
    await lease.write(step(SHOWN, revision=until))


async def adopt(lease: Lease) -> None:
    """Say that all of the published revision is shown: it was imported so. Only sources and datasets are to be tied."""
    until = int((await head(lease.bolt))["revision"])
    for statement in EMPTY:
        await _repeat(lease, statement, IMPORTED)
    await show_sources(lease, await read_descriptions(lease.bolt, 0, until))
    await lease.bolt.read(INDEXED)
    await lease.write(step(SHOWN, revision=until))


async def _find_touched(work: Work, things: Scratch, descriptions: Descriptions) -> None:
    """Note which entities and relationships are to be shown anew; those of a class that is no more are both."""
    bolt, sources = work.lease.bolt, list[str]()
    async for rows in bolt.parts(PART, TOUCHED, since=work.since):
        sources += [row["subject"] for row in rows if row["kind"] == SOURCE]
        _note(work, things, rows)
    reweighed = descriptions.reweighed(sources)
    if reweighed and work.since:
        async for rows in bolt.parts(PART, SAYING, sources=descriptions.kin(reweighed)):
            _note(work, things, rows)


def _note(work: Work, things: Scratch, rows: Rows) -> None:
    said = [(row["subject"], row["type"]) for row in rows if row["kind"] == CLAIM]
    entities, relationships = work.vocabulary.entities, work.vocabulary.relationships
    things.put(NOTE, [(name, ENTITY) for name, kind in said if kind not in relationships])
    things.put(NOTE, [(name, RELATIONSHIP) for name, kind in said if kind not in entities])


async def _show_things(work: Work, things: Scratch, progress: Progress) -> None:
    """Entities that are new first, so that relationships find them; then relationships; entities that were there last.

    Each is read and written in batches, so that it takes no more memory however many they are.
    """
    written, total = 0, things.number(ALL)

    def done(more: int) -> None:
        nonlocal written
        written += more
        progress("materialise", written, total)

    async def make(ids: Sequence[str]) -> list[Step]:
        steps, others = await make_entities(work, ids)
        remaining.put(NOTE, [(name, ENTITY) for name in others])
        return steps

    async def show(ids: Sequence[str]) -> list[Step]:
        return await show_relationships(work, ids)

    async def renew(ids: Sequence[str]) -> list[Step]:
        return await show_entities(work, await read_things(work, ids))

    done(0)
    with Scratch(THINGS) as remaining:
        await _write(work, make, _ids(things, ENTITY), lambda _: None)
        done(things.number(COUNT, ENTITY) - remaining.number(COUNT, ENTITY))
        for part in batches(list(work.renamed), BATCH):
            rows = await work.lease.bolt.read(TAKING_PART, ids=list(part))
            things.put(NOTE, [(name, RELATIONSHIP) for name in rows[0]["ids"]])
        total = things.number(ALL)
        await _write(work, show, _ids(things, RELATIONSHIP), done)
        await _write(work, renew, _ids(remaining, ENTITY), done)


def _ids(things: Scratch, kind: str) -> Iterator[list[str]]:
    return ([name for (name,) in part] for part in things.parts(BATCH, OF_KIND, kind))


async def _write(
    work: Work,
    prepare: Callable[[Sequence[str]], Awaitable[list[Step]]],
    parts: Iterator[list[str]],
    done: Callable[[int], None],
) -> None:
    """Prepare and write parts, each prepared while Neo4j writes the one before."""
    part = next(parts, None)
    steps = await prepare(part) if part else []
    while part:
        following = next(parts, None)
        _, steps = await asyncio.gather(work.lease.write(*steps), prepare(following) if following else _nothing())
        done(len(part))
        part = following


async def _nothing() -> list[Step]:
    return []


async def _repeat(lease: Lease, statement: LiteralString, batch: int = MANY) -> None:
    """Run a statement that changes at most `$batch` things until nothing is left to change."""
    rows = batch
    while rows:
        (answer,) = await lease.write(step(statement, batch=batch))
        rows = answer[0]["rows"]
