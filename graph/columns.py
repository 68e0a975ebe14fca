"""The claims of a snapshot as columns: arrays by claim, by the edges that claims speak of, and by values that may be
contested.

An edge is what a claim says: both its ends are in one claim. Its label is a `Link`, read from the ontology: a
projection of a relationship class ("supplies", from supplier to recipient), or, for relationships of three and more
roles, a role seen from the relationship itself. All edges that any claim of any revision speaks of are laid out once;
a view only masks them (`graph.live`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from graph.claim import Claim, Value

if TYPE_CHECKING:
    from ontology.terms import RelationshipClass
    from ontology.vocabulary import Vocabulary

Ints = npt.NDArray[np.signedinteger[Any]]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Row = tuple[Claim, int, int | None]
"""A claim with the revision that recorded it and the one that retracted it, if any."""

STANDS = int(np.iinfo(np.int32).max)
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
    credibility: Ints
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

    ids: Sequence[str]
    links: tuple[Link, ...]
    source: Ints
    target: Ints
    relationship: Ints
    link: Ints
    pair_edge: Ints
    pair_claim: Ints


@dataclass(frozen=True, slots=True, eq=False)
class ValueColumns:
    """Where relationships' functional properties are given several values: row `claim` gives `values[code]` in a slot.

    A slot is one property of one relationship: `subject[slot]` counts in `Snapshot.things`, `kinds[slot]` is the
    kind of the property. Values that differ in words and language only have one code.
    """

    claim: Ints
    slot: Ints
    code: Ints
    subject: Ints
    kinds: tuple[str, ...]
    values: Sequence[Value]


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
