"""The server of ``defgraph up``: the service, the packaged data, SPARQL and the API, until somebody asks to end."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from functools import partial
from pathlib import Path

import uvicorn

from api.app import create_app
from api.examples import TRY
from cli.session import opener, shelf_of
from cli.show import say, talk
from cli.signals import ending
from graph.dumps.press import Press
from graph.errors import DefgraphError
from graph.server import Connection, Folder
from graph.service import Service
from graph.settings import Settings
from graph.sparql.endpoint import Endpoint
from graph.sparql.job import Limits
from graph.workers.staff import Staff
from loaders.overlay import read_overlay
from loaders.run import load_folder, packaged
from ontology.iri import Iris
from ontology.vocabulary import load_vocabulary


async def serve(settings: Settings, connection: Connection, listener: socket.socket) -> None:
    """Serve until somebody asks to end."""
    vocabulary = load_vocabulary()
    async with (
        Service(
            vocabulary,
            opener(settings, connection, vocabulary),
            deadline=settings.question_deadline,
            staff=Staff.of(
                settings.question_workers, settings.question_memory_mb, preload=("api.app", "loaders.overlay")
            ),
            shelf=shelf_of(settings, vocabulary),
        ) as service,
        _loading(settings, service),
        Endpoint(service, settings.data / "sparql", Iris(settings.base_iri), _limits(settings)) as endpoint,
        _publishing(settings, service) as dumps,
    ):
        app = create_app(
            service,
            base_iri=settings.base_iri,
            hosts=settings.hosts,
            endpoint=endpoint,
            dumps_folder=dumps,
            read_overlay=read_overlay,
        )
        config = uvicorn.Config(app, lifespan="off", log_config=None, server_header=False, timeout_graceful_shutdown=5)
        server = _Server(config, partial(_announce, settings, connection, listener))
        with ending(server):
            await server.serve([listener])


def _limits(settings: Settings) -> Limits:
    return Limits(settings.question_deadline, settings.sparql_memory_mb)


@asynccontextmanager
async def _publishing(settings: Settings, service: Service) -> AsyncIterator[Path | None]:
    """While inside, revisions are published as dumps in the folder that this gives; None if no dumps are wanted."""
    if not settings.dumps:
        yield None
        return
    folder = settings.data / "dumps"
    async with Press(service, folder, Iris(settings.base_iri), keep=settings.dumps):
        yield folder


@asynccontextmanager
async def _loading(settings: Settings, service: Service) -> AsyncIterator[None]:
    """While inside, the packaged datasets are brought to what this version says.

    If the graph is empty, before anything else; otherwise beside it, since what was loaded last time can be asked at
    once.
    """
    loading = asyncio.create_task(_load_packaged(settings, service))
    try:
        if service.reading.snapshot.revision == 0:
            await loading
        yield
    finally:
        loading.cancel()  # a load that is cut off is not seen, and gone on with next time
        with suppress(asyncio.CancelledError):
            await loading


class _Server(uvicorn.Server):
    """A server that says when it is up, and leaves signals to `_ending`: Neo4j has to end after it, and in order."""

    def __init__(self, config: uvicorn.Config, announce: partial[None]) -> None:
        super().__init__(config)
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then say so."""
        await super().startup(sockets)
        self._announce()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals alone."""
        yield


async def _load_packaged(settings: Settings, service: Service) -> None:
    for folder in () if settings.read_only else packaged().values():
        try:
            result = await load_folder(service.store, folder, service.vocabulary)
        except DefgraphError as error:
            talk(f"{folder.name} is not loaded: {error}")
        else:
            talk(f"{folder.name}: {_changes(result.added, result.retracted)}")
    await service.refresh()


def _changes(added: int, retracted: int) -> str:
    return f"{added:,} added, {retracted:,} retracted" if added or retracted else "up to date"


def _announce(settings: Settings, connection: Connection, listener: socket.socket) -> None:
    """Say where to look. On standard output: it is the answer to `up`."""
    host, port = listener.getsockname()[:2]
    url = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    say(f"defgraph is up: {url}/  (Ctrl-C stops all of it)\n")
    say(f"  page      {url}/")
    say(f"  API       {url}/docs")
    say(f"  Neo4j     {connection.uri}, user {connection.user}, password {_password_place(settings)}")
    say("            or `defgraph neo4j shell`\n")
    say("Three things to try:")
    for told, path in TRY:
        say(f"  # {told}\n  curl '{url}{path}'")


def _password_place(settings: Settings) -> str:
    return "as you set it" if settings.neo4j_uri else f"in {Folder.of(settings.data).password}"
