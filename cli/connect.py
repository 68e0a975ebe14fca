"""The Neo4j that a command uses: the one that runs, or one for the time of the command."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from cli.show import talk
from graph.server import Connection, connect_or_start, status
from graph.settings import Settings
from graph.store import Store
from ontology.vocabulary import load_vocabulary

T = TypeVar("T")


@contextmanager
def connected(settings: Settings, *, exclusive: bool = False) -> Iterator[Connection]:
    """A Neo4j that answers; says so on standard error if one has to be started, which takes some seconds."""
    if not settings.neo4j_uri and not status(settings).running:
        talk(
            "Starting Neo4j …" if exclusive else "Starting Neo4j for this one command; `defgraph up` keeps it running …"
        )
    with connect_or_start(settings, exclusive=exclusive) as connection:
        yield connection


def with_store(settings: Settings, work: Callable[[Store], Awaitable[T]]) -> T:
    """The result of `work` on the store of these settings; nothing is read of it that `work` does not ask for."""

    async def run(connection: Connection) -> T:
        async with Store.open(connection, load_vocabulary(), deadline=settings.store_deadline) as store:
            return await work(store)

    with connected(settings) as connection:
        return asyncio.run(run(connection))
