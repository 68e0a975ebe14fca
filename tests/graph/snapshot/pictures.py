"""All that can be seen of a snapshot, to see whether two are alike."""

from __future__ import annotations

from typing import Any

from graph.network import build
from graph.questions.centrality import rank
from graph.snapshot import Snapshot
from graph.view import View


def picture(snapshot: Snapshot) -> dict[str, Any]:
    """Everything that does not depend on how tokens and values are numbered, and an answer to the byte."""
    claims, edges = snapshot.claim_columns, snapshot.edge_columns
    columns = {name: getattr(claims, name).tolist() for name in type(claims).__slots__}
    columns |= {name: list(getattr(edges, name)) for name in type(edges).__slots__}
    return columns | {
        "rows": [(claim.id, repr(claim)) for claim in snapshot.rows],
        "things": list(snapshot.things),
        "entities": list(snapshot.entities.items()),
        "relationships": list(snapshot.relationships.items()),
        "involved": dict(snapshot.involved),
        "sources": dict(snapshot.sources),
        "datasets": dict(snapshot.datasets),
        "revisions": snapshot.revisions,
        "contested": {snapshot.things[i] for i in snapshot.value_columns.subject.tolist()},
        "answer": rank(build(snapshot, View()), "degree").to_json() if len(snapshot.things) else b"",
    }
