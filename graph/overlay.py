"""A caller's unpublished claims, for one question (`graph.questions.overlaid`)."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from functools import cached_property

import orjson

from graph.claim import Claim
from graph.source import Dataset, Source

MAX_BYTES = 256 * 1024
"""Bytes of an overlay as it is given."""
MAX_CLAIMS = 1_000
DATASET = Dataset(
    "overlay",
    "Overlay",
    "The caller",
    "Unpublished",
    "What the caller's own claims speak of; they are not in the graph.",
    redistribute=False,
)


@dataclass(frozen=True)
class Overlay:
    """What a caller says, and who says it according to the caller."""

    sources: tuple[Source, ...]
    claims: tuple[Claim, ...]

    @cached_property
    def digest(self) -> str:
        """A name for it, by what it says.

        >>> Overlay((), ()).digest == Overlay((), ()).digest
        True
        """
        sources = sorted(orjson.dumps(asdict(source), option=orjson.OPT_SORT_KEYS) for source in self.sources)
        ids = sorted(claim.id.encode() for claim in self.claims)
        return hashlib.sha256(b"\n".join((*sources, b"", *ids))).hexdigest()


__all__ = ["DATASET", "MAX_BYTES", "MAX_CLAIMS", "Overlay"]
