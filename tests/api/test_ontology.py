"""The ontology over HTTP: for people and for programs, by version, with a context that JSON-LD readers can fetch."""

import re

import httpx
import orjson
import pytest
import rdflib
from rdflib import OWL, RDF, SH, SKOS

from api.ontology_page import ontology_page
from ontology.iri import NAMESPACE
from ontology.vocabulary import Vocabulary
from tests.api.conftest import BASE

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.filterwarnings("ignore:.*deprecated, use Dataset.*:DeprecationWarning"),  # of rdflib, in rdflib
]

FORMATS = {
    "text/turtle": "turtle",
    "application/ld+json": "json-ld",
    "application/n-triples": "nt",
    "application/rdf+xml": "xml",
}


@pytest.mark.parametrize("media", FORMATS)
async def test_programs_have_it_as_rdf(client: httpx.AsyncClient, media: str) -> None:
    answer = await client.get("/ontology", headers={"Accept": f"{media}, text/html;q=0.3"})
    assert answer.headers["content-type"].startswith(media)
    assert "Accept" in answer.headers["vary"]
    graph = rdflib.Graph().parse(data=answer.content, format=FORMATS[media])
    assert (rdflib.URIRef(f"{NAMESPACE}Ownership"), RDF.type, OWL.Class) in graph
    again = await client.get(answer.headers["content-location"])
    assert again.content == answer.content


async def test_it_has_its_version_at_an_address(client: httpx.AsyncClient) -> None:
    graph = rdflib.Graph().parse(data=(await client.get("/ontology.ttl")).content, format="turtle")
    [document] = graph.subjects(RDF.type, OWL.Ontology)
    address = str(graph.value(document, OWL.versionIRI))
    answer = await client.get(address.replace(BASE, "/"), headers={"Accept": "text/turtle"})
    assert answer.status_code == 200
    assert (await client.get("/ns/0.0.1")).status_code == 404
    assert (await client.get("/ontology.exe")).status_code == 404
    assert (await client.get("/ontology", headers={"Accept": "image/png"})).status_code == 406


async def test_people_find_every_term_at_its_anchor(client: httpx.AsyncClient, vocabulary: Vocabulary) -> None:
    """The IRI of a term is the document's and, after a hash, its name."""
    page = await client.get("/ns", headers={"Accept": "text/html"})
    anchors = re.findall(r' id="([^"]+)"', page.text)
    assert len(anchors) == len(set(anchors))
    terms = {term.iri.removeprefix(NAMESPACE) for term in vocabulary.terms()}
    assert terms - set(anchors) <= {"Entity", "Relationship"}
    concepts = {c.iri.removeprefix(NAMESPACE) for s in vocabulary.schemes.values() for c in s.concepts.values()}
    assert concepts <= set(anchors)
    leads = set(re.findall(r"href=\"#([^\"]+)\"", page.text))
    assert leads - set(anchors) <= {"Entity", "Relationship", "Claim", "Source"}


async def test_the_page_needs_nothing_from_elsewhere(vocabulary: Vocabulary) -> None:
    page = bytes(ontology_page(vocabulary).body).decode()
    assert "<svg" in page
    assert "<script" not in page
    assert not re.search(r'(src|xlink:href)="|style="', page)
    assert page.count("<rect") == len(vocabulary.entities)


async def test_concepts_are_in_the_rdf_with_their_schemes(client: httpx.AsyncClient) -> None:
    graph = rdflib.Graph().parse(data=(await client.get("/ontology.ttl")).content, format="turtle")
    ordered = rdflib.URIRef(f"{NAMESPACE}TransferStatus-ordered")
    assert graph.value(ordered, SKOS.inScheme) == rdflib.URIRef(f"{NAMESPACE}TransferStatus")


async def test_shapes_are_published(client: httpx.AsyncClient) -> None:
    answer = await client.get("/ontology/shapes")
    graph = rdflib.Graph().parse(data=answer.content, format="turtle")
    assert len(set(graph.subjects(RDF.type, SH.NodeShape))) > 100


async def test_the_context_is_fetched_and_used_by_readers_of_json_ld(client: httpx.AsyncClient) -> None:
    latest = await client.get("/ontology/context.jsonld")
    assert latest.headers["content-type"] == "application/ld+json"
    [place] = re.findall(r"<([^>]+)>", latest.headers["link"])
    fixed = await client.get(place)
    assert fixed.content == latest.content
    assert "max-age" in fixed.headers["cache-control"]
    document = {"@context": latest.json()["@context"], "@id": "id:x", "owner": "id:y"}
    graph = rdflib.Graph().parse(data=orjson.dumps(document), format="json-ld")
    assert (rdflib.URIRef(f"{BASE}id/x"), rdflib.URIRef(f"{NAMESPACE}owner"), rdflib.URIRef(f"{BASE}id/y")) in graph
    assert (await client.get("/ontology/0.0.1/context.jsonld")).status_code == 404
