"""A caller's own view on who is who, and own grades for sources: the same claims, read and weighed like that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from graph.questions.hypotheses import identified
from graph.snapshot.claims import weights
from graph.source import Reliability

if TYPE_CHECKING:
    from graph.snapshot import Snapshot
    from graph.source import Source
    from graph.view import View

REASON = "as the caller grades it"


def believed(snapshot: Snapshot, view: View) -> Snapshot:
    """The snapshot as a view has who is who (`treat`) and weighs sources (`trust`): its own if that is no different.

    Of grades only sources and weights are new; what they say is cited like any grade, with that as the reason.
    """
    snapshot = identified(snapshot, view)
    if not view.trust:
        return snapshot
    return snapshot.memory.recall(("trust", view.trust), lambda: _graded(snapshot, view.grades), _room)


def _room(graded: Snapshot) -> int:
    """What a snapshot weighed anew counts: all that it may come to remember."""
    return graded.memory.room


def _graded(snapshot: Snapshot, grades: Mapping[str, str]) -> Snapshot:
    sources = {name: _regraded(source, grades.get(name)) for name, source in snapshot.sources.items()}
    columns = snapshot.claim_columns
    weighed = replace(columns, weight=weights(columns.source, columns.credibility, sources))
    return replace(snapshot, sources=MappingProxyType(sources), claim_columns=weighed, memory=snapshot.memory.part())


def _regraded(source: Source, grade: str | None) -> Source:
    return source if grade is None else replace(source, reliability=Reliability(grade), reason=REASON)


__all__ = ["believed"]
