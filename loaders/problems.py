"""The problems of a release, however many: the first few in memory, all others on disk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import overload

import orjson

from graph.store.scratch import Scratch
from loaders.problem import Problem, in_order

MOST = 10_000
"""Problems that are kept in memory, and so can be told in the order of their places."""


class Problems(Sequence[Problem]):
    """Problems in the order in which they are met.

    >>> found = Problems()
    >>> found.append(Problem("a.csv", 2, 1, "status", "?", "'?' is no status."))
    >>> len(found), found[0].line
    (1, 2)
    """

    def __init__(self) -> None:
        self._first: list[Problem] = []
        self._others: Scratch | None = None
        self._count = 0

    def append(self, problem: Problem) -> None:
        """Add one."""
        self._count += 1
        if len(self._first) < MOST:
            self._first.append(problem)
        else:
            self._put(problem)

    def told(self) -> Sequence[Problem]:
        """All of them; each once and in the order of their places, if they are not too many for that."""
        return self if self._others else in_order(self._first)

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Problem]:
        return chain(self._first, self._read())

    @overload
    def __getitem__(self, place: int) -> Problem: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Problem]: ...
    def __getitem__(self, place: int | slice) -> Problem | Sequence[Problem]:
        if isinstance(place, slice):
            return list(islice(self, *place.indices(len(self))))
        return next(islice(self, range(len(self))[place], None))

    def _put(self, problem: Problem) -> None:
        if self._others is None:
            self._others = Scratch("CREATE TABLE problem(said BLOB)")
        self._others.put("INSERT INTO problem VALUES (?)", [(orjson.dumps(problem.as_dict()),)])

    def _read(self) -> Iterator[Problem]:
        return map(_parse, self._others.rows("SELECT said FROM problem ORDER BY rowid") if self._others else ())


def _parse(row: tuple[bytes]) -> Problem:
    said = orjson.loads(row[0])
    return Problem(**said | {"allowed": tuple(said["allowed"])})


__all__ = ["MOST", "Problems"]
