"""The ontology as one RDF document, and the shapes as another: what is published at their addresses."""

from __future__ import annotations

import functools
from pathlib import Path

from rdflib import OWL, RDF, Graph

from ontology.shapes import DG
from ontology.validation import shapes_of
from ontology.vocabulary import PACKAGED, load_vocabulary

WRITTEN = {"text/turtle": "turtle", "application/ld+json": "json-ld", "application/n-triples": "nt"}
WRITTEN |= {"application/rdf+xml": "xml"}
"""rdflib's name of each format, by media type."""


@functools.lru_cache(maxsize=2)
def ontology_graph(folder: Path = PACKAGED) -> Graph:
    """Everything that the files of the ontology say, shapes aside.

    >>> len(ontology_graph()) > 2000
    True
    """
    graph = Graph()
    for file in sorted(folder.glob("*.ttl")):
        if file.name != "shapes.ttl":
            graph.parse(file, format="turtle")
    graph.bind("dg", DG)
    return graph


@functools.cache
def ontology_version() -> str:
    """The version of the packaged ontology, as its `owl:versionInfo` has it."""
    graph = ontology_graph()
    [document] = graph.subjects(RDF.type, OWL.Ontology)
    return str(graph.value(document, OWL.versionInfo))


@functools.lru_cache(maxsize=16)
def written(what: str, media: str) -> bytes:
    """The packaged `ontology` or its `shapes` in a media type of `WRITTEN`."""
    graph = ontology_graph() if what == "ontology" else shapes_of(load_vocabulary())
    return graph.serialize(format=WRITTEN[media], encoding="utf-8")


__all__ = ["WRITTEN", "ontology_graph", "ontology_version", "written"]
