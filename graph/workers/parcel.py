"""A question made ready to travel, and the answer as it comes back.

A question is a function over a snapshot. It can travel if it can be named: a function of a module, a method of a
model, or `functools.partial` of one with plain values. What a lambda closes over has no name, so it stays where it is.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import partial
from types import MethodType

from pydantic import BaseModel

from graph.questions.receipt import Answer
from graph.snapshot import Snapshot

Question = Callable[[Snapshot], Answer | bytes]
SIMPLE = (str, int, float, bool, type(None))


@dataclass(frozen=True, slots=True)
class Body:
    """The bytes of an answer, and the tag they go by: the hash of the receipt, or of a file's bytes."""

    content: bytes
    tag: str


@dataclass(frozen=True, slots=True)
class Parcel:
    """A question by its `key`, which equal questions share, its `kind`, which questions of like cost share, and as
    bytes for another process (None: it can't travel)."""

    key: Hashable
    kind: Hashable
    data: bytes | None


def body_of(answer: Answer | bytes) -> Body:
    """What of an answer leaves.

    >>> body_of(b"").tag[:8]
    'e3b0c442'
    """
    if isinstance(answer, Answer):
        return Body(answer.to_json(), answer.receipt.hash)
    return Body(answer, hashlib.sha256(answer).hexdigest())


def pack(question: Question) -> Parcel:
    """A question ready to travel.

    >>> from graph.questions.datasets import list_datasets
    >>> from graph.questions.describe import list_revisions
    >>> from graph.view import View
    >>> a, b, c = (pack(partial(f, view=View())) for f in (list_datasets, list_datasets, list_revisions))
    >>> a.key == b.key, a.key == c.key, pack(lambda snapshot: b"").data
    (True, False, None)
    """
    try:
        data = pickle.dumps(question, pickle.HIGHEST_PROTOCOL)
    except (pickle.PicklingError, AttributeError, TypeError):
        data = None
    key = _key(question)
    try:
        hash(key)
    except TypeError:
        key = data if data is not None else object()
    return Parcel(key, _kind(question), data)


def _key(part: object) -> Hashable:
    """What tells a question from others; two that ask the same have the same."""
    match part:
        case BaseModel():
            return type(part), part.model_dump_json()
        case partial():
            named = tuple((name, _key(value)) for name, value in sorted(part.keywords.items()))
            return _key(part.func), tuple(_key(value) for value in part.args), named
        case MethodType():
            return part.__func__, _key(part.__self__)
        case _:
            return part


def _kind(part: object) -> Hashable:
    """The question without the things it is about, which are lists of names; bounds, measures and modes stay."""
    match part:
        case BaseModel():
            return type(part), tuple((name, value) for name, value in part if isinstance(value, SIMPLE))
        case partial():
            models = tuple(_kind(value) for value in part.args if isinstance(value, BaseModel))
            return _kind(part.func), models
        case MethodType():
            return part.__func__, _kind(part.__self__)
        case _:
            return part if isinstance(part, Hashable) else type(part)


__all__ = ["Body", "Parcel", "Question", "body_of", "pack"]
