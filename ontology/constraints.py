"""SHACL shapes as SPARQL queries, so that a graph of millions of triples can be checked by an engine for queries.

Of SHACL Core what our shapes are made of: targets by class and by property; paths of one property or one of several;
counts, classes, datatypes, kinds of nodes, lists of values, patterns, bounds, comparison with another property, `or`.
A constraint of another kind is an error, so that none is passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count

from rdflib import RDF, SH, Graph, Literal, URIRef
from rdflib.collection import Collection as RdfList
from rdflib.term import Node

from ontology.errors import OntologyError
from ontology.shapes import DG
from ontology.validation import shapes_of
from ontology.vocabulary import Vocabulary

_TOLD = {SH.message, SH.severity, SH.path, SH.property, SH.targetClass, SH.targetSubjectsOf, RDF.type}
"""What is said of a shape beside its constraints."""


@dataclass(frozen=True, slots=True)
class Check:
    """A shape as a query: `query` finds each thing (`?this`) that violates it."""

    shape: str
    path: str | None
    message: str
    severity: str
    query: str


def checks_of(vocabulary: Vocabulary) -> tuple[Check, ...]:
    """All published shapes, one query for each property shape, and for each node shape with constraints of its own."""
    shapes = shapes_of(vocabulary)
    targeted = sorted({*shapes.subjects(SH.targetClass), *shapes.subjects(SH.targetSubjectsOf)}, key=str)
    return tuple(check for shape in targeted for check in Compiler(shapes, vocabulary).checks(shape))


class Compiler:
    """Writes the conditions of shapes in SPARQL."""

    def __init__(self, shapes: Graph, vocabulary: Vocabulary) -> None:
        self._shapes, self._vocabulary, self._numbers = shapes, vocabulary, count()

    def checks(self, shape: Node) -> Iterator[Check]:
        """The queries of a node shape."""
        target = " UNION ".join(self._targets(shape))
        for part in (shape, *self._shapes.objects(shape, SH.property)):
            conditions = list(self._conditions(part, "?this"))
            if conditions:
                query = f"SELECT DISTINCT ?this WHERE {{ {target} FILTER(!({' && '.join(conditions)})) }}"
                yield self._check(part, query)

    def _check(self, part: Node, query: str) -> Check:
        told = {name: self._shapes.value(part, SH[name]) for name in ("message", "severity", "path")}
        path = told["path"]
        severity = str(told["severity"] or SH.Violation).rpartition("#")[2]
        return Check(str(part), str(path) if isinstance(path, URIRef) else None, str(told["message"]), severity, query)

    def _targets(self, shape: Node) -> Iterator[str]:
        for kind in self._shapes.objects(shape, SH.targetClass):
            yield f"{{ {self._of_class('?this', kind)} }}"
        for name in self._shapes.objects(shape, SH.targetSubjectsOf):
            yield f"{{ ?this {name.n3()} {self._fresh()} }}"

    def _conditions(self, shape: Node, at: str) -> Iterator[str]:
        """What must hold of a thing: the constraints of a shape, on the thing or on the values of its path."""
        path = self._path(shape)
        for predicate, value in sorted(self._shapes.predicate_objects(shape), key=str):
            if predicate in _TOLD:
                continue
            yield self._of_values(predicate, at, path, value) if path else self._of_node(predicate, value)(at)
        if not path and at != "?this":
            for part in self._shapes.objects(shape, SH.property):
                yield from self._conditions(part, at)

    def _path(self, shape: Node) -> str | None:
        path = self._shapes.value(shape, SH.path)
        if path is None or isinstance(path, URIRef):
            return path and path.n3()
        several = self._shapes.value(path, SH.alternativePath)
        if several is None:
            raise OntologyError(f"The path of the shape {shape} is of a kind that is not checked here.")
        return f"({'|'.join(node.n3() for node in self._list(several))})"

    def _of_values(self, predicate: Node, at: str, path: str, value: Node) -> str:
        """A constraint on the values of a path."""
        one, other = self._fresh(), self._fresh()
        match predicate:
            case SH.minCount if int(str(value)) == 1:
                return f"EXISTS {{ {at} {path} {one} }}"
            case SH.maxCount if int(str(value)) == 1:
                return f"NOT EXISTS {{ {at} {path} {one}, {other} FILTER(!sameTerm({one}, {other})) }}"
            case SH.hasValue:
                return f"EXISTS {{ {at} {path} {value.n3()} }}"
            case SH.disjoint:
                return f"NOT EXISTS {{ {at} {path} {one} ; {value.n3()} {one} }}"
            case SH.lessThanOrEquals:
                wrong = f"FILTER(!COALESCE({one} <= {other}, false))"
                return f"NOT EXISTS {{ {at} {path} {one} ; {value.n3()} {other} {wrong} }}"
        return f"NOT EXISTS {{ {at} {path} {one} FILTER(!({self._of_node(predicate, value)(one)})) }}"

    def _of_node(self, predicate: Node, value: Node) -> Callable[[str], str]:
        """A constraint on one node."""
        n3 = value.n3()
        simple: Mapping[Node, Callable[[str], str]] = {
            SH["class"]: lambda at: f"EXISTS {{ {self._of_class(at, value)} }}",
            SH.datatype: lambda at: f"(isLiteral({at}) && datatype({at}) = {n3})",
            SH["in"]: lambda at: f"({' || '.join(f'sameTerm({at}, {node.n3()})' for node in self._list(value))})",
            SH.pattern: lambda at: f"COALESCE(REGEX(STR({at}), {Literal(str(value)).n3()}), false)",
            SH.minInclusive: lambda at: f"COALESCE({at} >= {n3}, false)",
            SH.maxInclusive: lambda at: f"COALESCE({at} <= {n3}, false)",
            SH.minExclusive: lambda at: f"COALESCE({at} > {n3}, false)",
            SH["or"]: lambda at: f"({' || '.join(f'({self._all(node, at)})' for node in self._list(value))})",
        }
        if predicate == SH.nodeKind and value == SH.IRI:
            return lambda at: f"isIRI({at})"
        if predicate not in simple:
            raise OntologyError(f"A constraint of the kind {predicate} is not checked here.")
        return simple[predicate]

    def _all(self, shape: Node, at: str) -> str:
        inner = list(self._conditions(shape, at))
        if at == "?this":
            inner += [c for part in self._shapes.objects(shape, SH.property) for c in self._conditions(part, at)]
        return " && ".join(inner)

    def _of_class(self, at: str, kind: Node) -> str:
        """That something is of a class or of one below it."""
        name, found = str(kind).removeprefix(str(DG)), self._fresh()
        known = (*self._vocabulary.entities, *self._vocabulary.relationships)
        below = [one for one in known if name in self._vocabulary.labels(one)] or [name]
        terms = " ".join(DG[one].n3() for one in below) if str(kind).startswith(str(DG)) else str(kind.n3())
        return f"VALUES {found} {{ {terms} }} {at} a {found} ."

    def _list(self, head: Node) -> Iterator[Node]:
        return iter(RdfList(self._shapes, head))

    def _fresh(self) -> str:
        return f"?v{next(self._numbers)}"


__all__ = ["Check", "checks_of"]
