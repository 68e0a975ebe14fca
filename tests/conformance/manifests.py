"""The W3C's test suites, for whoever has them: `W3C_TESTS` names a folder with clones of the repositories.

Under it are `rdf-tests`, `data-shapes` and `json-ld-api`, as their publisher names them. Tests marked `w3c` are part of
the suite where the variable is set, and no part of it elsewhere. What a manifest lists is read here; nothing of it is
in this project.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

FOLDER = os.environ.get("W3C_TESTS", "")
WEB = "https://w3c.github.io/"
"""What stands for the folder in the addresses of its files."""

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
RS = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")


@dataclass(frozen=True, slots=True)
class Case:
    """One test of a manifest: its IRI, its kind (the class's own name), and the manifest with what it says of it."""

    iri: str
    kind: str
    told: Graph

    def value(self, *path: URIRef) -> Node | None:
        """What stands at the end of a path of properties."""
        node: Node | None = URIRef(self.iri)
        for step in path:
            node = None if node is None else self.told.value(node, step)
        return node

    def address(self, *path: URIRef) -> str:
        """The address of the file at the end of a path."""
        found = self.value(*path)
        assert isinstance(found, URIRef), f"{self.iri} has no {path}"
        return str(found)

    def addresses(self, step: URIRef) -> tuple[str, ...]:
        """The files that the test's action has for a property."""
        action = self.value(MF.action)
        return tuple(sorted(str(node) for node in self.told.objects(action, step) if isinstance(node, URIRef)))


def file_of(address: str) -> Path:
    """Where the file of an address is."""
    return Path(FOLDER, address.partition("#")[0].removeprefix(WEB))


def address_of(*parts: str) -> str:
    """The address of a file."""
    return WEB + "/".join(parts)


def cases(manifest: str) -> Iterator[Case]:
    """The tests that a manifest lists, in its order; those of manifests that it includes are not among them."""
    told = parsed(manifest)
    for entry in listed(manifest, MF.entries):
        (kind,) = told.objects(URIRef(entry), RDF.type)
        yield Case(entry, str(kind).rpartition("#")[2], told)


def included(manifest: str) -> list[str]:
    """The manifests that a manifest includes."""
    return listed(manifest, MF.include)


def listed(manifest: str, step: URIRef) -> list[str]:
    """The addresses that a manifest has for a property, in lists or one by one."""
    told = parsed(manifest)
    found = sorted(told.objects(None, step), key=str)
    lists = (Collection(told, node) if (node, RDF.first, None) in told else (node,) for node in found)
    return [str(entry) for entries in lists for entry in entries]


@cache
def parsed(address: str) -> Graph:
    """An RDF file as rdflib reads it."""
    return Graph().parse(file_of(address), publicID=address, format="turtle")
