"""The SHACL shapes of the ontology, asked of claims before they are loaded.

Rival claims on one relationship need not fit together, but each has to make sense by itself, and all together must say
what the shapes ask for. So there are two nodes to look at: one for each claim, with what that claim says, where a value
may be wrong; and one for each entity or relationship, with what all claims say, where something may be missing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from rdflib import RDF, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from graph.claim import Claim, Value
from loaders.problem import Problem
from loaders.reading import Place, Reading
from ontology.iri import NAMESPACE, Iris
from ontology.shapes import EDTF
from ontology.validation import Violation, validate

if TYPE_CHECKING:
    from ontology.vocabulary import Vocabulary

IRIS = Iris()
P = TypeVar("P")


def shape_problems(readings: Sequence[Reading], vocabulary: Vocabulary, known: Mapping[str, str]) -> Iterator[Problem]:
    """What violates a shape; `known` are entities outside of the readings, as ids with their classes."""
    claims = [entry for reading in readings for entry in reading.claims]
    things = {thing.id: thing for reading in readings for thing in reading.things}
    types = {**known, **{name: thing.type for name, thing in things.items()}}
    said = {_node(claim, claims_of): place for claims_of in _by_subject(claims) for claim, place in claims_of}
    met = {IRIS.entity(name): thing.place for name, thing in things.items()}
    data = claims_graph([claim for claim, _ in claims], types, vocabulary)
    for violation in validate(data, vocabulary, derived=False):
        if violation.severity == "Violation":
            blames = violation.value not in (None, violation.focus)
            place = (said if blames else met).get(violation.focus)
            if place:
                yield _problem(violation, place)


def claims_graph(claims: Sequence[Claim], types: Mapping[str, str], vocabulary: Vocabulary) -> Graph:
    """The claims as the shapes expect things: typed, with roles and properties directly on them.

    Each claim adds to the node of its subject and, unless it is the only one, is a node of its own. Who plays a role
    has its class from `types`; that it is unknown who does is a nameless node of a class that could.
    """
    data = Graph()
    for name, kind in types.items():
        data.add((URIRef(IRIS.entity(name)), RDF.type, _term(kind)))
    for claims_of in _by_subject((claim, None) for claim in claims):
        for claim, _ in claims_of:
            nodes = {URIRef(_node(claim, claims_of)), URIRef(IRIS.entity(claim.subject))}
            written = [(_term(v.property), o) for v in claim.values for o in _objects(v, data, vocabulary)]
            for node in nodes:
                data.add((node, RDF.type, _term(claim.type)))
                for predicate, value in written:
                    data.add((node, predicate, value))
    return data


def _by_subject(claims: Iterable[tuple[Claim, P]]) -> Iterable[list[tuple[Claim, P]]]:
    """The claims on each thing."""
    found: dict[str, list[tuple[Claim, P]]] = defaultdict(list)
    for claim, place in claims:
        found[claim.subject].append((claim, place))
    return found.values()


def _node(claim: Claim, claims_of: Sequence[object]) -> str:
    """The node that says what one claim says; the thing's own if nothing else is said of it."""
    return IRIS.claim(claim.id) if len(claims_of) > 1 else IRIS.entity(claim.subject)


def _problem(violation: Violation, place: Place) -> Problem:
    field = (violation.path or "").removeprefix(NAMESPACE)
    value = violation.value if violation.value != violation.focus else None
    return Problem(*place, field, value.removeprefix(IRIS.entity("x")[:-1]) if value else None, violation.message)


def _term(name: str) -> URIRef:
    return URIRef(NAMESPACE + name)


def _objects(value: Value, data: Graph, vocabulary: Vocabulary) -> Iterator[Node]:
    """What stands for a value in RDF: both ends of a range, nothing for an unknown property."""
    role = vocabulary.roles.get(value.property)
    if value.value is not None:
        yield URIRef(IRIS.entity(str(value.value))) if role else _literal(value, vocabulary)
        if value.upper is not None:
            yield _number(value.upper)
    elif role:
        someone = BNode()
        data.add((someone, RDF.type, _term(role.range[0])))
        yield someone


def _literal(value: Value, vocabulary: Vocabulary) -> Node:
    prop, text = vocabulary.properties[value.property], str(value.value)
    match prop.kind:
        case "concept":
            return URIRef(vocabulary.concept(prop.scheme or "", text).iri)
        case "date":
            return Literal(text, datatype=EDTF)
        case "iri":
            return Literal(text, datatype=XSD.anyURI)
        case "text":
            return Literal(text, lang=value.lang)
    return _number(value.value)


def _number(value: object) -> Literal:
    return Literal(Decimal(repr(value)) if isinstance(value, float) else value)


__all__ = ["claims_graph", "shape_problems"]
