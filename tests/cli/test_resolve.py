"""Deciding who is who at the command line: suggestions, a sitting that goes on later, a draft, a single decision."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from neo4j import Driver
from typer.testing import CliRunner

from cli.main import app
from graph.server import Connection
from loaders.check import check
from loaders.claims_file import read_claims
from ontology.vocabulary import load_vocabulary
from tests.cli.conftest import environment

V = load_vocabulary()
PAGE = (Path(__file__).parents[2] / "docs" / "identity.md").read_text(encoding="utf-8")
DATASET = "id: {0}\ntitle: {0}\npublisher: P\nlicence: CC0-1.0\ncoverage: Two firms.\n"
FIRMS = """\
sources:
  said: {{title: Made up for a test, reliability: B, reason: It is.}}
entities:
  {0}-elbit:
    type: Firm
    claims:
      - {{source: said, credibility: 2, name: {1}}}
  {0}-rafael:
    type: Firm
    claims:
      - {{source: said, credibility: 2, name: {2}}}
"""
Call = Callable[..., Any]


@pytest.fixture
def call(clean_store: Connection, tmp_path: Path) -> Call:
    """Run a command on a graph of two datasets that have the same two firms under ids of their own."""
    runner = CliRunner(env=environment(clean_store, tmp_path / "data"))

    def run(*words: str, answers: str = "", exit: int = 0) -> Any:  # noqa: A002
        result = runner.invoke(app, list(words), input=answers)
        assert result.exit_code == exit, (result.output, result.exception)
        return result

    for name, names in (("ours", ("Elbit Systems", "Rafael")), ("rank", ("ELBIT SYSTEMS LTD.", "Rafael Ltd"))):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "dataset.yaml").write_text(DATASET.format(name), encoding="utf-8")
        (folder / "firms.yaml").write_text(FIRMS.format(name, *names).replace("said", f"said-{name}"), encoding="utf-8")
        run("load", str(folder))
    return run


def candidates(call: Call) -> set[tuple[str, str]]:
    data = orjson.loads(call("resolve", "--json").stdout_bytes)["data"]
    return {(row["one"]["id"], row["other"]["id"]) for row in data}


ELBIT, RAFAEL = ("ours-elbit", "rank-elbit"), ("ours-rafael", "rank-rafael")


def test_a_sitting_is_kept_and_goes_on_where_it_ended(call: Call, tmp_path: Path, neo4j_driver: Driver) -> None:
    assert candidates(call) == {ELBIT, RAFAEL}
    assert "the same words: elbit systems" in call("resolve").stdout
    left = call("resolve", "--ask", "--by", "A. Reviewer", answers="s\nThe same firm.\nq\n")
    assert "1 of 2" in left.stderr
    assert "1 added" in left.stdout
    (cypher,) = re.findall(r"^    (MATCH .+)$", PAGE, re.MULTILINE)
    assert [record.values()[:2] for record in neo4j_driver.execute_query(cypher).records] == [
        ["Elbit Systems", "ELBIT SYSTEMS LTD."]
    ]
    moved = call("entity", "rank-elbit")
    assert "rank-elbit is ours-elbit now." in moved.stderr
    assert "also rank-elbit: The same firm." in moved.stdout
    assert candidates(call) == {RAFAEL}
    on = call("resolve", "--ask", "--by", "A. Reviewer", answers="d\nTwo of that name.\n")
    assert "1 of 1" in on.stderr
    assert candidates(call) == set()
    said = read_claims(tmp_path / "data" / "identity" / "decisions.yaml", V)
    assert {(claim.subject, claim.status.value, claim.note) for claim in said.claims} == {
        ("ours-elbit--rank-elbit", "asserted", "The same firm."),
        ("ours-rafael--rank-rafael", "denied", "Two of that name."),
    }
    assert {source.publisher for source in said.sources} == {"A. Reviewer"}


def test_a_decision_at_once_and_another_one_in_its_place(call: Call) -> None:
    one, other = RAFAEL
    call("resolve", one, other, "--same", "--why", "One firm.")
    assert candidates(call) == {ELBIT}
    result = orjson.loads(call("resolve", other, one, "--different", "--why", "Two.", "--json").stdout_bytes)
    assert (result["added"], result["retracted"]) == (1, 1)
    assert "needs two ids" in call("resolve", one, "--same", "--why", "?", exit=2).stderr
    assert "nobody-knows" in call("resolve", one, "nobody-knows", "--same", "--why", "?", exit=1).stderr


def test_what_the_page_shows_can_be_loaded(tmp_path: Path) -> None:
    (text,) = re.findall(r"```yaml\n(.+?)```", PAGE, re.DOTALL)
    (tmp_path / "dataset.yaml").write_text(DATASET.format("identity"), encoding="utf-8")
    (tmp_path / "who.yaml").write_text(text, encoding="utf-8")
    assert check(tmp_path, V) == ()


def test_a_draft_is_decided_in_an_editor(call: Call, tmp_path: Path) -> None:
    folder = tmp_path / "draft"
    call("resolve", "--draft", str(folder))
    assert check(folder, V)  # nothing is decided yet, and nothing can be loaded by mistake
    path = folder / "candidates.yaml"
    text = path.read_text(encoding="utf-8")
    head, *entries = text.split("\n\n")
    kept = [entry.replace("\n#", "\n") if "elbit" in entry else entry for entry in entries]
    path.write_text("\n\n".join([head, *kept]), encoding="utf-8")
    assert not check(folder, V)
    call("load", str(folder))
    assert candidates(call) == {RAFAEL}
    assert "a draft already" in call("resolve", "--draft", str(folder), exit=2).stderr
