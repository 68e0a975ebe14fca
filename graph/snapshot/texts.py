"""Many texts in few bytes: each kept once, as JSON says it, in one buffer; found again by their checksum."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt
import orjson

from graph.columns import Flags, Ints
from graph.ondemand import OnDemand

Bytes = npt.NDArray[np.uint8]
KEPT = 20_000
"""How many lately asked texts are kept as objects."""


@dataclass(frozen=True, slots=True, eq=False)
class Tokens:
    """Different JSON scalars: token `i` is ``buffer[start[i]:start[i + 1]]``."""

    buffer: Bytes
    start: Ints

    def __len__(self) -> int:
        return len(self.start) - 1

    def raw(self, token: int) -> bytes:
        """A token as it is written: a text in its quotation marks."""
        return self.buffer[self.start[token] : self.start[token + 1]].tobytes()

    def value(self, token: int) -> Any:  # noqa: ANN401 - what JSON can say
        """What a token says."""
        return orjson.loads(self.raw(token))

    def tell(self, token: int) -> Any:  # noqa: ANN401
        """What a token says; None for the token of what is not said."""
        return self.value(token) if token >= 0 else None


class Texts(OnDemand[str]):
    """Some of the tokens that are texts, in an order of their own.

    >>> tokens = Tokens(np.frombuffer(b'"b""a"1', np.uint8), np.array([0, 3, 6, 7], np.int32))
    >>> texts = Texts(tokens, np.array([1, 0], np.int32))
    >>> list(texts), texts.find("b"), texts.find("c"), "a" in texts
    (['a', 'b'], 1, -1, True)
    """

    def __init__(self, tokens: Tokens, chosen: Ints) -> None:
        self.tokens, self.chosen = tokens, chosen
        self._kept: dict[int, str] = {}

    def __reduce__(self) -> tuple[type[Texts], tuple[Tokens, Ints]]:
        return Texts, (self.tokens, self.chosen)

    def __len__(self) -> int:
        return len(self.chosen)

    def at(self, place: int) -> str:
        """The text at a place, which is kept for a while."""
        if (found := self._kept.get(place)) is not None:
            return found
        if len(self._kept) >= KEPT:
            self._kept.clear()
        found = self._kept[int(place)] = self._text(int(self._places[place]))
        return found

    def __iter__(self) -> Iterator[str]:
        return map(self._text, self._places)

    def __contains__(self, text: object) -> bool:
        return isinstance(text, str) and self.find(text) >= 0

    def index(self, text: str, start: int = 0, stop: int | None = None) -> int:
        """Where a text is; raises `ValueError` if it isn't there."""
        place = self.find(text)
        if place < start or (stop is not None and place >= stop):
            raise ValueError(text)
        return place

    def find(self, text: str) -> int:
        """Where a text is; -1 if it isn't there."""
        try:
            wanted = orjson.dumps(text)
        except TypeError:  # half of a surrogate pair is in no text
            return -1
        first, order, shift = self._directory
        bucket = crc32(wanted) >> shift
        buffer, start, places = self._buffer, self._start, self._places
        for place in order[first[bucket] : first[bucket + 1]]:
            token = places[place]
            if buffer[start[token] : start[token + 1]] == wanted:
                return place
        return -1

    def some(self, places: Ints) -> tuple[str, ...]:
        """The texts at some places, which are kept: what is asked for by the thousand is asked for again."""
        made, known = self._made
        lacking = places[~known[places]]
        made[lacking] = [self._text(token) for token in self.chosen[lacking].tolist()]
        known[lacking] = True
        return tuple(made[places].tolist())

    def _text(self, token: int) -> str:
        raw = self._buffer[self._start[token] : self._start[token + 1]].tobytes()
        return str(orjson.loads(raw)) if b"\\" in raw else raw[1:-1].decode()

    @cached_property
    def _made(self) -> tuple[npt.NDArray[np.object_], Flags]:
        return np.empty(len(self), dtype=np.object_), np.zeros(len(self), dtype=np.bool_)

    @cached_property
    def _buffer(self) -> memoryview:
        return self.tokens.buffer.data

    @cached_property
    def _start(self) -> memoryview:
        return self.tokens.start.data

    @cached_property
    def _places(self) -> memoryview:
        return self.chosen.data

    @cached_property
    def _directory(self) -> tuple[memoryview, memoryview, int]:
        """The texts by the first bits of their checksums: where each bucket begins, what is in it, the bits left."""
        bits = max(1, len(self).bit_length())
        buffer, start = self._buffer, self._start
        sums = (crc32(buffer[start[token] : start[token + 1]]) for token in self._places)
        bucket = np.fromiter(sums, dtype=np.int64, count=len(self)) >> (32 - bits)
        first = np.zeros((1 << bits) + 1, dtype=np.int32)
        np.cumsum(np.bincount(bucket, minlength=1 << bits), out=first[1:])
        order = np.argsort(bucket, kind="stable").astype(np.int32)
        return first.data, order.data, 32 - bits


__all__ = ["Bytes", "Texts", "Tokens"]
