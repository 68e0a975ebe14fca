"""A first load as files for Neo4j's own importer: the very nodes and edges that a load would write.

What a thing comes to is worked out by the same functions as always (`graph.store.show`); only the writing differs. What
stands in no file (constraints, indexes, the ontology, the revision) is made over Bolt by `finish`, when Neo4j runs on
the imported store.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from graph.confidence import independent_groups
from graph.loadset import LoadSet
from graph.naming import name_properties
from graph.server.offline import Sheet
from graph.store.derive import Trust
from graph.store.edges import DENIED_ROLE
from graph.store.lease import Lease
from graph.store.load import FIELDS, Progress
from graph.store.plan import Plan
from graph.store.records import Record, claim_in
from graph.store.scratch import Scratch
from graph.store.sheets import Sheets
from graph.store.show import asked_for, claim_node, entity_row, placeholder, relationship_row
from graph.store.things import Thing, Work
from graph.store.wording import Names, naming_properties, reading_order

if TYPE_CHECKING:
    from ontology.vocabulary import Vocabulary

FIRST = 1
"""The revision that a first load becomes."""
PART = 1000
RECORD, ENTITY, RELATIONSHIP, SOURCE = "Record", "Entity", "Relationship", "Source"
TABLES = (
    "CREATE TABLE name(id TEXT PRIMARY KEY, name TEXT) WITHOUT ROWID",
    "CREATE TABLE mention(id TEXT, role TEXT, PRIMARY KEY (id, role)) WITHOUT ROWID",
)
NAME = "INSERT OR IGNORE INTO name VALUES (?, ?)"
MENTION = "INSERT OR IGNORE INTO mention VALUES (?, ?)"
NAMED = "SELECT name FROM name WHERE id = ?"
ONLY_MENTIONED = """
SELECT m.id, group_concat(m.role, ' ') FROM mention m LEFT JOIN name n ON n.id = m.id WHERE n.id IS NULL GROUP BY m.id
"""


def write_sheets(
    plan: Plan, loadset: LoadSet, vocabulary: Vocabulary, folder: Path, progress: Progress
) -> tuple[list[Sheet], list[Sheet]]:
    """The files of nodes and of edges that a first load of what a plan wants comes to."""
    sources = {source.id: source for source in loadset.sources}
    trust = Trust(sources, independent_groups(sources.values()))
    words = name_properties(vocabulary), naming_properties(vocabulary), reading_order(vocabulary)
    # What is only worked out needs no lease.
    work = Work(cast(Lease, None), vocabulary, trust, 0, FIRST, *words, None)
    with Scratch(*TABLES) as scratch:
        writer = _Writer(work, Sheets(folder), scratch)
        for name in sources:
            writer.sheets.node([SOURCE], SOURCE, {"id": name})
        for record in plan.descriptions():
            writer.record(record, {}, ())
        total, done = plan.standing()[1], 0
        for entities in (True, False):  # relationships are called by the names of entities
            for part in plan.things(PART):
                writer.things(part, entities=entities)
                done += sum(len(records) for _, records in part)
                progress("files", done, 2 * total)
        writer.mentioned()
        return writer.sheets.close()


class _Writer:
    def __init__(self, work: Work, sheets: Sheets, scratch: Scratch) -> None:
        self.work, self.sheets, self.scratch = work, sheets, scratch
        self._named, self._mentioned = list[tuple[str, str]](), list[tuple[str, str]]()

    def things(self, part: Iterable[tuple[str, Sequence[Record]]], *, entities: bool) -> None:
        """Write entities, or relationships, with their claims."""
        for name, records in part:
            claims = tuple(claim_in(record.body, record.id) for record in records)
            thing = Thing(name, claims, (), {record.id: (FIRST, None) for record in records})
            if self.work.is_entity(thing) == entities:
                (self._entity if entities else self._relationship)(thing, records)
        self.scratch.put(NAME, self._named)
        self.scratch.put(MENTION, self._mentioned)
        self._named, self._mentioned = [], []

    def _entity(self, thing: Thing, records: Sequence[Record]) -> None:
        row = entity_row(self.work, thing)
        self.sheets.node(row["labels"], ENTITY, row["properties"])
        self._named.append((thing.id, row["properties"]["name"]))
        self._claims(thing, records, ENTITY, {})

    def _relationship(self, thing: Thing, records: Sequence[Record]) -> None:
        names = self._names(thing)
        row = relationship_row(self.work, thing, names)
        self.sheets.node(row["labels"], RELATIONSHIP, row["properties"])
        for role in row["roles"]:
            said, player = role["properties"], role["entity"]
            self.sheets.edge(role["type"], (thing.id, player), (RELATIONSHIP, ENTITY), said)
            self._mentioned.append((player, said["role"] if role["type"] == DENIED_ROLE else role["type"]))
        for edge in row["edges"]:
            self.sheets.edge(edge["type"], (edge["source"], edge["target"]), (ENTITY, ENTITY), edge["properties"])
        self._claims(thing, records, RELATIONSHIP, names)

    def _names(self, thing: Thing) -> Names:
        roles = self.work.vocabulary.roles
        players = {str(v.value) for claim in thing.claims for v in claim.values if v.property in roles}
        return {player: name for player in players for (name,) in self.scratch.rows(NAMED, player)}

    def _claims(self, thing: Thing, records: Sequence[Record], about: str, names: Names) -> None:
        for record, claim in zip(records, thing.claims, strict=True):
            self.record(record, claim_node(self.work, thing, claim, names)["properties"], ("Claim",))
            self.sheets.edge("ABOUT", (record.id, thing.id), (RECORD, about), {})
            self.sheets.edge("SAID_BY", (record.id, claim.source), (RECORD, SOURCE), {})

    def record(self, record: Record, more: dict[str, Any], labels: Iterable[str]) -> None:
        """Write a record, a claim with all that people see of it."""
        said = {name: getattr(record, name) for name in FIELDS} | {"revisions": [FIRST], "changed": FIRST} | more
        self.sheets.node([RECORD, *labels], RECORD, said)

    def mentioned(self) -> None:
        """Write the entities of which nothing is known but that they take part in something."""
        for name, roles in self.scratch.rows(ONLY_MENTIONED):
            row = placeholder(self.work, name, asked_for(self.work, roles.split()))
            self.sheets.node(row["labels"], ENTITY, row["properties"])


__all__ = ["write_sheets"]
