"""Which claims, and which edges, a view lets live: masks over a snapshot's columns.

Times: a claim holds when its own `valid` says. A relationship's claim without a date inherits the hull of the dated
claims on the same relationship that the view believes; if there are none, the time is unknown: possible always,
certain never.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from graph.agreement import contradict
from graph.columns import Flags, Floats, Ints
from graph.confidence import combine_columns
from graph.dates import MAX, MIN, span
from graph.memory import size_of

if TYPE_CHECKING:
    from graph.snapshot import Snapshot
    from graph.view import View


LATER = 17
"""Bytes of an edge that are worked out when somebody asks: two weights and a flag."""


@dataclass(frozen=True, eq=False)
class Live:
    """What of a snapshot lives in a view; what not every question asks for is worked out when one does.

    `claims` masks `Snapshot.rows`; `times` are the four days of each, inherited ones included; `edges` are positions in
    `Snapshot.edge_columns`, ascending.
    """

    snapshot: Snapshot
    claims: Flags
    times: Ints
    edges: Ints

    @property
    def confidence(self) -> Floats:
        """How far each edge is believed, of all edges."""
        return self._weighed[0]

    @cached_property
    def denied(self) -> Flags:
        """Whether each edge is denied by a claim."""
        denied: Flags = self._weighed[1] > 0
        return denied

    @cached_property
    def contested(self) -> Flags:
        """Whether each thing is contested."""
        return _contested(self.snapshot, self.claims, self.times, (self.confidence > 0) & self.denied)

    @cached_property
    def _weighed(self) -> tuple[Floats, Floats]:
        return _weigh(self.snapshot, self.claims)


def live(snapshot: Snapshot, view: View, keep: frozenset[str] = frozenset()) -> Live:
    """What lives in a view. Entities in `keep` are not subject to the view's `types` (the ends a path question asks
    for)."""
    return snapshot.memory.recall(("live", view, keep), lambda: _live(snapshot, view, keep), _size)


def _size(alive: Live) -> int:
    """The bytes that it takes once all of it has been asked for."""
    held = sum(map(size_of, (alive.claims, alive.times, alive.edges)))
    return held + LATER * len(alive.snapshot.edge_columns.ids) + len(alive.snapshot.things)


def _live(snapshot: Snapshot, view: View, keep: frozenset[str]) -> Live:
    believed, times = _known(snapshot, view)
    claims = believed & _holds(times, view)
    return Live(snapshot, claims, times, np.flatnonzero(_alive(snapshot, view, claims) & _chosen(snapshot, view, keep)))


def edges_over(snapshot: Snapshot, view: View, dates: Iterable[str]) -> Iterator[Ints]:
    """The live edges of a view at each of several dates: `Live.edges`, and nothing else."""
    believed, times = _known(snapshot, view)
    chosen = _chosen(snapshot, view, frozenset())
    for date in dates:
        claims = believed & _holds(times, replace(view, as_of=date))
        yield np.flatnonzero(_alive(snapshot, view, claims) & chosen)


def _alive(snapshot: Snapshot, view: View, claims: Flags) -> Flags:
    """The edges that a view believes; where any assertion will do, confidences need not be worked out."""
    if view.policy != "any" or view.min_confidence > 0:
        return _accepted(view, *_weigh(snapshot, claims))
    columns, edges = snapshot.claim_columns, snapshot.edge_columns
    asserting = claims & ~columns.denied & (columns.weight > 0)
    mask = np.zeros(len(edges.ids), dtype=np.bool_)
    mask[edges.pair_edge[asserting[edges.pair_claim]]] = True
    return mask


def _known(snapshot: Snapshot, view: View) -> tuple[Flags, Ints]:
    """The claims that a view believes, whatever their date, and the days of all; the same at any date."""
    question = ("times", view.known_at, view.datasets, view.sources, view.without)
    return snapshot.memory.recall(
        question,
        lambda: (believed := _believed(snapshot, view), _times(snapshot, believed)),
        lambda known: sum(map(size_of, known)),
    )


def _believed(snapshot: Snapshot, view: View) -> Flags:
    """The claims known at the asked revision, from the asked datasets and sources, and not left out; whatever their
    date."""
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
        mask &= ~_things(snapshot, view.without)[columns.subject]
        mask[snapshot.ids.rows_of(view.without)] = False
    return mask


def _among(names: Collection[str], given: Collection[str]) -> Flags:
    wanted = frozenset(given)
    return np.fromiter((name in wanted for name in names), dtype=np.bool_, count=len(names))


def _things(snapshot: Snapshot, given: Collection[str]) -> Flags:
    """Which things are among those given."""
    mask = np.zeros(len(snapshot.things), dtype=np.bool_)
    mask[[place for name in given if (place := snapshot.things.find(name)) >= 0]] = True
    return mask


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


def _holds(times: Ints, view: View) -> Flags:
    """`graph.dates.holds` for all claims at once."""
    if view.as_of is None:
        return np.ones(times.shape[1], dtype=np.bool_)
    first, last = span(view.as_of)
    start_earliest, start_latest, end_earliest, end_latest = times
    certain = view.certainty == "certain"
    begun, lasting = (
        (start_latest <= first, last <= end_earliest) if certain else (start_earliest <= last, first <= end_latest)
    )
    mask: Flags = np.logical_and(begun, lasting)
    return mask


def _weigh(snapshot: Snapshot, claims: Flags) -> tuple[Floats, Floats]:
    """For each edge, the combined confidence of the live claims that assert it, and of those that deny it."""
    columns, edges = snapshot.claim_columns, snapshot.edge_columns
    spoken = claims[edges.pair_claim]
    denying = columns.denied[edges.pair_claim]
    chosen = [np.flatnonzero(spoken & ~denying), np.flatnonzero(spoken & denying)]
    asserted, denied = (
        combine_columns(
            edges.pair_edge[i], columns.group[edges.pair_claim[i]], columns.weight[edges.pair_claim[i]], len(edges.ids)
        )
        for i in chosen
    )
    return asserted, denied


def _accepted(view: View, confidence: Floats, denial: Floats) -> Flags:
    """The edges the view believes, by its policy and least confidence."""
    allowed = {"any": confidence > 0, "majority": confidence > denial, "strict": denial == 0}[view.policy]
    mask: Flags = allowed & (confidence > 0) & (confidence >= view.min_confidence)
    return mask


def _chosen(snapshot: Snapshot, view: View, keep: frozenset[str]) -> Flags:
    """The edges of the view's projection, types and relationships, between things that are not left out."""
    edges = snapshot.edge_columns
    direct = view.projection == "direct"
    usable = np.array([link.source is not None if direct else not link.derived for link in edges.links], dtype=np.bool_)
    if view.relationships:
        usable &= _of_class([link.relationship for link in edges.links], view.relationships, snapshot)
    mask: Flags = usable[edges.link]
    if view.types or view.without:
        wanted = _wanted(snapshot, view, keep)
        mask &= wanted[edges.source] & wanted[edges.target]
    if view.without:
        mask &= ~_things(snapshot, view.without)[edges.relationship]
    return mask


def _of_class(names: Sequence[str], classes: Collection[str], snapshot: Snapshot) -> Flags:
    below = {n: any(snapshot.vocabulary.is_a(n, c) for c in classes) for n in set(names)}
    return np.array([below[name] for name in names], dtype=np.bool_)


def _wanted(snapshot: Snapshot, view: View, keep: frozenset[str]) -> Flags:
    mask = np.ones(len(snapshot.things), dtype=np.bool_)
    if view.types:
        columns, is_a = snapshot.thing_columns, snapshot.vocabulary.is_a
        entities = snapshot.vocabulary.entities
        of_type = [kind not in entities or any(is_a(kind, wanted) for wanted in view.types) for kind in columns.kinds]
        mask = np.array(of_type, dtype=np.bool_)[columns.kind]
        mask[[snapshot.position[name] for name in keep if name in snapshot.position]] = True
    return mask & ~_things(snapshot, view.without) if view.without else mask


def _contested(snapshot: Snapshot, claims: Flags, times: Ints, denied: Flags) -> Flags:
    """The relationships with a functional property of rival live values, or with an edge both asserted and denied."""
    values = snapshot.value_columns
    mask = np.zeros(len(snapshot.things), dtype=np.bool_)
    mask[snapshot.edge_columns.relationship[denied]] = True
    for slot, given in _several(snapshot, claims).items():
        said = [(values.values[values.code[i]], times[:, values.claim[i]]) for i in given]
        if any(contradict(a, b, values.kinds[slot]) for a, b in combinations(said, 2)):
            mask[values.subject[slot]] = True
    return mask


def _several(snapshot: Snapshot, claims: Flags) -> Mapping[int, list[int]]:
    """The slots with several live values, each with its rows in the value columns."""
    values = snapshot.value_columns
    rows = np.flatnonzero(claims[values.claim])
    pairs = np.unique(np.column_stack([values.slot[rows], values.code[rows]]), axis=0)
    slots, counts = np.unique(pairs[:, 0], return_counts=True)
    found: dict[int, list[int]] = defaultdict(list)
    for i in rows[np.isin(values.slot[rows], slots[counts > 1])].tolist():
        found[int(values.slot[i])].append(i)
    return found


__all__ = ["Live", "edges_over", "live"]
