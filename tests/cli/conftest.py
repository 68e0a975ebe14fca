"""The command line against a real Neo4j that holds the packaged datasets."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from click.testing import Result
from typer.testing import CliRunner

from cli.main import app
from graph.server import Connection

Run = Callable[..., Any]


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
