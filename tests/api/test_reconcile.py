"""A partner's table of firm names meets our ids, as OpenRefine asks."""

import csv
import io
import json
from typing import Any

import httpx
import pytest
import rdflib
from jsonschema import ValidationError

from ontology.iri import NAMESPACE
from tests.api.conftest import BASE
from tests.api.reconciliation import check

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


async def test_every_answer_is_as_the_specification_has_it(client: httpx.AsyncClient) -> None:
    told = check("manifest", (await client.get("/reconcile")).json())
    for what, name in (("entities", "entity"), ("types", "type"), ("properties", "property")):
        asked = await client.get(told["suggest"][name]["service_path"], params={"prefix": "i"})
        assert check(what, asked.json())["result"]
    rows = {"a": {"query": "Elbit", "type": "Firm", "type_strict": "any"}, "b": {"query": "no such thing at all"}}
    for answer in (
        await client.post("/reconcile", data={"queries": json.dumps(rows)}),
        await client.get("/reconcile", params={"queries": json.dumps(rows)}),
    ):
        assert set(check("results", answer.json())) == {"a", "b"}


@pytest.mark.parametrize(
    ("what", "message"),
    [
        ("results", {"a": {"result": [{"id": "x", "name": "X"}]}}),
        ("results", {"a": []}),
        ("extension", {"meta": [], "rows": {"x": {"y": [{"bool": True}]}}}),
        ("types", {"result": [{"id": ""}]}),
    ],
)
async def test_the_schemas_refuse_what_is_not(what: str, message: Any) -> None:
    with pytest.raises(ValidationError):
        check(what, message)


async def test_suggestions_go_on_where_they_were_left(client: httpx.AsyncClient) -> None:
    async def suggested(cursor: int) -> list[str]:
        answer = await client.get("/reconcile/suggest/entity", params={"prefix": "a", "cursor": cursor})
        return [entity["id"] for entity in answer.json()["result"]]

    first, later, last = [await suggested(cursor) for cursor in (0, 4, 1000)]
    assert first[4:] == later[: len(first) - 4]
    assert last == []


async def test_an_id_is_suggested_first(client: httpx.AsyncClient) -> None:
    answer = await client.get("/reconcile/suggest/entity", params={"prefix": "israel-aerospace-industries"})
    assert answer.json()["result"][0]["id"] == "israel-aerospace-industries"


async def test_a_table_of_names_gets_columns(client: httpx.AsyncClient) -> None:
    """As OpenRefine does it: read the manifest, match the names, have columns proposed, fetch them."""
    told = (await client.get("/reconcile")).json()
    names = {"0": {"query": "BlueBird Aero Systems", "type": "Firm"}, "1": {"query": "Elbit Systems", "type": "Firm"}}
    found = await match(client, **names)
    ids = [candidates[0]["id"] for candidates in found.values()]
    assert (await client.get(f"/id/{ids[0]}", headers={"Accept": "text/html"})).status_code == 200
    assert told["preview"]["url"].replace("{{id}}", "").endswith("/reconcile/preview?id=")
    assert "BlueBird" in (await client.get("/reconcile/preview", params={"id": ids[0]})).text

    proposed = await client.get(told["extend"]["propose_properties"]["service_path"], params={"type": "Firm"})
    columns = {column["id"] for column in check("proposal", proposed.json())["properties"]}
    wanted = ("wikidata", "supplies", "^owns", "lei")
    assert set(wanted) <= columns
    asked = {"ids": [*ids, "nobody"], "properties": [{"id": column} for column in wanted]}
    answer = await client.post("/reconcile", data={"extend": json.dumps(asked)})
    rows = check("extension", answer.json())["rows"]
    assert set(rows) == {*ids, "nobody"}
    assert not any(rows["nobody"].values())
    owners = {cell["id"] for cell in rows["bluebird-aero-systems"]["^owns"]}
    assert owners == await direct(client, "?x dg:owns id:bluebird-aero-systems")
    buyers = {cell["id"] for cell in rows["bluebird-aero-systems"]["supplies"]}
    assert buyers == await direct(client, "id:bluebird-aero-systems dg:supplies ?x") != set()


async def direct(client: httpx.AsyncClient, pattern: str) -> set[str]:
    """The ends of direct triples, as the thing's own document has them."""
    document = rdflib.Graph().parse(data=(await client.get("/id/bluebird-aero-systems.ttl")).text, format="turtle")
    query = f"PREFIX dg: <{NAMESPACE}> PREFIX id: <{BASE}id/> SELECT ?x {{ {pattern} }}"
    return {str(row.x).removeprefix(f"{BASE}id/") for row in document.query(query)}  # type: ignore[union-attr]


async def test_values_come_in_their_kind_and_only_if_they_can_be_read_alone(client: httpx.AsyncClient) -> None:
    columns = ["name", "wikidata", "iso3166"]
    asked = {"ids": ["morocco"], "properties": [{"id": column} for column in columns]}
    answer = await client.get("/reconcile", params={"extend": json.dumps(asked)})
    row = check("extension", answer.json())["rows"]["morocco"]
    assert {"str": "Q1028"} in row["wikidata"]
    assert {"str": "Morocco"} in row["name"]
    assert [column["id"] for column in answer.json()["meta"]] == columns
    asked = {"ids": ["wanderb"], "properties": [{"id": "category"}, {"id": "endurance"}, {"id": "range"}]}
    answer = await client.get("/reconcile", params={"extend": json.dumps(asked)})
    row = check("extension", answer.json())["rows"]["wanderb"]
    assert row == {"category": [{"str": "small unmanned aerial vehicle"}], "endurance": [], "range": []}


@pytest.mark.parametrize(
    "extend",
    ["{", "[]", '{"ids": ["morocco"]}', '{"ids": ["morocco"], "properties": [{"id": "suplies"}]}',
     '{"ids": [{}], "properties": []}', json.dumps({"ids": ["x"] * 101, "properties": []})],
)  # fmt: skip
async def test_columns_that_cannot_be_had_are_told(client: httpx.AsyncClient, extend: str) -> None:
    answer = await client.post("/reconcile", data={"extend": extend})
    assert answer.status_code == 422
    assert answer.json()["detail"]
