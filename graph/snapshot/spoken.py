"""What was said, as the ontology reads it: which class each row is of, which property each value is for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from graph.claim import Marker, Status
from graph.columns import Flags, Ints
from graph.snapshot.said import CREDIBILITY, MARKER, NONE, PROPERTY, SOURCE, STATUS, TYPE, VALUE_OF, Said

if TYPE_CHECKING:
    from ontology.vocabulary import Vocabulary

T = TypeVar("T")


@dataclass(frozen=True)
class Coded:
    """Texts that are few, as numbers: entry `i` is ``names[code[i]]``; `names` are sorted."""

    names: tuple[str, ...]
    code: Ints

    def map(self, what: Callable[[str], T]) -> np.ndarray:
        """What each entry comes to by its name."""
        return np.array([what(name) for name in self.names])[self.code] if self.names else np.empty(0)


@dataclass(frozen=True)
class Spoken:
    """`Said` beside the ontology; what is worked out here serves the building of a snapshot and is then forgotten."""

    said: Said
    vocabulary: Vocabulary

    @cached_property
    def kind(self) -> Coded:
        """The class of each row."""
        return self._coded(self.said.claims[TYPE])

    @cached_property
    def source(self) -> Coded:
        """The source of each row."""
        return self._coded(self.said.claims[SOURCE])

    @cached_property
    def denied(self) -> Flags:
        """Whether each row denies."""
        flags: Flags = self._coded(self.said.claims[STATUS]).map(lambda name: name == Status.DENIED).astype(np.bool_)
        return flags

    @cached_property
    def credibility(self) -> Ints:
        """The grade of each row."""
        tokens, code = np.unique(self.said.claims[CREDIBILITY], return_inverse=True)
        grades = np.array([self.said.tokens.value(token) for token in tokens.tolist()], dtype=np.int8)
        return grades[code]

    @cached_property
    def property(self) -> Coded:
        """The property of each value."""
        return self._coded(self.said.values[PROPERTY])

    @cached_property
    def known(self) -> Flags:
        """Whether each value is known to who gives it."""
        marker = self.said.values[MARKER]
        tokens = [token for token in np.unique(marker).tolist() if token != NONE]
        unknown = [token for token in tokens if self.said.tokens.value(token) == Marker.UNKNOWN]
        return ~np.isin(marker, unknown)

    @cached_property
    def is_text(self) -> Flags:
        """Whether each value is a text."""
        tokens = self.said.tokens
        first = tokens.buffer[tokens.start[self.said.values[VALUE_OF]]] if len(tokens) else np.empty(0, np.uint8)
        flags: Flags = first == ord('"')
        return flags

    def about(
        self, names: Callable[[str], Iterable[str]], values: Flags, rows: Flags | None = None
    ) -> tuple[Ints, Ints]:
        """Where rows give one of some values for a property that `names` has for their class: rows, and values.

        In the order of rows, and of the values in each.
        """
        wanted = self.table(names)
        row, value = self.said.row_of_given(), self.said.given
        chosen = values[value]
        if rows is not None:
            chosen &= rows[row]
        row, value = row[chosen], value[chosen]
        chosen = wanted[self.kind.code[row], self.property.code[value]]
        return row[chosen], value[chosen]

    def table(self, names: Callable[[str], Iterable[str]]) -> Flags:
        """Which properties `names` has for each class."""
        flags = np.zeros((len(self.kind.names), len(self.property.names)), dtype=np.bool_)
        number = {name: i for i, name in enumerate(self.property.names)}
        for i, kind in enumerate(self.kind.names):
            flags[i, [number[name] for name in names(kind) if name in number]] = True
        return flags

    def _coded(self, column: Ints) -> Coded:
        tokens, code = np.unique(column, return_inverse=True)
        told = [str(self.said.tokens.value(token)) for token in tokens.tolist()]
        order = sorted(range(len(told)), key=told.__getitem__)
        place: Ints = np.empty(len(told), dtype=np.int16 if len(told) < np.iinfo(np.int16).max else np.int32)
        place[order] = np.arange(len(told))
        return Coded(tuple(told[i] for i in order), place[code])


__all__ = ["Coded", "Spoken"]
