"""What docs/sparql.md shows, done by the clients that partners use, over real HTTP."""

import asyncio
import re
import shlex
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
import uvicorn

import ontology
from api.app import create_app
from graph.service import Service
from graph.sparql.endpoint import opened
from graph.sparql.job import Limits
from ontology.iri import Iris
from tests.api.conftest import BASE

pytestmark = pytest.mark.asyncio(loop_scope="session")

PAGE = (Path(ontology.__file__).parents[1] / "docs" / "sparql.md").read_text(encoding="utf-8")
PRINTED = "http://127.0.0.1:8321"


def examples(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, flags=re.DOTALL)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def address(service: Service, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """The whole application at a port of its own."""
    stores = tmp_path_factory.mktemp("sparql") / "stores"
    async with opened(service, stores, Iris(BASE), Limits(20)) as endpoint:
        app = create_app(service, base_iri=BASE, endpoint=endpoint)
        server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_config=None))
        with socket.create_server(("127.0.0.1", 0)) as listener:
            serving = asyncio.create_task(server.serve([listener]))
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
            server.should_exit = True
            await serving


@pytest.mark.parametrize("query", examples("sparql"))
async def test_every_query_of_the_page_finds_something(query: str, address: str) -> None:
    async with httpx.AsyncClient(base_url=address) as client:
        answer = await client.post("/sparql", data={"query": query}, timeout=60)
    assert answer.status_code == 200, answer.text
    assert answer.json()["results"]["bindings"]


@pytest.mark.parametrize("code", examples("python"))
async def test_the_python_of_the_page_runs(code: str, address: str) -> None:
    told = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", code.replace(PRINTED, address)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    assert told.stdout.strip() not in ("", "0")


@pytest.mark.parametrize("command", [line[2:] for text in examples("console") for line in text.splitlines()])
async def test_what_curl_sends_is_answered(command: str, address: str) -> None:
    program, url, *options = shlex.split(command)
    assert program == "curl"
    accept = next((option.partition(": ")[2] for option in options if option.startswith("Accept")), "*/*")
    query = next(option.removeprefix("query=") for option in options if option.startswith("query="))
    async with httpx.AsyncClient() as client:
        answer = await client.post(
            url.replace(PRINTED, address), data={"query": query}, headers={"Accept": accept}, timeout=60
        )
    assert answer.status_code == 200, answer.text
    assert len(answer.text.splitlines()) > 1


async def test_a_client_that_leaves_ends_its_query(address: str) -> None:
    cross = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    async with httpx.AsyncClient(base_url=address) as client:
        with pytest.raises(httpx.ReadTimeout):
            await client.get("/sparql", params={"query": cross}, timeout=1.5)
        runs = [client.get("/sparql", params={"query": cross}, timeout=1.5) for _ in range(2)]
        ends = await asyncio.gather(*runs, return_exceptions=True)
        assert all(isinstance(end, httpx.ReadTimeout) for end in ends)  # neither was refused for want of room
