"""When Neo4j is away, reading goes on from the last snapshot and says so; when it comes back, so does the rest."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from urllib.parse import urlsplit

import httpx
import pytest
import pytest_asyncio

from api.app import create_app
from graph.errors import StoreUnavailable
from graph.server import Connection
from graph.service import Service
from graph.store import Store
from ontology.vocabulary import Vocabulary
from tests.api.conftest import BASE

pytestmark = pytest.mark.asyncio(loop_scope="session")

PATHS = "/api/v1/paths?from=morocco&to=israel-aerospace-industries&k=2"
SOON = 30
"""Seconds within which a change has to be noticed; far more than it takes."""


class Cable:
    """A TCP line to Neo4j that can be cut."""

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port, self.whole = host, port, True
        self._writers: set[asyncio.StreamWriter] = set()

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self.whole:
            writer.close()
            return
        there_reader, there_writer = await asyncio.open_connection(self.host, self.port)
        self._writers |= {writer, there_writer}
        await asyncio.gather(_pump(reader, there_writer), _pump(there_reader, writer))

    def cut(self) -> None:
        self.whole = False
        for writer in self._writers:
            writer.close()
        self._writers.clear()

    def mend(self) -> None:
        self.whole = True


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
    writer.close()


@pytest_asyncio.fixture(loop_scope="session")
async def cable(connection: Connection) -> AsyncIterator[tuple[Cable, Connection]]:
    """A cable to the session's Neo4j, and the connection through it."""
    address = urlsplit(connection.uri)
    assert address.hostname
    assert address.port
    cable = Cable(address.hostname, address.port)
    server = await asyncio.start_server(cable.carry, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    yield cable, replace(connection, uri=f"bolt://127.0.0.1:{port}")
    cable.cut()
    server.close()


async def until(client: httpx.AsyncClient, **expected: bool) -> None:
    """Wait until `/health/ready` says so."""
    async with asyncio.timeout(SOON):
        while True:
            ready = (await client.get("/health/ready")).json()
            if all(ready[name] is value for name, value in expected.items()):
                return
            await asyncio.sleep(0.05)


async def test_answers_go_on_and_say_that_they_may_be_behind(
    service: Service, cable: tuple[Cable, Connection], vocabulary: Vocabulary
) -> None:
    assert service.store  # the packaged datasets are loaded
    line, connection = cable
    async with (
        Service(vocabulary, lambda: Store.open(connection, vocabulary, deadline=2), poll=0.1) as behind,
        httpx.AsyncClient(
            transport=httpx.ASGITransport(create_app(behind, base_iri=BASE)), base_url="http://defgraph.test"
        ) as client,
    ):
        fresh = await client.get(PATHS)
        assert "defgraph-stale" not in fresh.headers
        line.cut()
        await until(client, ready=True, stale=True, neo4j=False)
        stale = await client.get(PATHS)
        assert (stale.status_code, stale.content, stale.headers["etag"]) == (200, fresh.content, fresh.headers["etag"])
        assert stale.headers["defgraph-stale"] == "true"
        assert int(stale.headers["age"]) >= 0
        found = (await client.get("/api/v1/entities?q=morroco")).json()
        assert found["data"][0]["id"] == "morocco"
        assert [limit["limit"] for limit in found["receipt"]["limits"]] == ["index"]
        line.mend()
        await until(client, ready=True, stale=False, neo4j=True)
        assert "defgraph-stale" not in (await client.get(PATHS)).headers


async def test_without_neo4j_from_the_start_it_lives_is_not_ready_and_recovers(
    service: Service, cable: tuple[Cable, Connection], vocabulary: Vocabulary
) -> None:
    assert service.store
    line, connection = cable
    line.cut()
    async with (
        Service(vocabulary, lambda: Store.open(connection, vocabulary, deadline=2), poll=0.1) as waiting,
        httpx.AsyncClient(
            transport=httpx.ASGITransport(create_app(waiting, base_iri=BASE)), base_url="http://defgraph.test"
        ) as client,
    ):
        with pytest.raises(StoreUnavailable):
            _ = waiting.store
        assert (await client.get("/health/live")).status_code == 200
        assert (await client.get("/")).status_code == 200
        for path in ("/health/ready", PATHS, "/id/morocco", "/api/v1/entities?q=x"):
            response = await client.get(path)
            assert response.status_code == 503
            assert int(response.headers["retry-after"]) > 0
        line.mend()
        await until(client, ready=True, stale=False)
        assert (await client.get(PATHS)).status_code == 200
