"""Tables too large for memory, for as long as one load lasts: SQLite on disk, gone with the process that made it.

SQLite keeps as much in memory as its cache holds and writes the rest to a file that has no name, so small loads never
touch the disk.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from types import TracebackType
from typing import Any, LiteralString, Self

from graph.store.room import needing_room

CACHE = 64_000
"""Kilobytes that are kept in memory."""


class Scratch:
    """A database of one's own. May be used from any thread, by one at a time.

    Each method raises `DiskFull` where there is no room for its file.
    """

    def __init__(self, *tables: LiteralString) -> None:
        self._data = sqlite3.connect("", isolation_level=None, check_same_thread=False, cached_statements=256)
        for statement in ("PRAGMA synchronous = OFF", "PRAGMA journal_mode = OFF", f"PRAGMA cache_size = -{CACHE}"):
            self._data.execute(statement)
        for table in tables:
            self._data.execute(table)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._data.close()

    def put(self, statement: LiteralString, rows: Iterable[Sequence[Any]]) -> None:
        """Run a statement for each row."""
        with needing_room():
            self._data.execute("BEGIN")
            try:
                self._data.executemany(statement, rows)
            finally:
                if self._data.in_transaction:  # on a full disk SQLite has ended it already
                    self._data.execute("COMMIT")

    def run(self, statement: LiteralString, *parameters: object) -> None:
        """Run a statement."""
        with needing_room():
            self._data.execute(statement, parameters)

    def rows(self, statement: LiteralString, *parameters: object) -> Iterator[tuple[Any, ...]]:
        """The rows of a query, one by one."""
        with needing_room():
            yield from self._data.execute(statement, parameters)

    def number(self, statement: LiteralString, *parameters: object) -> int:
        """The only value of a query.

        >>> with Scratch("CREATE TABLE t(a)") as scratch:
        ...     scratch.put("INSERT INTO t VALUES (?)", [(1,), (2,)])
        ...     scratch.number("SELECT sum(a) FROM t")
        3
        """
        return int(next(self.rows(statement, *parameters))[0])

    def parts(self, size: int, statement: LiteralString, *parameters: object) -> Iterator[list[tuple[Any, ...]]]:
        """The rows of a query, at most `size` at a time."""
        with needing_room():
            cursor = self._data.execute(statement, parameters)
            while part := cursor.fetchmany(size):
                yield part


__all__ = ["Scratch"]
