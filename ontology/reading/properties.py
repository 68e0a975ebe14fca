"""Properties and roles."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from types import MappingProxyType

from ontology.reading.common import PROPERTY_TYPES, ROOTS, edge_name, known, named
from ontology.statements import Statements, Subject
from ontology.terms import Property, Role

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "xsd:string": "text",
        "rdf:langString": "text",
        "xsd:integer": "integer",
        "xsd:decimal": "number",
        "xsd:boolean": "boolean",
        "xsd:anyURI": "iri",
        "edtf:EDTF": "date",
        "skos:Concept": "concept",
    }
)
"""The kind of value that each range of a property stands for."""


def read_properties(
    statements: Statements, lineages: Mapping[str, tuple[str, ...]], schemes: Collection[str]
) -> Mapping[str, Property]:
    """What can be said of entities and relationships by a value, not what is said of claims and the like."""
    found = {}
    for subject in (s for kind in PROPERTY_TYPES for s in statements.own(kind)):
        domain = known(subject, "dg:domainIncludes", lineages, "class")
        plain = not {"dg:Role", "dg:Projection"} & set(subject.iris("rdf:type"))
        if plain and domain and all(lineages[name][-1] in ROOTS for name in domain):
            found[subject.name] = _property(subject, domain, lineages, schemes)
    return found


def _property(
    subject: Subject, domain: tuple[str, ...], classes: Collection[str], schemes: Collection[str]
) -> Property:
    types, ranges = subject.iris("rdf:type"), subject.iris("rdfs:range")
    if len(ranges) != 1 or ranges[0] not in KINDS:
        raise subject.wrong(f"has the range {' and '.join(ranges) or 'nothing'}", f"Use one of: {', '.join(KINDS)}.")
    known(subject, "dg:scheme", schemes, "concept scheme")
    scheme, kind = subject.name_or_none("dg:scheme"), KINDS[ranges[0]]
    if (kind == "concept") != (scheme is not None):
        raise subject.wrong("needs both or neither of rdfs:range skos:Concept and dg:scheme")
    if "dg:Amount" in types and kind != "number":
        raise subject.wrong("is a dg:Amount without the range xsd:decimal")
    return Property(
        **named(subject),
        domain=domain,
        kind="amount" if "dg:Amount" in types else kind,
        scheme=scheme,
        functional="dg:Functional" in types,
        language_tagged=ranges[0] == "rdf:langString",
        pattern=_pattern(subject),
        units=subject.texts("dg:allowedUnit"),
        iri_template=_template(subject),
        identifies=known(subject, "dg:identifies", classes, "class"),
    )


def _pattern(subject: Subject) -> str | None:
    pattern = subject.text_or_none("dg:pattern")
    try:
        re.compile(pattern or "")
    except re.error as error:
        raise subject.wrong(f"has the pattern {pattern!r}, which is no regular expression: {error}") from None
    if pattern is not None and not (pattern.startswith("^") and pattern.endswith("$")):
        raise subject.wrong(f"has the pattern {pattern!r}", "Anchor it with ^ and $.")
    return pattern


def _template(subject: Subject) -> str | None:
    template = subject.text_or_none("dg:iriTemplate")
    if template is not None and template.count("{id}") != 1:
        raise subject.wrong(f"has the IRI template {template!r}", "Write {id} in it once, where the identifier goes.")
    return template


def read_roles(statements: Statements, relationships: Collection[str], entities: Collection[str]) -> Mapping[str, Role]:
    """The parts that entities play in relationships."""
    return {subject.name: _role(subject, relationships, entities) for subject in statements.own("dg:Role")}


def _role(subject: Subject, relationships: Collection[str], entities: Collection[str]) -> Role:
    domain = known(subject, "dg:domainIncludes", relationships, "relationship class")
    players = known(subject, "dg:rangeIncludes", entities, "entity class")
    required = known(subject, "dg:requiredIn", domain, "class that has this role")
    if not domain or not players:
        lack = "dg:rangeIncludes" if domain else "dg:domainIncludes"
        raise subject.wrong(f"has no {lack}", "Say which relationships have the role and which classes may play it.")
    return Role(
        **named(subject),
        relationships=domain,
        range=players,
        required_in=required,
        required=set(required) == set(domain),
        edge=edge_name(subject.name),
        across=subject.flag("dg:acrossDatasets"),
    )


__all__ = ["KINDS", "read_properties", "read_roles"]
