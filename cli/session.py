"""Asking from the command line: a service on the Neo4j of the command, for the time of the question."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeVar

from cli.connect import connected
from cli.show import talk
from cli.where import Where
from graph.questions.overlaid import overlaid
from graph.server import Connection
from graph.service import Connect, Service
from graph.settings import Settings
from graph.snapshot import Snapshot
from graph.snapshot.disk import Shelf
from graph.store import Store
from loaders.safe_read import read_text
from ontology.vocabulary import Vocabulary, load_vocabulary

T = TypeVar("T")

EMPTY = "Nothing is loaded yet: `defgraph up` loads the packaged datasets, `defgraph load NAME` one of them."


def ask(where: Where, question: Callable[[Snapshot], T]) -> T:
    """The answer of a function over the latest snapshot.

    Raises:
        DefgraphError: the question is wrong, or Neo4j can neither be reached nor started.
    """

    async def run(service: Service) -> T:
        return await service.ask(question)

    return with_service(where, run)


def with_service(where: Where, work: Callable[[Service], Awaitable[T]]) -> T:
    """The result of `work` on a service over the graph that is asked, with the caller's overlay on top if there is
    one."""
    settings, vocabulary = where.settings, load_vocabulary()
    text = None if where.overlay is None else read_text(where.overlay)

    async def run(connection: Connection) -> T:
        async with Service(
            vocabulary,
            opener(settings, connection, vocabulary),
            deadline=settings.question_deadline,
            shelf=shelf_of(settings, vocabulary),
            over=None if text is None else partial(_over, text),
        ) as service:
            if service.reading.snapshot.revision == 0:
                talk(EMPTY)
            return await work(service)

    with connected(settings) as connection:
        return asyncio.run(run(connection))


def _over(text: str, snapshot: Snapshot) -> Snapshot:
    """A snapshot with a caller's own claims on top."""
    from loaders.overlay import read_overlay  # noqa: PLC0415 - it brings all that checks claims files

    return overlaid(snapshot, read_overlay(text, snapshot))


def shelf_of(settings: Settings, vocabulary: Vocabulary) -> Shelf:
    """Where the snapshots of these settings are kept."""
    return Shelf(settings.data / "snapshots", vocabulary)


def opener(settings: Settings, connection: Connection, vocabulary: Vocabulary) -> Connect:
    """How a service opens the store of these settings."""
    return lambda: Store.open(connection, vocabulary, deadline=settings.store_deadline)
