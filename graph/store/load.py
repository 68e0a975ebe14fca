"""Loading: a dataset's records move from one revision of the store to the next, all of them at once.

The next revision R is written in batches while readers stay at R - 1: what comes or goes gets R appended to its
`revisions`, which a reader at R - 1 does not look at. One last transaction checks that exactly the planned records
carry R, moves the store's revision on to R and says so in a `Revision` node. Whatever stops a load before that leaves
nothing visible; the same load, started again, finds what it wrote and goes on, and any other first takes it back.
docs/decisions/0006 has the reasons.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import Any, TypeVar

from graph.errors import LoadError
from graph.store.bolt import Bolt, step
from graph.store.lease import Lease
from graph.store.plan import Plan
from graph.store.records import Record

Progress = Callable[[str, int, int], None]
"""Told the stage ("read", "record", "publish" or "materialise"), how much of it is done, and how much there is.

Where nobody knows how much there is, it is told 0.
"""
T = TypeVar("T")
States = list[tuple[str, Sequence[int]]]
"""Records' ids, with the revisions at which they came and went."""
PAGE = 20_000
"""Records whose states are read at a time."""
SOURCES = 1000
"""Sources that are looked up at a time."""
FIELDS = tuple(field.name for field in fields(Record))

HEAD = "MATCH (s:Store {name: 'store'}) RETURN properties(s) AS store"

STATE = """
MATCH (r:Record) WHERE r.dataset = $dataset AND r.id > $after
WITH r ORDER BY r.id LIMIT $limit
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
OPTIONAL MATCH (r:Record) WHERE r.dataset = $dataset AND r.id > '' AND size(r.revisions) % 2 = 1
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
    """What a load changed, in claims, and the revision the store is at.

    `resumed`: it went on where one was cut off. `taken_back`: how many records another had written that was cut off,
    and was taken back before this one began.
    """

    added: int
    retracted: int
    unchanged: int
    revision: int
    resumed: bool = False
    taken_back: int = field(default=0, compare=False)

    def as_dict(self) -> dict[str, Any]:
        """As plain JSON data.

        >>> LoadResult(2, 1, 30, 5).as_dict()
        {'added': 2, 'retracted': 1, 'unchanged': 30, 'revision': 5, 'resumed': False}
        """
        return {name: value for name, value in asdict(self).items() if name != "taken_back" or value}


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


async def states(bolt: Bolt, dataset: str) -> AsyncIterator[States]:
    """When each record that a dataset has ever had came and went, with their ids; in parts, in the order of the ids."""
    after, found = "", PAGE
    while found == PAGE:
        row = (await bolt.read(STATE, dataset=dataset, after=after, limit=PAGE))[0]
        if found := len(row["ids"]):
            after = row["ids"][-1]
            yield list(zip(row["ids"], row["revisions"], strict=True))


async def look_up(bolt: Bolt, dataset: str, plan: Plan, revision: int) -> None:
    """Tell a plan what the store has of its dataset; `revision` is the store's."""
    plan.had_nothing()
    async for part in states(bolt, dataset):
        plan.had(part, revision)
    plan.informed = True


async def change(lease: Lease, dataset: str, plan: Plan, *, message: str, batch: int, progress: Progress) -> LoadResult:
    """Bring a dataset to what a plan wants, in one new revision.

    Raises:
        LoadError: the records written are not those planned.
        Fenced: another load took over.
    """
    digest, taken_back = plan.digest(), 0
    store = await head(lease.bolt)
    if store.get("opened") and (store["opened_dataset"], store["opened_digest"]) != (dataset, digest):
        taken_back = await discard(lease, store["opened"], batch)
    if taken_back or not plan.informed:
        await look_up(lease.bolt, dataset, plan, store["revision"])
    revision = store["revision"] + 1
    came, went = plan.came(revision), plan.went(revision)
    standing, written = plan.standing(), plan.written(revision)
    unchanged = standing[1] - came[1]
    if not came[0] + went[0]:
        await lease.write(step(CLOSE))
        return LoadResult(0, 0, unchanged, store["revision"], taken_back=taken_back)
    await _check_sources(lease.bolt, dataset, plan)
    await lease.write(step(OPEN, revision=revision, dataset=dataset, digest=digest))
    progress("record", written, came[0] + went[0])
    await _write(lease, plan, revision, batch, lambda done: progress("record", written + done, came[0] + went[0]))
    progress("publish", 0, 1)
    said: dict[str, str | int] = {"dataset": dataset, "message": message, "digest": digest}
    said |= {"name": f"revision {revision}: {message}", "added": came[1], "retracted": went[1]}
    counts = {"came": came[0], "went": went[0], "standing": standing[0]}
    await _publish(lease, revision, dataset, said, counts)
    progress("publish", 1, 1)
    return LoadResult(came[1], went[1], unchanged, revision, resumed=bool(written), taken_back=taken_back)


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


async def _check_sources(bolt: Bolt, dataset: str, plan: Plan) -> None:
    """A source belongs to one dataset: two that describe it would overwrite each other's grade."""
    for subjects in plan.new_sources(SOURCES):
        if rows := await bolt.read(TAKEN, subjects=subjects, dataset=dataset):
            raise LoadError(
                f"The source {rows[0]['source']!r} belongs to the dataset {rows[0]['dataset']!r} already.",
                hint="Give it an id of its own.",
            )


async def _write(lease: Lease, plan: Plan, revision: int, batch: int, tell: Callable[[int], None]) -> None:
    done = 0
    for records in plan.create(batch):
        await lease.write(step(CREATE, rows=[_row(record) for record in records], revision=revision))
        tell(done := done + len(records))
    for ids in plan.toggle(batch):
        await lease.write(step(TOGGLE, ids=ids, revision=revision))
        tell(done := done + len(ids))


def _row(record: Record) -> dict[str, Any]:
    fields = ((name, getattr(record, name)) for name in FIELDS)
    return {name: value for name, value in fields if value is not None}


async def _publish(
    lease: Lease, revision: int, dataset: str, said: Mapping[str, str | int], counts: Mapping[str, int]
) -> None:
    publish = step(PUBLISH, revision=revision, dataset=dataset, description=said, token=lease.token, **counts)
    (published,) = await lease.write(publish)
    if not published and not await lease.bolt.read(PUBLISHED, revision=revision, token=lease.token):
        raise LoadError(
            f"Revision {revision} was not published: what was written is not what was planned.",
            hint="Something else wrote to the database. Take the load back (rollback), then load again.",
        )


def batches(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """A sequence in parts of at most `size`.

    >>> list(batches([1, 2, 3], 2))
    [[1, 2], [3]]
    """
    return (items[i : i + size] for i in range(0, len(items), size))
