"""The SPARQL 1.1 Protocol as its specification has it, over the curated graph."""

import csv
import io
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
import rdflib
from rdflib.namespace import RDF

from api.app import create_app
from graph.service import Service
from graph.sparql.endpoint import Endpoint, opened
from graph.sparql.job import Limits
from ontology.iri import Iris
from tests.api.conftest import BASE

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.filterwarnings("ignore:.*deprecated, use Dataset.*:DeprecationWarning"),  # of rdflib, in rdflib
]

ROWS = "SELECT ?label { id:israel-aerospace-industries rdfs:label ?label }"
TRIPLES = "CONSTRUCT WHERE { id:israel-aerospace-industries rdfs:label ?label }"
QUERY = "application/sparql-query"
SD = "http://www.w3.org/ns/sparql-service-description#"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def endpoint(service: Service, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Endpoint]:
    async with opened(service, tmp_path_factory.mktemp("sparql") / "stores", Iris(BASE), Limits(20)) as endpoint:
        yield endpoint


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def asker(service: Service, endpoint: Endpoint) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(service, base_iri=BASE, endpoint=endpoint)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://defgraph.test") as client:
        yield client


async def ask(client: httpx.AsyncClient, query: str, accept: str | None = None, **more: str) -> httpx.Response:
    headers = {"Accept": accept} if accept else {}
    response = await client.get("/sparql", params={"query": query, **more}, headers=headers)
    assert response.status_code == 200, response.text
    return response


def values(response: httpx.Response, name: str) -> set[str]:
    return {row[name]["value"] for row in response.json()["results"]["bindings"]}


async def test_the_same_query_in_all_three_ways(asker: httpx.AsyncClient) -> None:
    answers = [
        await asker.get("/sparql", params={"query": ROWS}),
        await asker.post("/sparql", data={"query": ROWS}),
        await asker.post("/sparql", content=ROWS, headers={"Content-Type": "application/sparql-query; charset=UTF-8"}),
    ]
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert "Israel Aerospace Industries" in values(answers[0], "label")
    assert answers[0].headers["defgraph-revision"] == "2"


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        (None, "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("application/json", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("application/xml;q=0.9, text/turtle", "application/sparql-results+xml"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values, */*;q=0.1", "text/tab-separated-values; charset=utf-8"),
    ],
)
async def test_rows_come_as_the_client_likes(asker: httpx.AsyncClient, accept: str | None, media: str) -> None:
    response = await ask(asker, ROWS, accept)
    assert response.headers["content-type"] == media
    assert "Accept" in response.headers["vary"]
    assert b"Israel Aerospace Industries" in response.content


async def test_csv_is_read_by_a_reader_of_csv(asker: httpx.AsyncClient) -> None:
    response = await ask(asker, ROWS, format="csv")
    rows = list(csv.DictReader(io.StringIO(response.text, newline="")))
    assert "Israel Aerospace Industries" in {row["label"] for row in rows}
    assert "\r\n" in response.text


@pytest.mark.parametrize(
    ("accept", "media", "parser"),
    [
        (None, "text/turtle", "turtle"),
        ("application/n-triples", "application/n-triples", "nt"),
        ("application/json", "application/ld+json", "json-ld"),
        ("application/rdf+xml", "application/rdf+xml", "xml"),
        ("application/n-quads", "application/n-quads", "nquads"),
        ("application/trig", "application/trig", "trig"),
    ],
)
async def test_triples_come_as_the_client_likes(
    asker: httpx.AsyncClient, accept: str | None, media: str, parser: str
) -> None:
    response = await ask(asker, TRIPLES, accept)
    assert response.headers["content-type"].split(";")[0] == media
    graph = rdflib.Dataset(default_union=True)
    graph.parse(data=response.content, format=parser)
    assert "Israel Aerospace Industries" in {str(o) for o in graph.objects()}


async def test_the_dataset_of_the_request_is_stronger_than_that_of_the_query(asker: httpx.AsyncClient) -> None:
    count = "SELECT (COUNT(*) AS ?n) %s { ?s ?p ?o }"
    direct, claims = (f"{BASE}graph/{name}" for name in ("direct", "claims"))
    given = [("", ""), (f"FROM <{direct}>", ""), ("", direct), (f"FROM <{claims}>", direct)]
    answers = [await ask(asker, count % own, **({"default-graph-uri": named} if named else {})) for own, named in given]
    sizes = [values(answer, "n") for answer in answers]
    assert sizes[1] == sizes[2] == sizes[3] != sizes[0]
    named = await ask(asker, "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", **{"named-graph-uri": direct})
    assert values(named, "g") == {direct}


@pytest.mark.parametrize(
    ("method", "request_", "status"),
    [
        ("GET", {"params": [("query", "ASK {}"), ("query", "ASK {}")]}, 400),
        ("POST", {"data": {"x": "1"}}, 400),
        ("GET", {"params": {"query": "SELECT WHERE"}}, 400),
        ("POST", {"content": "ASK {}"}, 415),
        ("POST", {"content": "query=ASK%20%7B%7D"}, 415),
        ("POST", {"content": "ASK {}", "headers": {"Content-Type": "text/plain"}}, 415),
        ("POST", {"content": "ASK {}".encode("utf-16"), "headers": {"Content-Type": f"{QUERY}; charset=UTF-16"}}, 415),
        ("POST", {"content": b"ASK { ?s ?p '\xff' }", "headers": {"Content-Type": QUERY}}, 400),
        ("PUT", {"params": {"query": "ASK {}"}}, 405),
        ("POST", {"data": {"update": "CLEAR ALL"}}, 403),
        ("POST", {"content": "CLEAR ALL", "headers": {"Content-Type": "application/sparql-update"}}, 403),
        ("GET", {"params": {"update": "CLEAR ALL"}}, 403),
        ("GET", {"params": {"query": "DROP ALL"}}, 403),
        ("GET", {"params": {"query": "ASK { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"}}, 403),
        ("GET", {"params": {"query": "ASK {}"}, "headers": {"Accept": "image/png"}}, 406),
        ("GET", {"params": {"query": "ASK {}", "format": "csv"}}, 406),
        ("GET", {"params": {"query": "ASK {}", "as_of": "soon"}}, 422),
        ("GET", {"params": {"query": "ASK {}", "as-of": "2019"}}, 422),
    ],
)  # fmt: skip
async def test_what_is_wrong_is_told_with_the_right_status(
    asker: httpx.AsyncClient, method: str, request_: Mapping[str, object], status: int
) -> None:
    response = await asker.request(method, "/sparql", **request_)  # type: ignore[arg-type]
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["detail"]


async def test_a_mistake_is_told_with_its_place(asker: httpx.AsyncClient) -> None:
    told = (await asker.get("/sparql", params={"query": "SELECT *\nWHERE { ?s ?p }"})).json()
    assert told["line"] == 2


async def test_browsers_elsewhere_may_ask(asker: httpx.AsyncClient) -> None:
    asked = {"Origin": "https://partner.example.org", "Access-Control-Request-Method": "POST"}
    asked["Access-Control-Request-Headers"] = "content-type"
    flight = await asker.options("/sparql", headers=asked)
    assert flight.status_code == 200
    assert flight.headers["access-control-allow-origin"] == "*"
    wrong = await asker.get("/sparql", params={"query": "?"}, headers={"Origin": "https://partner.example.org"})
    assert wrong.headers["access-control-allow-origin"] == "*"
    assert (await asker.options("/sparql")).headers["allow"] == "GET, HEAD, POST, OPTIONS"
    head = await asker.head("/sparql", params={"query": "ASK {}"})
    assert (head.status_code, head.content) == (200, b"")


@pytest.mark.parametrize(
    ("accept", "parser"), [(None, "turtle"), ("application/ld+json", "json-ld"), ("application/rdf+xml", "xml")]
)
async def test_without_a_query_the_service_describes_itself(
    asker: httpx.AsyncClient, accept: str | None, parser: str
) -> None:
    response = await asker.get("/sparql", headers={"Accept": accept} if accept else {})
    told = rdflib.Graph().parse(data=response.content, format=parser)
    (service,) = told.subjects(RDF.type, rdflib.URIRef(f"{SD}Service"))
    assert told.value(service, rdflib.URIRef(f"{SD}endpoint")) == rdflib.URIRef("http://defgraph.test/sparql")
    names = {str(name) for name in told.objects(None, rdflib.URIRef(f"{SD}name"))}
    graphs = await ask(asker, "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")
    assert names == values(graphs, "g")


async def test_a_caller_s_view_on_who_is_who_reaches_sparql(asker: httpx.AsyncClient) -> None:
    both = ("id:elta-systems", "id:israel-aerospace-industries")
    one = " UNION ".join(f"{{ {a} owl:sameAs {b} }}" for a, b in (both, both[::-1]))
    query = f"PREFIX owl: <http://www.w3.org/2002/07/owl#> ASK {{ {one} }}"
    for treat, same in (([], False), (["elta|iai:same"], True), (["elta|iai:different"], False)):
        answer = await asker.get("/sparql", params={"query": query, "treat": treat})
        assert (answer.status_code, answer.json()["boolean"]) == (200, same), treat
    wrong = await asker.get("/sparql", params={"query": "ASK {}", "treat": "elta|iai"})
    assert (wrong.status_code, wrong.json()["parameter"]) == (422, "treat")


async def test_a_view_reaches_sparql(asker: httpx.AsyncClient) -> None:
    owned = "SELECT ?firm { id:israel-aerospace-industries dg:owns ?firm }"
    now, before = values(await ask(asker, owned), "firm"), values(await ask(asker, owned, as_of="2019"), "firm")
    bluebird = f"{BASE}id/bluebird-aero-systems"
    assert bluebird in now
    assert bluebird not in before


async def test_a_graph_is_had_by_its_name(asker: httpx.AsyncClient) -> None:
    direct = f"{BASE}graph/direct"
    answer = await asker.get("/graphs", params={"graph": direct}, headers={"Accept": "application/n-triples"})
    counted = await ask(asker, f"SELECT (COUNT(*) AS ?n) FROM <{direct}> {{ ?s ?p ?o }}")
    assert {str(len(answer.text.splitlines()))} == values(counted, "n")
    assert (await asker.get("/graphs", params={"graph": "https://example.org/none"})).status_code == 404
    assert (await asker.get("/graphs")).status_code == 422
    assert (await asker.put("/graphs?default")).status_code == 405


async def test_stores_leave_nothing_behind(service: Service, tmp_path: Path) -> None:
    async with opened(service, tmp_path / "stores", Iris(BASE), Limits(20)):
        assert list((tmp_path / "stores").iterdir())
    assert not (tmp_path / "stores").exists()
