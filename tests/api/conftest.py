"""The whole service over HTTP: a real Neo4j with the packaged datasets, and a client that speaks to the application."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI
from neo4j import Driver

from api.app import create_app
from graph.server import Connection
from graph.service import Service
from graph.store import Store
from loaders.overlay import read_overlay
from ontology.vocabulary import Vocabulary, load_vocabulary
from tests.conftest import empty, load_packaged

BASE = "https://w3id.org/defgraph/"
Get = Callable[..., Awaitable[Any]]


@pytest.fixture(scope="package")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def service(
    connection: Connection, neo4j_driver: Driver, held: set[str], vocabulary: Vocabulary
) -> AsyncIterator[Service]:
    """A service over a Neo4j that holds the packaged datasets and nothing else."""
    held.clear()
    empty(connection, neo4j_driver)
    await load_packaged(connection)
    held.add("packaged")
    async with Service(vocabulary, lambda: Store.open(connection, vocabulary, deadline=30), deadline=60) as service:
        yield service


@pytest.fixture(scope="package")
def app(service: Service) -> FastAPI:
    return create_app(service, base_iri=BASE, read_overlay=read_overlay)


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the application; redirects are not followed, so that tests see them."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://defgraph.test") as client:
        yield client


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def get(client: httpx.AsyncClient) -> Get:
    """Ask, expect an answer, and have its JSON."""

    async def ask(path: str, /, **parameters: Any) -> Any:
        response = await client.get(path, params={name.rstrip("_"): value for name, value in parameters.items()})
        assert response.status_code == 200, response.text
        return response.json()

    return ask
