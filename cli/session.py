"""Asking from the command line: a service on the Neo4j of the command, for the time of the question."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from cli.connect import connected
from cli.show import talk
from graph.server import Connection
from graph.service import Connect, Service
from graph.settings import Settings
from graph.snapshot import Snapshot
from graph.store import Store
from ontology.vocabulary import Vocabulary, load_vocabulary

T = TypeVar("T")

EMPTY = "Nothing is loaded yet: `defgraph up` loads the packaged datasets, `defgraph load NAME` one of them."


def ask(settings: Settings, question: Callable[[Snapshot], T]) -> T:
    """The answer of a function over the latest snapshot.

    Raises:
        DefgraphError: the question is wrong, or Neo4j can neither be reached nor started.
    """

    async def run(service: Service) -> T:
        return await service.ask(question)

    return with_service(settings, run)


def with_service(settings: Settings, work: Callable[[Service], Awaitable[T]]) -> T:
    """The result of `work` on a service over the graph of these settings."""
    vocabulary = load_vocabulary()

    async def run(connection: Connection) -> T:
        async with Service(
            vocabulary, opener(settings, connection, vocabulary), deadline=settings.question_deadline
        ) as service:
            if service.reading.snapshot.revision == 0:
                talk(EMPTY)
            return await work(service)

    with connected(settings) as connection:
        return asyncio.run(run(connection))


def with_store(settings: Settings, work: Callable[[Store], Awaitable[T]]) -> T:
    """The result of `work` on the store of these settings; nothing is read of it that `work` does not ask for."""

    async def run(connection: Connection) -> T:
        async with Store.open(connection, load_vocabulary(), deadline=settings.store_deadline) as store:
            return await work(store)

    with connected(settings) as connection:
        return asyncio.run(run(connection))


def opener(settings: Settings, connection: Connection, vocabulary: Vocabulary) -> Connect:
    """How a service opens the store of these settings."""
    return lambda: Store.open(connection, vocabulary, deadline=settings.store_deadline)
