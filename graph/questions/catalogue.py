"""Which entities are there, or are called so?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

import numpy as np

from graph.live import live
from graph.questions.names import is_of, names_of, search_names
from graph.questions.paging import cut_page
from graph.questions.receipt import Algorithm, Answer, Question, seal, version_of
from graph.store.search import MOST_HITS, Hit
from graph.view import View

if TYPE_CHECKING:
    from graph.snapshot import Snapshot

AWAY = {
    "limit": "index",
    "truncated": False,
    "text": "Neo4j's full-text index was not asked; names were compared in the snapshot.",
}


def list_entities(snapshot: Snapshot, view: View, *, limit: int, cursor: str | None = None) -> Answer:
    """The entities that a view knows anything of, by name.

    data: a list of {"id", "name", "type"}.
    """
    known = sorted(_known(snapshot, view), key=lambda name: (snapshot.entities[name].name.casefold(), name))
    page, after = cut_page(known, limit, cursor, snapshot.revision, ["entities", view.as_dict()])
    rows = [{"id": e.id, "name": e.name, "type": e.type} for e in (snapshot.entities[name] for name in page)]
    alive = live(snapshot, view).claims
    claims = [snapshot.ids[row] for name in page for row in snapshot.entities[name].rows if alive[row]]
    asked = Question("entities", {"limit": limit, "cursor": cursor})
    return seal(rows, snapshot=snapshot, view=view, question=asked, claims=claims, following=after)


def found_entities(
    snapshot: Snapshot, view: View, query: str, hits: Sequence[Hit] | None, *, limit: int, cursor: str | None = None
) -> Answer:
    """The entities that a search found, the nearest first; `hits` are the index's, None to look in the snapshot's
    names.

    data: a list of {"id", "name", "type", "score" (0 to 1), "matched" (the name that came nearest)}.
    """
    found = search_names(snapshot, view, query, MOST_HITS) if hits is None else _in_step(snapshot, view, hits)
    page, after = cut_page(found, limit, cursor, snapshot.revision, ["search", query, view.as_dict()])
    return seal(
        [asdict(hit) for hit in page],
        snapshot=snapshot,
        view=view,
        question=Question("search", {"q": query, "limit": limit, "cursor": cursor}),
        claims=_naming(snapshot, page),
        algorithm=Algorithm(
            "weighted ratio of folded names", "rapidfuzz", version_of("rapidfuzz"), {"candidates": _candidates(hits)}
        ),
        limits=[AWAY] if hits is None else [],
        following=after,
    )


def _known(snapshot: Snapshot, view: View) -> set[str]:
    """The entities that a live claim is about, or that a live edge touches."""
    alive = live(snapshot, view)
    about = {snapshot.things[i] for i in np.unique(snapshot.claim_columns.subject[alive.claims]).tolist()}
    ends = (snapshot.edge_columns.source[alive.edges], snapshot.edge_columns.target[alive.edges])
    touched = {snapshot.things[i] for i in np.unique(np.concatenate(ends)).tolist()}
    without = frozenset(view.without)
    return {n for n in (about | touched) - without if n in snapshot.entities and is_of(snapshot, n, view.types)}


def _in_step(snapshot: Snapshot, view: View, hits: Iterable[Hit]) -> list[Hit]:
    """The index's hits, without those of a newer revision than the snapshot's, and of the classes asked for; one for a
    thing of several ids."""
    kept, found = snapshot.identity.kept, dict[str, Hit]()
    for hit in hits:
        name = kept.get(hit.id, hit.id)
        if name in snapshot.entities and is_of(snapshot, name, view.types):
            thing = snapshot.entities[name]
            found.setdefault(name, replace(hit, id=name, name=thing.name, type=thing.type) if name != hit.id else hit)
    return list(found.values())


def _naming(snapshot: Snapshot, hits: Iterable[Hit]) -> set[str]:
    """The claims that give the names that were matched."""
    matched = {(hit.id, hit.matched) for hit in hits}
    return {snapshot.ids[n.row] for n in names_of(snapshot) if n.row is not None and (n.entity, n.text) in matched}


def _candidates(hits: Sequence[Hit] | None) -> str:
    return "the snapshot's names" if hits is None else "Neo4j full-text index entity_names"


__all__ = ["found_entities", "list_entities"]
