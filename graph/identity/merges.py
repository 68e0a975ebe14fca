"""Which ids stand for one thing, from what is said of it: a union-find that denials bound.

What is said comes in pairs: two ids are one, or are not. The surest is followed first: what a caller supposes, then
identifiers, then claims by their weight. A pair that would bring together two ids of which it is said that they are not
one is not followed; it is told of as contradicted. Without denials that is the plain union-find, whatever the order.

Of the ids of one thing the one that was known first is kept, so that links from outside hold; the others lead to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum

ROLES = ("identified", "identifiedWith")
"""The roles of a relationship that says who is who."""
NEVER = 2**63
"""The age of an id that no claim is about."""


class Ground(IntEnum):
    """What a pair is said on, the surest first."""

    SUPPOSED = 0
    IDENTIFIER = 1
    CLAIM = 2


@dataclass(frozen=True, slots=True)
class Pair:
    """Two ids of which something says that they are one, or are not; `why` is that, for a person, `said_by` are the ids
    of the claim, its source and its dataset."""

    one: str
    other: str
    same: bool = True
    ground: Ground = Ground.CLAIM
    weight: float = 1.0
    why: str = ""
    said_by: frozenset[str] = frozenset()

    @property
    def ends(self) -> frozenset[str]:
        """Both ids."""
        return frozenset((self.one, self.other))


@dataclass(frozen=True, slots=True)
class Merged:
    """The ids that lead to another one (`kept`), and the pairs that could not be followed."""

    kept: Mapping[str, str]
    contradicted: tuple[Pair, ...] = ()


def merge(pairs: Iterable[Pair], age: Mapping[str, int]) -> Merged:
    """What follows from pairs; `age` is the revision that first knew of an id.

    >>> same, apart = [Pair("iai", "iai-2"), Pair("iai-2", "iai-3")], Pair("iai", "iai-3", same=False)
    >>> dict(merge(same, {}).kept)
    {'iai-2': 'iai', 'iai-3': 'iai'}
    >>> found = merge([*same, apart], {})
    >>> dict(found.kept), [sorted(pair.ends) for pair in found.contradicted]
    ({'iai-2': 'iai'}, [['iai-2', 'iai-3']])
    """
    said = list(pairs)
    apart = _denied(said)
    groups: dict[str, set[str]] = {}
    contradicted = []
    for pair in sorted((pair for pair in said if pair.same), key=_rank):
        mine, others = (groups.setdefault(name, {name}) for name in (pair.one, pair.other))
        if mine is others:
            continue
        if any(frozenset((a, b)) in apart for a in mine for b in others):
            contradicted.append(pair)
            continue
        mine |= others
        groups.update(dict.fromkeys(others, mine))
    kept = {name: _first(group, age) for name, group in sorted(groups.items())}
    return Merged({name: first for name, first in kept.items() if name != first}, tuple(contradicted))


def _denied(said: Iterable[Pair]) -> frozenset[frozenset[str]]:
    """The pairs that are not one, but for those that the caller supposes to be."""
    supposed = {pair.ends for pair in said if pair.same and pair.ground is Ground.SUPPOSED}
    return frozenset(pair.ends for pair in said if not pair.same) - supposed


def _rank(pair: Pair) -> tuple[int, float, list[str]]:
    return pair.ground, -pair.weight, sorted(pair.ends)


def _first(group: Iterable[str], age: Mapping[str, int]) -> str:
    """The id that was known first; of several the shortest."""
    return min(group, key=lambda name: (age.get(name, NEVER), len(name), name))


__all__ = ["ROLES", "Ground", "Merged", "Pair", "merge"]
