"""What travels between the pool and a worker: a query with all that running it takes, and what came of it."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import orjson

HEAD = struct.Struct("!II")
"""Two lengths before each message: of its JSON, and of the body after that."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a query may use: seconds, megabytes of address space, bytes of answer."""

    seconds: float = 10.0
    memory_mb: int = 2048
    answer_bytes: int = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Job:
    """A query to run.

    `media` is the media type that the answer is written in. `default` and `named` are the graphs of the dataset, if the
    request names one; `union` takes all graphs together where nobody names any. `prefixes` may be used without being
    declared.
    """

    query: str
    media: str
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    union: bool = True
    base: str | None = None
    prefixes: Mapping[str, str] | None = None

    def as_dict(self) -> dict[str, Any]:
        """As plain JSON data."""
        return asdict(self)


def pack(head: Mapping[str, Any], body: bytes = b"") -> bytes:
    """A message as bytes.

    >>> pack({"ok": True}, b"x")[:8], pack({"ok": True}, b"x")[8:]
    (b'\\x00\\x00\\x00\\x0b\\x00\\x00\\x00\\x01', b'{"ok":true}x')
    """
    told = orjson.dumps(head)
    return HEAD.pack(len(told), len(body)) + told + body


__all__ = ["HEAD", "Job", "Limits", "pack"]
