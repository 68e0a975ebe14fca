"""What every test may ask for: one real Neo4j for the whole session, and a clean store."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from neo4j import Driver, GraphDatabase

from graph.server import Connection, Server, start
from graph.settings import Settings, load_settings


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


@pytest.fixture
def clean_store(connection: Connection, neo4j_driver: Driver) -> Connection:
    """The session's Neo4j without a node in it; constraints and indexes stay."""
    with neo4j_driver.session(database=connection.database) as session:
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 20000 ROWS").consume()
    return connection


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """An empty data folder."""
    return tmp_path / "data"
