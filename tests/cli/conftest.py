"""The command line against a real Neo4j that holds the packaged datasets."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from click.testing import Result
from neo4j import Driver
from typer.testing import CliRunner

from cli.main import app
from graph.server import Connection
from graph.store import Store
from loaders.run import load_folder, packaged
from ontology.vocabulary import load_vocabulary

Run = Callable[..., Any]


@pytest.fixture(scope="package")
def loaded(connection: Connection, neo4j_driver: Driver) -> Connection:
    """A Neo4j with the packaged datasets and nothing else."""
    with neo4j_driver.session(database=connection.database) as session:
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 20000 ROWS").consume()

    async def load() -> None:
        async with Store.open(connection, load_vocabulary(), deadline=30) as store:
            for folder in packaged().values():
                await load_folder(store, folder, load_vocabulary())

    asyncio.run(load())
    return connection


def environment(connection: Connection, data: Path) -> dict[str, str]:
    """Settings that lead to that Neo4j, and away from anybody's own data."""
    return {
        "DEFGRAPH_NEO4J_URI": connection.uri,
        "DEFGRAPH_NEO4J_PASSWORD": connection.password,
        "DEFGRAPH_DATA": str(data),
        "DEFGRAPH_QUESTION_DEADLINE": "60",
        "COLUMNS": "200",
    }


@pytest.fixture
def run(loaded: Connection, tmp_path: Path) -> Run:
    """Run a command, expect an exit code, have its result."""
    runner = CliRunner(env=environment(loaded, tmp_path / "data"))

    def invoke(*words: str, exit: int = 0) -> Result:  # noqa: A002
        result = runner.invoke(app, list(words))
        assert result.exit_code == exit, (result.output, result.stderr, result.exception)
        return result

    return invoke


@pytest.fixture
def ask(run: Run) -> Run:
    """Run a command with --json, have its data."""

    def answer(*words: str, **expected: int) -> Any:
        return orjson.loads(run(*words, "--json", **expected).stdout_bytes)

    return answer
