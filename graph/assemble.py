"""Records of entities and relationships for display."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.receipt import Answer
    from graph.snapshot import Snapshot
    from graph.view import View


def describe_entity(snapshot: Snapshot, view: View, entity: str) -> Answer: ...
def describe_relationship(snapshot: Snapshot, view: View, relationship: str) -> Answer: ...
def list_relationships(
    snapshot: Snapshot,
    view: View,
    entity: str,
    *,
    type: str | None = None,  # noqa: A002
    direction: str = "both",
    limit: int = 50,
    after: str | None = None,
) -> Answer: ...
def describe_claim(snapshot: Snapshot, claim: str) -> Answer: ...
def describe_source(snapshot: Snapshot, source: str) -> Answer: ...
def describe_dataset(snapshot: Snapshot, dataset: str) -> Answer: ...
