"""On whom does Morocco depend? Over HTTP, on the packaged data, against the records of its deals."""

import httpx
import pytest

from tests.api.conftest import Get

pytestmark = pytest.mark.asyncio(loop_scope="session")

DEPENDENCY = "/api/v1/dependency"


async def test_the_volume_of_a_supplier_is_that_of_its_deals(get: Get) -> None:
    view = {"dataset": "sipri-excerpt"}
    (record,) = (await get(DEPENDENCY, recipient="Morocco", **view))["data"]
    page = await get("/api/v1/entities/morocco/relationships", type="Transfer", limit=500, **view)
    ids = {row["relationship"]["id"] if "relationship" in row else row["id"] for row in page["data"]}
    total = 0.0
    for name in sorted(ids):
        deal = (await get(f"/api/v1/entities/{name}", **view))["data"]
        values = {p["property"]: p["values"][0]["value"] for p in deal["properties"]}
        players = {r["role"]: r["players"][0]["entity"] for r in deal["roles"]}
        if players["recipient"]["id"] == "morocco" and players.get("supplier", {}).get("id") == "france":
            total += (
                float(values.get("tivDelivered", 0)) if "deliveryStart" in values or "deliveryDate" in values else 0
            )
    france = next(p for p in record["partners"] if p["entity"] and p["entity"]["id"] == "france")
    assert total > 0
    assert france["tiv"] == pytest.approx(total)
    assert sum(p["shares"]["tiv"] for p in record["partners"]) == pytest.approx(1, abs=1e-4)


async def test_published_shares_stand_beside_ours(get: Get) -> None:
    answer = await get(DEPENDENCY, recipient="Morocco", period="2015/2024", window="P5Y")
    first = answer["data"][0]
    told = {one["entity"]["id"]: one for one in first["published"]}
    assert told["united-states"]["share"] == 0.91
    assert told["united-states"]["sources"][0]["id"] == "maroc-press-2020-03-10-arms-imports"
    assert told["united-states"]["ours"] == next(
        p["shares"]["tiv"] for p in first["partners"] if p["entity"] and p["entity"]["id"] == "united-states"
    )


@pytest.mark.parametrize(
    ("asked", "parameter", "suggestion"),
    [
        ({}, "recipient", None),
        ({"recipient": "Morocco", "window": "P6M"}, "window", None),
        ({"recipient": "Morocco", "category": "aircrafts"}, "category", "aircraft"),
        ({"recipient": "Morocco", "recipients": "x"}, "recipients", "recipient"),
    ],
)
async def test_what_cannot_be_asked_is_a_problem_that_says_why(
    client: httpx.AsyncClient, asked: dict[str, str], parameter: str, suggestion: str | None
) -> None:
    response = await client.get(DEPENDENCY, params=asked)
    problem = response.json()
    assert response.status_code == 422
    assert (problem["parameter"], problem.get("suggestion")) == (parameter, suggestion)


async def test_an_unknown_recipient_is_not_found(client: httpx.AsyncClient) -> None:
    assert (await client.get(DEPENDENCY, params={"recipient": "morroco"})).status_code == 404
