"""Fragility, intervals, comparison, trust and the newer sorts of paths over HTTP, on the packaged data."""

import re
from typing import Any

import httpx
import networkx as nx
import pytest

from api import doubt_models, models
from api.doubt_questions import ASKABLE
from api.over_time import OverTime
from graph.questions.footnotes import STYLES
from tests.api.conftest import Get

pytestmark = pytest.mark.asyncio(loop_scope="session")

ENDS = {"from": "Morocco", "to": "Israel Aerospace Industries"}
PLANT = {**ENDS, "via": "bluebird-spyx-plant-benslimane", "max_hops": 3}
ASKED: dict[str, dict[str, Any]] = {
    "entities": {"limit": 5},
    "paths": {**ENDS, "k": 3},
    "centrality": {"measure": "degree"},
    "intervals": {"measure": "degree", "draws": 3},
    "fragility": PLANT,
    "neighbourhood": {"entity": "morocco"},
    "dependency": {"recipient": "Morocco"},
    "edge-centrality": {"top": 5},
    "cutpoints": {},
    "group": {"member": ["Morocco", "Israel"]},
    "k-components": {"relationship": ["AccordParty"]},
    "components": {},
    "communities": {"relationship": ["Ownership"]},
    "cliques": {},
    "triads": {"relationship": ["Ownership"]},
    "similarity": {"entity": "Morocco"},
    "prediction": {"relationship": ["Transfer"]},
    "loss": {"without": ["Elbit Systems"], "recipient": "Morocco"},
    "single-points": {"recipient": "Morocco"},
    "coverage": {},
}
RAW = re.compile(r"\{'|\['|None|True|False|\d\.\d{9}")
"""What a person must not be given to read: Python's own way of writing."""


async def test_what_the_way_over_the_plant_stands_on(get: Get) -> None:
    answer = await get("/api/v1/fragility", **PLANT)
    doubt_models.FragilityAnswer.model_validate(answer)
    data = answer["data"]
    assert data["exact"]
    assert data["size"]["upper"] == 2
    for lost in data["sets"]:
        without = await get("/api/v1/paths", **PLANT, without=[source["id"] for source in lost])
        assert without["data"] == []
    for stand in data["route"]["stands_on"]:
        assert len(stand["units"]) >= 2  # no hop of it hangs on one source


async def test_what_all_ways_stand_on_together(get: Get) -> None:
    """The headline question has a hundred ways; without the sources that are named there is none."""
    answer = await get("/api/v1/fragility", **ENDS)
    assert answer["data"]["holds"]
    assert answer["data"]["size"]["upper"] > 2
    for lost in answer["data"]["sets"][:2]:
        assert not (await get("/api/v1/paths", **ENDS, without=[source["id"] for source in lost]))["data"]


async def test_which_source_keeps_a_firm_among_the_first(get: Get) -> None:
    answer = await get("/api/v1/fragility", measure="degree", entity="Morocco", top=3)
    doubt_models.FragilityAnswer.model_validate(answer)
    assert answer["data"]["rank"] <= 3


async def test_ranks_have_intervals(get: Get) -> None:
    answer = await get("/api/v1/intervals", measure="degree", type="Firm", top=5, draws=20)
    doubt_models.IntervalsAnswer.model_validate(answer)
    for row in answer["data"]:
        span = row["without_a_source"]
        assert span["low"] <= row["rank"] <= (span["high"] or 10**6)


async def test_views_are_compared(client: httpx.AsyncClient) -> None:
    body = {"question": "paths", "parameters": ENDS, "left": {"as_of": "2019"}, "right": {"as_of": "2023"}}
    response = await client.post("/api/v1/compare", json=body)
    assert response.status_code == 200, response.text
    answer = response.json()
    doubt_models.CompareAnswer.model_validate(answer)
    appeared = [path["sentence"] for path in answer["data"]["changes"]["rows"]["appear"]]
    assert any("Israel Aerospace Industries" in sentence for sentence in appeared)
    assert response.headers["etag"] == f'"{answer["receipt"]["hash"]}"'


@pytest.mark.parametrize("body", [{}, {"question": "x"}, {"question": "paths", "nonsense": 1}, [], "text", 1, None])
async def test_a_body_that_asks_nothing_is_refused(client: httpx.AsyncClient, body: object) -> None:
    response = await client.post("/api/v1/compare", json=body)
    assert response.status_code == 422
    assert response.json()["detail"]


@pytest.mark.parametrize("question", sorted(ASKABLE))
async def test_every_question_weighs_sources_as_the_caller_does(get: Get, question: str) -> None:
    plain = await get(f"/api/v1/{question}", **ASKED[question])
    graded = [f"{source['id']}:E" for source in plain["receipt"]["sources"]][:40]
    answer = await get(f"/api/v1/{question}", **ASKED[question], trust=graded)
    assert answer["receipt"]["view"].get("trust", []) == sorted(graded)
    cited = {source["id"]: source["reliability"] for source in answer["receipt"]["sources"]}
    assert {cited[entry.partition(":")[0]] for entry in graded if entry.partition(":")[0] in cited} <= {"E"}


@pytest.mark.parametrize("question", ASKABLE)
async def test_every_question_can_be_compared_asked_with_a_body_and_cited(
    client: httpx.AsyncClient, get: Get, question: str
) -> None:
    asked = {"question": question, "parameters": ASKED[question]}
    plain = await client.get(f"/api/v1/{question}", params=ASKED[question])
    assert (await client.post("/api/v1/ask", json=asked)).content == plain.content
    same = (await client.post("/api/v1/compare", json=asked)).json()
    assert same["data"]["same"]
    response = await client.post(
        "/api/v1/compare?cite=plain", json=asked | {"left": {"known_at": "1"}, "right": {"as_of": "2023"}}
    )
    assert response.status_code == 200, response.text
    assert not RAW.search(response.text.partition("\nQuestion ")[0])
    for style in STYLES:
        cited = await client.get(f"/api/v1/{question}", params={**ASKED[question], "cite": style})
        assert cited.status_code == 200
        assert cited.text.strip() or not plain.json()["receipt"]["sources"]
    told = (await client.get(f"/api/v1/{question}", params={**ASKED[question], "cite": "plain"})).text
    assert not RAW.search(told.partition("\nQuestion ")[0])
    assert told.partition("\nQuestion ")[0].strip()


@pytest.mark.parametrize("question", [name for name, model in ASKABLE.items() if issubclass(model, OverTime)])
async def test_every_question_is_asked_over_time(client: httpx.AsyncClient, question: str) -> None:
    asked = ASKED[question]
    answer = await client.get(f"/api/v1/{question}", params={**asked, "series": "2019/2023/P2Y"})
    assert answer.status_code == 200, answer.text
    data = answer.json()["data"]
    assert data["dates"] == ["2019", "2021", "2023"]
    for point in data["points"]:
        alone = (await client.get(f"/api/v1/{question}", params={**asked, "as_of": point["date"]})).json()["receipt"]
        assert (point["hash"], point["claim_count"]) == (alone["hash"], alone["claim_count"])
    told = (await client.get(f"/api/v1/{question}", params={**asked, "series": "2019/2023/P2Y", "cite": "plain"})).text
    assert all(column["name"] in told for column in data["columns"])
    rows = (await client.get(f"/api/v1/{question}", params={**asked, "series": "2019/2023/P2Y", "format": "csv"})).text
    assert [row.split(",")[0] for row in rows.splitlines()] == ["date", "2019", "2021", "2023"]


async def test_communities_that_split_are_named(client: httpx.AsyncClient, get: Get) -> None:
    views = [{"as_of": "2010"}, {"as_of": "2023"}]
    body = {"question": "components", "left": views[0], "right": views[1]}
    (change,) = [
        change
        for name, change in (await client.post("/api/v1/compare", json=body)).json()["data"]["changes"].items()
        if name == "components"
    ]
    graphs = [
        nx.parse_graphml((await client.get("/api/v1/graph", params={**v, "format": "graphml"})).text) for v in views
    ]
    before, after = ([frozenset(part) for part in nx.connected_components(nx.Graph(g))] for g in graphs)
    joined = {part for part in after if sum(bool(part & other) for other in before) > 1}
    assert {frozenset(m["members"]) for m in change["move"] if m["change"] == "joined"} == joined
    assert set(change["appear"]) == frozenset().union(*after) - frozenset().union(*before)


async def test_patterns_are_listed_and_can_be_followed(get: Get) -> None:
    listed = await get("/api/v1/patterns")
    models.PatternsAnswer.model_validate(listed)
    names = {pattern["name"]: pattern["steps"] for pattern in listed["data"]}
    answer = await get("/api/v1/paths", from_="joint-declaration-2020", pattern="accord-to-maker", mode="all")
    assert answer["data"]
    for path in answer["data"]:
        assert [hop["relationship"]["type"] for hop in path["hops"]] == names["accord-to-maker"][1::2]
    models.PathsAnswer.model_validate(answer)
    for name in names:  # any first class will do for an end that is left open
        await get("/api/v1/paths", to="israel-aerospace-industries", pattern=name)


async def test_sets_and_pages_of_paths(get: Get) -> None:
    asked: dict[str, Any] = {**ENDS, "from_type": "Facility", "to_type": "Firm", "k": 4}
    first = await get("/api/v1/paths", **asked)
    models.PathsAnswer.model_validate(first)
    assert {path["hops"][0]["from"]["type"] for path in first["data"]} == {"Facility"}
    second = await get("/api/v1/paths", **asked, cursor=first["next"])
    sentences = [path["sentence"] for page in (first, second) for path in page["data"]]
    assert len(sentences) == len(set(sentences)) == 8


async def test_the_memorandum_does_not_hide_the_joint_declaration(get: Get) -> None:
    answer = await get("/api/v1/paths", **ENDS)
    accords = [p for p in answer["data"] if [h["relationship"]["type"] for h in p["hops"]][:2] == ["AccordParty"] * 2]
    through = {p["hops"][0]["to"]["id"] for p in accords} | {v["entities"][1] for p in accords for v in p["variants"]}
    assert {"joint-declaration-2020", "israel-morocco-defence-mou-2021"} <= through


@pytest.mark.parametrize(
    ("style", "media", "first"),
    [
        ("markdown", "text/markdown", "- Morocco "),
        ("plain", "text/plain", "Morocco "),
        ("csl", "application/vnd.citationstyles.csl+json", "[\n"),
        ("bibtex", "application/x-bibtex", "@misc{"),
    ],
)
async def test_an_answer_can_be_had_as_people_cite_it(
    client: httpx.AsyncClient, style: str, media: str, first: str
) -> None:
    asked = {**ENDS, "k": 1}
    by_name = await client.get("/api/v1/paths", params={**asked, "cite": style})
    assert by_name.status_code == 200, by_name.text
    assert by_name.headers["content-type"].partition(";")[0] == media
    assert by_name.text.startswith(first)
    by_accept = await client.get("/api/v1/paths", params=asked, headers={"Accept": media})
    assert by_accept.content == by_name.content
    assert "Accept" in by_accept.headers["vary"].split(", ")
    plain = await client.get("/api/v1/paths", params=asked, headers={"Accept": "text/html, */*;q=0.8"})
    assert plain.headers["content-type"] == "application/json"
    assert plain.headers["etag"] != by_name.headers["etag"]
    for source in plain.json()["receipt"]["sources"]:
        assert source["id"] in by_name.text or source["title"][:10] in by_name.text.replace("\\", "")


async def test_no_such_style_is_refused(client: httpx.AsyncClient) -> None:
    response = await client.get("/api/v1/paths", params={**ENDS, "cite": "chicago"})
    assert response.status_code == 422
    assert response.json()["allowed"] == ["bibtex", "csl", "markdown", "plain"]


async def test_a_number_in_words_and_a_list_of_one_are_the_same_question(client: httpx.AsyncClient) -> None:
    sides = {"left": {"as_of": "2019"}, "right": {"as_of": "2023"}}
    typed = {"question": "centrality", "parameters": {"measure": "degree", "top": "5", "type": "Firm"}, **sides}
    plain = {"question": "centrality", "parameters": {"measure": "degree", "top": 5, "type": "Firm"}, **sides}
    answers = [(await client.post("/api/v1/compare", json=body)).content for body in (typed, plain)]
    assert answers[0] == answers[1]
