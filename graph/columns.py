"""The claims of a snapshot as columns: arrays by claim, by the edges that claims speak of, and by values that may be
contested.

An edge is what a claim says: both its ends are in one claim. Its label is a `Link`, read from the ontology: a
projection of a relationship class ("supplies", from supplier to recipient), or, for relationships of three and more
roles, a role seen from the relationship itself. All edges that any claim of any revision speaks of are laid out once;
a view only masks them (`graph.live`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from graph.claim import Claim, Marker, Status, Value
from graph.confidence import independent_groups
from graph.dates import bounds
from graph.source import Source, claim_weight

if TYPE_CHECKING:
    from ontology.terms import RelationshipClass
    from ontology.vocabulary import Vocabulary

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Row = tuple[Claim, int, int | None]
"""A claim with the revision that recorded it and the one that retracted it, if any."""

STANDS = int(np.iinfo(np.int64).max)
"""The revision that retracts what still stands."""


@dataclass(frozen=True, slots=True)
class Link:
    """What an edge says, in words: a projection, or the role of an n-ary relationship (then `source` is None)."""

    name: str
    relationship: str
    source: str | None
    target: str
    phrase: str
    inverse_phrase: str
    symmetric: bool = False
    phrased_by: str | None = None
    wordings: tuple[tuple[str, str, str], ...] = ()
    derived: bool = False

    def words(self, concept: str | None = None) -> tuple[str, str]:
        """The phrase and the inverse phrase, given the value of `phrased_by`."""
        closer = ((phrase, inverse) for name, phrase, inverse in self.wordings if name == concept)
        return next(closer, (self.phrase, self.inverse_phrase))


@dataclass(frozen=True, slots=True, eq=False)
class ClaimColumns:
    """One entry for each row of claims, in the order of `Snapshot.rows`.

    `subject` counts in `Snapshot.things`; `source` and `dataset` in the sorted ids of those; `group` in independent
    sources. `times` has four rows of days: start at the earliest, at the latest, end at the earliest, at the latest
    (where `dated`).
    """

    recorded: Ints
    retracted: Ints
    denied: Flags
    subject: Ints
    source: Ints
    dataset: Ints
    group: Ints
    weight: Floats
    dated: Flags
    times: Ints


@dataclass(frozen=True, slots=True, eq=False)
class EdgeColumns:
    """One entry for each edge that a claim of any revision asserts or denies, in the order of `ids`.

    `source`, `target` and `relationship` count in `Snapshot.things`, `link` in `links`. `pair_edge` and `pair_claim`
    list which rows of claims speak of which edge.
    """

    ids: tuple[str, ...]
    links: tuple[Link, ...]
    source: Ints
    target: Ints
    relationship: Ints
    link: Ints
    pair_edge: Ints
    pair_claim: Ints


@dataclass(frozen=True, slots=True, eq=False)
class ValueColumns:
    """The values that relationships' functional properties are given: row `claim` gives `values[code]` in a slot.

    A slot is one property of one relationship: `subject[slot]` counts in `Snapshot.things`, `kinds[slot]` is the
    kind of the property.
    """

    claim: Ints
    slot: Ints
    code: Ints
    subject: Ints
    kinds: tuple[str, ...]
    values: tuple[Value, ...]


def claim_columns(
    rows: Sequence[Row],
    vocabulary: Vocabulary,
    sources: Mapping[str, Source],
    datasets: Sequence[str],
    position: Mapping[str, int],
) -> ClaimColumns:
    """Lay out the claims; `position` numbers the things they are about."""
    claims = [claim for claim, _, _ in rows]
    of_source = {name: i for i, name in enumerate(sources)}
    of_dataset = {name: i for i, name in enumerate(datasets)}
    groups = independent_groups(sources.values())
    of_group = {name: i for i, name in enumerate(groups)}
    times = [_days(claim, vocabulary) for claim in claims]
    return ClaimColumns(
        recorded=_ints(recorded for _, recorded, _ in rows),
        retracted=_ints(STANDS if retracted is None else retracted for _, _, retracted in rows),
        denied=np.array([claim.status is Status.DENIED for claim in claims], dtype=np.bool_),
        subject=_ints(position[claim.subject] for claim in claims),
        source=_ints(of_source[claim.source] for claim in claims),
        dataset=_ints(of_dataset[sources[claim.source].dataset] for claim in claims),
        group=_ints(of_group[groups[claim.source]] for claim in claims),
        weight=np.array([claim_weight(sources[c.source].reliability, c.credibility) for c in claims], dtype=np.float64),
        dated=np.array([days is not None for days in times], dtype=np.bool_),
        times=np.array([days or (0, 0, 0, 0) for days in times], dtype=np.int64).reshape(-1, 4).T,
    )


def _days(claim: Claim, vocabulary: Vocabulary) -> tuple[int, int, int, int] | None:
    """The days of a claim's own date; what is said of an entity is a state."""
    kind = vocabulary.relationships.get(claim.type)
    return bounds(claim.valid, kind.temporality if kind else "state").days if claim.valid else None


def links_of(vocabulary: Vocabulary) -> tuple[Link, ...]:
    """What edges relationships have, class by class: its projections, then, if it is n-ary, its roles.

    A class without a projection (statistics) has none at all, so that it is never a short cut.
    """
    kinds = (kind for _, kind in sorted(vocabulary.relationships.items()) if kind.projections)
    return tuple(link for kind in kinds for link in _links(kind))


def _links(kind: RelationshipClass) -> Iterator[Link]:
    for p in kind.projections:
        words = (p.phrase, p.inverse_phrase, p.symmetric, p.phrased_by, p.wordings)
        yield Link(p.name, kind.name, p.source, p.target, *words, derived=kind.nary)
    if kind.nary:
        for role in kind.roles:
            yield Link(role.name, kind.name, None, role.name, f"has the {role.label}", f"is the {role.label} of")


def edge_columns(rows: Sequence[Row], vocabulary: Vocabulary, position: Mapping[str, int]) -> EdgeColumns:
    """Find the edges that claims speak of. A denial that names no ends speaks of all edges of its relationship."""
    links = links_of(vocabulary)
    by_class: dict[str, list[tuple[int, Link]]] = defaultdict(list)
    for number, link in enumerate(links):
        by_class[link.relationship].append((number, link))
    speakers: dict[tuple[int, int, int, int], list[int]] = defaultdict(list)
    sweeping: dict[int, list[int]] = defaultdict(list)
    for i, (claim, _, _) in enumerate(rows):
        subject = position[claim.subject]
        ends = set(_ends(claim, by_class[claim.type], position))
        for end in ends:
            speakers[(subject, *end)].append(i)
        if not ends and claim.status is Status.DENIED:
            sweeping[subject].append(i)
    return _lay_out(speakers, sweeping, links, tuple(position))


def _ends(
    claim: Claim, links: Sequence[tuple[int, Link]], position: Mapping[str, int]
) -> Iterator[tuple[int, int, int]]:
    """The edges a claim speaks of: link, source and target."""
    players: dict[str | None, list[int]] = {None: [position[claim.subject]]}
    for value in claim.values:
        if value.value in position and value.marker is not Marker.UNKNOWN:
            players.setdefault(value.property, []).append(position[str(value.value)])
    for number, link in links:
        if link.source in players and link.target in players:
            yield from ((number, *pair) for pair in product(players[link.source], players[link.target]))


def _lay_out(
    speakers: Mapping[tuple[int, int, int, int], list[int]],
    sweeping: Mapping[int, list[int]],
    links: tuple[Link, ...],
    things: tuple[str, ...],
) -> EdgeColumns:
    keys = sorted(speakers)
    pairs = [(e, c) for e, key in enumerate(keys) for c in sorted({*speakers[key], *sweeping.get(key[0], ())})]
    columns = np.array(keys, dtype=np.int64).reshape(-1, 4)
    pair_columns = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return EdgeColumns(
        ids=tuple(_edge_ids(keys, links, things)),
        links=links,
        source=columns[:, 2],
        target=columns[:, 3],
        relationship=columns[:, 0],
        link=columns[:, 1],
        pair_edge=pair_columns[:, 0],
        pair_claim=pair_columns[:, 1],
    )


def _edge_ids(keys: Sequence[tuple[int, int, int, int]], links: Sequence[Link], things: Sequence[str]) -> Iterator[str]:
    """Relationship and link; numbered from the second on where one relationship links several pairs alike."""
    seen: dict[tuple[int, int], int] = defaultdict(int)
    for relationship, link, _, _ in keys:
        seen[relationship, link] += 1
        count = seen[relationship, link]
        name = f"{things[relationship]}/{links[link].name}"
        yield name if count == 1 else f"{name}#{count}"


def value_columns(rows: Sequence[Row], vocabulary: Vocabulary, position: Mapping[str, int]) -> ValueColumns:
    """Find the values that relationships' functional properties are given."""
    slots: dict[tuple[int, str], int] = {}
    codes: dict[Value, int] = {}
    found: list[tuple[int, int, int]] = []
    functional = {name: _functional(vocabulary, name) for name in vocabulary.relationships}
    for i, (claim, _, _) in enumerate(rows):
        for value in claim.values if claim.status is Status.ASSERTED else ():
            if value.property in functional.get(claim.type, ()) and value.marker is not Marker.UNKNOWN:
                slot = slots.setdefault((position[claim.subject], value.property), len(slots))
                found.append((i, slot, codes.setdefault(replace(value, lang=None, text=None), len(codes))))
    claim_of, slot_of, code_of = np.array(found, dtype=np.int64).reshape(-1, 3).T
    subjects, kinds = (
        _ints(subject for subject, _ in slots),
        tuple(vocabulary.properties[name].kind for _, name in slots),
    )
    return ValueColumns(claim_of, slot_of, code_of, subjects, kinds, tuple(codes))


def _functional(vocabulary: Vocabulary, relationship: str) -> frozenset[str]:
    return frozenset(name for name, term in vocabulary.properties_of(relationship).items() if term.functional)


def _ints(values: Iterator[int]) -> Ints:
    return np.fromiter(values, dtype=np.int64)
