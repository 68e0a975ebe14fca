"""A view's graph as a file: each format is read back by a tool of others, and holds the same edges."""

import csv
import io

import httpx
import networkx as nx
import orjson
import pytest
import rdflib

from tests.api.conftest import Get

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.filterwarnings("ignore:.*deprecated, use Dataset.*:DeprecationWarning"),  # of rdflib, in rdflib
]

GRAPH = "/api/v1/graph"
VIEW = {"relationship": "Ownership"}


async def fetch(client: httpx.AsyncClient, format: str) -> httpx.Response:  # noqa: A002
    response = await client.get(GRAPH, params={"format": format, **VIEW})
    assert response.status_code == 200, response.text
    return response


@pytest.fixture
async def edges(get: Get) -> set[tuple[str, str]]:
    """Who owns whom, from the JSON."""
    data = (await get(GRAPH, **VIEW))["data"]
    return {(edge["from"], edge["to"]) for edge in data["edges"]}


def read_gexf(content: bytes) -> set[tuple[str, str]]:
    graph = nx.read_gexf(io.BytesIO(content))
    return {(data["from"], data["to"]) for _, _, data in graph.edges(data=True)}


def read_graphml(content: bytes) -> set[tuple[str, str]]:
    graph = nx.read_graphml(io.BytesIO(content))
    return {(data["from"], data["to"]) for _, _, data in graph.edges(data=True)}


def read_csv(content: bytes) -> set[tuple[str, str]]:
    return {(row["from"], row["to"]) for row in csv.DictReader(io.StringIO(content.decode()))}


def read_cytoscape(content: bytes) -> set[tuple[str, str]]:
    return {(e["data"]["from"], e["data"]["to"]) for e in orjson.loads(content)["elements"]["edges"]}


@pytest.mark.parametrize(
    ("format", "read"),
    [("graphml", read_graphml), ("gexf", read_gexf), ("csv", read_csv), ("cytoscape", read_cytoscape)],
)
async def test_a_graph_tool_reads_the_same_edges(client: httpx.AsyncClient, edges: set, format: str, read) -> None:  # noqa: A002
    response = await fetch(client, format)
    assert read(response.content) == edges
    assert response.headers["content-disposition"].startswith('attachment; filename="defgraph-r2.')


@pytest.mark.parametrize(("format", "parser"), [("turtle", "turtle"), ("trig", "trig"), ("nquads", "nquads")])
async def test_an_rdf_tool_reads_who_owns_whom(client: httpx.AsyncClient, format: str, parser: str) -> None:  # noqa: A002
    response = await fetch(client, format)
    graph = rdflib.Dataset(default_union=True)
    graph.parse(data=response.content, format=parser)
    owns = rdflib.URIRef("https://w3id.org/defgraph/ns#owns")
    base = "https://w3id.org/defgraph/id/"
    found = {(str(s).removeprefix(base), str(o).removeprefix(base)) for s, o in graph.subject_objects(owns)}
    assert ("israel-aerospace-industries", "elta-systems") in found


@pytest.mark.parametrize("name", ["nodes", "relationships", "claims", "stix", "ftm"])
async def test_what_a_dump_has_beside_that_is_there_of_a_view_too(client: httpx.AsyncClient, name: str) -> None:
    """What is in these files is looked at in `tests/graph/dumps`."""
    whole = await client.get(GRAPH, params={"format": name})
    part = await client.get(GRAPH, params={"format": name, "dataset": "sipri-excerpt"})
    assert 0 < len(part.content) < len(whole.content)
    assert f'filename="defgraph-r2-{name}.' in part.headers["content-disposition"]


async def test_a_file_that_has_not_changed_is_not_sent_again(client: httpx.AsyncClient) -> None:
    first = await fetch(client, "graphml")
    again = await client.get(first.url, headers={"If-None-Match": f'W/{first.headers["etag"]}, "other"'})
    assert (again.status_code, again.content) == (304, b"")


async def test_an_unknown_format_is_refused_with_those_there_are(client: httpx.AsyncClient) -> None:
    response = await client.get(GRAPH, params={"format": "graphmal"})
    assert response.status_code == 422
    problem = response.json()
    assert problem["suggestion"] == "graphml"
    assert {"json", "graphml", "gexf", "csv", "turtle", "trig", "nquads", "jsonld"} <= set(problem["allowed"])


async def test_by_roles_a_deal_is_a_node_between_its_parties(get: Get) -> None:
    direct = (await get(GRAPH, relationship="Transfer"))["data"]
    roles = (await get(GRAPH, relationship="Transfer", projection="roles"))["data"]
    deal = "morocco-barak-mx-2022"
    assert deal not in {node["id"] for node in direct["nodes"]}
    around = {edge["to"] for edge in roles["edges"] if edge["from"] == deal}
    assert {"israel-aerospace-industries", "morocco", "barak-mx"} <= around
    assert not any({edge["from"], edge["to"]} == {"morocco", "israel"} for edge in roles["edges"])


async def test_what_is_around_the_plant(get: Get) -> None:
    data = (await get("/api/v1/neighbourhood", entity="SpyX factory"))["data"]
    assert data["centre"]["id"] == "bluebird-spyx-plant-benslimane"
    assert {"bluebird-aero-systems", "benslimane", "spyx", "morocco"} <= {node["id"] for node in data["nodes"]}
    assert all(node["distance"] == 1 for node in data["nodes"][1:])
    ids = {node["id"] for node in data["nodes"]}
    assert all({edge["from"], edge["to"]} <= ids and edge["claims"] for edge in data["edges"])
