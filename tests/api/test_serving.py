"""The server as a client on the network meets it while questions are long, workers die and clients leave."""

import asyncio
import os
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
import uvicorn
from fastapi import APIRouter, Request, Response

from api.app import create_app
from api.deps import Graph, answered
from graph.service import Service
from loaders.overlay import read_overlay
from tests.api.conftest import BASE
from tests.graph.workers import questions
from tests.graph.workers.questions import STAFF, World, gone, until
from tests.graph.worlds import VOCABULARY
from tests.loaders.test_overlay import OWN

pytestmark = pytest.mark.asyncio(loop_scope="session")

router = APIRouter()
PREPARED = replace(STAFF, preload=(*STAFF.preload, "api.app"))

ADDRESSES = [
    "/api/v1/entities?type=Firm",
    "/api/v1/entities/anvil",
    "/api/v1/entities/anvil/relationships",
    "/api/v1/datasets",
    "/api/v1/datasets/press",
    "/api/v1/sources/herald",
    "/api/v1/revisions",
    "/api/v1/paths?from=northland&to=southland",
    "/api/v1/centrality?measure=betweenness",
    "/api/v1/neighbourhood?entity=anvil",
    "/api/v1/graph",
    "/api/v1/graph?format=graphml",
    "/api/v1/graph?format=turtle",
    "/id/anvil",
    "/id/anvil.ttl",
]


@router.get("/spin")
async def spin(request: Request, service: Graph, mark: Path) -> Response:
    return await answered(request, service, partial(questions.spin, mark=mark))


@router.get("/hoard")
async def hoard(request: Request, service: Graph) -> Response:
    return await answered(request, service, questions.hoard)


@router.get("/tell")
async def tell(request: Request, service: Graph, log: Path, mark: Path) -> Response:
    return await answered(request, service, partial(questions.tell, log=log, mark=mark))


@router.get("/count")
async def count(request: Request, service: Graph, log: Path, number: int = 0) -> Response:
    return await answered(request, service, partial(questions.count, log=log, number=number))


@asynccontextmanager
async def served(service: Service) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a real server on the loopback."""
    app = create_app(service, base_iri=BASE, read_overlay=read_overlay)
    app.include_router(router)
    server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_config=None))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        serving = asyncio.create_task(server.serve([listener]))
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        async with httpx.AsyncClient(base_url=url, timeout=120) as client:
            await until(lambda: server.started)
            yield client
        server.should_exit = True
        await serving


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def worked() -> AsyncIterator[Service]:
    """A service whose workers are there."""
    store = World(VOCABULARY)
    async with Service(VOCABULARY, store.open, poll=0.1, deadline=60, staff=PREPARED) as service:
        await service.manned()
        assert service.reading.generation.manned
        yield service


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def web(worked: Service) -> AsyncIterator[httpx.AsyncClient]:
    async with served(worked) as client:
        yield client


async def test_workers_answer_as_threads_do_to_the_byte(web: httpx.AsyncClient) -> None:
    store = World(VOCABULARY)
    async with Service(VOCABULARY, store.open, poll=60) as threads, served(threads) as other:
        for address in ADDRESSES:
            one, two = await web.get(address), await other.get(address)
            assert (one.status_code, one.content) == (two.status_code, two.content) == (200, two.content), address
            assert one.headers["etag"] == two.headers["etag"]


async def test_claims_of_the_callers_own_are_used_and_kept_nowhere(web: httpx.AsyncClient, worked: Service) -> None:
    generation = worked.reading.generation
    question = {"question": "paths", "parameters": {"from": "hermit", "to": "anvil"}}
    kept = len(generation.results), len(generation.snapshot.memory)
    answer = await web.post("/api/v1/ask", json={**question, "overlay": OWN})
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert {hop["relationship"]["id"] for hop in answer.json()["data"][0]["hops"]} == {"hermit-quill", "quill-anvil"}
    assert answer.json()["receipt"]["overlay"]["claim_count"] == 3
    assert (len(generation.results), len(generation.snapshot.memory)) == kept
    plain = await web.post("/api/v1/ask", json=question)
    assert plain.json()["data"] == []
    assert plain.content == (await web.get("/api/v1/paths?from=hermit&to=anvil")).content


async def test_an_overlay_that_is_wrong_or_too_long_is_refused(web: httpx.AsyncClient) -> None:
    question = {"question": "paths", "parameters": {"from": "hermit", "to": "anvil"}}
    wrong = await web.post("/api/v1/ask", json={**question, "overlay": {**OWN, "sources": {}}})
    assert wrong.status_code == 422
    assert "overlay:2" in wrong.json()["detail"]
    long = await web.post("/api/v1/ask", json={**question, "overlay": {"entities": {"x" * 300_000: {}}}})
    assert long.status_code == 422
    longer = await web.post("/api/v1/ask", json={**question, "overlay": {"entities": {"x" * 2_000_000: {}}}})
    assert longer.status_code == 413


async def test_a_question_over_its_time_is_a_problem_and_others_are_answered_meanwhile(
    web: httpx.AsyncClient, worked: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worked, "deadline", 5.0)
    asked = asyncio.create_task(web.get("/spin", params={"mark": tmp_path / "mark"}))
    await until((tmp_path / "mark").exists)
    assert (await web.get("/health/live")).status_code == 200
    response = await web.get("/api/v1/paths?from=northland&to=forge")
    assert response.status_code == 200, response.text
    assert not asked.done()
    response = await asked
    assert (response.status_code, response.headers["retry-after"]) == (503, "5")
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["type"].endswith("/out-of-time")
    await until(lambda: gone(int((tmp_path / "mark").read_text())))


async def test_when_the_client_leaves_its_work_stops(web: httpx.AsyncClient, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    asked = asyncio.create_task(web.get("/spin", params={"mark": mark}))
    await until(lambda: mark.exists() and bool(mark.read_text()))
    asked.cancel()
    await asyncio.gather(asked, return_exceptions=True)
    await until(lambda: gone(int(mark.read_text())))


async def test_when_one_of_two_clients_leaves_the_other_has_its_answer(web: httpx.AsyncClient, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    first, second = (asyncio.create_task(web.get("/spin", params={"mark": mark})) for _ in range(2))
    await until(lambda: mark.exists() and bool(mark.read_text()))
    worker = int(mark.read_text())
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    assert (await web.get("/api/v1/datasets")).status_code == 200
    assert not gone(worker)
    os.kill(worker, signal.SIGKILL)
    response = await second
    assert (response.status_code, response.headers["retry-after"]) == (503, "1")
    assert response.json()["type"].endswith("/work-lost")
    assert (await web.get("/api/v1/sources/gazette")).status_code == 200


async def test_too_much_memory_is_a_problem_with_a_way_out(web: httpx.AsyncClient) -> None:
    response = await web.get("/hoard")
    assert response.status_code == 503
    assert response.json()["type"].endswith("/out-of-memory")
    assert "Ask a smaller one" in response.json()["detail"]
    assert (await web.get("/api/v1/sources/echo")).status_code == 200


async def test_clients_who_ask_the_same_at_once_have_one_answer_worked_out(
    web: httpx.AsyncClient, tmp_path: Path
) -> None:
    log, mark = tmp_path / "log", tmp_path / "mark"
    asking = [asyncio.create_task(web.get("/tell", params={"log": log, "mark": mark})) for _ in range(6)]
    await until(log.exists)
    assert not any(task.done() for task in asking)
    mark.touch()
    answers = await asyncio.gather(*asking)
    assert {(answer.status_code, answer.content) for answer in answers} == {(200, b"told")}
    assert log.read_text() == "asked\n"


async def test_an_answer_is_worked_out_once_and_not_sent_to_whoever_has_it(
    web: httpx.AsyncClient, tmp_path: Path
) -> None:
    asked = {"log": tmp_path / "log", "number": 7}
    first = await web.get("/count", params=asked)
    again = await web.get("/count", params=asked)
    assert first.content == again.content == b"7"
    held = await web.get("/count", params=asked, headers={"If-None-Match": first.headers["etag"]})
    assert (held.status_code, held.content) == (304, b"")
    assert held.headers["etag"] == first.headers["etag"]
    assert held.headers["last-modified"] == "Wed, 01 Jan 2025 10:00:00 GMT"
    assert held.headers["cache-control"] == "no-cache"
    assert (tmp_path / "log").read_text() == "7\n"
