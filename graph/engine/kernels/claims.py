"""Reading many claims, as canonical JSON has them, into columns: one pass over the bytes, and no object for anything.

A body is one object without blanks, ended by a newline. Its scalars are kept once each in a pool of tokens, its values
once each as seven tokens. Nothing is taken on trust: whatever is not such a body ends the pass where it stands.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from graph.engine.kernels.compiled import kernel

Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Words = npt.NDArray[np.uint64]

QUOTE, BACKSLASH, COMMA, COLON = 34, 92, 44, 58
OPEN, CLOSE, LIST, END, NEWLINE = 123, 125, 91, 93, 10
OFFSET, PRIME = np.uint64(14695981039346656037), np.uint64(1099511628211)
"""Of the hash by G. Fowler, L. C. Noll and K.-P. Vo (FNV-1a, 64 bits)."""
TOKENS, VALUES, GIVEN, CLAIMS = range(4)
"""What `counts` counts."""
FAILED = -1


@kernel
def hash_bytes(data: Bytes, start: int, stop: int) -> np.uint64:
    """A hash of some bytes."""
    found = OFFSET
    for i in range(start, stop):
        found = (found ^ np.uint64(data[i])) * PRIME
    return found ^ (found >> np.uint64(29))


@kernel
def hash_row(rows: Ints, row: int) -> np.uint64:
    """A hash of a row of numbers."""
    found = OFFSET
    for k in range(rows.shape[1]):
        found = (found ^ np.uint64(np.uint32(rows[row, k]))) * PRIME
    return found ^ (found >> np.uint64(29))


@kernel
def fill_tokens(pool: Bytes, start: Longs, count: int, slots: Ints) -> None:
    """Note in empty slots where each of the tokens is."""
    mask = np.uint64(len(slots) - 1)
    for token in range(count):
        slot = hash_bytes(pool, start[token], start[token + 1]) & mask
        while slots[slot] >= 0:
            slot = (slot + np.uint64(1)) & mask
        slots[slot] = token


@kernel
def fill_values(values: Ints, count: int, slots: Ints) -> None:
    """Note in empty slots where each of the values is."""
    mask = np.uint64(len(slots) - 1)
    for value in range(count):
        slot = hash_row(values, value) & mask
        while slots[slot] >= 0:
            slot = (slot + np.uint64(1)) & mask
        slots[slot] = value


@kernel
def intern_token(data: Bytes, begin: int, end: int, pool: Bytes, start: Longs, slots: Ints, counts: Longs) -> int:
    """The number of the token that some bytes are, which is new if there is none yet."""
    mask, size = np.uint64(len(slots) - 1), end - begin
    slot = hash_bytes(data, begin, end) & mask
    while slots[slot] >= 0:
        place = start[slots[slot]]
        if start[slots[slot] + 1] - place == size:
            same = 0
            while same < size and pool[place + same] == data[begin + same]:
                same += 1
            if same == size:
                return int(slots[slot])
        slot = (slot + np.uint64(1)) & mask
    token, place = counts[TOKENS], start[counts[TOKENS]]
    for i in range(size):
        pool[place + i] = data[begin + i]
    start[token + 1] = place + size
    slots[slot] = token
    counts[TOKENS] += 1
    return int(token)


@kernel
def intern_value(values: Ints, slots: Ints, counts: Longs) -> int:
    """The number of the value that stands in the first free row of `values`, which is new if there is none yet."""
    mask, row = np.uint64(len(slots) - 1), counts[VALUES]
    slot = hash_row(values, row) & mask
    while slots[slot] >= 0:
        other, k = slots[slot], 0
        while k < values.shape[1] and values[other, k] == values[row, k]:
            k += 1
        if k == values.shape[1]:
            return int(other)
        slot = (slot + np.uint64(1)) & mask
    slots[slot] = row
    counts[VALUES] += 1
    return int(row)


@kernel
def end_of_scalar(data: Bytes, at: int) -> int:
    """Where the scalar that begins here ends (`FAILED`: none does); `data` ends in a newline."""
    if data[at] == QUOTE:
        at += 1
        while data[at] != QUOTE:
            if data[at] == NEWLINE:
                return FAILED
            at += 2 if data[at] == BACKSLASH and data[at + 1] != NEWLINE else 1
        return at + 1
    begin = at
    while data[at] not in (COMMA, CLOSE, END, NEWLINE, OPEN, LIST, QUOTE, COLON):
        at += 1
    return at if at > begin and data[at] in (COMMA, CLOSE) else FAILED


@kernel
def read_key(data: Bytes, at: int, keys: Bytes) -> tuple[int, int]:
    """Which row of `keys` (each padded with zeros) the key is that comes after the brace or comma here, and where its
    value begins; `FAILED` if there is none of them."""
    if data[at] not in (OPEN, COMMA) or data[at + 1] != QUOTE:
        return FAILED, at
    begin, end = at + 2, end_of_scalar(data, at + 1) - 1
    if end < begin or data[end + 1] != COLON:
        return FAILED, at
    for k in range(len(keys)):
        size = 0
        while size < keys.shape[1] and size < end - begin and keys[k, size] == data[begin + size]:
            size += 1
        if size == end - begin and (size == keys.shape[1] or keys[k, size] == 0):
            return k, end + 2
    return FAILED, at


@kernel
def read_value(
    data: Bytes, at: int, keys: Bytes, pool: Bytes, start: Longs, slots: Ints, values: Ints, counts: Longs
) -> int:
    """Read the object that begins here into the first free row of `values`; where it ends, or `FAILED`."""
    row = counts[VALUES]
    values[row] = -1
    if data[at] != OPEN:
        return FAILED
    while data[at] != CLOSE:
        key, begin = read_key(data, at, keys)
        at = end_of_scalar(data, begin) if key != FAILED else FAILED
        if at == FAILED:
            return FAILED
        values[row, key] = intern_token(data, begin, at, pool, start, slots, counts)
    return at + 1


@kernel
def read_values(
    data: Bytes,
    at: int,
    keys: Bytes,
    pool: Bytes,
    start: Longs,
    slots: Ints,
    values: Ints,
    value_slots: Ints,
    given: Ints,
    counts: Longs,
) -> int:
    """Read the list of objects that begins here, onto `given`; where it ends, or `FAILED`."""
    if data[at] != LIST:
        return FAILED
    if data[at + 1] == END:
        return at + 2
    while data[at] != END:
        if data[at] not in (LIST, COMMA):
            return FAILED
        at = read_value(data, at + 1, keys, pool, start, slots, values, counts)
        if at == FAILED:
            return FAILED
        given[counts[GIVEN]] = intern_value(values, value_slots, counts)
        counts[GIVEN] += 1
    return at + 1


@kernel
def read_claims(
    data: Bytes,
    claim_keys: Bytes,
    value_keys: Bytes,
    pool: Bytes,
    start: Longs,
    slots: Ints,
    values: Ints,
    value_slots: Ints,
    claims: Ints,
    first: Longs,
    given: Ints,
    counts: Longs,
) -> bool:
    """Read bodies, each ended by a newline, behind what is there; whether all could be read.

    `claim_keys` has a last row for "values", whose place in `claims` nobody uses. The arrays must have room.
    """
    at, listed = 0, len(claim_keys) - 1
    while at < len(data):
        row = counts[CLAIMS]
        claims[row] = -1
        if data[at] != OPEN:
            return False
        while data[at] != CLOSE:
            key, begin = read_key(data, at, claim_keys)
            at = FAILED
            if key == listed:
                at = read_values(data, begin, value_keys, pool, start, slots, values, value_slots, given, counts)
            elif key != FAILED:
                at = end_of_scalar(data, begin)
            if at == FAILED:
                return False
            if key != listed:
                claims[row, key] = intern_token(data, begin, at, pool, start, slots, counts)
        if data[at + 1] != NEWLINE:
            return False
        at += 2
        counts[CLAIMS] += 1
        first[counts[CLAIMS]] = counts[GIVEN]
    return True
