"""Finding entities by any name, in any script, with typing errors; describing them; leafing through what they do."""

from typing import Any

import httpx
import pytest

from tests.api.conftest import Get

pytestmark = pytest.mark.asyncio(loop_scope="session")

ENTITIES = "/api/v1/entities"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("Morocco", "morocco"),
        ("morroco", "morocco"),
        ("MAROC", "morocco"),
        ("المغرب", "morocco"),
        ("מרוקו", "morocco"),
        ("Kingdom of Morocco", "morocco"),
        ("MAR", "morocco"),
        ("IAI", "israel-aerospace-industries"),
        ("Israel Aircraft Industries", "israel-aerospace-industries"),
        ("blubird", "bluebird-aero-systems"),
        ("Barak M", "barak-mx"),
        ("israel-aerospace-industries", "israel-aerospace-industries"),
    ],
)
async def test_a_thing_is_found_by_name_alias_former_name_code_or_nearly(get: Get, asked: str, found: str) -> None:
    answer = await get(ENTITIES, q=asked)
    assert found in [row["id"] for row in answer["data"]][:3]
    row = next(row for row in answer["data"] if row["id"] == found)
    assert 0 < row["score"] <= 1
    assert row["matched"]


async def test_a_search_says_by_which_index_and_which_claims_give_the_names(get: Get) -> None:
    receipt = (await get(ENTITIES, q="Morocco", limit=1))["receipt"]
    assert receipt["limits"] == []
    assert "Neo4j" in receipt["algorithm"]["parameters"]["candidates"]
    claims = [(await get(f"/api/v1/claims/{claim}"))["data"] for claim in receipt["claims"]]
    assert any("Morocco" in claim["says"] for claim in claims)


async def test_a_search_within_a_class_finds_only_that_and_what_is_below_it(get: Get) -> None:
    places = (await get(ENTITIES, q="Morocco", type="Place"))["data"]
    vocabulary = {"Place", "Settlement", "Territory", "Facility"}
    assert places
    assert {row["type"] for row in places} <= vocabulary


async def test_what_nobody_is_called_is_found_nowhere(get: Get) -> None:
    answer = await get(ENTITIES, q="zzzzqqqq")
    assert answer["data"] == []
    assert "next" not in answer


async def test_a_search_of_a_past_view_goes_through_the_snapshot_and_says_so(get: Get) -> None:
    answer = await get(ENTITIES, q="Morocco", dataset="sipri-excerpt")
    assert answer["data"][0]["id"] == "morocco"
    assert [limit["limit"] for limit in answer["receipt"]["limits"]] == ["index"]


async def pages(get: Get, path: str, **parameters: Any) -> list[list[Any]]:
    found, cursor = [], {}
    while True:
        answer = await get(path, **parameters, **cursor)
        found.append(answer["data"])
        if "next" not in answer:
            return found
        cursor = {"cursor": answer["next"]}


async def test_the_pages_of_a_list_together_are_the_list(get: Get) -> None:
    whole = (await get(ENTITIES, type="Firm", limit=500))["data"]
    parts = await pages(get, ENTITIES, type="Firm", limit=7)
    assert [row for part in parts for row in part] == whole
    assert [len(part) for part in parts[:-1]] == [7] * (len(parts) - 1)
    names = [row["name"].casefold() for row in whole]
    assert names == sorted(names)
    assert {row["type"] for row in whole} == {"Firm"}


async def test_the_pages_of_a_search_together_are_the_search(get: Get) -> None:
    whole = (await get(ENTITIES, q="Israel", limit=100))["data"]
    parts = await pages(get, ENTITIES, q="Israel", limit=3)
    assert [row for part in parts for row in part] == whole


@pytest.mark.parametrize("cursor", ["x", "!!", "WzEsMl0", "WyJhIiwxLCJiIl0", "", "é", "W" * 1999])
async def test_what_is_no_cursor_is_refused(client: httpx.AsyncClient, cursor: str) -> None:
    response = await client.get(ENTITIES, params={"cursor": cursor})
    assert response.status_code == 422
    assert response.json()["parameter"] == "cursor"


async def test_a_cursor_of_another_list_is_refused(client: httpx.AsyncClient, get: Get) -> None:
    after = (await get(ENTITIES, type="Firm", limit=3))["next"]
    response = await client.get(ENTITIES, params={"type": "State", "limit": 3, "cursor": after})
    assert response.status_code == 422
    assert "another question" in response.json()["detail"]


async def test_an_entity_has_its_names_by_language_and_each_value_its_claims(get: Get) -> None:
    record = (await get(f"{ENTITIES}/morocco"))["data"]
    assert (record["name"], record["type"]) == ("Morocco", "State")
    assert record["names"]["ar"] == ["المغرب"]
    assert record["identifiers"]["iso3166"]
    assert all(value["claims"] for p in record["properties"] for value in p["values"])
    assert record["relationships"]["Transfer"] > 10


async def test_the_counts_are_those_of_the_lists(get: Get) -> None:
    counts = (await get(f"{ENTITIES}/bluebird-aero-systems"))["data"]["relationships"]
    for kind, count in counts.items():
        rows = (await get(f"{ENTITIES}/bluebird-aero-systems/relationships", type=kind, limit=500))["data"]
        assert len(rows) == count
        assert {row["relationship"]["type"] for row in rows} == {kind}


async def test_a_relationship_is_described_under_its_own_id(get: Get) -> None:
    record = (await get(f"{ENTITIES}/iai-bluebird"))["data"]
    assert record["type"] == "Ownership"
    players = {role["role"]: role["players"][0]["entity"]["id"] for role in record["roles"]}
    assert players == {"owner": "israel-aerospace-industries", "asset": "bluebird-aero-systems"}
    assert all(claim["source"]["title"] for claim in record["claims"])


async def test_relationships_by_direction_begin_or_end_at_the_entity(get: Get) -> None:
    path = f"{ENTITIES}/israel-aerospace-industries/relationships"
    for direction, end in (("out", "from"), ("in", "to")):
        rows = (await get(path, direction=direction, type="Ownership", limit=500))["data"]
        assert rows
        assert all(any(e[end] == "israel-aerospace-industries" for e in row["edges"]) for row in rows)


async def test_statistics_are_among_the_relationships_although_they_are_no_edge(get: Get) -> None:
    rows = (await get(f"{ENTITIES}/israel/relationships", type="Indicator", limit=500))["data"]
    assert rows
    assert all(row["edges"] == [] and row["values"] for row in rows)


@pytest.mark.parametrize("path", [f"{ENTITIES}/atlantis", f"{ENTITIES}/atlantis/relationships", f"{ENTITIES}/%00"])
async def test_an_unknown_id_is_not_found(client: httpx.AsyncClient, path: str) -> None:
    response = await client.get(path)
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"
