"""What is known of one id, and the work of showing it in Neo4j."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from graph.claim import Claim
from graph.store.derive import Trust, type_of
from graph.store.lease import Lease
from graph.store.plan import Plan
from graph.store.read import periods, until
from graph.store.records import claim_in
from graph.store.wording import Order

if TYPE_CHECKING:
    from ontology.vocabulary import Vocabulary

# What is said has to be read only of those claims that the load did not bring.
CLAIMS = """
MATCH (r:Record) WHERE r.subject IN $subjects AND r.kind = 'claim'
RETURN collect(r.id) AS ids, collect(r.subject) AS subjects, collect(r.revisions) AS revisions,
       collect(CASE WHEN r.id IN $brought THEN null ELSE [r.id, r.body] END) AS bodies
"""

NAMES = "MATCH (e:Entity) WHERE e.id IN $ids RETURN collect([e.id, e.name]) AS names"


@dataclass(frozen=True, slots=True)
class Thing:
    """What is known of one id: the claims that stand, those that have just gone, and when each came and went.

    `before` are the claims that stood at the revision that is shown.
    """

    id: str
    claims: tuple[Claim, ...]
    gone: tuple[Claim, ...]
    times: Mapping[str, tuple[int, int | None]]
    before: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be shown, the changes after revision `since` up to `until`, and the means to it.

    `plan` has claims that need not be read. `main` are the properties whose values things are called by, `naming` those
    they are found by, `order` is how claims are read; `renamed` are the new names of entities that still have another
    in Neo4j. `shown` is what claims weighed at `since`, if Neo4j is known to show that revision and nothing beyond it
    but of `until`; else None, and what is shown counts for nothing.
    """

    lease: Lease
    vocabulary: Vocabulary
    trust: Trust
    since: int
    until: int
    main: tuple[str, ...]
    naming: frozenset[str]
    order: Order
    plan: Plan | None
    shown: Trust | None = None
    renamed: dict[str, str] = field(default_factory=dict)

    def is_relationship(self, thing: Thing) -> bool:
        """Whether most weight has it that this is a relationship."""
        return bool(thing.claims) and type_of(thing.claims, self.trust) in self.vocabulary.relationships

    def is_entity(self, thing: Thing) -> bool:
        """Whether most weight has it that this is an entity."""
        return bool(thing.claims) and type_of(thing.claims, self.trust) in self.vocabulary.entities


async def read_things(work: Work, subjects: Sequence[str]) -> list[Thing]:
    """The claims about these ids, as of `work.until`; of those that have gone, only what went after `work.since`."""
    brought = work.plan.claims_about(subjects) if work.plan else {}
    row = (await work.lease.bolt.read(CLAIMS, subjects=list(subjects), brought=list(brought)))[0]
    return await asyncio.to_thread(_things, work, subjects, row, brought)


def _things(work: Work, subjects: Sequence[str], row: Mapping[str, Any], brought: Mapping[str, str]) -> list[Thing]:
    bodies = {**brought, **dict(row["bodies"])}
    standing: dict[str, list[Claim]] = {subject: [] for subject in subjects}
    gone: dict[str, list[Claim]] = {subject: [] for subject in subjects}
    before: dict[str, list[Claim]] = {subject: [] for subject in subjects}
    times: dict[str, tuple[int, int | None]] = {}
    for name, subject, revisions in sorted(zip(row["ids"], row["subjects"], row["revisions"], strict=True)):
        at = until(revisions, work.until)
        if at and (len(at) % 2 or at[-1] > work.since):
            times[name] = list(periods(at))[-1]
            claim = claim_in(bodies[name], name)
            (standing if len(at) % 2 else gone)[subject].append(claim)
            if len(until(at, work.since)) % 2:
                before[subject].append(claim)
    return [Thing(s, tuple(standing[s]), tuple(gone[s]), times, tuple(before[s])) for s in subjects]


async def stored_names(work: Work, ids: Iterable[str]) -> dict[str, str]:
    """The names that entities have in Neo4j now, of those of these that are there."""
    rows = await work.lease.bolt.read(NAMES, ids=sorted(ids))
    return dict(rows[0]["names"])


async def current_names(work: Work, ids: Iterable[str]) -> dict[str, str]:
    """The names that entities are to have, of those of these that are there."""
    stored = await stored_names(work, ids)
    return stored | {name: work.renamed[name] for name in stored.keys() & work.renamed.keys()}
