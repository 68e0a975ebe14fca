"""From an answer to who says so: claims, sources, datasets, revisions."""

import httpx
import pytest

from tests.api.conftest import Get

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_every_claim_and_source_of_an_answer_can_be_looked_up(get: Get) -> None:
    receipt = (await get("/api/v1/paths", from_="Morocco", to="IAI", k=3))["receipt"]
    assert receipt["claims"]
    for claim in receipt["claims"]:
        data = (await get(f"/api/v1/claims/{claim}"))["data"]
        assert data["id"] == claim
        assert data["source"]["id"] in {source["id"] for source in receipt["sources"]}
        assert data["history"][0]["recorded"] >= 1
    for source in receipt["sources"]:
        data = (await get(f"/api/v1/sources/{source['id']}"))["data"]
        assert (data["title"], data["reliability"]) == (source["title"], source["reliability"])
        assert data["reason"]


async def test_a_source_names_the_dataset_it_belongs_to(get: Get) -> None:
    source = (await get("/api/v1/sources/globes-2022-02-13-barak-mx"))["data"]
    assert source["publisher"] == "Globes"
    dataset = (await get(f"/api/v1/datasets/{source['dataset']}"))["data"]
    assert source["id"] in {each["id"] for each in dataset["sources"]}


async def test_the_datasets_say_licence_and_coverage_and_how_much_there_is(get: Get) -> None:
    rows = {row["id"]: row for row in (await get("/api/v1/datasets"))["data"]}
    assert rows.keys() == {"curated", "sipri-excerpt"}
    assert all(row["licence"] and row["coverage"] and row["claim_count"] > 100 for row in rows.values())


async def test_every_answer_says_what_the_datasets_cover(get: Get) -> None:
    receipt = (await get("/api/v1/entities/morocco"))["receipt"]
    assert {row["id"] for row in receipt["coverage"]} == {"curated", "sipri-excerpt"}
    receipt = (await get("/api/v1/entities/morocco", dataset="curated"))["receipt"]
    assert [row["id"] for row in receipt["coverage"]] == ["curated"]


async def test_the_revisions_tell_what_was_loaded_the_latest_first(get: Get) -> None:
    rows = (await get("/api/v1/revisions"))["data"]
    assert [row["number"] for row in rows] == [2, 1]
    assert {row["dataset"] for row in rows} == {"curated", "sipri-excerpt"}
    assert all(row["added"] > 100 and row["retracted"] == 0 and row["committed"] for row in rows)


async def test_what_was_known_at_the_first_revision_is_what_was_loaded_first(get: Get) -> None:
    first = (await get("/api/v1/revisions"))["data"][-1]["dataset"]
    sources = (await get("/api/v1/entities/morocco", known_at=1))["receipt"]["sources"]
    known = {(await get(f"/api/v1/sources/{source['id']}"))["data"]["dataset"] for source in sources}
    assert known == {first}


@pytest.mark.parametrize("path", ["claims/c0", "sources/nobody", "datasets/none"])
async def test_what_is_not_there_is_not_found(client: httpx.AsyncClient, path: str) -> None:
    response = await client.get(f"/api/v1/{path}")
    assert response.status_code == 404
    assert response.json()["title"] == "Not in the graph"


@pytest.mark.parametrize("path", ["claims/c0", "sources/nobody", "datasets", "datasets/curated", "revisions"])
async def test_an_address_without_parameters_refuses_them(client: httpx.AsyncClient, path: str) -> None:
    response = await client.get(f"/api/v1/{path}", params={"as_of": "2019"})
    assert response.status_code == 422
    assert response.json()["parameter"] == "as_of"
