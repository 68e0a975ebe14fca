"""Large JSON documents object by object: what stands in the lists of the outermost object, or in the outermost list.

``{"records": [{...}, {...}]}`` and ``[{...}, {...}]`` are read with memory for one object, however long the list is.
What else a document has in the way of objects comes under its key too, so that ``{"data": {...}}`` is read alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from loaders.problem import Problem, refused
from loaders.safe_read import open_regular
from loaders.stream import begin, parse_object

CHUNK = 2**20
"""Bytes read at a time."""
LARGEST = 16 * 2**20
"""Bytes of the largest object."""
DEEPEST = 64
"""How deep lists and objects may be nested."""
_STRING = rb'"(?:[^"\\]++|\\.)*+"'
_BRACKET = re.compile(rb'(?:[^"{}\[\]]++|' + _STRING + rb")*+[{}\[\]]", re.DOTALL)
_LAST_TEXT = re.compile(rb"(" + _STRING + rb")\s*:\s*$", re.DOTALL)
_OBJECT, _LIST = ord("{"), ord("[")
_CLOSES = {ord("}"): _OBJECT, ord("]"): _LIST}
_ABOVE = ([_LIST], [_OBJECT], [_OBJECT, _LIST])
"""What is open around the objects that are read."""


@dataclass(frozen=True, slots=True)
class Member:
    """An object of a document: the key it or its list stands under ("" in the outermost list), and its line."""

    key: str
    line: int
    object: dict[str, Any]


def read_members(path: Path, chunk: int = CHUNK, largest: int = LARGEST) -> Iterator[Member]:
    """The objects of a document, in their order.

    Raises:
        Refused: it is no regular file, no JSON, ends too early, is nested too deep or holds too large an object.
    """
    with open_regular(path) as file:
        yield from _Scan(str(path), file, chunk, largest, begin(file.read(chunk), str(path))).members()


@dataclass(slots=True)
class _Scan:
    """A document as far as it has been read: `data` is looked at up to `at`, and `open` is what is open there.

    What `data` has at `counted` stands in the line `line`.
    """

    name: str
    file: BinaryIO
    chunk: int
    largest: int
    data: bytes
    at: int = 0
    counted: int = 0
    line: int = 1
    open: list[int] = field(default_factory=list)
    key: str = ""

    def members(self) -> Iterator[Member]:
        while True:
            self._forget()
            bracket, before = self._next()
            if bracket in _CLOSES:
                self._close(bracket)
                if not self.open:
                    break
            elif self._begins(bracket, before):
                yield self._member()
            else:
                self.open.append(bracket)
                self._check_depth(len(self.open))
        self._end()

    def _next(self) -> tuple[int, bytes]:
        """The next bracket that is in no text, and what stands before it."""
        while not (found := _BRACKET.match(self.data, self.at)):
            if not self._read():
                raise self._wrong("The document ends in the middle. It was cut off: download it again.")
        before, self.at = self.at, found.end()
        return self.data[self.at - 1], self.data[before : self.at - 1]

    def _close(self, bracket: int) -> None:
        if not self.open or self.open.pop() != _CLOSES[bracket]:
            raise self._wrong("A bracket closes that was not opened.")

    def _begins(self, bracket: int, before: bytes) -> bool:
        """Whether an object begins that is to be read; notes the key that it or its list stands under."""
        if self.open == [_OBJECT]:
            text = _LAST_TEXT.search(before)
            self.key = text[1][1:-1].decode(errors="replace") if text else ""
        return bracket == _OBJECT and self.open in _ABOVE

    def _member(self) -> Member:
        """The object that begins with the last bracket."""
        first, depth, match = self.at - 1, 1, _BRACKET.match
        while depth:
            if found := match(self.data, self.at):
                self.at = found.end()
                depth += -1 if self.data[self.at - 1] in _CLOSES else 1
                self._check_depth(depth)
            elif not self._read():
                raise self._wrong("The document ends in the middle of an object. It was cut off: download it again.")
        line = self.line + self.data.count(b"\n", self.counted, first)
        self.line, self.counted = line, first
        return Member(self.key, line, parse_object(self._text(first, line), self.name, line))

    def _text(self, first: int, line: int) -> str:
        try:
            text = self.data[first : self.at].decode()
        except UnicodeDecodeError as error:
            message = f"Byte {error.object[error.start]:#04x} is not UTF-8. Save the file as UTF-8."
            raise refused([Problem(self.name, line, 1, "", None, message)]) from None
        if "\\u0000" in text or "\0" in text:
            raise refused([Problem(self.name, line, 1, "", None, "There is a NUL character.")])
        return text

    def _end(self) -> None:
        """Nothing but blanks follows."""
        while not self.data[self.at :].strip():
            self.at = len(self.data)
            self._forget()
            if not self._read():
                return
        raise self._wrong("The document goes on after its end. Has the file an object in each line?")

    def _forget(self) -> None:
        """Drop what has been looked at, once it is much."""
        if self.at >= self.chunk:
            self.line += self.data.count(b"\n", self.counted, self.at)
            self.data, self.at, self.counted = self.data[self.at :], 0, 0

    def _read(self) -> bool:
        if len(self.data) > self.largest + self.chunk:
            raise self._wrong(f"There is an object of more than {self.largest:,} bytes.")
        more = self.file.read(self.chunk)
        self.data += more
        return bool(more)

    def _check_depth(self, depth: int) -> None:
        if depth > DEEPEST:
            raise self._wrong(f"This is nested more than {DEEPEST} deep.")

    def _wrong(self, message: str) -> Exception:
        line = self.line + self.data.count(b"\n", self.counted, self.at)
        return refused([Problem(self.name, line, 1, "", None, message)])


__all__ = ["CHUNK", "DEEPEST", "LARGEST", "Member", "read_members"]
