"""Which edges claims speak of, and which values they give where only one can be right; all of it without a loop over
claims."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from graph.claim import Value
from graph.columns import ClaimColumns, EdgeColumns, Ints, Link, ValueColumns, links_of
from graph.ondemand import OnDemand
from graph.snapshot.said import MARKER, PROPERTY, UNIT, UPPER, VALUE_OF, Said, read_value
from graph.snapshot.texts import Texts

if TYPE_CHECKING:
    from graph.snapshot.spoken import Spoken
    from ontology.vocabulary import Vocabulary

Pairs = tuple[Ints, Ints]
"""Rows, ascending, and a thing for each."""


class EdgeIds(OnDemand[str]):
    """The ids of edges: relationship and link; numbered from the second on where one relationship links several pairs
    alike."""

    def __init__(self, things: Texts, links: tuple[Link, ...], relationship: Ints, link: Ints) -> None:
        self.things, self.links, self.relationship, self.link = things, links, relationship, link

    def __len__(self) -> int:
        return len(self.link)

    def at(self, place: int) -> str:
        """The id of an edge by its place in the columns."""
        return self._name(self.relationship[place], self.link[place], int(self._number[place]))

    def __iter__(self) -> Iterator[str]:
        columns = (self.relationship.tolist(), self.link.tolist(), self._number.tolist())
        return (self._name(*edge) for edge in zip(*columns, strict=True))

    def _name(self, relationship: int, link: int, number: int) -> str:
        name = f"{self.things[relationship]}/{self.links[link].name}"
        return name if number == 1 else f"{name}#{number}"

    @cached_property
    def _number(self) -> Ints:
        """How many edges of the same relationship and link come before each, and itself."""
        place = np.arange(len(self), dtype=np.int32)
        first = np.ones(len(self), dtype=np.bool_)
        first[1:] = (self.relationship[1:] != self.relationship[:-1]) | (self.link[1:] != self.link[:-1])
        return place - np.maximum.accumulate(np.where(first, place, 0)) + 1 if len(self) else place


def edge_columns(spoken: Spoken, claims: ClaimColumns, things: Texts, thing: Ints) -> EdgeColumns:
    """Find the edges that claims speak of. A denial that names no ends speaks of all edges of its relationship."""
    links = links_of(spoken.vocabulary)
    players = _players(spoken, links, thing)
    ends = [_ends(claims, link, players) for link in links]
    link = np.repeat(np.arange(len(links), dtype=np.int32), [len(row) for row, _, _ in ends])
    row, source, target = (np.concatenate([end[k] for end in ends]).astype(np.int32) for k in range(3))
    spoken_of = claims.subject[row]
    order = np.lexsort((row, target, source, link, spoken_of))
    keys = np.stack([spoken_of[order], link[order], source[order], target[order]])
    new = np.r_[True, (keys[:, 1:] != keys[:, :-1]).any(axis=0)] if len(order) else np.empty(0, np.bool_)
    relationship, link, source, target = keys[:, new]
    pairs = np.stack([np.cumsum(new, dtype=np.int32) - np.int32(1), row[order]])
    sweeping = claims.denied.copy()
    sweeping[row] = False
    pairs = _with_sweeping(pairs, np.flatnonzero(sweeping), claims.subject, relationship)
    ids = EdgeIds(things, links, relationship, link)
    return EdgeColumns(ids, links, source, target, relationship, link, pairs[0], pairs[1])


def _players(spoken: Spoken, links: Sequence[Link], thing: Ints) -> dict[tuple[str, str], Pairs]:
    """For each class and property that edges end in: which rows give it which things."""
    wanted: dict[str, set[str]] = {}
    for link in links:
        wanted.setdefault(link.relationship, set()).update({link.source or link.target, link.target})
    named = thing[spoken.said.values[VALUE_OF]]
    row, value = spoken.about(lambda kind: wanted.get(kind, ()), spoken.known & spoken.is_text & (named >= 0))
    key = spoken.kind.code[row].astype(np.int32) * len(spoken.property.names) + spoken.property.code[value]
    order = np.argsort(key, kind="stable")
    row, value, key = row[order], value[order], key[order]
    numbers, starts = np.unique(key, return_index=True)
    found: dict[tuple[str, str], Pairs] = {}
    for number, first, last in zip(numbers.tolist(), starts, np.r_[starts, len(key)][1:], strict=True):
        kind, name = divmod(number, len(spoken.property.names))
        found[spoken.kind.names[kind], spoken.property.names[name]] = row[first:last], named[value[first:last]]
    return found


def _ends(claims: ClaimColumns, link: Link, players: dict[tuple[str, str], Pairs]) -> tuple[Ints, Ints, Ints]:
    """The edges with this link: for each the row that speaks of it, its source and its target."""
    none = np.empty(0, np.int32), np.empty(0, np.int32)
    row, target = players.get((link.relationship, link.target), none)
    if link.source is None:
        return row, claims.subject[row], target
    rows, source = players.get((link.relationship, link.source), none)
    first, last = rows.searchsorted(row, "left"), rows.searchsorted(row, "right")
    count = last - first
    place = np.arange(count.sum()) + np.repeat(first - np.r_[0, np.cumsum(count)[:-1]], count) if len(row) else count
    return np.repeat(row, count), source[place], np.repeat(target, count)


def _with_sweeping(pairs: Ints, rows: Ints, subject: Ints, relationship: Ints) -> Ints:
    """Edges and the rows that speak of them, those that speak of all edges of their relationship too; each once."""
    first, last = (relationship.searchsorted(subject[rows], side) for side in ("left", "right"))
    swept = [(edge, row) for row, a, b in zip(rows.tolist(), first, last, strict=True) for edge in range(a, b)]
    if swept:
        pairs = np.concatenate([pairs, np.array(swept, dtype=np.int32).T], axis=1)
        pairs = pairs[:, np.lexsort((pairs[1], pairs[0]))]
    new = np.r_[True, (pairs[:, 1:] != pairs[:, :-1]).any(axis=0)] if pairs.size else np.empty(0, np.bool_)
    return pairs[:, new]


class Values(OnDemand[Value]):
    """Values by their numbers, without the words and the language in which they were given."""

    def __init__(self, said: Said, number: Ints) -> None:
        self.said, self.number = said, number

    def __len__(self) -> int:
        return len(self.number)

    def at(self, place: int) -> Value:
        """A value by its place among them."""
        return read_value(self.said, int(self.number[place]))


def value_columns(spoken: Spoken, claims: ClaimColumns) -> ValueColumns:
    """Find the functional properties of relationships that have been given several values."""
    vocabulary = spoken.vocabulary
    row, value = spoken.about(lambda kind: _functional(vocabulary, kind), spoken.known, ~claims.denied)
    code, example = _codes(spoken, value)
    slot = claims.subject[row].astype(np.int64) * len(spoken.property.names) + spoken.property.code[value]
    several = _several(slot, code)
    row, code, slot = row[several], code[several], slot[several]
    slots, number = np.unique(slot, return_inverse=True)
    kinds = (
        vocabulary.properties[spoken.property.names[i]].kind for i in (slots % len(spoken.property.names)).tolist()
    )
    subject = (slots // max(len(spoken.property.names), 1)).astype(np.int32)
    used, code = np.unique(code, return_inverse=True)
    return ValueColumns(
        row, number.astype(np.int32), code.astype(np.int32), subject, tuple(kinds), Values(spoken.said, example[used])
    )


def _several(slot: Ints, code: Ints) -> Ints:
    """The entries whose slot has several codes."""
    order = np.lexsort((code, slot))
    other = (slot[order][1:] == slot[order][:-1]) & (code[order][1:] != code[order][:-1])
    return np.flatnonzero(np.isin(slot, slot[order][1:][other]))


def _codes(spoken: Spoken, value: Ints) -> Pairs:
    """A number for each value, the same if only words or language differ; and for each number a value that has it."""
    used, place = np.unique(value, return_inverse=True)
    code = np.zeros(len(used), dtype=np.int64)
    for k in (PROPERTY, VALUE_OF, MARKER, UPPER, UNIT):
        column = spoken.said.values[k][used].astype(np.int64)
        _, code = np.unique(code * (len(spoken.said.tokens) + 1) + column + 1, return_inverse=True)
    _, example = np.unique(code, return_index=True)
    return code[place], used[example]


def _functional(vocabulary: Vocabulary, kind: str) -> Iterator[str]:
    if kind in vocabulary.relationships:
        yield from (name for name, term in vocabulary.properties_of(kind).items() if term.functional)


__all__ = ["EdgeIds", "edge_columns", "value_columns"]
