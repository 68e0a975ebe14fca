"""What every kind of term is read with: its name and words, its alignments, and what it refers to."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import TypedDict

import pyoxigraph as ox

from ontology.iri import NAMESPACE
from ontology.statements import Statements, Subject
from ontology.terms import Alignment

ROOTS = ("Entity", "Relationship")
"""The classes that all others are subclasses of; they are no classes to describe a thing as."""
ALIGNING = (
    *("rdfs:subClassOf", "rdfs:subPropertyOf", "owl:equivalentClass", "owl:equivalentProperty", "skos:exactMatch"),
    *("skos:closeMatch", "skos:broadMatch", "skos:narrowMatch", "skos:relatedMatch"),
)
"""The relations to terms of other vocabularies that are read as alignments."""
PROPERTY_TYPES = ("owl:DatatypeProperty", "owl:ObjectProperty")
KNOWN_TYPES = (
    "owl:Class",
    *PROPERTY_TYPES,
    "owl:AnnotationProperty",
    "skos:Concept",
    "skos:ConceptScheme",
    "dg:Wording",
)
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*")


class Named(TypedDict):
    """What every term has, as keyword arguments."""

    name: str
    iri: str
    label: str
    definition: str
    scope_note: str | None
    alignments: tuple[Alignment, ...]


def named(subject: Subject, *, label: str = "rdfs:label", name: str | None = None) -> Named:
    """What a term is called and means. `label` is its label's predicate, `name` a name other than the local one."""
    if name is None and not _NAME.fullmatch(subject.name):
        raise subject.wrong("has a name that is no plain word", "Use letters and digits, beginning with a letter.")
    return Named(
        name=name or subject.name,
        iri=subject.iri,
        label=subject.text(label),
        definition=subject.text("skos:definition"),
        scope_note=subject.text_or_none("skos:scopeNote"),
        alignments=tuple(_alignments(subject)),
    )


def _alignments(subject: Subject) -> Iterator[Alignment]:
    for predicate in ALIGNING:
        for node in subject.said.get(predicate, ()):
            if isinstance(node, ox.NamedNode) and not node.value.startswith(NAMESPACE):
                yield predicate, node.value


def known(subject: Subject, predicate: str, among: Collection[str], what: str) -> tuple[str, ...]:
    """The names that a predicate leads to, all of which have to be known."""
    found = subject.names(predicate)
    for name in found:
        if name not in among:
            raise subject.wrong(f"has {predicate} dg:{name}, which is no {what}")
    return found


def edge_name(name: str) -> str:
    """The Neo4j relationship type of a role or projection.

    >>> edge_name("partOfAccord")
    'PART_OF_ACCORD'
    """
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).upper()


def check_kinds(statements: Statements) -> None:
    """Refuse a term of ours that is of no kind the ontology is made of, or whose kind was misspelt."""
    for subject in statements.subjects.values():
        if subject.iri.startswith(NAMESPACE) and not set(KNOWN_TYPES) & set(subject.iris("rdf:type")):
            raise subject.wrong("is of no known kind", f"Say that it is one of: {', '.join(KNOWN_TYPES)}.")


__all__ = ["PROPERTY_TYPES", "ROOTS", "Named", "check_kinds", "edge_name", "known", "named"]
