"""``defgraph up``: Neo4j, the packaged data and the API, until Ctrl-C; then all of it ends.

What the server needs is imported while Neo4j starts: each takes seconds, and neither waits for the other.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from cli.connect import connected
from cli.show import talk
from cli.signals import stoppable
from graph.errors import BadSettings
from graph.server import Connection
from graph.settings import Settings, load_settings
from ontology.vocabulary import load_vocabulary

Serve = Callable[[Settings, Connection, socket.socket], Awaitable[None]]

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
        stoppable(),
        _listening(settings, insist=port is not None) as listener,
        ThreadPoolExecutor(1) as beside,
    ):
        serving = beside.submit(_import_server)
        with connected(settings, exclusive=True) as neo4j:
            asyncio.run(_run(serving.result(), settings, neo4j, listener))
    talk("Stopped.")


async def _run(serve: Serve, settings: Settings, neo4j: Connection, listener: socket.socket) -> None:
    await serve(settings, neo4j, listener)


def _import_server() -> Serve:
    load_vocabulary()
    serve: Serve = import_module("cli.serve").serve
    return serve


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
        # Connections inherit it; without it a small answer's second packet waits 40 ms for word of the first.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError:
        listener.close()
        raise
    return listener
