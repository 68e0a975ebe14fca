"""Who deals like another? Entities compared by those they have to do with.

A profile is how many relationships of a kind of link one has with each other entity: a recipient's suppliers, or the
systems it gets. Cosine compares the numbers (G. Salton and M. J. McGill, 1983), Jaccard only who is there (P. Jaccard,
1901).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csr_array

from graph.checks import one_of, within
from graph.cite import name_thing
from graph.columns import Ints
from graph.live import live
from graph.questions.receipt import Algorithm, Answer, Question, limit_reached, seal, version_of
from ontology.names import ACQUIRES, SUPPLIES, SUPPLIES_SYSTEM

if TYPE_CHECKING:
    from graph.snapshot import Snapshot
    from graph.view import View

PROFILES: Mapping[str, tuple[str, bool]] = MappingProxyType(
    {
        "suppliers": (SUPPLIES, True),
        "customers": (SUPPLIES, False),
        "systems": (ACQUIRES, False),
        "exports": (SUPPLIES_SYSTEM, False),
    }
)
"""What is compared: the projection whose edges make the profile, and whether they are read backwards."""
MEASURES = ("cosine", "jaccard")
MAX_TOP = 1_000
SHARED = 20
"""How many of what two share an answer names."""
DIGITS = 12


def find_alike(
    snapshot: Snapshot, view: View, entity: str, *, by: str = "suppliers", like: str = "cosine", top: int = 20
) -> Answer:
    """The entities whose profile is most like another's, the most alike first; those that share nothing are left out.

    `by` (a key of `PROFILES`) says what makes the profile: suppliers, customers, systems got, or systems exported.

    data: a list of {"rank", "score" (0 to 1), "entity", "shared": [entity], "shared_count"}, at most `top` (1-1000);
    equal scores share a rank.

    Raises:
        BadQuestion: a parameter is not known or out of bounds.
        UnknownEntity: the entity is not in the graph.
    """
    one_of("by", by, PROFILES)
    one_of("like", like, MEASURES)
    within("top", top, 1, MAX_TOP)
    entity = snapshot.canonical(entity)
    edges, owners, others = _edges(snapshot, view, by)
    size = len(snapshot.things)
    profiles = csr_array((np.ones(len(edges)), (owners, others)), shape=(size, size))
    centre = snapshot.position[entity]
    scores = _scores(profiles, centre, like)
    alike = [i for i in np.flatnonzero(scores).tolist() if i != centre]
    order = sorted(alike, key=lambda i: (-scores[i], snapshot.things[i]))
    mine = {*profiles.indices[profiles.indptr[centre] : profiles.indptr[centre + 1]].tolist()}
    rows: list[dict[str, Any]] = []
    for place, i in enumerate(order[:top], 1):
        shared = sorted(
            snapshot.things[j] for j in mine & {*profiles.indices[profiles.indptr[i] : profiles.indptr[i + 1]].tolist()}
        )
        same = rows and rows[-1]["score"] == scores[i]
        rows.append(
            {
                "rank": rows[-1]["rank"] if same else place,
                "score": float(scores[i]),
                "entity": name_thing(snapshot, snapshot.things[i]),
                "shared": [name_thing(snapshot, name) for name in shared[:SHARED]],
                "shared_count": len(shared),
            }
        )
    used = edges[np.isin(owners, [centre, *order[:top]])] if rows else edges[:0]
    return seal(
        rows,
        snapshot=snapshot,
        view=view,
        question=Question("similarity", {"entity": entity, "by": by, "like": like, "top": top}),
        algorithm=Algorithm(like, "defgraph", version_of("defgraph"), {"projection": PROFILES[by][0]}),
        claims=_claims(snapshot, view, used),
        limits=[limit_reached("top", top, f"There are {len(order)} rows in all.")] if len(order) > top else [],
    )


def _edges(snapshot: Snapshot, view: View, by: str) -> tuple[Ints, Ints, Ints]:
    """The living edges of a profile: their places, whose profile they belong to, and with whom."""
    projection, backwards = PROFILES[by]
    columns, alive = snapshot.edge_columns, live(snapshot, view).edges
    numbers = [i for i, link in enumerate(columns.links) if link.name == projection and link.source is not None]
    chosen = alive[np.isin(columns.link[alive], numbers)]
    ends = (
        (columns.target[chosen], columns.source[chosen])
        if backwards
        else (columns.source[chosen], columns.target[chosen])
    )
    return chosen, *ends


def _scores(profiles: csr_array, centre: int, measure: str) -> np.typing.NDArray[np.float64]:
    """How alike each is to one."""
    profiles.sum_duplicates()
    matrix = profiles if measure == "cosine" else (profiles > 0).astype(np.float64)
    mine = matrix[[centre]]
    both = (matrix @ mine.T).toarray().ravel()
    if measure == "cosine":
        lengths = np.sqrt(matrix.multiply(matrix).sum(axis=1))
        whole = lengths * lengths[centre]
    else:
        counts = matrix.sum(axis=1)
        whole = counts + counts[centre] - both
    scores: np.typing.NDArray[np.float64] = np.round(
        np.divide(both, whole, out=np.zeros_like(both), where=both > 0), DIGITS
    )
    return scores


def _claims(snapshot: Snapshot, view: View, edges: Ints) -> set[str]:
    columns, spoken = snapshot.edge_columns, live(snapshot, view).claims
    rows = columns.pair_claim[np.isin(columns.pair_edge, edges)]
    return {snapshot.ids[row] for row in rows[spoken[rows]].tolist()}


__all__ = ["MEASURES", "PROFILES", "find_alike"]
