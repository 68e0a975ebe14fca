"""Which claims, and which edges, a view lets live: masks over a snapshot's columns.

Times: a claim holds when its own `valid` says. A relationship's claim without a date inherits the hull of the dated claims
on the same relationship that the view believes; if there are none, the time is unknown: possible always, certain never.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from graph.columns import Flags, Floats, Ints
from graph.confidence import combine_columns
from graph.dates import MAX, MIN

if TYPE_CHECKING:
    from graph.snapshot import Snapshot
    from graph.view import View


@dataclass(frozen=True, slots=True, eq=False)
class Live:
    """What of a snapshot lives in a view.

    `claims` masks `Snapshot.rows`; `times` are the four days of each, inherited ones included; `edges` are positions in
    `Snapshot.edge_columns`, ascending; `confidence` and `denied` go by all edges, `contested` by all things.
    """

    claims: Flags
    times: Ints
    edges: Ints
    confidence: Floats
    denied: Flags
    contested: Flags


def live(snapshot: Snapshot, view: View, keep: frozenset[str] = frozenset()) -> Live:
    """What lives in a view. Entities in `keep` are not subject to the view's `types` (the ends a path question asks for)."""
    return snapshot.remember(("live", view, keep), lambda: _live(snapshot, view, keep))


def _live(snapshot: Snapshot, view: View, keep: frozenset[str]) -> Live:
    believed = _believed(snapshot, view)
    times = _times(snapshot, believed)
    claims = believed & _holds(times, view)
    confidence, denial = _weigh(snapshot, claims)
    accepted = _accepted(snapshot, view, confidence, denial) & _chosen(snapshot, view, keep)
    contested = _contested(snapshot, claims, times, (confidence > 0) & (denial > 0))
    return Live(claims, times, np.flatnonzero(accepted), confidence, denial > 0, contested)


def _believed(snapshot: Snapshot, view: View) -> Flags:
    """The claims known at the asked revision, from the asked datasets and sources, and not left out; whatever their date."""
    columns = snapshot.claim_columns
    known_at = snapshot.revision if view.known_at is None else view.known_at
    mask = (columns.recorded <= known_at) & (columns.retracted > known_at)
    for given, names, column in (
        (view.datasets, snapshot.datasets, columns.dataset),
        (view.sources, snapshot.sources, columns.source),
    ):
        if given:
            mask &= _among(names, given)[column]
    if view.without:
        mask &= ~_among(snapshot.sources, view.without)[columns.source]
        mask &= ~_among(snapshot.datasets, view.without)[columns.dataset]
        mask &= ~_among(snapshot.things, view.without)[columns.subject]
        mask &= ~np.array([claim.id in view.without for claim in snapshot.rows], dtype=np.bool_)
    return mask


def _among(names: Collection[str], given: Collection[str]) -> Flags:
    wanted = frozenset(given)
    return np.fromiter((name in wanted for name in names), dtype=np.bool_, count=len(names))


def _times(snapshot: Snapshot, believed: Flags) -> Ints:
    """The days of each claim; those of undated claims from the hull of the dated ones on the same subject."""
    columns, count = snapshot.claim_columns, len(snapshot.things)
    dated = believed & columns.dated & ~columns.denied
    subject, times = columns.subject[dated], columns.times[:, dated]
    low, high = np.full((2, count), MAX, dtype=np.int64), np.full((2, count), MIN, dtype=np.int64)
    for i in (0, 1):
        np.minimum.at(low[i], subject, times[i])
        np.maximum.at(high[i], subject, times[i + 2])
    alone = np.bincount(subject, minlength=count) == 0
    unknown = np.array([MIN, MAX, MIN, MAX], dtype=np.int64)[:, None]
    hull = np.where(alone, unknown, np.vstack([low, high]))
    return np.where(columns.dated, columns.times, hull[:, columns.subject])
