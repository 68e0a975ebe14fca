"""The direct edges that follow from relationships, and their words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from ontology.iri import NAMESPACE
from ontology.reading.common import edge_name, known, named
from ontology.statements import Statements, Subject
from ontology.terms import Projection, Property, Role, Scheme

Words = tuple[str, str]
"""A phrase and its inverse."""


@dataclass(frozen=True, slots=True)
class Around:
    """What projections refer to, by name. `owners` says of each projection which relationship class has it."""

    owners: Mapping[str, str]
    roles: Mapping[str, Role]
    properties: Mapping[str, Property]
    schemes: Mapping[str, Scheme]


def read_projections(statements: Statements, around: Around) -> Mapping[str, Projection]:
    """The projections by name."""
    own = _wordings(statements, around.schemes)
    return {s.name: _projection(s, around, own.get(s.name, {})) for s in statements.own("dg:Projection")}


def _projection(subject: Subject, around: Around, own: Mapping[str, Words]) -> Projection:
    if subject.name not in around.owners:
        raise subject.wrong("is projected by no relationship class", "Name it in the class's dg:projects.")
    phrased_by, scheme = _phrasing(subject, around)
    return Projection(
        **named(subject),
        relationship=around.owners[subject.name],
        source=_one_role(subject, "dg:sourceRole", around.roles),
        target=_one_role(subject, "dg:targetRole", around.roles),
        edge=edge_name(subject.name),
        phrase=subject.text("rdfs:label"),
        inverse_phrase=subject.text("dg:inverseLabel"),
        symmetric="owl:SymmetricProperty" in subject.iris("rdf:type"),
        phrased_by=phrased_by,
        wordings=tuple(_words(scheme, own)) if scheme else (),
    )


def _phrasing(subject: Subject, around: Around) -> tuple[str | None, Scheme | None]:
    """The property that words the edge more closely, and its concepts."""
    name = subject.name_or_none("dg:phrasedBy")
    if name is None:
        return None, None
    found = around.properties.get(name)
    if found is None or found.scheme is None:
        raise subject.wrong(f"has dg:phrasedBy dg:{name}, which is no property with a concept scheme")
    return name, around.schemes[found.scheme]


def _one_role(subject: Subject, predicate: str, roles: Collection[str]) -> str:
    known(subject, predicate, roles, "role")
    role = subject.name_or_none(predicate)
    if role is None:
        raise subject.wrong(f"has no {predicate}", "Name the role whose player the edge is tied to.")
    return role


def _words(scheme: Scheme, own: Mapping[str, Words]) -> Iterator[tuple[str, str, str]]:
    """Concept, phrase and inverse phrase: those for this projection alone before those of the concept itself."""
    for concept in scheme.concepts.values():
        phrase, inverse = own.get(concept.iri, (concept.phrase, concept.inverse_phrase))
        if phrase is not None and inverse is not None:
            yield concept.name, phrase, inverse


def _wordings(statements: Statements, schemes: Mapping[str, Scheme]) -> dict[str, dict[str, Words]]:
    """Of each projection, the words that concepts (by IRI) have for it alone."""
    projections = {subject.name for subject in statements.own("dg:Projection")}
    concepts = {c.iri.removeprefix(NAMESPACE) for scheme in schemes.values() for c in scheme.concepts.values()}
    found: dict[str, dict[str, Words]] = {}
    for subject in statements.own("dg:Wording"):
        of = known(subject, "dg:ofProjection", projections, "projection")
        concept = known(subject, "dg:forConcept", concepts, "concept")
        if len(of) != 1 or len(concept) != 1:
            raise subject.wrong("needs exactly one dg:ofProjection and one dg:forConcept")
        words = subject.text("dg:phrase"), subject.text("dg:inversePhrase")
        found.setdefault(of[0], {})[NAMESPACE + concept[0]] = words
    return found


def read_owners(statements: Statements, relationships: Iterable[str]) -> Mapping[str, str]:
    """Of each projection, the relationship class that projects it."""
    projections = {subject.name for subject in statements.own("dg:Projection")}
    owners: dict[str, str] = {}
    for name in relationships:
        subject = statements.subjects[NAMESPACE + name]
        for projection in known(subject, "dg:projects", projections, "projection"):
            if projection in owners:
                raise subject.wrong(f"projects dg:{projection}, which dg:{owners[projection]} projects already")
            owners[projection] = name
    return owners


__all__ = ["Around", "read_owners", "read_projections"]
