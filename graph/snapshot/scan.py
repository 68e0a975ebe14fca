"""Reading stored claims into columns, part by part, onto what was read before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.columns import STANDS
from graph.errors import DefgraphError
from graph.snapshot.said import CLAIM, VALUE, Said, Words
from graph.snapshot.texts import Bytes, Tokens

if TYPE_CHECKING:
    from graph.claim import Claim
    from graph.columns import Ints, Row

ID = len("c") + 32
Times = Sequence[int]
"""The revisions at which a claim came and went, in turn."""


class Scanner:
    """Takes in the bodies of records and makes columns of them; `onto` is what they come on top of.

    >>> from graph.claim import Claim, Value
    >>> claim = Claim("morocco", "State", "editors", (Value("name", "Morocco", lang="en"),))
    >>> scanner = Scanner()
    >>> scanner.add([claim.id], [claim.to_json().decode()], [[1]])
    >>> said = scanner.said()
    >>> len(said), len(said.tokens), said.recorded.tolist()
    (1, 8, [1])
    """

    def __init__(self, onto: Said | None = None) -> None:
        pool = np.empty(0, np.uint8) if onto is None else onto.tokens.buffer
        self._pool: Bytes = pool
        start = np.zeros(1, np.int64) if onto is None else onto.tokens.start.astype(np.int64)
        self._start = start
        rows = 0 if onto is None else len(onto.values[0])
        self._values = np.empty((rows, len(VALUE)), np.int32)
        for k, column in enumerate(() if onto is None else onto.values):
            self._values[:, k] = column
        self._counts = np.array([len(start) - 1, rows, 0, 0], dtype=np.int64)
        self._slots, self._value_slots = np.empty(0, np.int32), np.empty(0, np.int32)
        self._claims, self._first = np.empty((0, len(CLAIM) + 1), np.int32), np.zeros(1, np.int64)
        self._given = np.empty(0, np.int32)
        self._ids: list[bytes] = []
        self._rows: list[tuple[Ints, Ints, Ints]] = []
        self._onto = onto

    def add(self, ids: Sequence[str], bodies: Iterable[str], times: Iterable[Times]) -> None:
        """Take in claims by their ids, as records keep them; without the lock of the interpreter for the most part.

        Raises:
            DefgraphError: one of them is not written as claims are.
        """
        if not ids:
            return
        from graph.engine.kernels.claims import CLAIMS, read_claims  # noqa: PLC0415 - Numba takes a while

        data = np.frombuffer(("\n".join(bodies) + "\n").encode(), np.uint8)
        begun, bodies_read = int(self._counts[CLAIMS]), int(np.count_nonzero(data == ord("\n")))
        self._make_room(data, bodies_read)
        room = (self._pool, self._start, self._slots, self._values, self._value_slots)
        whole = read_claims(data, CLAIM_KEYS, VALUE_KEYS, *room, self._claims, self._first, self._given, self._counts)
        lacking = (self._claims[begun : begun + bodies_read, REQUIRED] < 0).any(axis=1)
        if not whole or bodies_read != len(ids) or lacking.any():
            wrong = int(lacking.argmax()) if whole and lacking.any() else int(self._counts[CLAIMS]) - begun
            raise _unreadable(ids[min(wrong, len(ids) - 1)])
        joined = "".join(ids).encode()
        if len(joined) != ID * len(ids):
            raise _unreadable(next(name for name in ids if len(name) != ID))
        self._ids.append(joined)
        self._rows.append(_periods(begun, times))

    def said(self) -> Said:
        """All that was taken in, and what it came on top of but for the claims that were taken in anew; in order."""
        from graph.engine.kernels.claims import CLAIMS, GIVEN, TOKENS, VALUES  # noqa: PLC0415

        tokens, values, given, claims = (int(self._counts[k]) for k in (TOKENS, VALUES, GIVEN, CLAIMS))
        start = self._start[: tokens + 1]
        row, recorded, retracted = (
            np.concatenate(columns) for columns in zip(*(self._rows or [_periods(0, ())]), strict=True)
        )
        high, low = _numbers(b"".join(self._ids))
        read = Said(
            Tokens(_kept(self._pool[: start[-1]]), _narrow(start)),
            tuple(_kept(self._values[:values, k]) for k in range(len(VALUE))),
            high,
            low,
            tuple(_kept(self._claims[:claims, k]) for k in range(len(CLAIM))),
            _narrow(self._first[: claims + 1]),
            _kept(self._given[:given]),
            np.zeros(claims, np.int32),
            np.zeros(claims, np.int32),
        ).taken(row)
        return _frozen(_joined(self._onto, replace(read, recorded=recorded, retracted=retracted)).in_order())

    def _make_room(self, data: Bytes, claims: int) -> None:
        """Have room for what some bodies can hold at most: a token after each colon, a value after each brace."""
        from graph.engine.kernels.claims import CLAIMS, GIVEN, TOKENS, VALUES, fill_tokens, fill_values  # noqa: PLC0415

        tokens, values, given, begun = (int(self._counts[k]) for k in (TOKENS, VALUES, GIVEN, CLAIMS))
        more, braces = int(np.count_nonzero(data == ord(":"))), int(np.count_nonzero(data == ord("{")))
        self._pool = _roomy(self._pool, int(self._start[tokens]) + len(data))
        self._start = _roomy(self._start, tokens + more + 1)
        self._values = _roomy(self._values, values + braces + 1)
        self._given = _roomy(self._given, given + braces)
        self._claims = _roomy(self._claims, begun + claims + 1)
        self._first = _roomy(self._first, begun + claims + 2)
        if len(self._slots) < 2 * (tokens + more):
            self._slots = _slots(tokens + more)
            fill_tokens(self._pool, self._start, tokens, self._slots)
        if len(self._value_slots) < 2 * (values + braces):
            self._value_slots = _slots(values + braces)
            fill_values(self._values, values, self._value_slots)


def scan(rows: Iterable[Row], onto: Said | None = None) -> Said:
    """Claims with the revisions that recorded and retracted them, in columns."""
    periods: dict[str, tuple[Claim, list[int]]] = {}
    for claim, recorded, retracted in sorted(rows, key=lambda row: (row[0].id, row[1])):
        _, times = periods.setdefault(claim.id, (claim, []))
        times += [recorded] if retracted is None else [recorded, retracted]
    scanner = Scanner(onto)
    bodies = (claim.to_json().decode() for claim, _ in periods.values())
    scanner.add(list(periods), bodies, (times for _, times in periods.values()))
    return scanner.said()


def _keys(names: Sequence[str]) -> Bytes:
    width = max(map(len, names))
    return np.frombuffer(b"".join(name.encode().ljust(width, b"\0") for name in names), np.uint8).reshape(-1, width)


REQUIRED = [CLAIM.index(name) for name in ("subject", "type", "source", "status", "credibility")]
CLAIM_KEYS, VALUE_KEYS = _keys((*CLAIM, "values")), _keys(VALUE)


def _periods(begun: int, times: Iterable[Times]) -> tuple[Ints, Ints, Ints]:
    """For each time that claims were recorded: the number of the claim, when, and when it was retracted."""
    found = [
        (number, revisions[i], revisions[i + 1] if i + 1 < len(revisions) else STANDS)
        for number, revisions in enumerate(times, begun)
        for i in range(0, len(revisions), 2)
    ]
    number, recorded, retracted = np.array(found, dtype=np.int32).reshape(-1, 3).T
    return number, recorded, retracted


def _numbers(ids: bytes) -> tuple[Words, Words]:
    """Ids, joined, as two numbers each."""
    digits = np.frombuffer(ids, np.uint8).reshape(-1, ID)[:, 1:]
    pairs = np.frombuffer(bytes.fromhex(digits.tobytes().decode("ascii")), ">u8").reshape(-1, 2)
    return pairs[:, 0].astype(np.uint64), pairs[:, 1].astype(np.uint64)


def _joined(before: Said | None, said: Said) -> Said:
    """What was said before, but for the claims that are said anew, and what is said now, over the tokens of now."""
    if before is None:
        return said
    anew = np.rec.fromarrays([said.high, said.low])
    old = before.taken(np.flatnonzero(~np.isin(np.rec.fromarrays([before.high, before.low]), anew)).astype(np.int32))
    return Said(
        said.tokens,
        said.values,
        np.concatenate([old.high, said.high]),
        np.concatenate([old.low, said.low]),
        tuple(np.concatenate(both) for both in zip(old.claims, said.claims, strict=True)),
        _narrow(np.concatenate([old.first, said.first[1:].astype(np.int64) + int(old.first[-1])])),
        np.concatenate([old.given, said.given]),
        np.concatenate([old.recorded, said.recorded]),
        np.concatenate([old.retracted, said.retracted]),
    )


def _frozen(said: Said) -> Said:
    columns = (said.tokens.buffer, said.tokens.start, *said.values, *said.claims)
    for column in (*columns, said.high, said.low, said.first, said.given, said.recorded, said.retracted):
        column.flags.writeable = False
    return said


def _roomy(array: Any, length: int) -> Any:  # noqa: ANN401 - of whatever shape and kind
    """The same array with room for more."""
    if len(array) >= length and array.flags.writeable:
        return array
    roomy = np.empty((max(length, len(array) * 3 // 2), *array.shape[1:]), array.dtype)
    roomy[: len(array)] = array
    return roomy


def _slots(entries: int) -> Ints:
    return np.full(1 << (2 * entries + 1).bit_length(), -1, np.int32)


def _kept(array: Any) -> Any:  # noqa: ANN401
    return np.ascontiguousarray(array).copy()


def _narrow(array: Any) -> Any:  # noqa: ANN401
    """Numbers that only grow, in as few bytes as they need."""
    return array.astype(np.int32 if not len(array) or array[-1] < np.iinfo(np.int32).max else np.int64)


def _unreadable(name: str) -> DefgraphError:
    return DefgraphError(
        f"The stored claims cannot be read: {name} is not written as claims are.",
        hint="Load the dataset again with this version.",
    )


__all__ = ["Scanner", "scan"]
