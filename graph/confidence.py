"""How much independent sources add up to.

A claim weighs `graph.source.claim_weight`: what its source's reliability and its own credibility are worth. Several
claims that say the same add up as far as they are independent. Sources that repeat one another
(`Source.derived_from`, directly or through others) form one group, and a group counts once, by its heaviest claim;
the groups combine as independent witnesses do, 1 - (1 - w1)(1 - w2)..., the rule of J. H. Lambert's "Neues Organon"
(1764), part 4, which is also the noisy-or of J. Pearl's "Probabilistic Reasoning in Intelligent Systems" (1988),
section 4.3.2. docs/decisions/0004 says why.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from graph.source import Source

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.integer[Any]]

DIGITS = 9
"""Decimals of a confidence, so that one claim of weight 0.7225 makes 0.7225 and not a hair less."""


def independent_groups(sources: Iterable[Source]) -> Mapping[str, str]:
    """The group each source counts in, named after the group's first id in alphabetical order.

    A source that is only named in `derived_from` joins groups too, although nothing of its own is loaded.

    >>> one, other = (Source(name, "press", name.upper(), derived_from=("b",)) for name in "ac")
    >>> dict(independent_groups([one, other]))
    {'a': 'a', 'b': 'a', 'c': 'a'}
    """
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        parent.setdefault(name, name)
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for source in sources:
        root(source.id)
        for origin in source.derived_from:
            first, second = sorted((root(source.id), root(origin)))
            parent[second] = first
    return {name: root(name) for name in sorted(parent)}


def combine(weights: Iterable[tuple[str, float]]) -> float:
    """The confidence that (group, weight) pairs add up to: the heaviest of each group, groups as independent witnesses.

    >>> combine([("reuters", 0.5), ("reuters", 0.4), ("globes", 0.5)])
    0.75
    """
    heaviest: dict[str, float] = {}
    for group, weight in weights:
        heaviest[group] = max(weight, heaviest.get(group, 0.0))
    doubt = 1.0
    for group in sorted(heaviest):
        doubt *= 1.0 - heaviest[group]
    return round(1.0 - doubt, DIGITS)


def combine_columns(thing: Ints, group: Ints, weight: Floats, size: int) -> Floats:
    """`combine` for many things at once: row i says that `thing[i]` has a claim of weight `weight[i]` from `group[i]`.

    Returns the confidence of the things 0 .. size-1; a thing without a row has 0.

    >>> combine_columns(np.array([0, 0, 1]), np.array([7, 8, 7]), np.array([0.5, 0.5, 0.25]), 3).tolist()
    [0.75, 0.25, 0.0]
    """
    doubt = np.ones(size)
    if len(thing):
        order = np.lexsort((group, thing))
        thing, group, weight = thing[order], group[order], weight[order]
        first = np.flatnonzero(np.r_[True, (thing[1:] != thing[:-1]) | (group[1:] != group[:-1])])
        heaviest = np.maximum.reduceat(weight, first)
        starts = np.flatnonzero(np.r_[True, thing[first][1:] != thing[first][:-1]])
        doubt[thing[first][starts]] = np.multiply.reduceat(1.0 - heaviest, starts)
    return np.round(1.0 - doubt, DIGITS)
