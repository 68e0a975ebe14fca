"""Loading, checking and taking back at a terminal."""

from pathlib import Path

import orjson
import pytest

import loaders.gleif
from tests.cli.conftest import Run

SAMPLE = Path(loaders.gleif.__file__).parent / "sample.csv"
DATASET = """\
id: {id}
title: A test
publisher: The testers
licence: CC0-1.0
coverage: Two states.
"""
CLAIMS = """\
sources:
  gazette-of-{id}:
    title: Gazette
    reliability: C
    reason: For a test.
entities:
  {id}-land:
    type: {type}
    claims:
      - {{source: gazette-of-{id}, credibility: 3, name: {name}}}
"""


def write(folder: Path, name: str = "Testland", id: str = "tested", type: str = "State") -> Path:  # noqa: A002
    """A small dataset folder."""
    folder.mkdir(exist_ok=True)
    (folder / "dataset.yaml").write_text(DATASET.format(id=id), encoding="utf-8")
    (folder / "claims.yaml").write_text(CLAIMS.format(name=name, id=id, type=type), encoding="utf-8")
    return folder


@pytest.fixture
def dirty(held: set[str]):
    """What a test loads is gone for the next one."""
    yield
    held.clear()


@pytest.mark.usefixtures("dirty")
def test_a_dataset_goes_back_to_what_it_said(run: Run, ask: Run, tmp_path: Path) -> None:
    first = ask("load", str(write(tmp_path / "set")))
    ask("load", str(write(tmp_path / "set", name="Newland")))
    back = ask("rollback", "tested", str(first["revision"]))
    assert (back["added"], back["retracted"], back["revision"]) == (1, 1, first["revision"] + 2)
    assert "revision" in run("rollback", "tested").stdout
    digests = {row["number"]: row["digest"] for row in ask("revisions")["data"]}
    assert digests[first["revision"]] == digests[back["revision"]] != digests[back["revision"] + 1]
    run("rollback", "no-such-dataset", exit=2)


@pytest.mark.usefixtures("dirty")
def test_load_adds_then_changes_nothing_then_replaces(run: Run, ask: Run, tmp_path: Path) -> None:
    folder = write(tmp_path / "set")
    first = ask("load", str(folder))
    assert (first["added"], first["retracted"]) == (1, 0)
    assert ask("search", "Testland")["data"][0]["id"] == "tested-land"
    again = ask("load", str(folder))
    assert again == {**first, "added": 0, "unchanged": 1}
    write(folder, name="Newland")
    renamed = ask("load", "tested", str(folder))
    assert renamed == {"added": 1, "retracted": 1, "unchanged": 0, "revision": first["revision"] + 1, "resumed": False}
    assert ask("entity", "tested-land")["data"]["name"] == "Newland"
    assert ask("entity", "tested-land", "--known-at", str(first["revision"]))["data"]["names"] == {"en": ["Testland"]}
    assert "0 added, 0 retracted, 1 unchanged" in run("load", str(folder)).stdout


@pytest.mark.usefixtures("dirty")
def test_a_file_that_was_loaded_last_is_not_read_again_unless_asked(run: Run, ask: Run, tmp_path: Path) -> None:
    file = tmp_path / "leis.csv"
    text = SAMPLE.read_text(encoding="utf-8")
    file.write_text(text, encoding="utf-8")
    first = ask("load", "gleif", str(file))
    assert first["added"] > 0
    again = run("load", "gleif", str(file))
    assert "not read again" in again.stderr
    assert f"0 added, 0 retracted, {first['added']:,} unchanged" in again.stdout
    read = ask("load", "gleif", str(file), "--strict")
    assert (read["added"], read["retracted"], read["unchanged"]) == (0, 0, first["added"])
    file.write_text(text.replace("Old Kite Company Ltd", "Older Kite Company Ltd"), encoding="utf-8")
    assert ask("load", "gleif", str(file))["added"] > 0


@pytest.mark.usefixtures("dirty")
def test_a_dry_run_says_what_would_change_and_what_cannot_be_used(run: Run, ask: Run, tmp_path: Path) -> None:
    table, report = tmp_path / "firms.csv", tmp_path / "problems.jsonl"
    sample = Path(loaders.gleif.__file__).parents[1] / "table"
    (tmp_path / "firms.mapping.yaml").write_bytes((sample / "sample.mapping.yaml").read_bytes())
    lines = (sample / "sample.csv").read_text(encoding="utf-8").splitlines()
    table.write_text("\n".join(lines[:2]) + "\n", encoding="utf-8")
    loaded = ask("load", "table", str(table))
    wrong = lines[2].split(",")
    wrong[lines[0].split(",").index("Founded")] = "long ago"
    table.write_text("\n".join([lines[0], *lines[3:], ",".join(wrong)]) + "\n", encoding="utf-8")
    told = run("load", "table", str(table), "--dry-run", "--report", str(report))
    assert f"{loaded['added']} retracted" in told.stdout
    assert "new entities: 1 mine-" in told.stdout
    assert "1 values could not be used" in told.stderr
    (problem,) = map(orjson.loads, report.read_bytes().splitlines())
    assert (problem["field"], problem["value"], problem["line"]) == ("Founded", "long ago", len(lines) - 1)
    assert ask("load", "table", str(table), "--dry-run")["problems"] == 1
    assert ask("revisions")["data"][0]["number"] == loaded["revision"]


@pytest.mark.usefixtures("dirty")
def test_a_part_of_a_file_takes_back_nothing_that_it_does_not_speak_of(run: Run, ask: Run, tmp_path: Path) -> None:
    table, mapping = tmp_path / "firms.csv", tmp_path / "firms.mapping.yaml"
    sample = Path(loaders.gleif.__file__).parents[1] / "table"
    mapping.write_bytes((sample / "sample.mapping.yaml").read_bytes())
    lines = (sample / "sample.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    table.write_text("".join(lines), encoding="utf-8")
    whole = ask("load", "table", str(table))
    table.write_text("".join(lines[:2]), encoding="utf-8")
    told = ask("load", "table", str(table), "--part", "--dry-run")
    assert (told["retracted"], told["kept"] + told["unchanged"]) == (0, whole["added"])
    assert (part := ask("load", "table", str(table), "--part"))["retracted"] == 0
    assert part["unchanged"] == whole["added"]
    assert ask("load", "table", str(table))["retracted"] > 0  # said to be the whole, it is


def test_a_packaged_dataset_is_loaded_by_its_name_and_is_up_to_date(ask: Run) -> None:
    result = ask("load", "curated")
    assert (result["added"], result["retracted"]) == (0, 0)
    assert result["unchanged"] > 500


def test_a_folder_of_another_dataset_than_named_is_refused(run: Run, tmp_path: Path) -> None:
    result = run("load", "curated", str(write(tmp_path / "set")), exit=2)
    assert "holds the dataset 'tested', not 'curated'" in result.stderr


def test_what_cannot_be_read_is_refused_with_file_line_and_what_would_be_allowed(run: Run, tmp_path: Path) -> None:
    folder = write(tmp_path / "set", type="Stat")
    result = run("load", str(folder), exit=2)
    assert "claims.yaml:8" in result.stderr
    assert "Did you mean 'State'?" in result.stderr


def test_check_finds_the_same_without_loading(run: Run, tmp_path: Path) -> None:
    good, bad = write(tmp_path / "good"), write(tmp_path / "bad", type="Stat")
    assert run("check", str(good)).stdout == ""
    found = run("check", str(good), str(bad), exit=2).stdout
    assert "claims.yaml:8" in found
    (problem,) = orjson.loads(run("check", str(bad), "--json", exit=2).stdout)
    assert (problem["line"], problem["field"], problem["value"], problem["suggestion"]) == (8, "type", "Stat", "State")


def test_read_only_settings_refuse_to_load(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEFGRAPH_READ_ONLY", "true")
    for words in (["load", "curated"], ["rollback"]):
        assert "read_only" in run(*words, exit=2).stderr


def test_with_nothing_cut_off_there_is_nothing_to_take_back(run: Run, ask: Run) -> None:
    assert ask("rollback") == {"records": 0}
    assert run("rollback").stdout == "Nothing was left behind.\n"
