"""A question over time, over HTTP: the same as asking it at each date."""

import csv
import io

import httpx
import pytest

from api.models import SeriesAnswer
from tests.api.conftest import Get

pytestmark = pytest.mark.asyncio(loop_scope="session")

RANKING = "/api/v1/centrality"


async def test_each_point_of_a_series_is_the_answer_at_its_date(client: httpx.AsyncClient, get: Get) -> None:
    asked = {"measure": "degree", "type": "State", "relationship": "Transfer"}
    response = await client.get(RANKING, params={**asked, "series": "2014/2022/P4Y"})
    answer = SeriesAnswer.model_validate_json(response.content)
    assert answer.data.dates == ["2014", "2018", "2022"]
    for i, date in enumerate(answer.data.dates):
        alone = await get(RANKING, **asked, as_of=date)
        assert answer.data.points[i].hash == alone["receipt"]["hash"]
        wanted = {row["entity"]["id"]: row["score"] for row in alone["data"]}
        found = {c.id: c.values[i] for c in answer.data.columns if c.values[i] is not None}
        assert found == wanted


async def test_a_series_as_csv(client: httpx.AsyncClient) -> None:
    asked = {"from": "Morocco", "to": "BlueBird Aero Systems", "series": "2015/2024/P3Y", "format": "csv"}
    response = await client.get("/api/v1/paths", params=asked)
    assert response.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(response.text)))
    assert [row["date"] for row in rows] == ["2015", "2018", "2021", "2024"]
    assert [row["exists"] for row in rows][-1] == "1"


async def test_a_series_that_is_none_is_a_problem(client: httpx.AsyncClient) -> None:
    response = await client.get(RANKING, params={"measure": "degree", "series": "2010/2020"})
    assert response.status_code == 422
    assert response.json()["parameter"] == "series"
