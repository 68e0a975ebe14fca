"""A caller's unpublished claims, in the format of claims files, checked like any file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.errors import Refused
from graph.overlay import DATASET, MAX_BYTES, Overlay
from loaders.claims_file import between_files, read_text_as_file
from loaders.problem import refused

if TYPE_CHECKING:
    from graph.snapshot import Snapshot

NAME = "overlay"
"""What problems call the file."""


def read_overlay(text: str, snapshot: Snapshot) -> Overlay:
    """What a claims file says, given as text: YAML, or JSON, which is YAML too.

    It may refer to all entities of the snapshot, and describes its own sources.

    Raises:
        Refused: with every problem, or because it is too long.
    """
    if len(text.encode(errors="replace")) > MAX_BYTES:
        raise Refused(f"The overlay is larger than {MAX_BYTES:,} bytes.", hint="Leave out what is not needed.")
    reading = read_text_as_file(text, NAME, snapshot.vocabulary, DATASET.id)
    named = {reference.name for reference in reading.references if reference.role}
    named |= {thing.id for thing in reading.things}
    known = {name: snapshot.entities[name].type for name in named if name in snapshot.entities}
    if problems := reading.problems or between_files([reading], snapshot.vocabulary, known):
        raise refused(problems)
    sources = tuple(source for source, _ in reading.sources)
    return Overlay(sources, tuple(claim.in_order() for claim, _ in reading.claims))


__all__ = ["read_overlay"]
