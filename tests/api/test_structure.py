"""What holds the graph together? Over HTTP, against NetworkX on the graph that anybody can export."""

import io

import httpx
import networkx as nx
import pytest

from tests.api.conftest import Get

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def exported(client: httpx.AsyncClient) -> nx.Graph:
    response = await client.get("/api/v1/graph", params={"format": "graphml"})
    graph = nx.Graph(nx.read_graphml(io.BytesIO(response.content)))
    graph.remove_edges_from(list(nx.selfloop_edges(graph)))
    return graph


async def test_articulation_points_and_bridges_are_networkx_s(client: httpx.AsyncClient, get: Get) -> None:
    data = (await get("/api/v1/cutpoints", top=10_000))["data"]
    graph = await exported(client)
    assert {r["entity"]["id"] for r in data["articulation_points"]} == set(nx.articulation_points(graph))
    assert {frozenset((r["from"]["id"], r["to"]["id"])) for r in data["bridges"]} == {
        frozenset(ends) for ends in nx.bridges(graph)
    }


async def test_a_group_and_constraint_are_networkx_s(client: httpx.AsyncClient, get: Get) -> None:
    graph = await exported(client)
    data = (await get("/api/v1/group", member=["morocco", "israel"]))["data"]
    assert data["degree"] == pytest.approx(nx.group_degree_centrality(graph, ["morocco", "israel"]))
    rows = (await get("/api/v1/centrality", measure="constraint", top=10_000))["data"]
    assert rows[0]["score"] == min(r["score"] for r in rows)
    assert {r["entity"]["id"]: r["score"] for r in rows} == pytest.approx(nx.constraint(graph), abs=1e-9)


async def test_what_is_too_large_is_refused_with_a_way_out(client: httpx.AsyncClient) -> None:
    response = await client.get("/api/v1/k-components?series=0001/9999/P1Y")
    problem = response.json()
    assert response.status_code == 422
    assert problem["type"].endswith("too-large")
    assert "200" in problem["detail"]


async def test_the_parts_that_hold_together_do(client: httpx.AsyncClient, get: Get) -> None:
    file = await client.get("/api/v1/graph?format=graphml")
    graph = nx.Graph(nx.parse_graphml(file.text))
    rows = (await get("/api/v1/k-components"))["data"]
    assert rows[0]["k"] >= 3
    for row in rows:
        if row["k"] >= 3:
            assert nx.node_connectivity(graph.subgraph(member["id"] for member in row["members"])) >= row["k"]


async def test_components_are_networkx_s_and_so_over_time(client: httpx.AsyncClient, get: Get) -> None:
    data = (await get("/api/v1/components"))["data"]
    parts = sorted(map(len, nx.connected_components(await exported(client))), reverse=True)
    assert (data["count"], data["largest"], data["components"][0]["size"]) == (len(parts), parts[0], parts[0])
    series = (await get("/api/v1/components", series="2015/2023/P4Y"))["data"]
    count = next(column["values"] for column in series["columns"] if column["id"] == "count")
    assert count == [(await get("/api/v1/components", as_of=y))["data"]["count"] for y in ("2015", "2019", "2023")]


async def test_communities_by_both_methods(client: httpx.AsyncClient, get: Get) -> None:
    graph = await exported(client)
    for method in ("leiden", "louvain"):
        answer = await get("/api/v1/communities", method=method, top=1000)
        parts = [{m["id"] for m in part["members"]} for part in answer["data"]["communities"]]
        assert answer["data"]["modularity"] == pytest.approx(nx.community.modularity(graph, parts))
        assert answer["receipt"]["algorithm"]["name"] == f"{method}_communities"
        assert method == "louvain" or all(nx.is_connected(graph.subgraph(part)) for part in parts)
    problem = await client.get("/api/v1/communities", params={"method": "guess"})
    assert (problem.status_code, problem.json()["parameter"]) == (422, "method")
    series = (await get("/api/v1/communities", series="2015/2023/P4Y", method="louvain"))["data"]
    assert {"count", "modularity"} <= {column["id"] for column in series["columns"]}


async def test_who_buys_like_morocco_shares_its_suppliers(get: Get) -> None:
    rows = (await get("/api/v1/similarity", entity="Morocco", like="jaccard"))["data"]
    assert rows
    assert all(0 < row["score"] <= 1 and row["shared_count"] == len(row["shared"]) for row in rows)


async def test_guesses_are_networkx_s_and_say_that_they_are_no_evidence(client: httpx.AsyncClient, get: Get) -> None:
    data = (await get("/api/v1/prediction", entity="Morocco", top=5))["data"]
    graph = await exported(client)
    pairs = [(row["from"]["id"], row["to"]["id"]) for row in data["pairs"]]
    wanted = [score for _, _, score in nx.adamic_adar_index(graph, pairs)]
    assert [row["score"] for row in data["pairs"]] == pytest.approx(wanted, abs=1e-9)
    assert "no evidence" in data["caution"]
    assert {found["score"] for found in data["test"]["found"]} >= {"jaccard", "preferential_attachment"}
    for asked in ({"score": "hunch"}, {"hide": "soon"}, {"top": 0}):
        assert (await client.get("/api/v1/prediction", params=asked)).status_code == 422
