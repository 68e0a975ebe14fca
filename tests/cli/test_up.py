"""`defgraph up` as a user runs it: a process of its own, a real socket, Ctrl-C."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import psutil
import pytest

from cli.up import _bind
from graph.server import Connection
from tests.cli.conftest import environment

PATIENCE = 240
"""Seconds a start or an end may take here; far more than either needs."""


@contextmanager
def up(env: dict[str, str], folder: Path, *words: str) -> Iterator[subprocess.Popen[str]]:
    """`defgraph up`, its outputs in `out` and `err` of a folder; killed at the end if it still runs."""
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "cli.main", "up", *words]
    with (folder / "out").open("w") as out, (folder / "err").open("w") as err:
        process = subprocess.Popen(command, stdout=out, stderr=err, text=True, env={**os.environ, **env})
        try:
            yield process
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def announced(process: subprocess.Popen[str], folder: Path) -> str:
    """The address it says it is up at."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        said = (folder / "out").read_text()
        if "Three things to try:" in said and said.count("curl") == 3:
            return said.split("defgraph is up: ")[1].split("/  (")[0]
        assert process.poll() is None, (folder / "err").read_text()
        time.sleep(0.1)
    raise AssertionError((folder / "err").read_text())


def fetch(url: str) -> tuple[int, bytes]:
    try:
        with urlopen(url, timeout=60) as response:
            return response.status, response.read()
    except HTTPError as error:
        return error.code, error.read()


def interrupt(process: subprocess.Popen[str], number: int = signal.SIGINT) -> int:
    process.send_signal(number)
    return process.wait(PATIENCE)


@pytest.fixture
def env(loaded: Connection, tmp_path: Path) -> dict[str, str]:
    """Settings that lead to the session's Neo4j, which has the packaged datasets."""
    return environment(loaded, tmp_path / "data")


def test_it_says_where_to_look_answers_and_ends_at_ctrl_c(env: dict[str, str], tmp_path: Path) -> None:
    with up(env, tmp_path, "--port", "0") as process:
        url = announced(process, tmp_path)
        said = (tmp_path / "out").read_text()
        assert f"{url}/docs" in said
        assert env["DEFGRAPH_NEO4J_URI"] in said
        assert env["DEFGRAPH_NEO4J_PASSWORD"] not in said + (tmp_path / "err").read_text()
        for line in said.splitlines():
            if line.strip().startswith("curl"):
                status, body = fetch(line.split("'")[1])
                assert status == 200
                assert json.loads(body)["data"]
        assert json.loads(fetch(f"{url}/health/ready")[1])["ready"]
        assert interrupt(process) == 0
        with pytest.raises(URLError):
            urlopen(f"{url}/health/live", timeout=5)
        assert "Traceback" not in (tmp_path / "err").read_text()


def test_it_ends_in_order_when_asked_to_terminate(env: dict[str, str], tmp_path: Path) -> None:
    with up(env, tmp_path, "--port", "0", "--read-only") as process:
        announced(process, tmp_path)
        assert interrupt(process, signal.SIGTERM) == 0


def test_an_answer_does_not_wait_for_word_of_its_first_packet() -> None:
    with closing(_bind("127.0.0.1", 0)) as listener, closing(socket.create_connection(listener.getsockname())):
        connection, _ = listener.accept()
        with closing(connection):
            assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_a_taken_port_that_was_asked_for_is_one_clear_error(env: dict[str, str], tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        with up(env, tmp_path, "--port", str(port)) as process:
            assert process.wait(PATIENCE) == 2
    told = (tmp_path / "err").read_text()
    assert f"Port {port} of 127.0.0.1 cannot be used" in told
    assert "Traceback" not in told


def test_a_taken_port_that_was_not_asked_for_is_replaced_by_a_free_one(env: dict[str, str], tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        (tmp_path / "defgraph.toml").write_text(f"port = {port}\n")
        with up({**env, "DEFGRAPH_CONFIG": str(tmp_path / "defgraph.toml")}, tmp_path, "--read-only") as process:
            url = announced(process, tmp_path)
            assert url != f"http://127.0.0.1:{port}"
            assert fetch(f"{url}/health/ready")[0] == 200
    assert f"Port {port} is taken" in (tmp_path / "err").read_text()


def test_a_second_up_on_one_data_folder_says_so(env: dict[str, str], tmp_path: Path) -> None:
    with up(env, tmp_path / "one", "--port", "0", "--read-only") as first:
        announced(first, tmp_path / "one")
        with up(env, tmp_path / "two", "--port", "0", "--read-only") as second:
            assert second.wait(PATIENCE) == 3
        assert "already up" in (tmp_path / "two" / "err").read_text()
        assert str(first.pid) in (tmp_path / "two" / "err").read_text()


def test_a_managed_neo4j_comes_up_with_the_data_keeps_it_and_leaves_no_process(tmp_path: Path) -> None:
    env = {"DEFGRAPH_DATA": str(tmp_path / "data"), "DEFGRAPH_NEO4J_HEAP": "512m", "DEFGRAPH_START_DEADLINE": "240"}
    revisions = []
    for name in ("first", "second"):
        with up(env, tmp_path / name, "--port", "0") as process:
            url = announced(process, tmp_path / name)
            assert json.loads(fetch(f"{url}/api/v1/paths?from=Morocco&to=IAI")[1])["data"]
            revisions.append(json.loads(fetch(f"{url}/health/ready")[1])["revision"])
            ask = subprocess.run(
                [sys.executable, "-m", "cli.main", "search", "morroco", "--json"],
                capture_output=True, timeout=PATIENCE, env={**os.environ, **env}, check=True,
            )  # fmt: skip
            assert json.loads(ask.stdout)["data"][0]["id"] == "morocco"
            assert b"Starting Neo4j" not in ask.stderr
            children = psutil.Process(process.pid).children(recursive=True)
            assert children
            assert interrupt(process) == 0
            assert psutil.wait_procs(children, timeout=PATIENCE)[1] == []
    assert revisions == [2, 2]
