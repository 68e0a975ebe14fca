"""Whether data in RDF fit the ontology, by SHACL."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass

import pyshacl
from rdflib import SH, Graph, Literal, URIRef
from rdflib.term import Node

from ontology.shapes import class_tree, shapes_from
from ontology.vocabulary import Vocabulary, load_vocabulary


@dataclass(frozen=True, slots=True)
class Violation:
    """What does not fit: the node that was looked at, the property and value at fault, and why.

    `focus`, `path` and `shape` are IRIs (`shape` is empty for one without a name); `path` and `value` are None where
    there is none to blame. `severity` is "Violation" or, for what may be intended, "Warning".
    """

    focus: str
    path: str | None
    value: str | None
    message: str
    shape: str
    severity: str


def validate(data: Graph, vocabulary: Vocabulary | None = None, *, derived: bool = True) -> tuple[Violation, ...]:
    """Everything about a graph that does not fit, sorted; an empty tuple if all does.

    Without `derived`, only by the shapes written by hand: for data whose roles and values were already checked against
    the vocabulary, in a quarter of the time.

    Things are typed with classes of the ontology; a relationship has its roles as direct properties. The players of its
    roles must be in the graph too, with their types.

    >>> from rdflib import Graph
    >>> lone = Graph().parse(data="@prefix dg: <https://w3id.org/defgraph/ns#> . <urn:x> a dg:Firm .", format="turtle")
    >>> [violation.message for violation in validate(lone)]
    ['An entity needs a name.']
    """
    known = vocabulary or load_vocabulary()
    together = class_tree(known)
    for triple in data:
        together.add(triple)
    return violations(together, shapes_of(known, derived=derived))


def violations(data: Graph, shapes: Graph) -> tuple[Violation, ...]:
    """What of a graph violates some shapes, whatever they are; nothing is inferred, fetched or imported."""
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inplace=True, inference="none")
    return tuple(sorted(set(_violations(report)), key=str))


@functools.lru_cache(maxsize=4)
def shapes_of(vocabulary: Vocabulary, *, derived: bool = True) -> Graph:
    """The published shapes: those that follow from the vocabulary (if `derived`), and those written by hand."""
    shapes = shapes_from(vocabulary) if derived else Graph()
    by_hand = vocabulary.folder / "shapes.ttl"
    return shapes.parse(by_hand, format="turtle") if by_hand.exists() else shapes


def _violations(report: Graph) -> Iterator[Violation]:
    for result in report.objects(None, SH.result):  # those that are only details of another are not among them
        shape = report.value(result, SH.sourceShape)
        yield Violation(
            focus=str(report.value(result, SH.focusNode)),
            path=_text(report.value(result, SH.resultPath)),
            value=_text(report.value(result, SH.value)),
            message=str(report.value(result, SH.resultMessage)),
            shape=str(shape) if isinstance(shape, URIRef) else "",
            severity=str(report.value(result, SH.resultSeverity)).rpartition("#")[2],
        )


def _text(node: Node | None) -> str | None:
    return str(node) if isinstance(node, (URIRef, Literal)) else None


__all__ = ["Violation", "shapes_of", "validate", "violations"]
