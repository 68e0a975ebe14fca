"""The project's own endpoint at a port of its own, over any data: the whole application, real workers, real HTTP."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import uvicorn

from api.app import create_app
from graph.rdf.terms import Quad
from graph.service import Service
from graph.snapshot import Snapshot
from graph.sparql.build import build
from graph.sparql.endpoint import Endpoint, Written
from graph.sparql.job import Limits
from graph.sparql.pool import Pool
from graph.workers.foreman import Generation
from ontology.iri import BASE, Iris
from ontology.vocabulary import load_vocabulary


@asynccontextmanager
async def served(quads: Iterable[Quad], folder: Path, limits: Limits) -> AsyncIterator[httpx.AsyncClient]:
    """A client of an endpoint that answers from some quads, as the plain view of an empty graph."""
    vocabulary = load_vocabulary()
    service = Service(vocabulary, _no_store)
    empty = Snapshot.build(vocabulary, 1, [], [], [])
    service._generation = Generation(empty)
    build(quads, folder / "store")
    async with Pool(folder / "store", limits) as pool:
        endpoint = Endpoint(service, folder / "views", Iris(BASE), limits)
        endpoint._plain = Written(empty, folder / "store", pool)
        async with listening(service, endpoint) as client:
            yield client


def _no_store() -> object:
    raise NotImplementedError("Nothing here asks the store.")


@asynccontextmanager
async def listening(service: Service, endpoint: Endpoint) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the application at a free port."""
    app = create_app(service, base_iri=BASE, endpoint=endpoint)
    server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_config=None))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        serving = asyncio.create_task(server.serve([listener]))
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # as `defgraph up` does
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        try:
            async with httpx.AsyncClient(base_url=address, timeout=60) as client:
                yield client
        finally:
            server.should_exit = True
            await serving
