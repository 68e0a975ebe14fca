"""SHACL shapes that follow from the vocabulary: who may play a role, what has which property, what a value looks like.

The shapes written by hand (``shapes.ttl``) say only what the vocabulary cannot. So a new class is checked from the
moment it is described.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rdflib import OWL, RDF, RDFS, SH, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection as RdfList
from rdflib.term import Node

from ontology.iri import BASE, NAMESPACE
from ontology.terms import Property, RelationshipClass, Role
from ontology.vocabulary import Vocabulary

DG = Namespace(NAMESPACE)
SHAPES = Namespace(f"{BASE}shapes#")
EDTF = URIRef("http://id.loc.gov/datatypes/edtf/EDTF")
_DATATYPES = {
    "text": (XSD.string, RDF.langString),
    "integer": (XSD.integer,),
    "number": (XSD.decimal, XSD.integer, XSD.double),
    "amount": (XSD.decimal, XSD.integer, XSD.double),
    "date": (EDTF, XSD.date),
    "boolean": (XSD.boolean,),
    "iri": (XSD.anyURI,),
}
"""The datatypes in which a value of each kind may be written."""


def shapes_from(vocabulary: Vocabulary) -> Graph:
    """The shapes of all roles and properties of a vocabulary."""
    shapes = Graph()
    shapes.bind("dg", DG)
    shapes.bind("shapes", SHAPES)
    for kind in vocabulary.relationships.values():
        _shape_relationship(shapes, kind)
    for role in vocabulary.roles.values():
        _shape_domain(shapes, role.name, role.relationships, f"Only {_either(role.relationships)} has {role.name}.")
    for term in vocabulary.properties.values():
        _shape_domain(shapes, term.name, term.domain, f"Only {_either(term.domain)} has {term.name}.")
        _shape_values(shapes, term, vocabulary)
    return shapes


def class_tree(vocabulary: Vocabulary) -> Graph:
    """Which class is a subclass of which: what data need beside them to be checked."""
    tree = Graph()
    for term in (*vocabulary.entities.values(), *vocabulary.relationships.values()):
        above = vocabulary.labels(term.name)[1]
        tree.add((DG[term.name], RDFS.subClassOf, DG[above]))
        tree.add((DG[term.name], RDF.type, OWL.Class))
    return tree


def _shape_relationship(shapes: Graph, kind: RelationshipClass) -> None:
    node = SHAPES[kind.name]
    shapes.add((node, RDF.type, SH.NodeShape))
    shapes.add((node, SH.targetClass, DG[kind.name]))
    for role in kind.roles:
        if kind.name in role.relationships:
            _shape_role(shapes, node, kind, role)


def _shape_role(shapes: Graph, node: URIRef, kind: RelationshipClass, role: Role) -> None:
    players = _property_shape(shapes, node, f"{kind.name}-{role.name}", role.name)
    shapes.add((players, SH["or"], _list(shapes, (_constraint(shapes, SH["class"], DG[c]) for c in role.range))))
    _say(shapes, players, f"The {role.label} in {kind.name} must be {_either(role.range)}.")
    if kind.name in role.required_in:
        needed = _property_shape(shapes, node, f"{kind.name}-{role.name}-required", role.name)
        shapes.add((needed, SH.minCount, Literal(1)))
        _say(shapes, needed, f"{kind.name} needs the role {role.name}.")


def _shape_domain(shapes: Graph, name: str, domain: Sequence[str], message: str) -> None:
    node = SHAPES[f"has-{name}"]
    shapes.add((node, RDF.type, SH.NodeShape))
    shapes.add((node, SH.targetSubjectsOf, DG[name]))
    shapes.add((node, SH["or"], _list(shapes, (_constraint(shapes, SH["class"], DG[c]) for c in domain))))
    _say(shapes, node, message)


def _shape_values(shapes: Graph, term: Property, vocabulary: Vocabulary) -> None:
    node = SHAPES[f"values-of-{term.name}"]
    shapes.add((node, RDF.type, SH.NodeShape))
    shapes.add((node, SH.targetSubjectsOf, DG[term.name]))
    shape = _property_shape(shapes, node, f"value-of-{term.name}", term.name)
    if term.scheme:
        concepts = vocabulary.schemes[term.scheme].concepts
        shapes.add((shape, SH["in"], _list(shapes, (URIRef(concept.iri) for concept in concepts.values()))))
        _say(shapes, shape, f"The {term.label} must be one of: {', '.join(concepts)}.")
        return
    choices = [_constraint(shapes, SH.datatype, datatype) for datatype in _DATATYPES[term.kind]]
    if term.kind == "iri":
        choices.append(_constraint(shapes, SH.nodeKind, SH.IRI))
    shapes.add((shape, SH["or"], _list(shapes, choices)))
    if term.pattern:
        shapes.add((shape, SH.pattern, Literal(term.pattern)))
    _say(shapes, shape, f"The {term.label} must be {_form(term)}.")


def _form(term: Property) -> str:
    forms = {
        "text": "text",
        "integer": "a whole number",
        "number": "a number",
        "amount": "an amount of money",
        "date": "a date or interval in EDTF",
        "boolean": "true or false",
        "iri": "an address",
    }
    return f"{forms[term.kind]} that matches {term.pattern}" if term.pattern else forms[term.kind]


def _property_shape(shapes: Graph, node: URIRef, name: str, path: str) -> URIRef:
    shape = SHAPES[name]
    shapes.add((node, SH.property, shape))
    shapes.add((shape, RDF.type, SH.PropertyShape))
    shapes.add((shape, SH.path, DG[path]))
    return shape


def _constraint(shapes: Graph, predicate: URIRef, value: Node) -> BNode:
    node = BNode()
    shapes.add((node, predicate, value))
    return node


def _list(shapes: Graph, members: Iterable[Node]) -> BNode:
    head = BNode()
    RdfList(shapes, head, list(members))
    return head


def _say(shapes: Graph, shape: URIRef, message: str) -> None:
    shapes.add((shape, SH.message, Literal(message, lang="en")))


def _either(names: Sequence[str]) -> str:
    """Names as alternatives.

    >>> _either(["Firm", "State", "Person"])
    'Firm, State or Person'
    """
    return " or ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


__all__ = ["DG", "EDTF", "SHAPES", "class_tree", "shapes_from"]
