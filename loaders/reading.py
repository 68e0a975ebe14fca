"""What has been read of one claims file so far: its parts with their places, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from graph.claim import Claim
from graph.source import Source
from loaders.problem import BadValue, Problem, shown
from loaders.yaml_tree import Map, Node, Seq, Text

if TYPE_CHECKING:
    from ontology.vocabulary import Vocabulary

NULLS = ("", "~", "null", "Null", "NULL")
"""What YAML reads as nothing; here a text is missing, or its quotes."""


class Place(NamedTuple):
    """Where something stands; lines and columns count from 1."""

    file: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Thing:
    """An entity or relationship that a file speaks of, of the class `type`."""

    id: str
    type: str
    place: Place


@dataclass(frozen=True, slots=True)
class Reference:
    """An id of what may stand elsewhere: a source, or the entity that plays a `role` of a `relationship` class."""

    name: str
    place: Place
    field: str
    role: str | None = None
    relationship: str | None = None


@dataclass(slots=True)
class Reading:
    """One file as it is read; the lists grow."""

    file: str
    dataset: str
    vocabulary: Vocabulary
    sources: list[tuple[Source, Place]] = field(default_factory=list)
    things: list[Thing] = field(default_factory=list)
    claims: list[tuple[Claim, Place]] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def place(self, node: Node) -> Place:
        """Where a node stands."""
        return Place(self.file, node.line, node.column)

    def problem(
        self, node: Node, name: str, message: str, allowed: Iterable[str] = (), suggestion: str | None = None
    ) -> None:
        """Note that something is wrong with the node under the key `name`."""
        value = node.value if isinstance(node, Text) else None
        self.problems.append(Problem(*self.place(node), name, value, message, tuple(allowed), suggestion))

    def bad_value(self, node: Node, name: str, error: BadValue) -> None:
        """Note that a text is no value."""
        self.problem(node, name, error.detail, error.allowed, error.suggestion)

    def unknown_key(self, key: Text, what: str, known: Iterable[str]) -> None:
        """Note that a key is none that can stand there."""
        names = tuple(known)
        self.problem(
            key, key.value, f"{shown(key.value)} is no {what}.", names, self.vocabulary.suggest(key.value, names)
        )

    def text(self, node: Node, name: str) -> str | None:
        """The text of a node; None, and a problem, if it is no text or empty."""
        if not isinstance(node, Text):
            self.problem(node, name, "This must be one text, not a list or mapping.")
        elif (node.plain and node.value in NULLS) or not node.value.strip():
            self.problem(node, name, "There is nothing here. Leave the key out, or write what the source says.")
        else:
            return node.value
        return None

    def mapping(self, node: Node, name: str) -> Map | None:
        """The node if it is a mapping with something in it; None, and a problem, if not."""
        if isinstance(node, Map) and node.items:
            return node
        self.problem(node, name, "This must be a mapping: lines with a key, a colon and a value.")
        return None

    def items(self, node: Node, name: str) -> tuple[Node, ...]:
        """The items of a list; one text counts as a list of one."""
        if isinstance(node, Seq):
            return node.items
        text = self.text(node, name)
        return () if text is None else (node,)


__all__ = ["Place", "Reading", "Reference", "Thing"]
