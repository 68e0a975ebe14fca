"""The whole graph at one revision, in columns."""

from graph.snapshot.snapshot import Entity, Relationship, Snapshot

__all__ = ["Entity", "Relationship", "Snapshot"]
