"""Every example in the documentation is a question that has an answer."""

import httpx
import pytest

from api.docs import example_url
from api.examples import EXAMPLES, TRY

pytestmark = pytest.mark.asyncio(loop_scope="session")

ALL = [(operation, example) for operation, examples in EXAMPLES.items() for example in examples]


@pytest.mark.parametrize(("operation", "example"), ALL, ids=[f"{o}-{e['name']}" for o, e in ALL])
async def test_an_example_has_an_answer(client: httpx.AsyncClient, operation: str, example: dict) -> None:
    schema = (await client.get("/openapi.json")).json()
    places = {
        op["operationId"]: (method, path) for path, methods in schema["paths"].items() for method, op in methods.items()
    }
    method, path = places[operation]
    sent = client.post(path, json=example["parameters"]) if method == "post" else client.get(example_url(path, example))
    response = await sent
    assert response.status_code == 200, response.text
    json = response.headers["content-type"] == "application/json"
    assert response.json()["data"] if json else len(response.content) > 1000


@pytest.mark.parametrize("url", [url for _, url in TRY])
async def test_what_to_try_first_has_an_answer(client: httpx.AsyncClient, url: str) -> None:
    response = await client.get(url)
    assert response.status_code == 200
    assert response.json()["data"]


async def test_the_description_has_the_examples_where_tools_look_for_them(client: httpx.AsyncClient) -> None:
    schema = (await client.get("/openapi.json")).json()
    parameters = {p["name"]: p for p in schema["paths"]["/api/v1/paths"]["get"]["parameters"]}
    assert parameters["from"]["examples"]["links"]["value"] == "Morocco"
    assert parameters["as_of"]["examples"]["past"]["value"] == "2019"
    operations = [op for methods in schema["paths"].values() for op in methods.values()]
    assert set(EXAMPLES) <= {op["operationId"] for op in operations}


async def test_every_route_of_the_description_has_an_explanation(client: httpx.AsyncClient) -> None:
    schema = (await client.get("/openapi.json")).json()
    for methods in schema["paths"].values():
        for operation in methods.values():
            assert operation["description"]
            assert all(p.get("description") for p in operation.get("parameters", []) if p["in"] == "query")
