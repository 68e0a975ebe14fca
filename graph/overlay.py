"""A caller's unpublished claims: a snapshot with them on top, for one question, and nowhere kept.

They are there at every revision, since the caller knows them whatever the graph knew. An answer says which of them it
stands on and that it can't be had without them; a digest of all of them is part of its hash.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import orjson

from graph.claim import Claim
from graph.errors import Refused
from graph.snapshot import Snapshot
from graph.snapshot.scan import scan
from graph.source import Dataset, Source

if TYPE_CHECKING:
    from graph.questions.receipt import Answer

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
ALWAYS = 0
"""The revision that recorded what was not recorded: before all."""


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


Reader = Callable[[str, Snapshot], Overlay]
"""Reads an overlay as a caller writes it, checked against a snapshot."""


def overlaid(snapshot: Snapshot, overlay: Overlay) -> Snapshot:
    """A snapshot with a caller's claims on top.

    Raises:
        Refused: there are too many, or the graph has their sources already.
    """
    if len(overlay.claims) > MAX_CLAIMS:
        raise Refused(f"The overlay makes {len(overlay.claims)} claims; {MAX_CLAIMS} are allowed.")
    if taken := [s.id for s in overlay.sources if s.id in snapshot.sources]:
        raise Refused(
            f"The overlay describes the source {taken[0]!r}, which the graph has already.",
            hint="Give yours an id of its own.",
        )
    rows = [(claim, ALWAYS, None) for claim in overlay.claims]
    above = Snapshot.of(
        snapshot.vocabulary,
        snapshot.revision,
        (*(d for d in snapshot.datasets.values() if d.id != DATASET.id), DATASET),
        (*snapshot.sources.values(), *(replace(source, dataset=DATASET.id) for source in overlay.sources)),
        scan(rows, snapshot.original),
        snapshot.revisions,
    )
    return replace(above, overlay=overlay)


def ask_over(read: Reader, text: str, ask: Callable[[Snapshot], Answer | bytes], snapshot: Snapshot) -> Answer | bytes:
    """The answer to a question over a snapshot with what a text says on top; it can travel to a worker."""
    return ask(overlaid(snapshot, read(text, snapshot)))


def cited(snapshot: Snapshot, used: Iterable[str]) -> dict[str, Any] | None:
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


__all__ = ["DATASET", "MAX_BYTES", "MAX_CLAIMS", "Overlay", "Reader", "ask_over", "cited", "overlaid"]
