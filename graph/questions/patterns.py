"""Which patterns may paths follow?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.questions.receipt import Answer, Question, seal
from ontology.patterns import load_patterns

if TYPE_CHECKING:
    from graph.snapshot import Snapshot
    from graph.view import View


def list_patterns(snapshot: Snapshot, view: View) -> Answer:
    """The named patterns of the ontology.

    data: a list of {"name", "label", "definition", "steps"}.
    """
    rows = [
        {"name": p.name, "label": p.label, "definition": p.definition, "steps": list(p.steps)}
        for p in load_patterns().values()
    ]
    return seal(rows, snapshot=snapshot, view=view, question=Question("patterns", {}), claims=())


__all__ = ["list_patterns"]
