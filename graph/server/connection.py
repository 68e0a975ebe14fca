"""How to reach a Neo4j, and whether it answers: always within a deadline.

The driver alone keeps no deadline: it waits for a frozen server as long as that stays frozen, and for one that is
away half a minute. So the question is asked through the asynchronous driver, which can be left waiting.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from neo4j import AsyncGraphDatabase
from neo4j.exceptions import AuthError, ClientError, DriverError, Neo4jError

from graph.errors import ServerError, StoreUnavailable


@dataclass(frozen=True, slots=True)
class Connection:
    """Where a Neo4j is and who asks.

    >>> Connection("bolt://127.0.0.1:7687", "neo4j", "secret", "neo4j")
    Connection(uri='bolt://127.0.0.1:7687', user='neo4j', database='neo4j')
    """

    uri: str
    user: str
    password: str = field(repr=False)
    database: str = "neo4j"

    @property
    def auth(self) -> tuple[str, str]:
        """User and password, as the driver takes them."""
        return self.user, self.password


def ask(connection: Connection, deadline: float) -> None:
    """Return once Neo4j has answered a query; callable with or without a running event loop.

    Raises:
        ServerError: it answered that it does not want to (wrong password, no such database).
        StoreUnavailable: it did not answer within ``deadline`` seconds, or cannot be reached.
    """
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, _ask(connection, deadline)).result()


async def _ask(connection: Connection, deadline: float) -> None:
    try:
        async with asyncio.timeout(deadline):
            await _query(connection, deadline)
    except AuthError as error:
        raise ServerError(
            f"Neo4j at {connection.uri} does not accept the password of '{connection.user}'.",
            hint="Set DEFGRAPH_NEO4J_USER and DEFGRAPH_NEO4J_PASSWORD to what it expects.",
        ) from error
    except ClientError as error:
        raise ServerError(f"Neo4j at {connection.uri} refuses: {error.message}.") from error
    except TimeoutError as error:
        raise StoreUnavailable(
            f"Neo4j at {connection.uri} did not answer within {deadline:g} s.",
            hint="It may be overloaded or frozen; see 'defgraph neo4j status' and 'defgraph neo4j logs'.",
        ) from error
    except Neo4jError as error:
        raise StoreUnavailable(
            f"Neo4j at {connection.uri} cannot answer: {(error.message or str(error)).rstrip('.')}.",
            hint="See 'defgraph neo4j logs'.",
        ) from error
    except (DriverError, OSError, ValueError) as error:
        raise StoreUnavailable(
            f"Neo4j at {connection.uri} cannot be reached.", hint="Check that it runs and that the address is right."
        ) from error


async def _query(connection: Connection, deadline: float) -> None:
    driver = AsyncGraphDatabase.driver(
        connection.uri, auth=connection.auth, connection_timeout=deadline, max_transaction_retry_time=0
    )
    async with driver, driver.session(database=connection.database) as session:
        await (await session.run("RETURN 1")).consume()
