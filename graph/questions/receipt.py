"""What makes an answer citable.

An `Answer` is plain data with a `Receipt`: what was asked of what, by which algorithm, on which claims and sources,
what was cut off and what the datasets cover. There is no clock and no chance in it: the same question at the same
revision gives the same bytes and hash.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

import orjson

from graph.cite import cite_source
from graph.snapshot.said import ChosenIds

if TYPE_CHECKING:
    from graph.snapshot import Snapshot
    from graph.view import View

Data = dict[str, Any] | list[Any]
LISTED = 2_000
"""How many claims a receipt lists; `claim_count` counts them all."""


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked: its name and the parameters that are not the view's."""

    name: str
    parameters: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Algorithm:
    """What worked the answer out."""

    name: str
    library: str
    version: str
    parameters: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Receipt:
    """The evidence for an answer, as plain JSON data; `hash` is the SHA-256 of `{data, receipt}` without the hash."""

    revision: int
    view: dict[str, Any]
    question: dict[str, Any]
    algorithm: dict[str, Any] | None
    claims: list[str]
    claim_count: int
    sources: list[dict[str, Any]]
    limits: list[dict[str, Any]]
    coverage: list[dict[str, Any]]
    why: dict[str, Any] | None
    overlay: dict[str, Any] | None
    hash: str

    def as_dict(self) -> dict[str, Any]:
        """The receipt as plain JSON data, without `why` and `algorithm` where there is nothing to say."""
        data = {name: getattr(self, name) for name in self.__slots__}
        return {k: v for k, v in data.items() if v is not None}


@dataclass(frozen=True, slots=True)
class Answer:
    """Data with its receipt; `next` is the cursor of the page that follows, if there is one."""

    data: Data
    receipt: Receipt
    next: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """The answer as plain JSON data."""
        data: dict[str, Any] = {"data": self.data, "receipt": self.receipt.as_dict()}
        return data if self.next is None else data | {"next": self.next}

    def to_json(self) -> bytes:
        """The answer as canonical JSON bytes: keys sorted, nothing between them."""
        return canonical(self.as_dict())


def canonical(data: object) -> bytes:
    """Plain data as canonical JSON bytes.

    >>> canonical({"b": 1, "a": (2, 3)})
    b'{"a":[2,3],"b":1}'
    """
    return orjson.dumps(data, option=orjson.OPT_SORT_KEYS | orjson.OPT_SERIALIZE_NUMPY)


def limit_reached(name: str, value: float, text: str) -> dict[str, Any]:
    """An entry of `Receipt.limits`: a bound that cut the answer off.

    >>> limit_reached("k", 10, "More routes were found.")
    {'limit': 'k', 'value': 10, 'truncated': True, 'text': 'More routes were found.'}
    """
    return {"limit": name, "value": value, "truncated": True, "text": text}


def seal(
    data: Data,
    *,
    snapshot: Snapshot,
    view: View,
    question: Question,
    claims: Iterable[str],
    algorithm: Algorithm | None = None,
    limits: Iterable[dict[str, Any]] = (),
    why: dict[str, Any] | None = None,
    following: str | None = None,
) -> Answer:
    """An answer with the receipt that belongs to it. `claims` are the ids of all claims that were used."""
    used: Sequence[str]
    if isinstance(claims, ChosenIds):
        used, listed, sources = claims, claims.first(LISTED), snapshot.sources_of(claims)
    else:
        used = sorted(set(claims))
        listed, sources = used[:LISTED], sorted({snapshot.source_of(claim) for claim in used})
    receipt: dict[str, Any] = {
        "revision": snapshot.revision,
        "view": view.as_dict(),
        "question": {"name": question.name, "parameters": dict(question.parameters)},
        "algorithm": None if algorithm is None else _algorithm(algorithm),
        "claims": listed,
        "claim_count": len(used),
        "sources": [cite_source(snapshot.sources[name]) for name in sources],
        "limits": list(limits),
        "coverage": coverage(snapshot, view),
        "why": why,
        "overlay": _overlay(snapshot, used),
    }
    given = {name: value for name, value in receipt.items() if value is not None}
    digest = hashlib.sha256(canonical({"data": data, "receipt": given})).hexdigest()
    return Answer(data, Receipt(**receipt, hash=digest), following)


@lru_cache
def version_of(library: str) -> str:
    """The installed version of a library, "unknown" if it runs without being installed."""
    try:
        return version(library)
    except PackageNotFoundError:
        return "unknown"


def _algorithm(algorithm: Algorithm) -> dict[str, Any]:
    return {name: getattr(algorithm, name) for name in ("name", "library", "version")} | {
        "parameters": dict(algorithm.parameters)
    }


def coverage(snapshot: Snapshot, view: View) -> list[dict[str, Any]]:
    """What the datasets of a view cover: what is not in an answer may simply not have been looked for."""
    chosen = [d for d in snapshot.datasets.values() if not view.datasets or d.id in view.datasets]
    return [{"id": d.id, "title": d.title, "coverage": d.coverage, "licence": d.licence} for d in chosen]


def _overlay(snapshot: Snapshot, used: Iterable[str]) -> dict[str, Any] | None:
    """What a receipt says of the overlay, if there is one: its digest, and which of its claims were used."""
    if snapshot.overlay is None:
        return None
    own = {claim.id for claim in snapshot.overlay.claims}
    return {
        "digest": snapshot.overlay.digest,
        "claims": sorted(own & set(used)),
        "claim_count": len(own),
        "text": "The caller's own claims were used; without them this answer cannot be had again.",
    }


__all__ = ["Algorithm", "Answer", "Question", "Receipt", "canonical", "coverage", "limit_reached", "seal", "version_of"]
