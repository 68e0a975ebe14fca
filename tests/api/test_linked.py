"""The address of a thing: a page for people, RDF for programs."""

import re

import httpx
import pytest
import rdflib

from api.app import create_app
from graph.service import Service
from tests.api.conftest import BASE

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.filterwarnings("ignore:.*deprecated, use Dataset.*:DeprecationWarning"),  # of rdflib, in rdflib
]

IAI = "/id/israel-aerospace-industries"
FORMATS = {
    "text/turtle": "turtle",
    "application/ld+json": "json-ld",
    "application/n-triples": "nt",
    "application/trig": "trig",
    "application/n-quads": "nquads",
    "application/rdf+xml": "xml",
}


def triples(response: httpx.Response, parser: str) -> rdflib.Dataset:
    graph = rdflib.Dataset(default_union=True)
    graph.parse(data=response.content, format=parser)
    return graph


@pytest.mark.parametrize("media", FORMATS)
async def test_each_rdf_format_says_who_iai_belongs_to_and_who_says_so(client: httpx.AsyncClient, media: str) -> None:
    response = await client.get(IAI, headers={"Accept": media})
    assert response.status_code == 200
    assert response.headers["content-type"].startswith(media)
    assert response.headers["vary"] in ("Accept", "Accept, Origin", "Origin, Accept")
    graph = triples(response, FORMATS[media])
    subject = rdflib.URIRef(BASE + "id/israel-aerospace-industries")
    assert (rdflib.URIRef(BASE + "id/israel"), rdflib.URIRef(BASE + "ns#owns"), subject) in graph
    assert rdflib.Literal("Israel Aerospace Industries", lang="en") in set(graph.objects(subject, rdflib.RDFS.label))
    assert any(str(s).startswith(BASE + "claim/") for s in graph.subjects())
    assert any(str(s).startswith(BASE + "source/") for s in graph.subjects())


async def test_a_suffix_chooses_too_and_the_page_links_to_them(client: httpx.AsyncClient) -> None:
    page = await client.get(IAI, headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    link = next(link for link in page.headers["link"].split(", ") if "text/turtle" in link)
    address = link.partition(">")[0].lstrip("<")
    assert address == f"{IAI}.ttl"
    response = await client.get(address)
    assert len(triples(response, "turtle")) > 100


async def test_the_page_shows_names_values_sources_and_relationships(client: httpx.AsyncClient) -> None:
    page = (await client.get("/id/morocco-barak-mx-2022")).text
    assert "600,000,000 USD" in page
    assert "at least 500,000,000 USD" in page
    assert "contested" in page
    assert "IAI agrees $500m missile defense systems deal with Morocco" in page
    page = (await client.get("/id/bluebird-aero-systems")).text
    assert 'href="/id/iai-bluebird"' in page


async def test_a_client_that_takes_none_of_them_is_told_which_there_are(client: httpx.AsyncClient) -> None:
    response = await client.get(IAI, headers={"Accept": "image/png"})
    assert response.status_code == 406
    assert "text/turtle" in response.json()["detail"]


async def test_as_of_a_date_less_is_said(client: httpx.AsyncClient) -> None:
    now = await client.get("/id/bluebird-aero-systems.nt")
    then = await client.get("/id/bluebird-aero-systems.nt", params={"as_of": "2010", "certainty": "certain"})
    assert len(then.content) < len(now.content)


@pytest.mark.parametrize("path", ["/id/atlantis", "/id/atlantis.ttl", "/id/israel.exe"])
async def test_an_unknown_thing_is_not_found(client: httpx.AsyncClient, path: str) -> None:
    response = await client.get(path)
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"


async def test_the_header_says_which_document_was_sent_and_what_is_about_it(client: httpx.AsyncClient) -> None:
    answer = await client.get(IAI, headers={"Accept": "text/turtle;q=0.5, application/ld+json, text/html;q=0.9"})
    assert answer.headers["content-location"] == f"{IAI}.jsonld"
    page = await client.get(f"{IAI}.html")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    links = dict(re.findall(r'<([^>]+)>; rel="(\w+)"', answer.headers["link"]))
    assert {"describedby", "license", "alternate"} <= set(links.values())
    for path in links:
        assert (await client.get(path)).status_code == 200
    head = await client.head(IAI, headers={"Accept": "text/turtle"})
    assert (head.status_code, head.content, head.headers["content-location"]) == (200, b"", f"{IAI}.ttl")


async def test_scripts_elsewhere_may_read_it(client: httpx.AsyncClient) -> None:
    for path in (f"{IAI}.ttl", "/ontology/context.jsonld", "/id/atlantis"):
        answer = await client.get(path, headers={"Origin": "https://partner.example.org"})
        assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("base", [BASE, "https://kg.example.org/facts/"])
async def test_every_iri_in_a_document_leads_somewhere(service: Service, base: str) -> None:
    """Whatever base the IRIs have, the paths under it are those of this server."""
    app = create_app(service, base_iri=base)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://defgraph.test") as client:
        graph = triples(await client.get("/id/iai-bluebird.ttl"), "turtle")
        iris = {str(term) for triple in graph.triples((None, None, None)) for term in triple[:3]}
        ours = {iri for iri in iris if iri.startswith(base) and "ns#" not in iri}
        kinds = {iri.removeprefix(base).partition("/")[0] for iri in ours}
        assert {"id", "claim", "source", "dataset", "revision"} <= kinds
        for kind in ("id", "claim", "source", "dataset", "revision"):
            iri = next(iri for iri in sorted(ours) if iri.startswith(f"{base}{kind}/") and iri.count("-") < 9)
            path = iri.removeprefix(base)
            if kind == "claim":  # its values and what it implies are named after it
                path = path.partition("-")[0]
            answer = await client.get(f"/{path}", follow_redirects=True)
            assert answer.status_code == 200, path
        if base != BASE:
            assert not any(iri.startswith(f"{BASE}id/") for iri in iris)


async def test_a_claim_leads_to_what_it_is_about(client: httpx.AsyncClient) -> None:
    graph = triples(await client.get("/id/iai-bluebird.ttl"), "turtle")
    claim = next(graph.subjects(rdflib.URIRef(f"{BASE}ns#concerns"), rdflib.URIRef(f"{BASE}id/iai-bluebird")))
    answer = await client.get(str(claim).replace(BASE, "/"))
    assert (answer.status_code, answer.headers["location"]) == (303, "/id/iai-bluebird")
    assert (await client.get("/graph/direct")).headers["location"].startswith("/graphs?graph=")
    for path in ("/claim/none", "/source/none", "/dataset/none", "/graph/none", "/revision/0", "/revision/none"):
        assert (await client.get(path)).status_code == 404


@pytest.mark.parametrize("kind", ["source", "dataset", "revision"])
async def test_what_stands_behind_a_claim_is_told_in_rdf_too_the_same_as_in_the_documents(
    client: httpx.AsyncClient, kind: str
) -> None:
    document = triples(await client.get("/id/iai-bluebird.nq"), "nquads")
    node = min(s for s in document.subjects(rdflib.RDF.type, None) if str(s).startswith(f"{BASE}{kind}/"))
    path = str(node).replace(BASE, "/")
    for media, parser in FORMATS.items():
        answer = await client.get(path, headers={"Accept": media})
        assert (answer.status_code, answer.headers["vary"][:6]) == (200, "Accept")
        told = {triple[:3] for triple in triples(answer, parser).triples((None, None, None))}
        assert told == {triple[:3] for triple in document.triples((node, None, None))} != set()
    assert (await client.get(path)).status_code == 303
    assert (await client.get(path, headers={"Accept": "text/html,*/*;q=0.1"}, follow_redirects=True)).status_code == 200
    assert (await client.get(path, headers={"Accept": "image/png"})).status_code == 406
