"""The things that claims are about, in columns; an `Entity` or a `Relationship` is made of them when somebody asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np

from graph.columns import STANDS, ClaimColumns, Flags, Ints
from graph.naming import name_properties
from graph.snapshot.said import LANG, NONE, SUBJECT, VALUE_OF
from graph.snapshot.texts import Texts

if TYPE_CHECKING:
    from graph.snapshot.spoken import Spoken

CACHED = 10_000
"""How many things that were lately asked for are kept."""


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing claims are about: its id, class, the name to show, and the rows of `Snapshot.rows` that speak of it."""

    id: str
    type: str
    name: str
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Relationship:
    """A dated link with roles: its id, class, the name its claims give it (if any), and the rows that speak of it."""

    id: str
    type: str
    name: str | None
    rows: tuple[int, ...]


Thing = TypeVar("Thing", Entity, Relationship)


@dataclass(frozen=True, slots=True, eq=False)
class ThingColumns:
    """One entry for each thing, in the order of `Snapshot.things`.

    `kinds[kind]` is its class, `name` the token of its name (-1: it has none), `entity` whether it is one; the rows
    that speak of it are ``rows[first[i]:first[i + 1]]``.
    """

    kinds: tuple[str, ...]
    kind: Ints
    name: Ints
    entity: Flags
    first: Ints
    rows: Ints


class Position(Mapping[str, int]):
    """Where each thing is in `Snapshot.things`."""

    def __init__(self, things: Texts) -> None:
        self.things = things

    def __getitem__(self, name: str) -> int:
        if (place := self.things.find(name)) < 0:
            raise KeyError(name)
        return place

    def __contains__(self, name: object) -> bool:
        return name in self.things

    def __iter__(self) -> Iterator[str]:
        return iter(self.things)

    def __len__(self) -> int:
        return len(self.things)


class Things(Mapping[str, Thing], Generic[Thing]):
    """The entities of a snapshot, or the relationships, by their ids, sorted."""

    def __init__(self, kind: type[Thing], things: Texts, columns: ThingColumns) -> None:
        self._kind: type[Thing] = kind
        self._things, self._columns = things, columns
        self._chosen = columns.entity if kind is Entity else ~columns.entity
        self._count = int(self._chosen.sum())
        self._kept: dict[str, Thing] = {}

    def __reduce__(self) -> tuple[type[Things[Thing]], tuple[type[Thing], Texts, ThingColumns]]:
        return Things, (self._kind, self._things, self._columns)

    def __getitem__(self, name: str) -> Thing:
        if (found := self._kept.get(name)) is not None:
            return found
        if (place := self._things.find(name)) < 0 or not self._chosen[place]:
            raise KeyError(name)
        if len(self._kept) >= CACHED:
            self._kept.clear()
        found = self._kept[name] = self._made(place, name)
        return found

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and (place := self._things.find(name)) >= 0 and bool(self._chosen[place])

    def __iter__(self) -> Iterator[str]:
        return (self._things[place] for place in np.flatnonzero(self._chosen).tolist())

    def __len__(self) -> int:
        return self._count

    def _made(self, place: int, name: str) -> Thing:
        columns = self._columns
        rows = tuple(columns.rows[columns.first[place] : columns.first[place + 1]].tolist())
        token = int(columns.name[place])
        shown = None if token == NONE else str(self._things.tokens.value(token))
        shown = name if shown is None and self._kind is Entity else shown
        made: Thing = self._kind(name, columns.kinds[columns.kind[place]], shown, rows)  # type: ignore[arg-type]
        return made


def find_things(spoken: Spoken) -> tuple[Texts, Ints]:
    """What rows are about, and what they give a role to, sorted; and the place of each token among them (-1: none)."""
    said = spoken.said
    chosen = np.zeros(len(said.tokens), dtype=np.bool_)
    chosen[said.claims[SUBJECT]] = True
    _, values = mentions(spoken)
    chosen[said.values[VALUE_OF][values]] = True
    tokens = np.flatnonzero(chosen).astype(np.int32)
    named = list(Texts(said.tokens, tokens))
    order = np.array(sorted(range(len(named)), key=named.__getitem__), dtype=np.int64)
    tokens = tokens[order] if len(order) else tokens
    thing = np.full(len(said.tokens), NONE, dtype=np.int32)
    thing[tokens] = np.arange(len(tokens), dtype=np.int32)
    return Texts(said.tokens, tokens), thing


def mentions(spoken: Spoken) -> tuple[Ints, Ints]:
    """Which rows give which known values for a role of their class."""
    roles = spoken.vocabulary.relationships
    return spoken.about(
        lambda kind: spoken.vocabulary.roles_of(kind) if kind in roles else (), spoken.known & spoken.is_text
    )


def thing_columns(spoken: Spoken, claims: ClaimColumns, things: Texts, thing: Ints) -> ThingColumns:
    """Lay out the things; `thing` is the place of each token among them."""
    vocabulary, count = spoken.vocabulary, len(things)
    kinds = tuple(sorted({*vocabulary.entities, *vocabulary.relationships}))
    order = np.argsort(claims.subject, kind="stable").astype(np.int32)
    first = np.zeros(count + 1, dtype=np.int32)
    np.cumsum(np.bincount(claims.subject, minlength=count), out=first[1:])
    kind = _mentioned_kinds(spoken, thing, count, kinds)
    number = {name: i for i, name in enumerate(kinds)}
    said = np.array([number[name] for name in spoken.kind.names], dtype=np.int16)[spoken.kind.code]
    spoken_of = np.flatnonzero(np.diff(first))
    kind[spoken_of] = said[_heaviest(claims.subject, claims, said)]
    entity = np.array([name not in vocabulary.relationships for name in kinds], dtype=np.bool_)[kind]
    return ThingColumns(kinds, kind, name_tokens(spoken, claims, count), entity, first, order)


def _mentioned_kinds(spoken: Spoken, thing: Ints, count: int, kinds: tuple[str, ...]) -> Ints:
    """For each thing the class that the last role given to it asks for."""
    vocabulary = spoken.vocabulary
    row, value = mentions(spoken)
    pair = spoken.kind.code[row].astype(np.int64) * len(spoken.property.names) + spoken.property.code[value]
    pairs, of_pair = np.unique(pair, return_inverse=True)
    asked, rank = [], []
    for i, j in (divmod(number, len(spoken.property.names)) for number in pairs.tolist()):
        roles, name = vocabulary.roles_of(spoken.kind.names[i]), spoken.property.names[j]
        asked.append(kinds.index(roles[name].range[0] if roles[name].range else next(iter(vocabulary.entities))))
        rank.append(list(roles).index(name))
    order = np.lexsort((np.array(rank, dtype=np.int16)[of_pair], row))
    kind = np.zeros(count, dtype=np.int16)
    named = thing[spoken.said.values[VALUE_OF][value]]
    kind[named[order]] = np.array(asked, dtype=np.int16)[of_pair][order]  # of several the last one stays
    return kind


def _heaviest(subject: Ints, claims: ClaimColumns, what: Ints, row: Ints | None = None, *before: Ints) -> Ints:
    """For each subject, ascending, the entry that says what is said with the most weight: what still stands before
    what was retracted, and, of equals, the least; `before` comes before all that."""
    row = np.arange(len(subject)) if row is None else row
    order = np.argsort(subject, kind="stable")
    starts = np.flatnonzero(np.r_[True, subject[order][1:] != subject[order][:-1]]) if len(order) else order
    least, most = (f.reduceat(what[order], starts) if len(order) else order for f in (np.minimum, np.maximum))
    found: Ints = order[starts]
    rivals = np.flatnonzero(np.repeat(least != most, np.diff(np.r_[starts, len(order)])))
    if len(rivals):
        entry = order[rivals]
        keys = (what[entry], -claims.weight[row[entry]], claims.retracted[row[entry]] != STANDS)
        entry = entry[np.lexsort((*keys, *(column[entry] for column in before[::-1]), subject[entry]))]
        new = np.r_[True, subject[entry][1:] != subject[entry][:-1]]
        found[least != most] = entry[new]
    return found


def name_tokens(spoken: Spoken, claims: ClaimColumns, count: int, heard: Flags | None = None) -> Ints:
    """The token of the name to show of each thing: English before no language before others, then the one with the most
    weight. If only some rows are `heard`, only they give names."""
    said, tokens, naming = spoken.said, spoken.said.tokens, name_properties(spoken.vocabulary)
    given = _said_something(spoken)
    row, value = spoken.about(lambda _: naming, given, ~claims.denied if heard is None else heard & ~claims.denied)
    token, subject = said.values[VALUE_OF][value], claims.subject[row]
    lang = said.values[LANG][value]
    english = [code for code in np.unique(lang).tolist() if code != NONE and tokens.value(code) == "en"]
    foreign = np.where(np.isin(lang, english), 0, np.where(lang == NONE, 1, 2)).astype(np.int8)
    name = np.full(count, NONE, dtype=np.int32)
    if len(row):
        found = _heaviest(subject, claims, _in_words(spoken, subject, token), row, foreign)
        name[subject[found]] = token[found]
    return name


def _in_words(spoken: Spoken, subject: Ints, token: Ints) -> Ints:
    """Numbers that order the tokens of subjects with several as their words do; all others are left as they are."""
    order = np.lexsort((token, subject))
    rival = np.zeros(len(token), dtype=np.bool_)
    several = (subject[order][1:] == subject[order][:-1]) & (token[order][1:] != token[order][:-1])
    rival[order[1:][several]] = rival[order[:-1][several]] = True
    tokens = np.unique(token[rival])
    words = [str(spoken.said.tokens.value(code)) for code in tokens.tolist()]
    rank = np.empty(len(words), dtype=np.int32)
    rank[sorted(range(len(words)), key=words.__getitem__)] = np.arange(len(words), dtype=np.int32)
    ranked = token.copy()
    several_of = np.isin(subject, subject[rival])
    ranked[several_of] = rank[np.searchsorted(tokens, token[several_of])]
    return ranked


def _said_something(spoken: Spoken) -> Flags:
    """Whether each value says anything."""
    tokens = spoken.said.tokens
    first = tokens.buffer[tokens.start[spoken.said.values[VALUE_OF]]] if len(tokens) else np.empty(0, np.uint8)
    flags: Flags = first != ord("n")
    return flags


__all__ = [
    "Entity",
    "Position",
    "Relationship",
    "ThingColumns",
    "Things",
    "find_things",
    "mentions",
    "name_tokens",
    "thing_columns",
]
