"""Two real releases of the trade register, one after the other, at a terminal (see `tests/real_data.py`)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from typer.testing import CliRunner

from cli.main import app
from graph.server import Connection
from tests.cli.conftest import environment
from tests.real_data import real_file

pytestmark = [pytest.mark.real_data, pytest.mark.timeout(1800)]

SPRING, AUTUMN = "trade-register_2025-03-13.csv", "trade-register_2025-10-23.csv"
UNDELIVERED = "morocco-ofek-13-satellites"
"""A deal of the spring release without a delivery, which the autumn release is silent on."""


@pytest.fixture
def ask(clean_store: Connection, tmp_path: Path) -> Callable[..., Any]:
    runner = CliRunner(env=environment(clean_store, tmp_path / "data"))

    def answer(*words: str) -> Any:
        result = runner.invoke(app, [*words, "--json"])
        assert result.exit_code == 0, (result.output, result.stderr, result.exception)
        return orjson.loads(result.stdout_bytes)

    return answer


def test_spring_then_autumn_then_back(ask: Callable[..., Any]) -> None:
    spring, autumn = (str(real_file("sipri-trade-register", name)) for name in (SPRING, AUTUMN))
    first = ask("load", "sipri-register", spring)
    assert first["added"] > 57_000
    same = {"added": 0, "retracted": 0, "unchanged": first["added"], "revision": first["revision"], "resumed": False}
    assert ask("load", "sipri-register", spring) == same  # not read again
    assert ask("load", "sipri-register", spring, "--strict") == first | same
    told = ask("load", "sipri-register", autumn, "--dry-run")
    second = ask("load", "sipri-register", autumn)
    assert (second["added"], second["retracted"]) == (told["added"], told["retracted"])
    assert second["unchanged"] == told["unchanged"] + told["kept"] == first["added"] - told["retracted"]
    assert told["changed"]["Transfer"]["quantityDelivered"] > 0

    assert ask("entity", UNDELIVERED)["data"]["id"] == UNDELIVERED
    change = told["examples"]["Transfer"]["quantityDelivered"][0]
    before, after = (ask("entity", change["thing"], "--known-at", str(revision)) for revision in (1, 2))
    assert before["data"] != after["data"]

    back = ask("rollback", "sipri-register", "1")
    assert (back["added"], back["retracted"]) == (second["retracted"], second["added"])
    digests = {row["number"]: row["digest"] for row in ask("revisions")["data"]}
    assert digests[1] == digests[3] != digests[2]
