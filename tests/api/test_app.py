"""What holds for every address: problems instead of stack traces, headers, sizes, caching, HEAD, CORS, the pages."""

import re
from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI

from api.app import create_app
from api.middleware import MAX_BODY, MAX_TARGET, Guard
from graph.service import Service
from tests.api.conftest import BASE

pytestmark = pytest.mark.asyncio(loop_scope="session")

MANY = [
    "/",
    "/docs",
    "/openapi.json",
    "/health/live",
    "/health/ready",
    "/api/v1/datasets",
    "/id/morocco",
    "/nowhere",
    "/api/v1/paths",
]


@pytest.mark.parametrize("path", MANY)
async def test_every_answer_keeps_browsers_careful(client: httpx.AsyncClient, path: str) -> None:
    headers = (await client.get(path)).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


async def test_any_page_may_read_the_api_but_none_with_the_visitor_s_credentials(client: httpx.AsyncClient) -> None:
    response = await client.get("/api/v1/datasets", headers={"Origin": "https://example.org"})
    assert response.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in response.headers
    preflight = {"Origin": "https://example.org", "Access-Control-Request-Method": "DELETE"}
    assert (await client.options("/api/v1/datasets", headers=preflight)).status_code == 400


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("GET", "/api/v1/entities/", 404),
        ("GET", "/api/v1/", 404),
        ("POST", "/api/v1/paths", 405),
        ("DELETE", "/api/v1/entities/morocco", 405),
        ("GET", "/api/v1/nowhere", 404),
    ],
)
async def test_what_there_is_not_is_a_problem_document(
    client: httpx.AsyncClient, method: str, path: str, status: int
) -> None:
    response = await client.request(method, path)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json().keys() >= {"type", "title", "status", "detail", "instance"}


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", "/sparql", "GET, HEAD, OPTIONS, POST"),
        ("DELETE", "/graphs", "GET, HEAD"),
        ("PATCH", "/reconcile", "GET, HEAD, POST"),
        ("POST", "/id/morocco", "GET, HEAD"),
    ],
)
async def test_a_method_that_cannot_be_used_is_answered_with_all_that_can(
    client: httpx.AsyncClient, method: str, path: str, allowed: str
) -> None:
    response = await client.request(method, path)
    assert (response.status_code, response.headers["allow"]) == (405, allowed)


async def test_no_slash_is_ever_redirected_to_a_host_of_the_client_s_choice(client: httpx.AsyncClient) -> None:
    response = await client.get("/docs/", headers={"Host": "evil.example"})
    assert response.status_code == 404
    assert "location" not in response.headers


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"params": {"q": "a" * MAX_TARGET}}, 414),
        ({"headers": {"X-Long": "a" * 40_000}}, 431),
        ({"content": b"a" * (MAX_BODY + 1)}, 413),
        ({"headers": {"Content-Length": "-1"}}, 413),
    ],
)
async def test_what_is_too_long_is_refused(client: httpx.AsyncClient, change: dict, status: int) -> None:
    response = await client.request("GET", "/api/v1/entities", **change)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"


async def test_a_long_body_that_does_not_tell_its_length_is_refused_while_it_is_read() -> None:
    async def swallow(_: object, receive, send) -> None:
        while (await receive()).get("more_body"):
            pass
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"read"})

    async def pieces(count: int) -> AsyncIterator[bytes]:
        for _ in range(count):
            yield b"a" * 65_536

    transport = httpx.ASGITransport(Guard(swallow))
    async with httpx.AsyncClient(transport=transport, base_url="http://defgraph.test") as client:
        assert (await client.post("/", content=pieces(16))).status_code == 200
        assert (await client.post("/", content=pieces(17))).status_code == 413


async def test_a_fault_of_ours_is_a_problem_document_without_its_trace() -> None:
    app = FastAPI()
    app.add_middleware(Guard)

    @app.get("/broken")
    async def broken() -> None:
        raise ZeroDivisionError("the secret of the house")

    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://defgraph.test") as client:
        response = await client.get("/broken")
    assert response.status_code == 500
    assert response.headers["content-type"] == "application/problem+json"
    assert "secret" not in response.text
    assert response.headers["x-content-type-options"] == "nosniff"


async def test_head_has_the_headers_of_get_and_no_body(client: httpx.AsyncClient) -> None:
    get, head = await client.get("/api/v1/datasets"), await client.head("/api/v1/datasets")
    assert head.status_code == 200
    assert head.content == b""
    assert (head.headers["etag"], head.headers["content-length"]) == (
        get.headers["etag"],
        get.headers["content-length"],
    )


async def test_named_hosts_are_the_only_ones_answered(service: Service) -> None:
    app = create_app(service, base_iri=BASE, hosts=("kg.example.org",))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://kg.example.org") as client:
        assert (await client.get("/health/live")).status_code == 200
        assert (await client.get("/health/live", headers={"Host": "evil.example"})).status_code == 400


async def test_it_lives_and_is_ready(client: httpx.AsyncClient) -> None:
    assert (await client.get("/health/live")).json() == {"live": True}
    ready = await client.get("/health/ready")
    assert ready.status_code == 200
    assert ready.json() == {"ready": True, "revision": 2, "stale": False, "neo4j": True, "trouble": None}
    assert ready.headers["defgraph-revision"] == "2"


async def test_the_front_page_says_how_much_there_is_and_where_to_look(client: httpx.AsyncClient) -> None:
    page = await client.get("/")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert re.search(r"Revision 2: [\d,]+ entities", page.text)
    for address in re.findall(r'href="(/[^"]*)"', page.text):
        assert (await client.get(address.replace("&amp;", "&"))).status_code == 200, address


async def test_the_documentation_page_shows_every_route_and_its_examples_work(client: httpx.AsyncClient) -> None:
    page = (await client.get("/docs")).text
    schema = (await client.get("/openapi.json")).json()
    assert all(f"{verb.upper()} {path}" in page for path, verbs in schema["paths"].items() for verb in verbs)
    assert "<script" not in page
    links = re.findall(r'href="(/api/[^"]*)"', page)
    assert len(links) > 10
    assert (await client.get(links[0].replace("&amp;", "&"))).status_code == 200


async def test_the_description_offers_the_classes_of_the_ontology(client: httpx.AsyncClient, service: Service) -> None:
    schema = (await client.get("/openapi.json")).json()
    offered = {p["name"]: p["schema"] for p in schema["paths"]["/api/v1/paths"]["get"]["parameters"]}
    assert set(offered["type"]["items"]["enum"]) == set(service.vocabulary.entities)
    assert set(offered["relationship"]["items"]["enum"]) == set(service.vocabulary.relationships)
    ranking = {p["name"]: p["schema"] for p in schema["paths"]["/api/v1/centrality"]["get"]["parameters"]}
    assert "betweenness" in ranking["measure"]["enum"]
