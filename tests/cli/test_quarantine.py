"""RDF in quarantine at a terminal: the graph's own export changes nothing, a partner's adds what a person accepts."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.loaders.rdf.test_intake import DOCUMENT, write


@pytest.fixture
def dirty(held: set[str]):
    """What a test loads is gone for the next one."""
    yield
    held.clear()


@pytest.mark.parametrize("form", ["trig", "jsonld"])
def test_our_own_export_changes_nothing(run: Run, ask: Run, tmp_path: Path, form: str) -> None:
    file = tmp_path / f"own.{form}"
    file.write_bytes(run("export", "--format", form).stdout_bytes)
    case = ask("load", "rdf", str(file))
    shown = ask("quarantine", "show", case["id"])
    assert {(told["added"], told["retracted"]) for told in shown["differences"].values()} == {(0, 0)}
    assert shown["rewritten"] == []
    results = ask("quarantine", "accept", case["id"])
    assert {(told["added"], told["retracted"]) for told in results} == {(0, 0)}
    assert sum(told["unchanged"] for told in results) == case["claims"] > 100
    assert ask("quarantine", "list") == []


@pytest.mark.usefixtures("dirty")
def test_what_a_partner_says_is_in_no_view_until_it_is_accepted(run: Run, ask: Run, tmp_path: Path) -> None:
    case = ask("quarantine", "add", str(write(tmp_path, DOCUMENT)))
    assert [told["id"] for told in ask("quarantine", "list")] == [case["id"]]
    run("entity", "Kite Yard", exit=1)
    told = run("quarantine", "show", case["id"][:4]).output
    assert "theirs: 1 claims would be added" in told
    assert "new entities: kite" in told
    (result,) = ask("quarantine", "accept", case["id"])
    assert (result["added"], result["retracted"]) == (1, 0)
    assert "Kite Yard" in run("entity", "Kite Yard").output
    assert "accepted by" in run("quarantine", "list", "--all").output


def test_a_document_is_refused_at_the_door_or_by_a_person(run: Run, ask: Run, tmp_path: Path) -> None:
    bad = write(tmp_path, DOCUMENT + "dg:Firm <http://www.w3.org/2000/01/rdf-schema#label> 'Enemy' .", "bad.ttl")
    assert "the ontology's own terms" in run("quarantine", "add", str(bad), exit=2).stderr
    case = ask("quarantine", "add", str(write(tmp_path, DOCUMENT)))
    assert "is refused" in run("quarantine", "refuse", case["id"], "--why", "no").output
    assert "Nothing waits" in run("quarantine", "list").output
