"""Ids of one thing brought together in the columns that all else is made of.

Rows and their ids stay: a claim is what it was. What it is about, and who plays its roles, is read as the id that is
kept; the id that the source has is kept beside it as the source's own wording.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from graph.identity.merges import Merged, Pair, merge
from graph.snapshot.said import NONE, SUBJECT, TEXT, VALUE_OF, Said
from graph.snapshot.texts import Texts
from graph.snapshot.who import pairs_of

if TYPE_CHECKING:
    from graph.columns import Ints
    from graph.snapshot.spoken import Spoken
    from graph.source import Source


@dataclass(frozen=True)
class Identity:
    """Who is who in a snapshot: `kept` gives the id that another one leads to, `pairs` is all that was said of it
    or is supposed, `contradicted` what could not be followed."""

    kept: Mapping[str, str]
    pairs: tuple[Pair, ...] = ()
    contradicted: tuple[Pair, ...] = ()

    @cached_property
    def others(self) -> Mapping[str, tuple[str, ...]]:
        """The ids that lead to each thing of several, sorted."""
        found: dict[str, list[str]] = {}
        for other, kept in sorted(self.kept.items()):
            found.setdefault(kept, []).append(other)
        return {kept: tuple(others) for kept, others in found.items()}

    def why(self, name: str) -> tuple[str, ...]:
        """The reasons why an id is one with another, each once."""
        group = {name, *self.others.get(self.kept.get(name, name), ()), self.kept.get(name, name)}
        told = (pair.why for pair in self.pairs if pair.same and name in pair.ends and pair.ends <= group)
        return tuple(dict.fromkeys(told))


def find_identity(
    spoken: Spoken,
    sources: Mapping[str, Source],
    at: int,
    supposed: Iterable[Pair] = (),
    without: frozenset[str] = frozenset(),
) -> Identity:
    """Who is who at a revision, if what a caller supposes is so, and claims `without` which are not heard."""
    said = tuple(pair for pair in pairs_of(spoken, sources, at) if not pair.said_by & without)
    pairs = (*said, *supposed)
    found = merge(pairs, _age(spoken, pairs)) if pairs else Merged({})
    return Identity(found.kept, pairs, found.contradicted)


def _age(spoken: Spoken, pairs: Iterable[Pair]) -> Mapping[str, int]:
    """The revision that first spoke of each id in some pairs."""
    said = spoken.said
    first = np.full(len(said.tokens), np.iinfo(np.int64).max)
    np.minimum.at(first, said.claims[SUBJECT], said.recorded)
    subjects = Texts(said.tokens, np.unique(said.claims[SUBJECT]))
    names = {name for pair in pairs for name in pair.ends}
    found = {name: subjects.find(name) for name in names}
    return {name: int(first[subjects.chosen[place]]) for name, place in found.items() if place >= 0}


def with_identity(spoken: Spoken, kept: Mapping[str, str]) -> Said:
    """What was said, read with the ids that are kept."""
    said = spoken.said
    if not kept:
        return said
    to = _renamed(said, kept)
    subject, value, text = said.claims[SUBJECT], said.values[VALUE_OF], said.values[TEXT]
    roles = spoken.property.map(spoken.vocabulary.roles.__contains__).astype(np.bool_)
    moved = roles & (to[value] != value)
    claims = (to[subject], *said.claims[1:])
    values = list(said.values)
    values[VALUE_OF] = np.where(moved, to[value], value).astype(value.dtype)
    values[TEXT] = np.where(moved & (text == NONE), value, text).astype(text.dtype)
    return replace(said, claims=claims, values=tuple(values))


def _renamed(said: Said, kept: Mapping[str, str]) -> Ints:
    """For each token the one that stands in its place."""
    to = np.arange(len(said.tokens), dtype=np.int32)
    texts = Texts(said.tokens, np.union1d(said.claims[SUBJECT], said.values[VALUE_OF]).astype(np.int32))
    for name, first in kept.items():
        if (old := texts.find(name)) >= 0 and (new := texts.find(first)) >= 0:
            to[texts.chosen[old]] = texts.chosen[new]
    return to


__all__ = ["Identity", "find_identity", "with_identity"]
