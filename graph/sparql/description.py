"""What the endpoint is and can, as RDF (SPARQL 1.1 Service Description)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from rdflib import RDF, RDFS, Graph, Literal, Namespace, URIRef

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMATS = Namespace("http://www.w3.org/ns/formats/")
RESULTS = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "RDF_XML",
    "JSON-LD",
    "TriG",
    "N-Quads",
)
WRITTEN_BY: Mapping[str, str] = MappingProxyType(
    {
        "text/turtle": "turtle",
        "application/n-triples": "nt",
        "application/rdf+xml": "xml",
        "application/ld+json": "json-ld",
    }
)
"""rdflib's name of each format that the description can be had in, by media type."""


def describe_service(address: str, graphs: Iterable[str], media: str) -> bytes:
    """The description of the endpoint at an address, whose named graphs have these IRIs, in a media type.

    >>> describe_service("https://kg.example.org/sparql", [], "application/n-triples").count(b"resultFormat")
    10
    """
    told = Graph()
    told.bind("sd", SD)
    service, dataset = URIRef(f"{address}#service"), URIRef(f"{address}#dataset")
    told += [
        (service, RDF.type, SD.Service),
        (service, SD.endpoint, URIRef(address)),
        (service, SD.supportedLanguage, SD.SPARQL11Query),
        (service, SD.feature, SD.UnionDefaultGraph),
        (service, SD.defaultDataset, dataset),
        (dataset, RDF.type, SD.Dataset),
        (dataset, SD.defaultGraph, URIRef(f"{address}#union")),
        (URIRef(f"{address}#union"), RDF.type, SD.Graph),
        (URIRef(f"{address}#union"), RDFS.comment, Literal("All named graphs together.", lang="en")),
        *((service, SD.resultFormat, FORMATS[name]) for name in RESULTS),
    ]
    for graph in graphs:
        named = URIRef(f"{address}#{graph.rstrip('/').rpartition('/')[2]}")
        told += [(dataset, SD.namedGraph, named), (named, RDF.type, SD.NamedGraph), (named, SD.name, URIRef(graph))]
    return told.serialize(format=WRITTEN_BY[media], encoding="utf-8")


__all__ = ["WRITTEN_BY", "describe_service"]
