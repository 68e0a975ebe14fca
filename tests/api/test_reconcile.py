"""A partner's table of firm names meets our ids, as OpenRefine asks."""

import csv
import io
import json
from typing import Any

import httpx
import pytest

pytestmark = pytest.mark.asyncio(loop_scope="session")

TABLE = """\
firm,country
Israel Aerospace Industries Ltd.,Israel
Elbit Systems,Israel
BlueBird Aerosystems,Israel
IAI,Israel
Acme Anvils of Nowhere,Ruritania
"""


async def match(client: httpx.AsyncClient, **queries: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    answer = await client.post("/reconcile", data={"queries": json.dumps(queries)})
    assert answer.status_code == 200, answer.text
    return {name: found["result"] for name, found in answer.json().items()}


async def test_the_service_says_what_it_can_in_the_words_of_the_protocol(client: httpx.AsyncClient) -> None:
    told = (await client.get("/reconcile")).json()
    assert told["versions"] == ["0.2"]
    assert {"name", "identifierSpace", "schemaSpace", "view", "preview", "suggest"} <= set(told)
    assert "{{id}}" in told["view"]["url"]
    assert "{{id}}" in told["preview"]["url"]
    for part in told["suggest"].values():
        asked = await client.get(part["service_path"], params={"prefix": "f"})
        assert asked.status_code == 200
        assert all({"id", "name"} <= set(row) for row in asked.json()["result"])


async def test_a_spreadsheet_of_firms_meets_our_ids(client: httpx.AsyncClient) -> None:
    rows = list(csv.DictReader(io.StringIO(TABLE)))
    asked = {f"q{i}": {"query": row["firm"], "type": "Firm"} for i, row in enumerate(rows)}
    found = await match(client, **asked)
    first = [found[name][0]["id"] if found[name] else None for name in asked]
    assert first[:4] == [
        "israel-aerospace-industries",
        "elbit-systems",
        "bluebird-aero-systems",
        "israel-aerospace-industries",
    ]
    assert not any(candidate["match"] for candidate in found["q4"])
    assert found["q1"][0]["match"]
    assert found["q3"][0]["match"]
    for candidates in found.values():
        assert all(0 < candidate["score"] <= 100 for candidate in candidates)
        assert [c["score"] for c in candidates] == sorted((c["score"] for c in candidates), reverse=True)


async def test_a_class_narrows_and_a_limit_bounds(client: httpx.AsyncClient) -> None:
    found = await match(
        client, state={"query": "Israel", "type": ["State"]}, firm={"query": "Israel", "type": "Firm", "limit": 2}
    )
    assert [c["id"] for c in found["state"]][:1] == ["israel"]
    assert all(c["type"][0]["id"] == "Firm" for c in found["firm"])
    assert len(found["firm"]) <= 2


async def test_an_identifier_settles_what_a_name_does_not(client: httpx.AsyncClient) -> None:
    wikidata = {"pid": "wikidata", "v": "Q1028"}
    found = await match(
        client,
        alone={"query": "", "properties": [wikidata]},
        wrongly={"query": "Israel", "properties": [wikidata]},
    )
    assert [(c["id"], c["match"]) for c in found["alone"]] == [("morocco", True)]
    assert (found["wrongly"][0]["id"], found["wrongly"][0]["match"]) == ("morocco", True)
    assert "israel" not in {c["id"] for c in found["wrongly"]}


async def test_a_preview_may_stand_within_the_partners_page(client: httpx.AsyncClient) -> None:
    shown = await client.get("/reconcile/preview", params={"id": "morocco"})
    assert "Morocco" in shown.text
    assert "frame-ancestors *" in shown.headers["content-security-policy"]
    assert (await client.get("/reconcile/preview", params={"id": "none"})).status_code == 404


@pytest.mark.parametrize(
    "queries",
    ["{", "[]", '{"q": 1}', '{"q": {"query": "x", "limit": 0}}', '{"q": {"query": "x", "type": "Frim"}}',
     json.dumps({f"q{i}": {"query": "x"} for i in range(51)})],
)  # fmt: skip
async def test_what_cannot_be_read_is_told(client: httpx.AsyncClient, queries: str) -> None:
    answer = await client.get("/reconcile", params={"queries": queries})
    assert answer.status_code == 422
    assert answer.json()["detail"]


async def test_what_begins_as_typed_is_suggested_before_what_only_comes_near(client: httpx.AsyncClient) -> None:
    found = (await client.get("/reconcile/suggest/entity", params={"prefix": "elb"})).json()["result"]
    assert found[0]["id"] == "elbit-systems"
    found = (await client.get("/reconcile/suggest/entity", params={"prefix": "aerospace"})).json()["result"]
    assert "israel-aerospace-industries" in {entity["id"] for entity in found}
