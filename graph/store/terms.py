"""The ontology as nodes, so that whoever reads the graph in Cypher can ask what a label, a type or a value means."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import orjson

from graph.store.bolt import step
from graph.store.lease import Lease

if TYPE_CHECKING:
    from ontology.terms import Concept, EntityClass, Projection, Property, RelationshipClass, Role, Scheme, Term
    from ontology.vocabulary import Vocabulary

Row = dict[str, Any]

FORGET = """
MATCH (n) WHERE n:OntologyClass OR n:OntologyProperty OR n:Concept OR n:ConceptScheme DETACH DELETE n
"""

CLASSES = "UNWIND $rows AS row CREATE (c:OntologyClass) SET c = row.properties"

SUBCLASSES = """
UNWIND $rows AS row MATCH (c:OntologyClass {name: row.properties.name}) MATCH (p:OntologyClass {name: row.parent})
CREATE (c)-[:SUBCLASS_OF]->(p)
"""

SCHEMES = "UNWIND $rows AS row CREATE (s:ConceptScheme) SET s = row.properties"

CONCEPTS = """
UNWIND $rows AS row MATCH (s:ConceptScheme {name: row.scheme})
CREATE (c:Concept)-[:IN_SCHEME]->(s) SET c = row.properties
"""

BROADER = """
UNWIND $rows AS row MATCH (c:Concept {iri: row.properties.iri}) MATCH (b:Concept {iri: row.broader})
CREATE (c)-[:BROADER]->(b)
"""

PROPERTIES = "UNWIND $rows AS row CREATE (p:OntologyProperty) SET p = row.properties"

DOMAINS = """
UNWIND $rows AS row UNWIND row.domain AS name
MATCH (p:OntologyProperty {name: row.properties.name}) MATCH (c:OntologyClass {name: name}) CREATE (p)-[:DOMAIN]->(c)
"""

RANGES = """
UNWIND $rows AS row UNWIND row.range AS name
MATCH (p:OntologyProperty {name: row.properties.name}) MATCH (c:OntologyClass {name: name}) CREATE (p)-[:RANGE]->(c)
"""

VALUES = """
UNWIND $rows AS row MATCH (p:OntologyProperty {name: row.properties.name}) MATCH (s:ConceptScheme {name: row.scheme})
CREATE (p)-[:VALUES_FROM]->(s)
"""

# Everything is then shown anew: labels, types and words of the graph come from the ontology.
SHOWN = "MATCH (s:Store {name: 'store'}) SET s.ontology = $digest, s.ontology_version = $version, s.materialised = 0"

ENTITY, RELATIONSHIP = "Entity", "Relationship"
"""The labels of the two roots."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The rows that the nodes are made of."""

    classes: list[Row]
    properties: list[Row]
    schemes: list[Row]
    concepts: list[Row]

    @property
    def digest(self) -> str:
        """A name for all that is said here: SHA-256."""
        return hashlib.sha256(orjson.dumps(asdict(self), option=orjson.OPT_SORT_KEYS)).hexdigest()


def terms_of(vocabulary: Vocabulary) -> Terms:
    """The ontology as rows."""
    roots = [_root(ENTITY, "A thing that claims are about."), _root(RELATIONSHIP, "A dated link with roles.")]
    return Terms(
        roots
        + [_class(term, ENTITY) for term in vocabulary.entities.values()]
        + [_class(term, RELATIONSHIP) for term in vocabulary.relationships.values()],
        [_property(term) for term in vocabulary.properties.values()]
        + [_role(term) for term in vocabulary.roles.values()]
        + [_projection(term, vocabulary) for term in vocabulary.projections.values()],
        [{"properties": _described(scheme)} for scheme in vocabulary.schemes.values()],
        [_concept(concept, scheme) for scheme in vocabulary.schemes.values() for concept in scheme.concepts.values()],
    )


async def show_terms(lease: Lease, vocabulary: Vocabulary, terms: Terms) -> None:
    """Make the nodes of the ontology anew, and mark all else to be shown anew."""
    classes, properties, concepts = terms.classes, terms.properties, terms.concepts
    await lease.write(
        step(FORGET),
        step(CLASSES, rows=classes),
        step(SUBCLASSES, rows=classes),
        step(SCHEMES, rows=terms.schemes),
        step(CONCEPTS, rows=concepts),
        step(BROADER, rows=concepts),
        step(PROPERTIES, rows=properties),
        step(DOMAINS, rows=properties),
        step(RANGES, rows=properties),
        step(VALUES, rows=properties),
        step(SHOWN, digest=terms.digest, version=vocabulary.version),
    )


def _described(term: Term) -> Row:
    return {
        "name": term.name,
        "iri": term.iri,
        "label": term.label,
        "definition": term.definition,
        "note": term.scope_note,
        "alignments": [f"{relation} {iri}" for relation, iri in term.alignments],
    }


def _root(name: str, definition: str) -> Row:
    return {"properties": {"name": name, "label": name.lower(), "definition": definition}, "parent": None}


def _class(term: EntityClass | RelationshipClass, root: str) -> Row:
    return {"properties": _described(term), "parent": term.parent or root}


def _property(term: Property) -> Row:
    more = {"kind": term.kind, "functional": term.functional, "pattern": term.pattern, "units": list(term.units)}
    return {"properties": _described(term) | more, "domain": list(term.domain), "range": [], "scheme": term.scheme}


def _role(term: Role) -> Row:
    more = {"kind": "role", "type": term.edge}
    domain, range_ = list(term.relationships), list(term.range)
    return {"properties": _described(term) | more, "domain": domain, "range": range_, "scheme": None}


def _projection(term: Projection, vocabulary: Vocabulary) -> Row:
    more = {"kind": "edge", "type": term.edge, "phrase": term.phrase, "inverse_phrase": term.inverse_phrase}
    more |= {"relationship": term.relationship, "source": term.source, "target": term.target}
    ends = vocabulary.roles[term.source].range, vocabulary.roles[term.target].range
    return {"properties": _described(term) | more, "domain": list(ends[0]), "range": list(ends[1]), "scheme": None}


def _concept(concept: Concept, scheme: Scheme) -> Row:
    broader = scheme.concepts[concept.broader].iri if concept.broader else None
    return {"properties": _described(concept), "scheme": scheme.name, "broader": broader}
