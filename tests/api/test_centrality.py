"""Who matters? Our ranking against NetworkX, asked by hand on the graph that anybody can export."""

import io
from collections.abc import Callable

import httpx
import networkx as nx
import pytest

from tests.api.conftest import Get

pytestmark = pytest.mark.asyncio(loop_scope="session")

RANKING = "/api/v1/centrality"
ALL = 10_000

UNDIRECTED: dict[str, Callable[[nx.Graph], dict[str, float]]] = {
    "betweenness": nx.betweenness_centrality,
    "closeness": nx.closeness_centrality,
    "degree": nx.degree_centrality,
    "harmonic": nx.harmonic_centrality,
    "core_number": nx.core_number,
}


async def exported(client: httpx.AsyncClient, **parameters: str) -> nx.Graph:
    """The exported GraphML as NetworkX reads it."""
    response = await client.get("/api/v1/graph", params={"format": "graphml", **parameters})
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("application/graphml+xml")
    return nx.read_graphml(io.BytesIO(response.content))


@pytest.mark.parametrize("measure", sorted(UNDIRECTED))
async def test_the_scores_are_networkx_s_on_the_exported_graphml(
    client: httpx.AsyncClient, get: Get, measure: str
) -> None:
    answer = await get(RANKING, measure=measure, top=ALL)
    graph = nx.Graph(await exported(client))
    expected = UNDIRECTED[measure](graph)
    ours = {row["entity"]["id"]: row["score"] for row in answer["data"]}
    assert ours.keys() == expected.keys()
    assert ours == pytest.approx(expected, abs=1e-9)


async def test_the_scores_are_networkx_s_in_a_view_too(client: httpx.AsyncClient, get: Get) -> None:
    view = {"as_of": "2022", "relationship": "Transfer"}
    answer = await get(RANKING, measure="betweenness", top=ALL, **view)
    expected = nx.betweenness_centrality(nx.Graph(await exported(client, **view)))
    assert {row["entity"]["id"]: row["score"] for row in answer["data"]} == pytest.approx(expected, abs=1e-9)
    assert len(expected) < len((await get(RANKING, measure="degree", top=ALL))["data"])


async def test_directed_measures_are_networkx_s_on_the_directed_export(client: httpx.AsyncClient, get: Get) -> None:
    graph = nx.DiGraph(await exported(client, directed="true"))
    for measure, function in (("in_degree", nx.in_degree_centrality), ("out_degree", nx.out_degree_centrality)):
        answer = await get(RANKING, measure=measure, top=ALL)
        expected = function(graph)
        assert {row["entity"]["id"]: row["score"] for row in answer["data"]} == pytest.approx(expected, abs=1e-9)


async def test_the_ranking_descends_and_equal_scores_share_a_rank(get: Get) -> None:
    rows = (await get(RANKING, measure="degree", top=200))["data"]
    assert [row["score"] for row in rows] == sorted((row["score"] for row in rows), reverse=True)
    for row in rows:
        assert row["rank"] == 1 + sum(other["score"] > row["score"] for other in rows)


async def test_which_firm_ranks_firms_by_their_place_in_the_whole_graph(get: Get) -> None:
    whole = {row["entity"]["id"]: row["score"] for row in (await get(RANKING, measure="pagerank", top=ALL))["data"]}
    firms = (await get(RANKING, measure="pagerank", type="Firm", top=5))["data"]
    assert [row["entity"]["type"] for row in firms] == ["Firm"] * 5
    assert all(row["score"] == whole[row["entity"]["id"]] for row in firms)


async def test_an_unknown_measure_is_refused_with_those_there_are(client: httpx.AsyncClient) -> None:
    response = await client.get(RANKING, params={"measure": "betweeness"})
    assert response.status_code == 422
    problem = response.json()
    assert problem["suggestion"] == "betweenness"
    assert {"degree", "closeness", "eigenvector", "katz", "hubs"} <= set(problem["allowed"])
