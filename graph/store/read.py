"""Reading the store as of one revision, in columns: a list per field, which is several times faster than rows.

The answer is consistent although a load may be under way: a record's `revisions` are one property, read whole, and a
reader at revision R does not look at what came or went after R.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import zip_longest
from typing import Any, TypeVar

from graph.columns import STANDS, Row
from graph.errors import BadQuestion
from graph.snapshot.said import Ids, Rows, Said
from graph.snapshot.scan import Scanner
from graph.source import Dataset, Revision, Source
from graph.store.bolt import Bolt
from graph.store.load import head
from graph.store.records import DATASET, SOURCE, dataset_in, source_in

Kept = tuple[str, str, Sequence[int]]
"""The id and the body of a record, and the revisions at which it came and went."""
ClaimPart = Mapping[str, Any]
"""Claims in columns, as `CLAIM_COLUMNS` returns them."""
T = TypeVar("T", Source, Dataset)

CLAIM_COLUMNS = """
MATCH (r:Record) WHERE r.id STARTS WITH $prefix
RETURN collect(r.id) AS ids, collect(r.body) AS bodies, collect(r.revisions[0]) AS recorded,
       collect(CASE WHEN size(r.revisions) > 1 THEN [r.id, r.revisions] END) AS several
"""
"""Nearly all claims came once and stand: their revisions are one column of numbers, and lists are for the others."""

COLUMNS = """
MATCH (r:Record) WHERE r.id STARTS WITH $prefix
RETURN collect(r.id) AS ids, collect(r.body) AS bodies, collect(r.revisions) AS revisions
"""

COUNT_CHANGED = "MATCH (r:Record) WHERE r.changed > $since RETURN count(r) AS records"

CHANGED = """
MATCH (r:Record) WHERE r.changed > $since AND r.kind = 'claim'
RETURN collect(r.id) AS ids, collect(r.body) AS bodies, collect(r.revisions[0]) AS recorded,
       collect(CASE WHEN size(r.revisions) > 1 THEN [r.id, r.revisions] END) AS several
"""

MOST_CHANGED = 20_000
"""Records that have changed: what is more is read with all others, in parts."""

REVISIONS = "MATCH (v:Revision) RETURN properties(v) AS revision ORDER BY v.number"

CLAIM_PREFIXES = tuple("c" + digit for digit in "0123456789abcdef")
"""The parts in which claims are read, so that no single answer is too large for the server's memory."""


@dataclass(frozen=True, slots=True, eq=False)
class StoredClaims:
    """The store at a revision: each claim with the revisions that recorded and retracted it, in columns (`said`).

    A claim that came, went and came again is there once for each time. Sources and datasets that are retracted stay as
    they were last described, as long as there are claims of theirs.
    """

    revision: int
    datasets: tuple[Dataset, ...]
    sources: tuple[Source, ...]
    said: Said

    @property
    def claims(self) -> tuple[Row, ...]:
        """The claims, each with the revision that recorded it and the one that retracted it, if one has."""
        times = zip(self.said.recorded.tolist(), self.said.retracted.tolist(), strict=True)
        rows = zip(Rows(self.said, Ids(self.said.high, self.said.low)), times, strict=True)
        return tuple((claim, start, None if end == STANDS else end) for claim, (start, end) in rows)


async def read_store(bolt: Bolt, revision: int | None = None) -> StoredClaims:
    """The store at a revision, by default the latest.

    One part of the claims is made columns of while the next is on its way.

    Raises:
        BadQuestion: there is no such revision.
    """
    latest = int((await head(bolt)).get("revision", 0))
    pinned = latest if revision is None else revision
    if not 0 <= pinned <= latest:
        raise BadQuestion(f"There is no revision {pinned}.", hint=f"Use 0 to {latest}.", parameter="revision")
    scanner, scanning = Scanner(), None
    for prefix in CLAIM_PREFIXES:
        part = await claim_columns(bolt, prefix)
        if scanning:
            await scanning
        scanning = asyncio.create_task(asyncio.to_thread(_take_in, scanner, part, pinned))
    if scanning:
        await scanning
    return await _stored(bolt, scanner, pinned)


async def read_on(bolt: Bolt, said: Said, since: int, pinned: int) -> StoredClaims:
    """The store at the revision `pinned`, from what it said at `since` and what has changed; from all, if that is
    much."""
    count = (await bolt.read(COUNT_CHANGED, since=since))[0]["records"]
    if count > MOST_CHANGED:
        return await read_store(bolt, pinned)
    scanner = Scanner(said)
    part = (await bolt.read(CHANGED, since=since))[0]
    await asyncio.to_thread(_take_in, scanner, part, pinned)
    return await _stored(bolt, scanner, pinned)


async def _stored(bolt: Bolt, scanner: Scanner, pinned: int) -> StoredClaims:
    sources = _latest(source_in, await columns(bolt, SOURCE[0]), pinned)
    datasets = _latest(dataset_in, await columns(bolt, DATASET[0]), pinned)
    return StoredClaims(pinned, datasets, sources, await asyncio.to_thread(scanner.said))


async def read_revisions(bolt: Bolt) -> tuple[Revision, ...]:
    """Every revision, the oldest first."""
    names = tuple(field.name for field in fields(Revision))
    return tuple(Revision(**{name: row["revision"][name] for name in names}) for row in await bolt.read(REVISIONS))


async def read_datasets(bolt: Bolt) -> tuple[Dataset, ...]:
    """The datasets that stand at the latest revision."""
    latest = int((await head(bolt)).get("revision", 0))
    standing = [row for row in await columns(bolt, DATASET[0]) if len(until(row[2], latest)) % 2 == 1]
    return _latest(dataset_in, standing, latest)


async def claim_columns(bolt: Bolt, prefix: str) -> ClaimPart:
    """The claims whose id starts like this."""
    return (await bolt.read(CLAIM_COLUMNS, prefix=prefix))[0]


async def columns(bolt: Bolt, prefix: str) -> list[Kept]:
    """Id, body and revisions of all the records whose id starts like this."""
    row = (await bolt.read(COLUMNS, prefix=prefix))[0]
    return list(zip(row["ids"], row["bodies"], row["revisions"], strict=True))


def until(revisions: Sequence[int], pinned: int) -> Sequence[int]:
    """When a record came and went, as far as a reader at `pinned` can know.

    >>> until([1, 4, 6], 5)
    [1, 4]
    """
    return [revision for revision in revisions if revision <= pinned]


def periods(revisions: Sequence[int]) -> Iterator[tuple[int, int | None]]:
    """When a record stood: the revisions that recorded and retracted it, in turn.

    >>> list(periods([1, 4, 6]))
    [(1, 4), (6, None)]
    """
    return zip_longest(revisions[::2], revisions[1::2])


def _take_in(scanner: Scanner, part: ClaimPart, pinned: int) -> None:
    """Take in the claims that a reader at `pinned` can know of."""
    times: list[Sequence[int]] = [(first,) for first in part["recorded"]]
    if part["several"] or max(part["recorded"], default=0) > pinned:
        several = {name: until(revisions, pinned) for name, revisions in part["several"]}
        times = [several.get(n) or until(at, pinned) for n, at in zip(part["ids"], times, strict=True)]
        known = [i for i, at in enumerate(times) if at]
        ids, bodies = ([part[name][i] for i in known] for name in ("ids", "bodies"))
        scanner.add(ids, bodies, [times[i] for i in known])
    else:
        scanner.add(part["ids"], part["bodies"], times)


def _latest(parse: Callable[[str], T], rows: list[Kept], pinned: int) -> tuple[T, ...]:
    """The description of each source or dataset that was recorded last."""
    known = [(list(periods(at))[-1][0], parse(body)) for _, body, revisions in rows if (at := until(revisions, pinned))]
    latest = {described.id: described for _, described in sorted(known, key=lambda pair: pair[0])}
    return tuple(latest[name] for name in sorted(latest))
