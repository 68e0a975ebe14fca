"""``defgraph up``: Neo4j, the packaged data and the API, until Ctrl-C; then all of it ends."""

import asyncio
import signal
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
import uvicorn

from api.app import create_app
from api.examples import TRY
from cli.session import connected, opener
from cli.show import say, talk
from graph.errors import BadSettings, DefgraphError
from graph.server import Connection, Folder
from graph.service import Service
from graph.settings import Settings, load_settings
from graph.sparql.endpoint import Endpoint
from graph.sparql.job import Limits
from graph.workers.staff import Staff
from loaders.run import load_folder, packaged
from ontology.iri import Iris
from ontology.vocabulary import load_vocabulary

STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
BACKLOG = 512


def up(
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Port of the API; 0 takes any free one.")] = None,
    data: Annotated[Path | None, typer.Option(help="Data folder: the store, its password.")] = None,
    neo4j_uri: Annotated[str | None, typer.Option(help="A Neo4j of your own instead of the managed one.")] = None,
    read_only: Annotated[
        bool | None, typer.Option("--read-only", help="Load nothing, and let nothing be loaded.")
    ] = None,
) -> None:
    """Bring everything up: Neo4j, the packaged datasets, the API. Ctrl-C stops all of it."""
    settings = load_settings(port=port, data=data, neo4j_uri=neo4j_uri, read_only=read_only)
    with (
        _stoppable(),
        _listening(settings, insist=port is not None) as listener,
        connected(settings, exclusive=True) as neo4j,
    ):
        asyncio.run(_serve(settings, neo4j, listener))
    talk("Stopped.")


async def _serve(settings: Settings, connection: Connection, listener: socket.socket) -> None:
    vocabulary = load_vocabulary()
    async with (
        Service(
            vocabulary,
            opener(settings, connection, vocabulary),
            deadline=settings.question_deadline,
            staff=Staff.of(settings.question_workers, settings.question_memory_mb, preload=("api.app",)),
        ) as service,
        _loading(settings, service),
        Endpoint(service, settings.data / "sparql", Iris(settings.base_iri), _limits(settings)) as endpoint,
    ):
        app = create_app(service, base_iri=settings.base_iri, hosts=settings.hosts, endpoint=endpoint)
        config = uvicorn.Config(app, lifespan="off", log_config=None, server_header=False, timeout_graceful_shutdown=5)
        server = _Server(config, partial(_announce, settings, connection, listener))
        with _ending(server):
            await server.serve([listener])


def _limits(settings: Settings) -> Limits:
    return Limits(settings.question_deadline, settings.sparql_memory_mb)


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


@contextmanager
def _ending(server: uvicorn.Server) -> Iterator[None]:
    """While inside, the first signal lets the server finish what it answers, the second does not."""
    loop = asyncio.get_running_loop()

    def stop() -> None:
        server.force_exit, server.should_exit = server.should_exit, True

    for number in STOPS:
        loop.add_signal_handler(number, stop)
    try:
        yield
    finally:
        for number in STOPS:
            loop.remove_signal_handler(number)
            signal.signal(number, signal.SIG_IGN)  # what is left is stopping, which has its own deadlines


@contextmanager
def _stoppable() -> Iterator[None]:
    """Have every signal that asks to end be told as Ctrl-C is, so that what was started is stopped; Ctrl-C is no error
    here."""
    before = [signal.signal(number, signal.default_int_handler) for number in STOPS]
    try:
        yield
    except KeyboardInterrupt:
        talk("Stopped.")
        raise typer.Exit(0) from None
    finally:
        for number, handler in zip(STOPS, before, strict=True):
            signal.signal(number, handler)


@contextmanager
def _listening(settings: Settings, *, insist: bool) -> Iterator[socket.socket]:
    """A listening socket: on the port of the settings, or on a free one if that is taken and nobody insisted on it.

    Raises:
        BadSettings: the address cannot be listened on, or the port that was asked for is taken.
    """
    wanted = settings.port or 0
    try:
        listener = _bind(settings.host, wanted)
    except OSError as error:
        if insist or not wanted:
            told = f"Port {wanted} of {settings.host} cannot be used: {error.strerror or error}."
            raise BadSettings(told, hint="Choose another with --port; 0 takes any free one.") from None
        listener = _bind(settings.host, 0)
        talk(f"Port {wanted} is taken by another program; using {listener.getsockname()[1]}.")
    with listener:
        yield listener


def _bind(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError:
        listener.close()
        raise
    return listener


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
