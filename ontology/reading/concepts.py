"""Controlled vocabularies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from ontology.reading.common import known, named
from ontology.statements import Statements, Subject
from ontology.terms import Concept, Scheme

_NOTATION = re.compile(r"[A-Za-z0-9][A-Za-z0-9_]*")


def read_schemes(statements: Statements) -> Mapping[str, Scheme]:
    """The controlled vocabularies with their concepts."""
    subjects = {subject.name: subject for subject in statements.own("skos:ConceptScheme")}
    members: dict[str, list[Subject]] = {name: [] for name in subjects}
    for subject in statements.own("skos:Concept"):
        schemes = known(subject, "skos:inScheme", subjects, "concept scheme")
        if len(schemes) != 1:
            raise subject.wrong("is not in exactly one scheme", "Give it one skos:inScheme.")
        members[schemes[0]].append(subject)
    return {n: Scheme(**named(s), concepts=_concepts(s, members[n])) for n, s in subjects.items()}


def _concepts(scheme: Subject, members: Iterable[Subject]) -> Mapping[str, Concept]:
    names: dict[str, str] = {}
    subjects = {}
    for member in members:
        notation = member.text("skos:notation")
        if notation in subjects or not _NOTATION.fullmatch(notation):
            raise member.wrong(f"has the notation {notation!r}, which is taken or no plain word")
        names[member.name], subjects[notation] = notation, member
    if not subjects:
        raise scheme.wrong("has no concepts")
    return MappingProxyType({notation: _concept(s, notation, scheme.name, names) for notation, s in subjects.items()})


def _concept(subject: Subject, notation: str, scheme: str, names: Mapping[str, str]) -> Concept:
    phrase, inverse = subject.text_or_none("dg:phrase"), subject.text_or_none("dg:inversePhrase")
    if (phrase is None) != (inverse is None):
        raise subject.wrong("has words for one direction only", "Give it both dg:phrase and dg:inversePhrase.")
    known(subject, "skos:broader", names, f"concept of dg:{scheme}")
    broader = subject.name_or_none("skos:broader")
    return Concept(
        **named(subject, label="skos:prefLabel", name=notation),
        scheme=scheme,
        phrase=phrase,
        inverse_phrase=inverse,
        broader=names[broader] if broader else None,
        in_effect=not subject.flag("dg:notInEffect"),
    )


__all__ = ["read_schemes"]
