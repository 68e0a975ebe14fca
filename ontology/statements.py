"""The statements of a folder of Turtle files, indexed by subject, each with the file it stands in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import pyoxigraph as ox

from ontology.errors import OntologyError
from ontology.iri import NAMESPACE

PREFIXES: Mapping[str, str] = MappingProxyType(
    {
        NAMESPACE: "dg",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
        "http://www.w3.org/2000/01/rdf-schema#": "rdfs",
        "http://www.w3.org/2001/XMLSchema#": "xsd",
        "http://www.w3.org/2002/07/owl#": "owl",
        "http://www.w3.org/2004/02/skos/core#": "skos",
        "http://purl.org/dc/terms/": "dct",
        "http://www.w3.org/ns/prov#": "prov",
        "http://www.w3.org/ns/org#": "org",
        "https://schema.org/": "schema",
        "http://www.wikidata.org/entity/": "wd",
        "https://w3id.org/ftm#": "ftm",
        "http://id.loc.gov/datatypes/edtf/": "edtf",
    }
)
"""The prefix of each namespace that is shortened in messages and looked at by the reader."""

Node = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


def curie(iri: str) -> str:
    """The short form of an IRI, or the IRI itself if its namespace has no prefix here.

    >>> curie("https://w3id.org/defgraph/ns#Firm")
    'dg:Firm'
    """
    for namespace, prefix in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


@dataclass(frozen=True, slots=True)
class Subject:
    """Everything that is said of one thing: predicate and objects as they are written, predicates as CURIEs."""

    iri: str
    files: tuple[str, ...]
    said: Mapping[str, tuple[Node, ...]]

    @property
    def name(self) -> str:
        """The local name, for a term of our own; the IRI otherwise."""
        return self.iri.removeprefix(NAMESPACE)

    def wrong(self, what: str, hint: str = "") -> OntologyError:
        """The error that something is wrong here; `what` goes on after the term's name."""
        return OntologyError(f"{curie(self.iri)} {what} ({', '.join(self.files)}).", hint=hint)

    def iris(self, predicate: str) -> tuple[str, ...]:
        """The IRIs that a predicate leads to, as CURIEs where they have one."""
        return tuple(curie(node.value) for node in self.said.get(predicate, ()) if isinstance(node, ox.NamedNode))

    def names(self, predicate: str) -> tuple[str, ...]:
        """The local names of our own terms that a predicate leads to. Raises OntologyError if it leads elsewhere."""
        found = self.iris(predicate)
        for name in found:
            if not name.startswith("dg:"):
                raise self.wrong(f"has {predicate} {name}, which is no term of this ontology")
        return tuple(name.removeprefix("dg:") for name in found)

    def texts(self, predicate: str) -> tuple[str, ...]:
        """The literals of a predicate, those in English and without a language only."""
        literals = (node for node in self.said.get(predicate, ()) if isinstance(node, ox.Literal))
        return tuple(node.value for node in literals if node.language in (None, "en"))

    def text(self, predicate: str) -> str:
        """The one literal of a predicate. Raises OntologyError if there is none or more than one."""
        found = self.text_or_none(predicate)
        if found is None:
            raise self.wrong(f"has no {predicate}", f'Add one: {predicate} "..."@en.')
        return found

    def text_or_none(self, predicate: str) -> str | None:
        """The one literal of a predicate, if there is any. Raises OntologyError for more than one."""
        found = self.texts(predicate)
        if len(found) > 1:
            raise self.wrong(
                f"has more than one {predicate}: {' and '.join(map(repr, found))}", "Was it defined twice?"
            )
        return found[0] if found else None

    def name_or_none(self, predicate: str) -> str | None:
        """The one term of our own that a predicate leads to, if any. Raises OntologyError for more than one."""
        found = self.names(predicate)
        if len(found) > 1:
            raise self.wrong(f"has more than one {predicate}: {' and '.join(found)}")
        return found[0] if found else None

    def flag(self, predicate: str) -> bool:
        """Whether a predicate is said to be true."""
        return self.texts(predicate) == ("true",)


@dataclass(frozen=True, slots=True)
class Statements:
    """The subjects of a folder's files that have an IRI, in the order of the files and of what is written in them."""

    folder: Path
    subjects: Mapping[str, Subject]

    def own(self, kind: str) -> Iterator[Subject]:
        """The terms of our own namespace that are of a kind, such as owl:Class."""
        for subject in self.subjects.values():
            if subject.iri.startswith(NAMESPACE) and kind in subject.iris("rdf:type"):
                yield subject

    def version(self) -> str:
        """The version that the ontology says it has. Raises OntologyError if it says none."""
        ontology = self.subjects.get(NAMESPACE.removesuffix("#"))
        if ontology is None:
            raise OntologyError(f"No file in {self.folder} declares the ontology.", hint="It is in meta.ttl.")
        return ontology.text("owl:versionInfo")


def read_statements(folder: Path) -> Statements:
    """Read all Turtle files of a folder. Raises OntologyError if there are none or one is broken."""
    paths = sorted(folder.glob("*.ttl"))
    if not paths:
        raise OntologyError(f"There is no ontology in {folder}.", hint="Name a folder that holds .ttl files.")
    said: dict[str, dict[str, list[Node]]] = defaultdict(lambda: defaultdict(list))
    files: dict[str, dict[str, None]] = defaultdict(dict)
    for path in paths:
        for quad in _parse(path):
            if isinstance(quad.subject, ox.NamedNode):
                said[quad.subject.value][curie(quad.predicate.value)].append(quad.object)
                files[quad.subject.value][path.name] = None
    subjects = {
        iri: Subject(iri, tuple(files[iri]), MappingProxyType({p: tuple(nodes) for p, nodes in predicates.items()}))
        for iri, predicates in said.items()
    }
    return Statements(folder, MappingProxyType(subjects))


def _parse(path: Path) -> Iterator[ox.Quad]:
    try:
        yield from ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE)
    except SyntaxError as error:
        raise OntologyError(f"{path.name} is no well-formed Turtle: {error.msg}.") from None


__all__ = ["PREFIXES", "Node", "Statements", "Subject", "curie", "read_statements"]
