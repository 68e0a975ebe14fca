"""Loading: a dataset's records move from one revision of the store to the next, all of them at once.

The next revision R is written in batches while readers stay at R - 1: what comes or goes gets R appended to its
`revisions`, which a reader at R - 1 does not look at. One last transaction checks that exactly the planned records
carry R, moves the store's revision on to R and says so in a `Revision` node. Whatever stops a load before that leaves
nothing visible; the same load, started again, finds what it wrote and goes on, and any other first takes it back.
docs/decisions/0006 has the reasons.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any, TypeVar

from graph.errors import LoadError
from graph.store.bolt import Bolt, step
from graph.store.lease import Lease
from graph.store.plan import Plan, count_claims
from graph.store.records import SOURCE, Record, digest_of

Progress = Callable[[str, int, int], None]
"""Told the stage ("record", "publish" or "materialise"), how much of it is done, and how much there is."""
T = TypeVar("T")
FIELDS = tuple(field.name for field in fields(Record))

HEAD = "MATCH (s:Store {name: 'store'}) RETURN properties(s) AS store"

STATE = """
MATCH (r:Record {dataset: $dataset})
RETURN collect(r.id) AS ids, collect(r.revisions) AS revisions
"""

TAKEN = """
UNWIND $subjects AS subject
MATCH (r:Record {subject: subject}) WHERE r.kind = 'source' AND r.dataset <> $dataset
RETURN r.subject AS source, r.dataset AS dataset LIMIT 1
"""

OPEN = """
MATCH (s:Store {name: 'store'}) WHERE s.revision = $revision - 1
SET s.opened = $revision, s.opened_dataset = $dataset, s.opened_digest = $digest,
    s.opened_at = coalesce(s.opened_at, toString(datetime({timezone: 'Z'})))
"""

CREATE = """
UNWIND $rows AS row
MERGE (r:Record {id: row.id}) ON CREATE SET r = row, r.revisions = [$revision], r.changed = $revision
"""

TOGGLE = """
MATCH (r:Record) WHERE r.id IN $ids AND r.changed < $revision
SET r.revisions = r.revisions + $revision, r.changed = $revision
"""

PUBLISH = """
MATCH (r:Record {changed: $revision})
WITH sum(size(r.revisions) % 2) AS came, count(r) AS changed
OPTIONAL MATCH (r:Record {dataset: $dataset}) WHERE size(r.revisions) % 2 = 1
WITH came, changed, count(r) AS standing
MATCH (s:Store {name: 'store'})
WHERE s.revision = $revision - 1 AND s.opened = $revision
  AND came = $came AND changed - came = $went AND standing = $standing
SET s.revision = $revision
REMOVE s.opened, s.opened_dataset, s.opened_digest, s.opened_at
CREATE (v:Revision {number: $revision})
SET v += $description, v.committed = toString(datetime({timezone: 'Z'})), v.token = $token
RETURN v.number AS number
"""

PUBLISHED = "MATCH (v:Revision {number: $revision, token: $token}) RETURN v.number AS number"

FORGET_NEW = """
MATCH (r:Record {changed: $revision}) WHERE r.revisions = [$revision]
WITH r LIMIT $batch
DETACH DELETE r
RETURN count(*) AS rows
"""

FORGET_CHANGED = """
MATCH (r:Record {changed: $revision})
WITH r, r.revisions[..-1] AS kept LIMIT $batch
SET r.revisions = kept, r.changed = kept[-1]
RETURN count(*) AS rows
"""

WRITTEN = "MATCH (r:Record {changed: $revision}) RETURN count(r) AS records"

CLOSE = "MATCH (s:Store {name: 'store'}) REMOVE s.opened, s.opened_dataset, s.opened_digest, s.opened_at"


@dataclass(frozen=True, slots=True)
class LoadResult:
    """What a load changed, in claims, and the revision the store is at. `resumed`: it went on where one was cut off."""

    added: int
    retracted: int
    unchanged: int
    revision: int
    resumed: bool = False

    def as_dict(self) -> dict[str, Any]:
        """As plain JSON data.

        >>> LoadResult(2, 1, 30, 5).as_dict()
        {'added': 2, 'retracted': 1, 'unchanged': 30, 'revision': 5, 'resumed': False}
        """
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Pending:
    """A load that was cut off: the revision it was to become, its dataset, when it began, how many records it wrote."""

    revision: int
    dataset: str
    since: str
    records: int


async def head(bolt: Bolt) -> dict[str, Any]:
    """What the store says about itself; nothing, if it was never prepared."""
    rows = await bolt.read(HEAD)
    return rows[0]["store"] if rows else {}


async def states(bolt: Bolt, dataset: str) -> dict[str, Sequence[int]]:
    """When each record that a dataset has ever had came and went, by their ids."""
    row = (await bolt.read(STATE, dataset=dataset))[0]
    return dict(zip(row["ids"], row["revisions"], strict=True))


async def change(
    lease: Lease,
    dataset: str,
    wanted: Mapping[str, Record | None],
    *,
    message: str,
    batch: int,
    progress: Progress,
) -> LoadResult:
    """Bring a dataset to the wanted records in one new revision; None stands for a record it has had before.

    Raises:
        LoadError: the records written are not those planned.
        Fenced: another load took over.
    """
    digest = digest_of(wanted)
    store = await head(lease.bolt)
    if store.get("opened") and (store["opened_dataset"], store["opened_digest"]) != (dataset, digest):
        await discard(lease, store["opened"], batch)
    plan = Plan(dataset, store["revision"] + 1, frozenset(wanted), await states(lease.bolt, dataset))
    unchanged = count_claims(plan.wanted - plan.came)
    if not plan.came | plan.went:
        await lease.write(step(CLOSE))
        return LoadResult(0, 0, unchanged, store["revision"])
    await _check_sources(lease.bolt, dataset, [r for n in plan.create if (r := wanted[n]) is not None])
    await lease.write(step(OPEN, revision=plan.revision, dataset=dataset, digest=digest))
    await _write(lease, plan, wanted, batch, progress)
    counts = count_claims(plan.came), count_claims(plan.went)
    progress("publish", 0, 1)
    await _publish(lease, plan, {"dataset": dataset, "message": message, "digest": digest}, counts)
    progress("publish", 1, 1)
    return LoadResult(*counts, unchanged, plan.revision, resumed=bool(plan.written))


async def find_pending(bolt: Bolt) -> Pending | None:
    """The load that is open."""
    store = await head(bolt)
    if not store.get("opened"):
        return None
    written = (await bolt.read(WRITTEN, revision=store["opened"]))[0]["records"]
    return Pending(store["opened"], store["opened_dataset"], store["opened_at"], written)


async def discard(lease: Lease, revision: int, batch: int) -> int:
    """Take back what a load that was cut off has written; how many records that were."""
    total = 0
    for statement in (FORGET_NEW, FORGET_CHANGED):
        rows = batch
        while rows:
            (answer,) = await lease.write(step(statement, revision=revision, batch=batch))
            rows = answer[0]["rows"]
            total += rows
    await lease.write(step(CLOSE))
    return total


async def _check_sources(bolt: Bolt, dataset: str, records: Sequence[Record]) -> None:
    """A source belongs to one dataset: two that describe it would overwrite each other's grade."""
    subjects = [record.subject for record in records if record.kind == SOURCE]
    if rows := await bolt.read(TAKEN, subjects=subjects, dataset=dataset):
        raise LoadError(
            f"The source {rows[0]['source']!r} belongs to the dataset {rows[0]['dataset']!r} already.",
            hint="Give it an id of its own.",
        )


async def _write(lease: Lease, plan: Plan, wanted: Mapping[str, Record | None], batch: int, progress: Progress) -> None:
    create = [_row(record) for name in sorted(plan.create) if (record := wanted[name]) is not None]
    toggle = sorted(plan.toggle)
    total, done = len(plan.came | plan.went), len(plan.written)
    progress("record", done, total)
    for rows in batches(create, batch):
        await lease.write(step(CREATE, rows=rows, revision=plan.revision))
        progress("record", done := done + len(rows), total)
    for ids in batches(toggle, batch):
        await lease.write(step(TOGGLE, ids=ids, revision=plan.revision))
        progress("record", done := done + len(ids), total)


def _row(record: Record) -> dict[str, Any]:
    fields = ((name, getattr(record, name)) for name in FIELDS)
    return {name: value for name, value in fields if value is not None}


async def _publish(lease: Lease, plan: Plan, description: Mapping[str, str], counts: tuple[int, int]) -> None:
    name = f"revision {plan.revision}: {description['message']}"
    said = {**description, "name": name, "added": counts[0], "retracted": counts[1]}
    (published,) = await lease.write(
        step(
            PUBLISH,
            revision=plan.revision,
            dataset=plan.dataset,
            came=len(plan.came),
            went=len(plan.went),
            standing=len(plan.wanted),
            description=said,
            token=lease.token,
        )
    )
    if not published and not await lease.bolt.read(PUBLISHED, revision=plan.revision, token=lease.token):
        raise LoadError(
            f"Revision {plan.revision} was not published: what was written is not what was planned.",
            hint="Something else wrote to the database. Take the load back (rollback), then load again.",
        )


def batches(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """A sequence in parts of at most `size`.

    >>> list(batches([1, 2, 3], 2))
    [[1, 2], [3]]
    """
    return (items[i : i + size] for i in range(0, len(items), size))
