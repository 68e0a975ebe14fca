"""A load at the command line that something stops: what is said, what is left, how it goes on."""

import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from neo4j import Driver

from benchmarks.registry import write
from graph.server import Connection
from tests.cli.conftest import environment

COMMAND = "from cli.main import run; run()"
SMALL_CACHE = "import graph.store.scratch as s; s.CACHE = 64\n" + COMMAND
"""As the command, but what is read goes to disk from 64 kB on."""
ROOM = 2**20

Command = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def command(clean_store: Connection, tmp_path: Path) -> Iterator[Command]:
    """Start the command line as a process of its own; none outlives the test."""
    started = list[subprocess.Popen[str]]()

    def start(*words: str, code: str = COMMAND, **more: Any) -> subprocess.Popen[str]:
        told = os.environ | environment(clean_store, tmp_path / "data")
        process = subprocess.Popen(
            [sys.executable, "-c", code, *words],
            env=told,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            **more,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def end(process: subprocess.Popen[str], code: int = 0) -> tuple[str, str]:
    """Wait for a command; what it said on standard output and error."""
    out, said = process.communicate(timeout=240)
    assert process.returncode == code, said
    return out, " ".join(said.split())


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """Golden copies with a few thousand entities, some batches of writing."""
    folder = tmp_path / "gleif"
    folder.mkdir()
    write(folder, 6000, 3000)
    return folder


def begun(driver: Driver) -> bool:
    """Whether a load has written something."""
    return bool(driver.execute_query("MATCH (n) WHERE 'Record' IN labels(n) RETURN n LIMIT 1").records)


@pytest.mark.timeout(600)
def test_ctrl_c_changes_nothing_and_the_next_load_goes_on(command: Command, neo4j_driver: Driver, register: Path):
    loading = command("load", "gleif", str(register), "--no-bulk")
    while not begun(neo4j_driver):
        assert loading.poll() is None
    loading.send_signal(signal.SIGINT)
    _, said = end(loading, 130)
    assert "Interrupted: the graph is as it was" in said
    assert "Loading the same again goes on from there" in said
    assert "Traceback" not in said
    counts = neo4j_driver.execute_query("MATCH (n) WHERE n:Entity OR n:Claim OR n:Revision RETURN count(n) AS n")
    assert counts.records[0]["n"] == 0
    out, _ = end(command("load", "gleif", str(register), "--no-bulk", "--json"))
    result = json.loads(out)
    assert (result["revision"], result["resumed"], result["unchanged"]) == (1, True, 0)
    entities = neo4j_driver.execute_query("MATCH (e:Firm) RETURN count(e) AS n").records[0]["n"]
    assert entities == 6000


def test_a_second_load_is_told_who_holds_the_lease(command: Command, neo4j_driver: Driver, register: Path):
    loading = command("load", "gleif", str(register), "--no-bulk")
    while not begun(neo4j_driver):
        assert loading.poll() is None
    loading.send_signal(signal.SIGSTOP)
    _, said = end(command("load", "curated"), 3)
    assert f"Another load is under way: process {loading.pid} on " in said
    assert "its lease runs until 2" in said
    loading.send_signal(signal.SIGKILL)
    end(command("rollback"))
    assert not begun(neo4j_driver)


def test_a_full_disk_is_named_before_anything_is_written(command: Command, neo4j_driver: Driver, register: Path):
    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, resource.RLIM_INFINITY))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    loading = command("load", "gleif", str(register), "--no-bulk", code=SMALL_CACHE, preexec_fn=little_room)
    _, said = end(loading, 3)
    assert "The disk is full: nothing more can be written to /" in said
    assert "or name another folder in TMPDIR, then load again." in said
    assert "Traceback" not in said
    assert neo4j_driver.execute_query("MATCH (n) WHERE NOT n:Store RETURN n LIMIT 1").records == []


def test_all_problems_are_reported_however_many_there_are(command: Command, neo4j_driver: Driver, tmp_path: Path):
    folder, report = tmp_path / "gleif", tmp_path / "report.jsonl"
    folder.mkdir()
    write(folder, 12_000, 1)
    (path,) = folder.glob("*lei2*.csv")
    path.write_text(path.read_text(encoding="utf-8").replace('"FULLY_CORROBORATED"', '"SO_SO"', 11_000), "utf-8")
    out, said = end(command("load", "gleif", str(folder), "--no-bulk", "--json", "--report", str(report)))
    assert json.loads(out)["problems"] == 11_000
    problems = [json.loads(line) for line in report.read_text(encoding="utf-8").splitlines()]
    assert [problem["line"] for problem in problems] == list(range(2, 11_002))
    assert {(problem["field"], problem["value"]) for problem in problems} == {("corroboration", "SO_SO")}
    assert "11,000 values could not be used" in said
    assert len(said) < 2000
    _, strict = end(command("load", "gleif", str(folder), "--strict"), 2)
    assert strict.count("SO_SO") == 1
