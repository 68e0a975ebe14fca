"""What an RDF document says of one thing, asked by predicate; too much or too little is an error that names it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import IO

import pyoxigraph as ox

from graph.claim import Scalar
from graph.errors import Refused
from graph.rdf.model import Model
from graph.rdf.terms import TYPE, read_scalar
from ontology.errors import OntologyError
from ontology.iri import NAMESPACE

Thing = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Said = Mapping[str, list[Thing]]


@dataclass(frozen=True, slots=True)
class Node:
    """One subject: its name, and its objects by predicate, both in N-Triples syntax."""

    name: str
    said: Said
    model: Model

    def all(self, *predicates: str) -> Iterator[Thing]:
        """The objects of some predicates."""
        return chain.from_iterable(self.said.get(predicate, ()) for predicate in predicates)

    def one(self, *predicates: str) -> Thing:
        """The one object of some predicates that mean the same.

        Raises:
            Refused: there is none, or more than one.
        """
        found = self.maybe(*predicates)
        if found is None:
            raise self.wrong(predicates[0], "It is missing")
        return found

    def maybe(self, *predicates: str) -> Thing | None:
        """The one object of some predicates, if there is any."""
        found = list(self.all(*predicates))
        if len(found) > 1:
            raise self.wrong(predicates[0], "There is more than one")
        return found[0] if found else None

    def text(self, predicate: str) -> str:
        """A text that has to be there."""
        return _text(self.one(predicate))

    def text_or_none(self, *predicates: str) -> str | None:
        """A text, or the text of an address."""
        found = self.maybe(*predicates)
        return None if found is None else _text(found)

    def scalar(self, predicate: str) -> Scalar:
        """A literal as a Python value."""
        return self.read(self.one(predicate), predicate)

    def read(self, thing: Thing, predicate: str) -> Scalar:
        """The Python value of a literal."""
        if not isinstance(thing, ox.Literal):
            raise self.wrong(predicate, "It has to be a literal", thing)
        try:
            return read_scalar(thing.value, thing.datatype.value)
        except ValueError:
            raise self.wrong(predicate, "It is not what its datatype says", thing) from None

    def id(self, kind: str, *predicates: str) -> str:
        """The id of the one thing of a kind (entity, source, dataset, revision) that a predicate leads to."""
        return self.id_of(kind, self.one(*predicates), predicates[0])

    def id_of(self, kind: str, thing: Thing, predicate: str) -> str:
        """The id behind an IRI."""
        try:
            found, name = self.model.iris.parse(thing.value if isinstance(thing, ox.NamedNode) else "")
        except OntologyError:
            found, name = "", ""
        if found != kind:
            raise self.wrong(predicate, f"It has to be the IRI of a {kind} under {self.model.iris.base}", thing)
        return name

    def term(self, predicate: str) -> str:
        """The local name of the one term of the ontology that a predicate leads to."""
        thing = self.one(predicate)
        name = thing.value.removeprefix(NAMESPACE) if isinstance(thing, ox.NamedNode) else ""
        if not name or name == _text(thing):
            raise self.wrong(predicate, f"It has to be a term of {NAMESPACE}", thing)
        return name

    def concept(self, scheme: str, thing: Thing, predicate: str) -> str:
        """The name of a concept of a scheme."""
        known, name = self.model.concept_names.get(str(thing), ("", ""))
        if known == scheme:
            return name
        allowed = tuple(name for known, name in self.model.concepts if known == scheme)
        raise self.wrong(predicate, f"It has to be a concept of {scheme}", thing, allowed)

    def wrong(self, predicate: str, what: str, value: object = None, allowed: tuple[str, ...] = ()) -> Refused:
        """The error that something is wrong with a predicate here."""
        field = predicate.strip("<>").rpartition("#")[2]
        return Refused(f"{what} ({self.name}).", field=field, value=str(value) if value else None, allowed=allowed)


@dataclass(frozen=True)
class Document:
    """All subjects of an RDF document."""

    model: Model
    subjects: Mapping[str, Said]

    @classmethod
    def parse(cls, data: bytes | IO[bytes], format: ox.RdfFormat, model: Model) -> Document:  # noqa: A002
        """Read a document; what it says of entities and relationships is passed over, it follows from the claims.

        Raises:
            Refused: it is not well-formed.
        """
        subjects: dict[str, dict[str, list[Thing]]] = defaultdict(lambda: defaultdict(list))
        things = f"<{model.iris.entity('x')[:-1]}"
        try:
            for quad in ox.parse(data, format):
                subject = str(quad.subject)
                if not subject.startswith(things):
                    subjects[subject][str(quad.predicate)].append(quad.object)
        except SyntaxError as error:
            raise Refused(f"It is not well-formed: {error.msg}.", line=error.lineno, column=error.offset) from None
        return cls(model, subjects)

    def of_class(self, *classes: str) -> Iterator[Node]:
        """The subjects of some classes, in the order of their names."""
        wanted = set(classes)
        for name in sorted(self.subjects):
            if wanted & set(map(str, self.subjects[name].get(TYPE, ()))):
                yield self.node(name)

    def node(self, name: str) -> Node:
        """One subject; it need not be there."""
        return Node(name, self.subjects.get(name, {}), self.model)


def _text(thing: Thing) -> str:
    return thing.value if isinstance(thing, ox.Literal | ox.NamedNode) else str(thing)
