"""What a load has to write, told from what a dataset has and what it is to have. Kept on disk as far as it is large.

`want` takes what the load says, `had` what the store has of the dataset; the rest is asked of both.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, fields
from itertools import groupby, islice
from types import TracebackType
from typing import LiteralString, Self

from graph.store.records import CLAIM, Record
from graph.store.scratch import Scratch

TABLES: tuple[LiteralString, ...] = (
    "CREATE TABLE record(id TEXT, kind TEXT, dataset TEXT, subject TEXT, body TEXT, type TEXT, source TEXT)",
    "CREATE TABLE wanted(id TEXT PRIMARY KEY) WITHOUT ROWID",
    "CREATE TABLE had(id TEXT PRIMARY KEY, standing INTEGER, stood INTEGER, changed INTEGER) WITHOUT ROWID",
)
PUT = "INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?)"
WANT = "INSERT OR IGNORE INTO wanted VALUES (?)"
HAD = "INSERT OR REPLACE INTO had VALUES (?, ?, ?, ?)"
# Of what is wanted twice, one is written.
CREATE = """
SELECT r.* FROM record r LEFT JOIN had h ON h.id = r.id
WHERE h.id IS NULL AND r.rowid = (SELECT min(s.rowid) FROM record s WHERE s.id = r.id) ORDER BY r.rowid
"""
TOGGLE = """
SELECT h.id FROM had h LEFT JOIN wanted w ON w.id = h.id WHERE h.standing <> (w.id IS NOT NULL) ORDER BY h.id
"""
UNSAID = """
SELECT h.id FROM had h LEFT JOIN wanted w ON w.id = h.id
WHERE h.stood AND w.id IS NULL AND h.id >= ? AND h.id < ? ORDER BY h.id
"""
CAME = """
SELECT count(*), coalesce(sum(w.id >= 'c' AND w.id < 'd'), 0) FROM wanted w LEFT JOIN had h ON h.id = w.id
WHERE h.id IS NULL OR NOT h.standing OR h.changed = ?
"""
WENT = """
SELECT count(*), coalesce(sum(h.id >= 'c' AND h.id < 'd'), 0) FROM had h LEFT JOIN wanted w ON w.id = h.id
WHERE w.id IS NULL AND (h.standing OR h.changed = ?)
"""
NEW_SOURCES = """
SELECT r.subject FROM record r LEFT JOIN had h ON h.id = r.id WHERE r.kind = 'source' AND h.id IS NULL
"""
WRITTEN = "SELECT count(*) FROM had WHERE changed = ?"
DESCRIPTIONS = "SELECT * FROM record WHERE kind <> 'claim' GROUP BY id ORDER BY id"
CLAIMS = "SELECT * FROM record WHERE kind = 'claim' ORDER BY subject, id"
STANDING = "SELECT count(*), coalesce(sum(id >= 'c' AND id < 'd'), 0) FROM wanted"
ABOUT = "SELECT r.id, r.body FROM record r WHERE r.subject = ? AND r.kind = 'claim'"
PART = 1000


class Plan:
    """What a dataset needs to go from what stands to what is wanted: records to create, and ids to toggle.

    >>> with Plan() as plan:
    ...     plan.want([Record("c1", "claim", "d", "x", "{}"), Record("c2", "claim", "d", "y", "{}")])
    ...     plan.had([("c2", [1]), ("c3", [1])], revision=1)
    ...     [[record.id for record in part] for part in plan.create(10)], list(plan.toggle(10))
    ([['c1']], [['c3']])
    """

    def __init__(self) -> None:
        self._scratch = Scratch(*TABLES)
        self.informed = False
        """Whether `had` was told all."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._scratch.__exit__(kind, error, at)

    def want(self, records: Iterable[Record]) -> None:
        """Add what the dataset is to have."""
        remaining = iter(records)
        while part := list(islice(remaining, PART)):
            self._scratch.put(PUT, [astuple(record) for record in part])
            self._scratch.put(WANT, [(record.id,) for record in part])
        self._scratch.run("CREATE INDEX record_id ON record(id)")
        self._scratch.run("CREATE INDEX record_subject ON record(subject)")

    def want_again(self, names: Iterable[str]) -> None:
        """Add records that the dataset has had before, and is to have again or still."""
        self._scratch.put(WANT, ((name,) for name in names))

    def descriptions(self) -> Iterator[Record]:
        """What is wanted of sources and datasets, each once."""
        return (Record(*row) for row in self._scratch.rows(DESCRIPTIONS))

    def things(self, size: int) -> Iterator[list[tuple[str, list[Record]]]]:
        """What claims are about, with the claims that are wanted on it, each once; at most `size` things at a time."""
        claims = (Record(*row) for row in self._scratch.rows(CLAIMS))
        grouped = ((name, _once(records)) for name, records in groupby(claims, lambda record: record.subject))
        while part := list(islice(grouped, size)):
            yield part

    def had(self, states: Iterable[tuple[str, Sequence[int]]], revision: int) -> None:
        """Note when records that the dataset has ever had came and went; `revision` is that of the store."""
        self._scratch.put(HAD, (_state(name, at, revision) for name, at in states))

    def had_nothing(self) -> None:
        """Forget what `had` was told."""
        self._scratch.run("DELETE FROM had")

    def digest(self) -> str:
        """A name for what is wanted: SHA-256 over the sorted ids, as `graph.store.records.digest_of`."""
        digest = hashlib.sha256()
        for number, (name,) in enumerate(self._scratch.rows("SELECT id FROM wanted ORDER BY id")):
            digest.update(b"\n" + name.encode() if number else name.encode())
        return digest.hexdigest()

    def create(self, size: int) -> Iterator[list[Record]]:
        """What was never recorded before."""
        return ([Record(*row) for row in part] for part in self._scratch.parts(size, CREATE))

    def new_sources(self, size: int) -> Iterator[list[str]]:
        """The sources that are described in words never recorded before."""
        return ([subject for (subject,) in part] for part in self._scratch.parts(size, NEW_SOURCES))

    def toggle(self, size: int) -> Iterator[list[str]]:
        """What stands and should not, or the other way round."""
        return ([name for (name,) in part] for part in self._scratch.parts(size, TOGGLE))

    def unsaid(self, kind: str, size: int) -> Iterator[list[str]]:
        """What stood at the store's revision and is not wanted, of a kind of record."""
        first = kind[0]
        return ([name for (name,) in part] for part in self._scratch.parts(size, UNSAID, first, chr(ord(first) + 1)))

    def came(self, revision: int) -> tuple[int, int]:
        """How many records stand from a revision on that this plan is for, and how many of them are claims."""
        return self._pair(CAME, revision)

    def went(self, revision: int) -> tuple[int, int]:
        """How many records stood until that revision, and how many of them are claims."""
        return self._pair(WENT, revision)

    def standing(self) -> tuple[int, int]:
        """How many records are wanted, and how many of them are claims."""
        return self._pair(STANDING)

    def written(self, revision: int) -> int:
        """How many records an earlier try has already brought to a revision."""
        return self._scratch.number(WRITTEN, revision)

    def claims_about(self, subjects: Iterable[str]) -> dict[str, str]:
        """The bodies of the claims that the load brings on some things, by the ids of the records."""
        return {name: body for subject in subjects for name, body in self._scratch.rows(ABOUT, subject)}

    def _pair(self, statement: LiteralString, *parameters: int) -> tuple[int, int]:
        every, claims = next(self._scratch.rows(statement, *parameters))
        return int(every), int(claims)


def _once(records: Iterable[Record]) -> list[Record]:
    return list({record.id: record for record in records}.values())


def _state(name: str, revisions: Sequence[int], latest: int) -> tuple[str, int, int, int]:
    stood = sum(at <= latest for at in revisions) % 2
    return name, len(revisions) % 2, stood, revisions[-1]


assert [field.name for field in fields(Record)] == ["id", "kind", "dataset", "subject", "body", "type", "source"]
assert CLAIM[0] == "c"

__all__ = ["Plan"]
