"""A snapshot with a caller's unpublished claims on top, for one question, and nowhere kept.

They are there at every revision, since the caller knows them whatever the graph knew. An answer says which of them it
stands on and that it can't be had without them; a digest of all of them is part of its hash.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.errors import Refused
from graph.overlay import DATASET, MAX_CLAIMS, Overlay
from graph.snapshot import Snapshot
from graph.snapshot.scan import scan

if TYPE_CHECKING:
    from graph.questions.receipt import Answer

ALWAYS = 0
"""The revision that recorded what was not recorded: before all."""
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


__all__ = ["Reader", "ask_over", "overlaid"]
