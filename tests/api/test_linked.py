"""The address of a thing: a page for people, RDF for programs."""

import httpx
import pytest
import rdflib

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
