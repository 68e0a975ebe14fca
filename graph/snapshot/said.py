"""What claims say, in columns: everything is a number of a token, and a `Claim` is made of them when somebody asks.

A claim's id is 128 bits, kept as two numbers. The values that claims give are kept once each, although many give them;
so are all texts and figures (`graph.snapshot.texts.Tokens`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from graph.claim import Claim, Marker, Status, Value
from graph.columns import Ints
from graph.ondemand import OnDemand
from graph.snapshot.texts import Tokens

Words = npt.NDArray[np.uint64]
NONE = -1
"""The token of what is not said."""
VALUE = ("property", "value", "marker", "upper", "unit", "lang", "text")
"""What can be said of a value; so are the columns of `Said.values` called."""
CLAIM = ("subject", "type", "source", "valid", "status", "credibility", "quote", "locator", "note")
"""What can be said by a claim beside its values; so are the columns of `Said.claims` called."""
SUBJECT, TYPE, SOURCE, VALID, STATUS, CREDIBILITY = range(6)
PROPERTY, VALUE_OF, MARKER, UPPER, UNIT, LANG, TEXT = range(7)


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """Claims in the order of their ids, once for each time they were recorded.

    `claims[k][i]` is the token that row `i` has for `CLAIM[k]`; its values are ``given[first[i]:first[i + 1]]``, which
    count in the columns of `values`, of which `values[k]` has the tokens for `VALUE[k]`. `recorded` and `retracted` are
    revisions, `STANDS` for what still stands.
    """

    tokens: Tokens
    values: tuple[Ints, ...]
    high: Words
    low: Words
    claims: tuple[Ints, ...]
    first: Ints
    given: Ints
    recorded: Ints
    retracted: Ints

    def __len__(self) -> int:
        return len(self.high)

    def row_of_given(self) -> Ints:
        """The row that each of `given` is in."""
        return np.repeat(np.arange(len(self), dtype=np.int32), np.diff(self.first))

    def taken(self, rows: Ints) -> Said:
        """Some of the rows, in this order, over the same tokens and values."""
        count = np.diff(self.first)[rows]
        first = np.zeros(len(rows) + 1, dtype=self.first.dtype)
        np.cumsum(count, out=first[1:])
        places = np.arange(first[-1], dtype=np.int64) + np.repeat(self.first[rows].astype(np.int64) - first[:-1], count)
        return replace(
            self,
            high=self.high[rows],
            low=self.low[rows],
            claims=tuple(column[rows] for column in self.claims),
            first=first,
            given=self.given[places],
            recorded=self.recorded[rows],
            retracted=self.retracted[rows],
        )

    def in_order(self) -> Said:
        """The same rows in their order: by id, then by when they were recorded."""
        return self.taken(np.lexsort((self.recorded, self.low, self.high)).astype(np.int32))


def read_value(said: Said, number: int, tell: Callable[[int], Any] | None = None) -> Value:
    """A value by its number in the columns of `Said.values`; `tell` is what a token says."""
    tell = tell or said.tokens.tell
    name, value, marker, *rest = map(tell, (int(column[number]) for column in said.values))
    return Value(name, value, Marker(marker or Marker.EXACT), *rest)


class Ids(OnDemand[str]):
    """The ids of claims."""

    def __init__(self, high: Words, low: Words) -> None:
        self.high, self.low = high, low
        self._high, self._low = high.data, low.data

    def __reduce__(self) -> tuple[type[Ids], tuple[Words, Words]]:
        return Ids, (self.high, self.low)

    def __len__(self) -> int:
        return len(self.high)

    def at(self, place: int) -> str:
        """The id of the claim in a row."""
        return f"c{self._high[place]:016x}{self._low[place]:016x}"

    def find(self, name: str) -> int:
        """The first row of a claim; -1 if there is none.

        >>> Ids(np.array([1, 2, 2], np.uint64), np.array([0, 4, 5], np.uint64)).find(f"c{2:016x}{5:016x}")
        2
        """
        if len(name) != len("c") + 32 or name[0] != "c":
            return -1
        try:
            high, low = int(name[1:17], 16), int(name[17:], 16)
        except ValueError:
            return -1
        place = int(self.high.searchsorted(np.uint64(high)))
        while place < len(self) and self._high[place] == high and self._low[place] < low:
            place += 1
        return place if place < len(self) and self[place] == name else -1

    def distinct(self) -> Ints:
        """The first row of each claim."""
        new = np.ones(len(self), dtype=np.bool_)
        new[1:] = (self.high[1:] != self.high[:-1]) | (self.low[1:] != self.low[:-1])
        return np.flatnonzero(new)

    def rows_of(self, names: Iterable[str]) -> list[int]:
        """The rows of some claims; what is no claim's id has none."""
        found = []
        for name in names:
            row = self.find(name)
            while 0 <= row < len(self) and self[row] == name:
                found.append(row)
                row += 1
        return found


class ChosenIds(Ids):
    """The ids of the claims in some rows, ascending, each once; `rows` has the first row of each.

    >>> ids = Ids(np.array([1, 2, 2, 3], np.uint64), np.array([0, 4, 4, 5], np.uint64))
    >>> chosen = ChosenIds(ids, np.array([2, 0, 1]))
    >>> list(chosen) == [ids[0], ids[1]], chosen.rows.tolist()
    (True, [0, 1])
    >>> chosen.first(1) == [ids[0]]
    True
    """

    def __init__(self, ids: Ids, rows: Ints) -> None:
        chosen = np.zeros(len(ids), dtype=np.bool_)
        chosen[rows] = True
        rows = np.flatnonzero(chosen)
        rows = rows[Ids(ids.high[rows], ids.low[rows]).distinct()]
        super().__init__(ids.high[rows], ids.low[rows])
        self.rows = rows

    def __reduce__(self) -> tuple[type[Ids], tuple[Words, Words]]:
        return Ids, (self.high, self.low)

    def first(self, count: int) -> list[str]:
        """So many of the ids, made together."""
        digits = np.stack([self.high[:count], self.low[:count]], axis=1).astype(">u8").tobytes().hex()
        return ["c" + digits[place : place + 32] for place in range(0, len(digits), 32)]


class Rows(OnDemand[Claim]):
    """The claims of `Said`, each made when it is asked for; the last ones are kept."""

    KEPT = 10_000

    def __init__(self, said: Said, ids: Ids) -> None:
        self.said, self.ids = said, ids
        self._kept: dict[int, Claim] = {}
        self._values: dict[int, Value] = {}
        self._told: dict[int, object] = {}

    def __reduce__(self) -> tuple[type[Rows], tuple[Said, Ids]]:
        return Rows, (self.said, self.ids)

    def __len__(self) -> int:
        return len(self.said)

    def at(self, place: int) -> Claim:
        """The claim of a row."""
        if (found := self._kept.get(place)) is None:
            found = self._keep(place)
        return found

    def __iter__(self) -> Iterator[Claim]:
        return map(self._read, range(len(self)))

    def read(self, places: Ints) -> Iterator[Claim]:
        """The claims of some rows, one after the other; none is kept."""
        return map(self._read, places.tolist())

    def value(self, number: int) -> Value:
        """A value by its number in the columns of `Said.values`."""
        if (found := self._values.get(number)) is None:
            if len(self._values) >= self.KEPT:
                self._values.clear()
            found = self._values[number] = read_value(self.said, number, self._tell)
        return found

    def _keep(self, place: int) -> Claim:
        if len(self._kept) >= self.KEPT:
            self._kept.clear()
        found = self._kept[place] = self._read(place)
        return found

    def _read(self, place: int) -> Claim:
        said = self.said
        told = dict(zip(CLAIM, [self._tell(int(column[place])) for column in said.claims], strict=True))
        given = said.given[said.first[place] : said.first[place + 1]].tolist()
        told |= {"values": tuple([self.value(number) for number in given]), "status": Status(str(told["status"]))}
        claim = Claim(**told)  # type: ignore[arg-type]
        vars(claim)["id"] = self.ids[place]  # it is what its record goes by
        return claim

    def _tell(self, token: int) -> object:
        if token == NONE:
            return None
        if (found := self._told.get(token, self)) is self:
            if len(self._told) >= self.KEPT:
                self._told.clear()
            found = self._told[token] = self.said.tokens.value(token)
        return found


__all__ = ["CLAIM", "NONE", "VALUE", "ChosenIds", "Ids", "Rows", "Said", "Words", "read_value"]
