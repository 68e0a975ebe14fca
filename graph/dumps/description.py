"""What the dataset is, for catalogues: VoID counts and links, DCAT 3 versions, files and services.

The dataset (the base of all IRIs) is a series: each published version is a member of it, with a distribution for each
file. What a version counts was counted while it was written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import quote

from rdflib import DCTERMS, FOAF, RDF, RDFS, VOID, XSD, Graph, Literal, Namespace, URIRef
from rdflib.namespace import SKOS
from rdflib.term import Node

from graph.dumps.version import Filed, Version
from graph.licence import remarks
from graph.rdf.direct import RULE
from ontology.iri import NAMESPACE, Iris

DCAT = Namespace("http://www.w3.org/ns/dcat#")
"""With the terms of version 3, which rdflib's own lacks."""
SPDX = Namespace("http://spdx.org/rdf/terms#")
MEDIA = "https://www.iana.org/assignments/media-types/"
WRITTEN_BY: Mapping[str, str] = MappingProxyType(
    {
        "text/turtle": "turtle",
        "application/ld+json": "json-ld",
        "application/n-triples": "nt",
        "application/rdf+xml": "xml",
    }
)
"""rdflib's name of each format that a description can be had in, by media type."""

Triple = tuple[Node, Node, Node]


@dataclass(frozen=True)
class Description:
    """Describes a dataset under its base of IRIs, that is served at an address (which ends in a slash)."""

    iris: Iris
    address: str
    versions: Sequence[Version]

    @property
    def dataset(self) -> URIRef:
        """The dataset as a whole."""
        return URIRef(self.iris.base)

    def graph(self) -> Graph:
        """All that is told."""
        told = Graph()
        for prefix, namespace in (("spdx", SPDX), ("dcat", DCAT), ("dg", Namespace(NAMESPACE))):
            told.bind(prefix, namespace)
        for part in (self._whole(), self._services(), *map(self._version, self.versions)):
            for triple in part:
                told.add(triple)
        return told

    def write(self, media: str) -> bytes:
        """The description in one of the media types of `WRITTEN_BY`."""
        return self.graph().serialize(format=WRITTEN_BY[media], encoding="utf-8")

    def _whole(self) -> Iterator[Triple]:
        it, page = self.dataset, URIRef(f"{self.address}dataset")
        for kind in (VOID.Dataset, DCAT.Dataset, DCAT.DatasetSeries):
            yield it, RDF.type, kind
        yield page, RDF.type, VOID.DatasetDescription
        yield page, FOAF.primaryTopic, it
        yield it, DCTERMS.title, Literal("defgraph", lang="en")
        yield it, DCTERMS.description, Literal(ABOUT, lang="en")
        yield it, RDFS.comment, Literal(RULE, lang="en")
        yield it, DCTERMS.publisher, self._publisher()
        yield self._publisher(), RDF.type, FOAF.Agent
        yield self._publisher(), FOAF.name, Literal("defgraph", lang="en")
        yield it, DCAT.landingPage, URIRef(self.address)
        yield it, FOAF.homepage, URIRef(self.address)
        yield it, VOID.sparqlEndpoint, URIRef(f"{self.address}sparql")
        yield it, VOID.uriSpace, Literal(self.iris.base)
        yield it, VOID.vocabulary, URIRef(NAMESPACE)
        yield it, VOID.exampleResource, URIRef(self.iris.entity("israel-aerospace-industries"))
        for keyword in ("defence", "arms transfers", "ownership", "accords", "provenance"):
            yield it, DCAT.keyword, Literal(keyword, lang="en")
        if self.versions:
            yield it, DCTERMS.modified, Literal(self.versions[0].committed, datatype=XSD.dateTime)
            yield from self._counts(it, self.versions[0])
            yield from self._rights(it, self.versions[0])

    def _publisher(self) -> URIRef:
        return URIRef(f"{self.iris.base}#publisher")

    def _services(self) -> Iterator[Triple]:
        service = URIRef(f"{self.address}sparql#service")
        yield service, RDF.type, DCAT.DataService
        yield service, DCTERMS.title, Literal("SPARQL endpoint", lang="en")
        yield service, DCAT.endpointURL, URIRef(f"{self.address}sparql")
        yield service, DCAT.endpointDescription, URIRef(f"{self.address}sparql")
        yield service, DCAT.servesDataset, self.dataset
        yield service, DCTERMS.conformsTo, URIRef("https://www.w3.org/TR/sparql11-protocol/")

    def _version(self, version: Version) -> Iterator[Triple]:
        it = URIRef(f"{self.address}dumps/{version.revision}/")
        for kind in (VOID.Dataset, DCAT.Dataset):
            yield it, RDF.type, kind
        yield it, DCAT.inSeries, self.dataset
        yield self.dataset, DCAT.hasVersion, it
        yield it, DCAT.version, Literal(str(version.revision))
        yield it, DCTERMS.title, Literal(f"defgraph, revision {version.revision}", lang="en")
        yield it, DCTERMS.description, Literal(ABOUT, lang="en")
        yield it, DCTERMS.publisher, self._publisher()
        yield it, DCTERMS.issued, Literal(version.committed, datatype=XSD.dateTime)
        yield it, VOID.triples, Literal(version.counts["quads"])
        if version.before is not None and any(v.revision == version.before for v in self.versions):
            yield it, DCAT.previousVersion, URIRef(f"{self.address}dumps/{version.before}/")
        yield from self._rights(it, version)
        for file in version.files:
            yield from self._file(it, file)

    def _file(self, version: URIRef, file: Filed) -> Iterator[Triple]:
        it = URIRef(f"{version}{file.name}")
        checksum = URIRef(f"{it}#checksum")
        yield version, DCAT.distribution, it
        yield it, RDF.type, DCAT.Distribution
        yield it, DCTERMS.title, Literal(file.name)
        yield it, DCTERMS.description, Literal(file.told, lang="en")
        yield it, DCAT.downloadURL, it
        yield it, DCAT.accessURL, version
        yield it, DCAT.mediaType, URIRef(f"{MEDIA}{file.media_type}")
        if file.name.endswith(".gz"):
            yield it, DCAT.compressFormat, URIRef(f"{MEDIA}application/gzip")
        yield it, DCAT.byteSize, Literal(file.size, datatype=XSD.nonNegativeInteger)
        yield it, SPDX.checksum, checksum
        yield checksum, RDF.type, SPDX.Checksum
        yield checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256
        yield checksum, SPDX.checksumValue, Literal(file.sha256, datatype=XSD.hexBinary)
        if file.format in {"nquads", "trig", "turtle", "jsonld"}:
            yield version, VOID.dataDump, it

    def _counts(self, it: URIRef, version: Version) -> Iterator[Triple]:
        counts = version.counts
        yield it, VOID.triples, Literal(counts["quads"])
        yield it, VOID.entities, Literal(counts["entities"] + counts["relationships"])
        yield it, VOID.classes, Literal(len(version.classes))
        yield it, VOID.properties, Literal(len(version.properties))
        parts = (
            (VOID.classPartition, VOID["class"], VOID.entities, version.classes),
            (VOID.propertyPartition, VOID.property, VOID.triples, version.properties),
        )
        for partition, predicate, measure, found in parts:
            for number, (name, count) in enumerate(found.items()):
                node = URIRef(f"{self.address}dataset#{_local(partition)}-{number}")
                yield it, partition, node
                yield node, predicate, URIRef(name)
                yield node, measure, Literal(count)
        for name, count in version.graphs.items():
            yield it, VOID.subset, URIRef(name)
            yield URIRef(name), RDF.type, VOID.Dataset
            yield URIRef(name), VOID.triples, Literal(count)
        for target, count in version.linksets.items():
            node = URIRef(f"{self.address}dataset#links-to-{quote(target, safe='')}")
            yield node, RDF.type, VOID.Linkset
            yield node, VOID.subjectsTarget, it
            yield node, VOID.objectsTarget, URIRef(target)
            yield URIRef(target), RDF.type, VOID.Dataset
            yield node, VOID.linkPredicate, SKOS.exactMatch
            yield node, VOID.triples, Literal(count)

    def _rights(self, it: URIRef, version: Version) -> Iterator[Triple]:
        """Each dataset in it has its own licence, so the whole has none, but says which there are."""
        for name, licence in version.licences.items():
            yield it, DCTERMS.source, URIRef(self.iris.dataset(name))
            yield it, DCTERMS.rights, Literal(f"{name}: {licence}")
        for told in remarks(version.left_out):
            yield it, DCTERMS.rights, Literal(told, lang="en")


def _local(term: URIRef) -> str:
    return term.rpartition("#")[2]


ABOUT = "Who supplies, owns, builds, signs, brokers or opposes what in defence, since when, and who says so."

__all__ = ["WRITTEN_BY", "Description"]
