"""A release that is a part of its dataset and cannot say of which: it speaks of the things that it has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from graph.claim import Claim
from graph.loadset import LoadSet
from loaders.id_set import IdSet


def as_part(loadset: LoadSet) -> LoadSet:
    """The same claims, by which nothing is taken back but what was said of the very things that they speak of.

    What the release keeps by its own rule stays as well.
    """
    heard = _Heard(loadset.claims)

    def keeps(unsaid: Sequence[Claim]) -> frozenset[str]:
        own = loadset.keeps(unsaid) if loadset.keeps else frozenset[str]()
        return own | {claim.id for claim in unsaid if claim.subject not in heard.things}

    return replace(loadset, claims=heard, keeps=keeps)


@dataclass
class _Heard(Iterable[Claim]):
    """Claims, and what they have been heard to speak of."""

    claims: Iterable[Claim]
    things: IdSet = field(default_factory=IdSet)

    def __iter__(self) -> Iterator[Claim]:
        for claim in self.claims:
            self.things.add(claim.subject)
            yield claim


__all__ = ["as_part"]
