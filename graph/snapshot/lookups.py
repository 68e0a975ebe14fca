"""Finding claims, ids and involvements in columns, as mappings and collections that hold nothing themselves."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from graph.claim import Claim
from graph.columns import ClaimColumns, Ints
from graph.snapshot.said import VALUE_OF
from graph.snapshot.things import mentions

if TYPE_CHECKING:
    from graph.snapshot.said import Rows
    from graph.snapshot.spoken import Spoken
    from graph.snapshot.texts import Texts


class Claims(Mapping[str, Claim]):
    """The claims of a snapshot by their ids."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def __getitem__(self, name: str) -> Claim:
        if (row := self._rows.ids.find(name)) < 0:
            raise KeyError(name)
        return self._rows[row]

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self._rows.ids.find(name) >= 0

    def __iter__(self) -> Iterator[str]:
        return (self._rows.ids[row] for row in self._rows.ids.distinct().tolist())

    def __len__(self) -> int:
        return len(self._rows.ids.distinct())


class KnownIds(Collection[str]):
    """All ids in several mappings."""

    def __init__(self, *known: Mapping[str, object]) -> None:
        self._known = known

    def __contains__(self, name: object) -> bool:
        return any(name in known for known in self._known)

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(chain.from_iterable(self._known)))

    def __len__(self) -> int:
        return sum(1 for _ in self)


class Involved(Mapping[str, tuple[str, ...]]):
    """For each entity the relationships it has a role in: those of thing i are ``rows[first[i]:first[i + 1]]``."""

    def __init__(self, things: Texts, first: Ints, relationships: Ints) -> None:
        self._things, self._first, self._relationships = things, first, relationships

    def __getitem__(self, name: str) -> tuple[str, ...]:
        place = self._things.find(name)
        if place < 0 or self._first[place] == self._first[place + 1]:
            raise KeyError(name)
        found = self._relationships[self._first[place] : self._first[place + 1]]
        return tuple([self._things[i] for i in found.tolist()])

    def __iter__(self) -> Iterator[str]:
        return (self._things[place] for place in np.flatnonzero(np.diff(self._first)).tolist())

    def __len__(self) -> int:
        return int(np.count_nonzero(np.diff(self._first)))


def involved_columns(spoken: Spoken, claims: ClaimColumns, thing: Ints) -> tuple[Ints, Ints]:
    """Which relationships each thing has a role in, as `Involved` has them."""
    row, value = mentions(spoken)
    named, relationship = thing[spoken.said.values[VALUE_OF][value]], claims.subject[row]
    order = np.lexsort((relationship, named))
    named, relationship = named[order], relationship[order]
    new = np.ones(len(named), dtype=np.bool_)
    new[1:] = (named[1:] != named[:-1]) | (relationship[1:] != relationship[:-1])
    size = int(thing.max(initial=-1)) + 1
    first = np.zeros(size + 1, dtype=np.int32)
    np.cumsum(np.bincount(named[new], minlength=size), out=first[1:])
    return first, relationship[new].astype(np.int32)


__all__ = ["Claims", "Involved", "KnownIds", "involved_columns"]
