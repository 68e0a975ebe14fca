"""From statements to terms, refusing whatever contradicts itself.

Each function reads one kind of term and is given what it may refer to, in the order: concepts, classes, properties, roles, projections,
relationships. Every error is an `OntologyError` that names the term and the file.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TypedDict

import pyoxigraph as ox

from ontology.errors import OntologyError
from ontology.iri import NAMESPACE
from ontology.statements import Statements, Subject
from ontology.terms import Alignment, Concept, EntityClass, Projection, Property, RelationshipClass, Role, Scheme, Term

ROOTS = ("Entity", "Relationship")
"""The classes that all others are subclasses of; they are no classes to describe a thing as."""
TEMPORALITIES = ("state", "event")
ALIGNING = (
    *("rdfs:subClassOf", "rdfs:subPropertyOf", "owl:equivalentClass", "owl:equivalentProperty", "skos:exactMatch"),
    *("skos:closeMatch", "skos:broadMatch", "skos:narrowMatch", "skos:relatedMatch"),
)
"""The relations to terms of other vocabularies that are read as alignments."""
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
PROPERTY_TYPES = ("owl:DatatypeProperty", "owl:ObjectProperty")
KNOWN_TYPES = ("owl:Class", *PROPERTY_TYPES, "owl:AnnotationProperty", "skos:Concept", "skos:ConceptScheme", "dg:Wording")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_NOTATION = re.compile(r"[A-Za-z0-9][A-Za-z0-9_]*")
_COLOUR = re.compile(r"#[0-9a-f]{6}")


class Named(TypedDict):
    """What every term has, as keyword arguments."""

    name: str
    iri: str
    label: str
    definition: str
    scope_note: str | None
    alignments: tuple[Alignment, ...]


def _named(subject: Subject, *, label: str = "rdfs:label", name: str | None = None) -> Named:
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


def _known(subject: Subject, predicate: str, among: Collection[str], what: str) -> tuple[str, ...]:
    """The names that a predicate leads to, all of which have to be known."""
    found = subject.names(predicate)
    for name in found:
        if name not in among:
            raise subject.wrong(f"has {predicate} dg:{name}, which is no {what}")
    return found


def check_kinds(statements: Statements) -> None:
    """Refuse a term of ours that is of no kind the ontology is made of, or whose kind was misspelt."""
    for subject in statements.subjects.values():
        if subject.iri.startswith(NAMESPACE) and not set(KNOWN_TYPES) & set(subject.iris("rdf:type")):
            raise subject.wrong("is of no known kind", f"Say that it is one of: {', '.join(KNOWN_TYPES)}.")


# --- Concepts --------------------------------------------------------------------------------------------------------


def read_schemes(statements: Statements) -> Mapping[str, Scheme]:
    """The controlled vocabularies with their concepts."""
    subjects = {subject.name: subject for subject in statements.own("skos:ConceptScheme")}
    members: dict[str, list[Subject]] = {name: [] for name in subjects}
    for subject in statements.own("skos:Concept"):
        schemes = _known(subject, "skos:inScheme", subjects, "concept scheme")
        if len(schemes) != 1:
            raise subject.wrong("is not in exactly one scheme", "Give it one skos:inScheme.")
        members[schemes[0]].append(subject)
    return {n: Scheme(**_named(s), concepts=_concepts(s, members[n])) for n, s in subjects.items()}


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
    _known(subject, "skos:broader", names, f"concept of dg:{scheme}")
    broader = subject.name_or_none("skos:broader")
    return Concept(
        **_named(subject, label="skos:prefLabel", name=notation),
        scheme=scheme,
        phrase=phrase,
        inverse_phrase=inverse,
        broader=names[broader] if broader else None,
    )


# --- Classes ---------------------------------------------------------------------------------------------------------


def read_lineages(statements: Statements) -> Mapping[str, tuple[str, ...]]:
    """Of each class, itself and its superclasses of our own, up to the root."""
    parents = {}
    for subject in statements.own("owl:Class"):
        local = [name for name in subject.iris("rdfs:subClassOf") if name.startswith("dg:")]
        if len(local) > 1:
            raise subject.wrong(f"has more than one superclass: {' and '.join(local)}")
        parents[subject.name] = local[0].removeprefix("dg:") if local else None
    return {name: tuple(_lineage(name, parents, statements)) for name in parents}


def _lineage(name: str, parents: Mapping[str, str | None], statements: Statements) -> Iterator[str]:
    above: str | None = name
    seen: set[str] = set()
    while above is not None:
        if above not in parents:
            raise statements.subjects[NAMESPACE + name].wrong(f"has the superclass dg:{above}, which is no class")
        if above in seen:
            raise statements.subjects[NAMESPACE + name].wrong("is a superclass of itself")
        seen.add(above)
        yield above
        above = parents[above]


def below(lineages: Mapping[str, tuple[str, ...]], root: str) -> tuple[str, ...]:
    """The classes under a root, without it."""
    return tuple(name for name, line in lineages.items() if line[-1] == root and name != root)


def read_entities(statements: Statements, lineages: Mapping[str, tuple[str, ...]]) -> Mapping[str, EntityClass]:
    """The classes of things."""
    return {name: _entity(statements.subjects[NAMESPACE + name], lineages[name]) for name in below(lineages, "Entity")}


def _entity(subject: Subject, line: tuple[str, ...]) -> EntityClass:
    colour = subject.text("dg:colour")
    if not _COLOUR.fullmatch(colour):
        raise subject.wrong(f"has the colour {colour!r}", "Write it as #rrggbb, in lower case.")
    parent = line[1] if line[1] not in ROOTS else None
    return EntityClass(
        **_named(subject), parent=parent, ancestors=line[1:-1], colour=colour, abstract=subject.flag("dg:abstract")
    )


# --- Properties and roles --------------------------------------------------------------------------------------------


def read_properties(
    statements: Statements, lineages: Mapping[str, tuple[str, ...]], schemes: Collection[str]
) -> Mapping[str, Property]:
    """What can be said of entities and relationships by a value. What is said of claims and the like is no such property."""
    found = {}
    for subject in (s for kind in PROPERTY_TYPES for s in statements.own(kind)):
        domain = _known(subject, "dg:domainIncludes", lineages, "class")
        plain = not {"dg:Role", "dg:Projection"} & set(subject.iris("rdf:type"))
        if plain and domain and all(lineages[name][-1] in ROOTS for name in domain):
            found[subject.name] = _property(subject, domain, schemes)
    return found


def _property(subject: Subject, domain: tuple[str, ...], schemes: Collection[str]) -> Property:
    types, ranges = subject.iris("rdf:type"), subject.iris("rdfs:range")
    if len(ranges) != 1 or ranges[0] not in KINDS:
        raise subject.wrong(f"has the range {' and '.join(ranges) or 'nothing'}", f"Use one of: {', '.join(KINDS)}.")
    _known(subject, "dg:scheme", schemes, "concept scheme")
    scheme, kind = subject.name_or_none("dg:scheme"), KINDS[ranges[0]]
    if (kind == "concept") != (scheme is not None):
        raise subject.wrong("needs both or neither of rdfs:range skos:Concept and dg:scheme")
    if "dg:Amount" in types and kind != "number":
        raise subject.wrong("is a dg:Amount without the range xsd:decimal")
    return Property(
        **_named(subject),
        domain=domain,
        kind="amount" if "dg:Amount" in types else kind,
        scheme=scheme,
        functional="dg:Functional" in types,
        language_tagged=ranges[0] == "rdf:langString",
        pattern=_pattern(subject),
        units=subject.texts("dg:allowedUnit"),
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


def read_roles(statements: Statements, relationships: Collection[str], entities: Collection[str]) -> Mapping[str, Role]:
    """The parts that entities play in relationships."""
    return {subject.name: _role(subject, relationships, entities) for subject in statements.own("dg:Role")}


def _role(subject: Subject, relationships: Collection[str], entities: Collection[str]) -> Role:
    domain = _known(subject, "dg:domainIncludes", relationships, "relationship class")
    players = _known(subject, "dg:rangeIncludes", entities, "entity class")
    required = _known(subject, "dg:requiredIn", domain, "class that has this role")
    if not domain or not players:
        lack = "dg:rangeIncludes" if domain else "dg:domainIncludes"
        raise subject.wrong(f"has no {lack}", "Say which relationships have the role and which classes may play it.")
    return Role(
        **_named(subject),
        relationships=domain,
        range=players,
        required_in=required,
        required=set(required) == set(domain),
        edge=edge_name(subject.name),
    )


def edge_name(name: str) -> str:
    """The Neo4j relationship type of a role or projection.

    >>> edge_name("partOfAccord")
    'PART_OF_ACCORD'
    """
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).upper()


# --- Projections and relationships -----------------------------------------------------------------------------------


def read_projections(
    statements: Statements,
    owners: Mapping[str, str],
    roles: Mapping[str, Role],
    properties: Mapping[str, Property],
    schemes: Mapping[str, Scheme],
) -> Mapping[str, Projection]:
    """The direct edges that follow from relationships. `owners` says of each which class projects it."""
    wordings = _wordings(statements, schemes)
    return {
        subject.name: _projection(subject, owners, roles, properties, schemes, wordings.get(subject.name, {}))
        for subject in statements.own("dg:Projection")
    }


def _projection(
    subject: Subject,
    owners: Mapping[str, str],
    roles: Mapping[str, Role],
    properties: Mapping[str, Property],
    schemes: Mapping[str, Scheme],
    wordings: Mapping[str, tuple[str, str]],
) -> Projection:
    if subject.name not in owners:
        raise subject.wrong("is projected by no relationship class", "Name it in the class's dg:projects.")
    phrased_by = subject.name_or_none("dg:phrasedBy")
    scheme = properties[phrased_by].scheme if phrased_by in properties else None
    if phrased_by and scheme is None:
        raise subject.wrong(f"has dg:phrasedBy dg:{phrased_by}, which is no property with a concept scheme")
    return Projection(
        **_named(subject),
        relationship=owners[subject.name],
        source=_one_role(subject, "dg:sourceRole", roles),
        target=_one_role(subject, "dg:targetRole", roles),
        edge=edge_name(subject.name),
        phrase=subject.text("rdfs:label"),
        inverse_phrase=subject.text("dg:inverseLabel"),
        symmetric="owl:SymmetricProperty" in subject.iris("rdf:type"),
        phrased_by=phrased_by,
        wordings=tuple(_words(schemes[scheme], wordings)) if scheme else (),
    )


def _one_role(subject: Subject, predicate: str, roles: Collection[str]) -> str:
    _known(subject, predicate, roles, "role")
    role = subject.name_or_none(predicate)
    if role is None:
        raise subject.wrong(f"has no {predicate}", "Name the role whose player the edge is tied to.")
    return role


def _words(scheme: Scheme, wordings: Mapping[str, tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    for concept in scheme.concepts.values():
        phrase, inverse = wordings.get(concept.iri, (concept.phrase, concept.inverse_phrase))
        if phrase is not None and inverse is not None:
            yield concept.name, phrase, inverse


def _wordings(statements: Statements, schemes: Mapping[str, Scheme]) -> dict[str, dict[str, tuple[str, str]]]:
    """Of each projection, the words that concepts (by IRI) have for it alone."""
    projections = {subject.name for subject in statements.own("dg:Projection")}
    concepts = {c.iri.removeprefix(NAMESPACE) for scheme in schemes.values() for c in scheme.concepts.values()}
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for subject in statements.own("dg:Wording"):
        of = _known(subject, "dg:ofProjection", projections, "projection")
        concept = _known(subject, "dg:forConcept", concepts, "concept")
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
        for projection in _known(subject, "dg:projects", projections, "projection"):
            if projection in owners:
                raise subject.wrong(f"projects dg:{projection}, which dg:{owners[projection]} projects already")
            owners[projection] = name
    return owners


def read_relationships(
    statements: Statements,
    lineages: Mapping[str, tuple[str, ...]],
    roles: Mapping[str, Role],
    projections: Mapping[str, Projection],
    properties: Mapping[str, Property],
) -> Mapping[str, RelationshipClass]:
    """The classes of links, each with its own and its superclasses' roles and projections."""
    return {
        name: _relationship(statements, lineages[name], roles, projections, properties)
        for name in below(lineages, "Relationship")
    }


def _relationship(
    statements: Statements,
    line: tuple[str, ...],
    roles: Mapping[str, Role],
    projections: Mapping[str, Projection],
    properties: Mapping[str, Property],
) -> RelationshipClass:
    subject = statements.subjects[NAMESPACE + line[0]]
    mine = tuple(p for p in projections.values() if p.relationship in line)
    played = {role.name: role for role in roles.values() if set(role.relationships) & set(line)}
    for projection in mine:
        _check_fits(statements.subjects[projection.iri], projection, line, played, properties)
    order = dict.fromkeys([*(r for p in mine for r in (p.source, p.target)), *played])
    if len(played) < 2:  # noqa: PLR2004 - a link has two ends
        raise subject.wrong("has fewer than two roles", "Add its name to the roles' dg:domainIncludes.")
    return RelationshipClass(
        **_named(subject),
        parent=line[1] if line[1] not in ROOTS else None,
        ancestors=line[1:-1],
        roles=tuple(_specialise(played[name], line) for name in order),
        temporality=_temporality(statements, line),
        projections=mine,
    )


def _specialise(role: Role, line: tuple[str, ...]) -> Role:
    """A role as one relationship class has it: required there or not."""
    names = {field: getattr(role, field) for field in Role.__dataclass_fields__}
    return Role(**names | {"required": bool(set(role.required_in) & set(line))})


def _check_fits(
    subject: Subject,
    projection: Projection,
    line: tuple[str, ...],
    played: Collection[str],
    properties: Mapping[str, Property],
) -> None:
    for role in (projection.source, projection.target):
        if role not in played:
            raise subject.wrong(f"leads between roles that dg:{line[0]} does not have: dg:{role}")
    if projection.phrased_by and not {*line, "Relationship"} & set(properties[projection.phrased_by].domain):
        raise subject.wrong(f"is phrased by dg:{projection.phrased_by}, which dg:{line[0]} does not have")


def _temporality(statements: Statements, line: tuple[str, ...]) -> str:
    for name in line:
        subject = statements.subjects[NAMESPACE + name]
        text = subject.text_or_none("dg:temporality")
        if text is not None and text not in TEMPORALITIES:
            raise subject.wrong(f"has the temporality {text!r}", f"Use one of: {', '.join(TEMPORALITIES)}.")
        if text is not None:
            return text
    raise statements.subjects[NAMESPACE + line[0]].wrong("has no dg:temporality", "Say \"state\" or \"event\".")


# --- All else --------------------------------------------------------------------------------------------------------


def read_model(statements: Statements, domain: Collection[str]) -> Mapping[str, Term]:
    """The terms that the graph of claims and the ontology itself are described with: all that are not of the domain."""
    subjects = (s for kind in ("owl:Class", *PROPERTY_TYPES, "owl:AnnotationProperty") for s in statements.own(kind))
    return {s.name: Term(**_named(s)) for s in subjects if s.name not in domain}


def check_edges(roles: Mapping[str, Role], projections: Mapping[str, Projection]) -> None:
    """Refuse two names that would be the same relationship type in Neo4j."""
    seen: dict[str, str] = {}
    for term in (*roles.values(), *projections.values()):
        if term.edge in seen:
            raise OntologyError(f"dg:{term.name} and dg:{seen[term.edge]} are both {term.edge} in Neo4j.", hint="Rename one.")
        seen[term.edge] = term.name


__all__ = [
    "ALIGNING",
    "KINDS",
    "ROOTS",
    "TEMPORALITIES",
    "below",
    "check_edges",
    "check_kinds",
    "edge_name",
    "read_entities",
    "read_lineages",
    "read_model",
    "read_owners",
    "read_projections",
    "read_properties",
    "read_relationships",
    "read_roles",
    "read_schemes",
]
