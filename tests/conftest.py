"""What every test may ask for: one real Neo4j for the whole session, and a clean store."""

import asyncio
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from neo4j import Driver, GraphDatabase

from graph.server import Connection, Server, start
from graph.settings import Settings, load_settings
from graph.store import Store
from loaders.run import load_folder, packaged
from ontology.vocabulary import load_vocabulary
from tests.conformance import manifests
from tests.real_data import FOLDER


def pytest_addoption(parser: pytest.Parser) -> None:
    """How long tests go on that can go on for ever."""
    parser.addoption("--kills", type=int, default=4, help="How often loaders and Neo4j are killed at random moments.")
    parser.addoption("--seed", type=int, default=1, help="Which moments.")


def pytest_configure() -> None:
    """Ctrl-C is tested too, and programs that start in the background would leave it to their children to ignore it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the tests of files that are not here to those who have them; say which tests stay together."""
    for item in items:
        item.add_marker(pytest.mark.xdist_group(item.path.parent.relative_to(config.rootpath).as_posix()))
    there = {"real_data": FOLDER, "w3c": manifests.FOLDER, "jena": os.environ.get("JENA")}
    missing = [name for name, folder in there.items() if not folder]
    left = {item for item in items if any(item.get_closest_marker(name) for name in missing)}
    if left:
        config.hook.pytest_deselected(items=list(left))
        items[:] = [item for item in items if item not in left]


@pytest.fixture(scope="session")
def neo4j_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings with a data folder of their own; the jars come from the cache every run shares."""
    return load_settings(data=tmp_path_factory.mktemp("data"), neo4j_heap="512m", start_deadline=240)


@pytest.fixture(scope="session")
def neo4j_server(neo4j_settings: Settings) -> Iterator[Server]:
    """A real Neo4j, started when the first test asks for it and stopped after the last test."""
    with start(neo4j_settings) as server:
        yield server


@pytest.fixture(scope="session")
def connection(neo4j_server: Server) -> Connection:
    """Where the session's Neo4j is."""
    return neo4j_server.connection


@pytest.fixture(scope="session")
def neo4j_driver(connection: Connection) -> Iterator[Driver]:
    """A synchronous driver for preparing and looking at the store in tests."""
    with GraphDatabase.driver(connection.uri, auth=connection.auth) as driver:
        yield driver


@pytest.fixture(scope="session")
def held() -> set[str]:
    """What the session's Neo4j is known to hold: the packaged datasets and nothing else, or who knows what."""
    return set()


@pytest.fixture
def clean_store(connection: Connection, neo4j_driver: Driver, held: set[str]) -> Connection:
    """The session's Neo4j without a node in it; constraints and indexes stay."""
    held.clear()
    empty(connection, neo4j_driver)
    return connection


@pytest.fixture
def loaded(connection: Connection, neo4j_driver: Driver, held: set[str]) -> Connection:
    """The session's Neo4j with the packaged datasets and nothing else, whatever ran before."""
    if not held:
        empty(connection, neo4j_driver)
        asyncio.run(load_packaged(connection))
        held.add("packaged")
    return connection


def empty(connection: Connection, driver: Driver) -> None:
    """Delete every node."""
    with driver.session(database=connection.database) as session:
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 20000 ROWS").consume()


async def load_packaged(connection: Connection) -> None:
    """Load the packaged datasets, as `defgraph up` does."""
    vocabulary = load_vocabulary()
    async with Store.open(connection, vocabulary, deadline=30) as store:
        for folder in packaged().values():
            await load_folder(store, folder, vocabulary)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """An empty data folder."""
    return tmp_path / "data"
