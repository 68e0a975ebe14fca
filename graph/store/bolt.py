"""Cypher over Bolt, always within a deadline.

The driver alone keeps none: it waits for a frozen server as long as that stays frozen. So each call runs under
`asyncio.timeout`, and the server is told to end the transaction at the same time. What fails for a passing reason is
tried again by the driver, within the deadline; every write given to `Bolt.write` must therefore be one that may run
twice.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, LiteralString, Self, TypeVar

from neo4j import AsyncGraphDatabase, AsyncManagedTransaction, AsyncSession, Query, unit_of_work
from neo4j.exceptions import AuthError, ClientError, DriverError, Neo4jError

from graph.errors import Fenced, ServerError, StoreUnavailable
from graph.server.connection import Connection

Rows = list[dict[str, Any]]
T = TypeVar("T")

GONE = "Neo.ClientError.Statement.EntityNotFound"
"""What a read is told that met a node just when a rollback deleted it."""
GONE_TRIES = 5
CLOSING = 2.0
"""Seconds that saying goodbye to a server may take."""


@dataclass(frozen=True, slots=True)
class Step:
    """One statement of a transaction, with its parameters."""

    text: LiteralString
    parameters: Mapping[str, Any]


def step(text: LiteralString, **parameters: object) -> Step:
    """A statement with its parameters.

    >>> step("RETURN $n AS n", n=1).parameters
    {'n': 1}
    """
    return Step(text, parameters)


class Bolt:
    """One database, asked within deadlines: `deadline` seconds for reads and small writes, `patience` for large ones.

    Every method raises `StoreUnavailable` if there is no answer by then, `ServerError` if Neo4j refuses.
    """

    def __init__(self, connection: Connection, *, deadline: float, patience: float) -> None:
        self.connection, self.deadline, self.patience = connection, deadline, patience
        self._driver = AsyncGraphDatabase.driver(
            connection.uri,
            auth=connection.auth,
            connection_timeout=deadline,
            connection_acquisition_timeout=deadline,
            max_transaction_retry_time=deadline / 2,
            notifications_min_severity="OFF",
            telemetry_disabled=True,
        )
        routed = connection.uri.startswith("neo4j")
        self._bookmarks = AsyncGraphDatabase.bookmark_manager() if routed else None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close all connections; a server that does not answer is not waited for."""
        with suppress(TimeoutError, DriverError, Neo4jError, OSError):
            async with asyncio.timeout(CLOSING):
                await self._driver.close()

    async def read(self, text: LiteralString, **parameters: object) -> Rows:
        """The rows a statement returns, in a transaction that may not write."""
        for _ in range(GONE_TRIES - 1):
            with suppress(_GoneError):
                return await self._read(step(text, **parameters))
        return await self._read(step(text, **parameters))

    async def parts(self, size: int, text: LiteralString, **parameters: object) -> AsyncIterator[Rows]:
        """The rows a statement returns, at most `size` at a time.

        Unlike `read`, it is not tried again.
        """
        session = self._driver.session(
            database=self.connection.database,
            default_access_mode="READ",
            bookmark_manager=self._bookmarks,
            fetch_size=size,
        )
        try:
            async with session:
                async with asyncio.timeout(self.patience):
                    result = await session.run(Query(text, timeout=self.patience), parameters)
                while True:
                    async with asyncio.timeout(self.patience):
                        found = await result.fetch(size)
                    if not found:
                        return
                    yield [record.data() for record in found]
        except (TimeoutError, DriverError, Neo4jError, OSError) as error:
            raise self._explain(error, self.patience) from error

    async def write(self, *steps: Step, fence: Step | None = None) -> tuple[Rows, ...]:
        """Run statements in one transaction that may be tried again; the rows of each. All of it happens or nothing.

        Raises:
            Fenced: `fence`, which is run first, returned no row.
        """
        seconds = self.patience if fence else self.deadline

        @unit_of_work(timeout=seconds)
        async def work(transaction: AsyncManagedTransaction) -> tuple[Rows, ...]:
            if fence and not await _run(transaction, fence):
                raise Fenced(
                    "Another load took over while this one was paused.", hint="Load again if it is still needed."
                )
            return tuple([await _run(transaction, each) for each in steps])

        return await self._within(seconds, lambda session: session.execute_write(work), "WRITE")

    async def _read(self, asked: Step) -> Rows:
        @unit_of_work(timeout=self.deadline)
        async def work(transaction: AsyncManagedTransaction) -> Rows:
            return await _run(transaction, asked)

        return await self._within(self.deadline, lambda session: session.execute_read(work), "READ")

    async def _within(self, seconds: float, ask: Callable[[AsyncSession], Awaitable[T]], mode: str) -> T:
        session = self._driver.session(
            database=self.connection.database, default_access_mode=mode, bookmark_manager=self._bookmarks
        )
        try:
            async with asyncio.timeout(seconds), session:
                return await ask(session)
        except (TimeoutError, DriverError, Neo4jError, OSError) as error:
            raise self._explain(error, seconds) from error

    def _explain(self, error: Exception, seconds: float) -> Exception:
        uri = self.connection.uri
        if isinstance(error, AuthError):
            return ServerError(
                f"Neo4j at {uri} does not accept the password of '{self.connection.user}'.",
                hint="Set DEFGRAPH_NEO4J_USER and DEFGRAPH_NEO4J_PASSWORD to what it expects.",
            )
        if isinstance(error, Neo4jError) and error.code == GONE:
            return _GoneError(str(error.message))
        if isinstance(error, TimeoutError):
            return StoreUnavailable(
                f"Neo4j at {uri} did not answer within {seconds:g} s.",
                hint="It may be overloaded or frozen; see 'defgraph neo4j status' and 'defgraph neo4j logs'.",
            )
        if isinstance(error, ClientError) and not error.is_retryable():
            return ServerError(f"Neo4j at {uri} refuses: {error.message}")
        if isinstance(error, Neo4jError):
            return StoreUnavailable(f"Neo4j at {uri} cannot do this now: {error.message}", hint="Try again.")
        return StoreUnavailable(
            f"Neo4j at {uri} cannot be reached.", hint="Check that it runs; see 'defgraph neo4j status'."
        )


class _GoneError(ServerError):
    """A node went away while it was being read."""


async def _run(transaction: AsyncManagedTransaction, asked: Step) -> Rows:
    result = await transaction.run(asked.text, dict(asked.parameters))
    return await result.data()
