"""What befalls a managed Neo4j: killed, frozen, orphaned, interrupted. Each time a real one, of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, suppress
from pathlib import Path

import psutil
import pytest
from neo4j import GraphDatabase
from pydantic import SecretStr

import graph
from graph.errors import ServerError, StoreUnavailable
from graph.server import Connection, Folder, ask, attach, connect_or_start, start, status, stop
from graph.settings import Settings, load_settings

pytestmark = pytest.mark.timeout(900)
ROOT = Path(graph.__file__).parents[1]
OWNER = """
import sys, time
from graph.server import start
from graph.settings import load_settings
with start(load_settings(data=sys.argv[1])) as server:
    print(server.pid, server.watchman.pid, flush=True)
    time.sleep(600)
"""


@pytest.fixture
def settings(data: Path) -> Settings:
    return load_settings(
        data=data, neo4j_heap="512m", neo4j_fast_start=False, start_deadline=240, stop_deadline=5, store_deadline=3
    )


@pytest.fixture
def environment() -> dict[str, str]:
    """As `settings`, for other processes; the data folder is an argument."""
    ours = {"NEO4J_HEAP": "512m", "NEO4J_FAST_START": "false", "START_DEADLINE": "240", "STOP_DEADLINE": "10"}
    return dict(os.environ) | {f"DEFGRAPH_{name}": value for name, value in ours.items()}


def until(fact: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not fact():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


def is_gone(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def count(connection: Connection) -> int:
    with GraphDatabase.driver(connection.uri, auth=connection.auth) as driver:
        return int(driver.execute_query("MATCH (n:Kept) RETURN count(n) AS n").records[0]["n"])


def write(connection: Connection) -> None:
    with GraphDatabase.driver(connection.uri, auth=connection.auth) as driver:
        driver.execute_query("UNWIND range(1, 100) AS n CREATE (:Kept {n: n})")


def answers(connection: Connection) -> bool:
    with suppress(StoreUnavailable):
        ask(connection, 2)
        return True
    return False


def own(data: Path, environment: dict[str, str]) -> tuple["subprocess.Popen[str]", int, int]:
    """Another process that started Neo4j on a folder: that process, its JVM, its watchman."""
    owner = subprocess.Popen(
        [sys.executable, "-c", OWNER, str(data)], cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE
    )
    assert owner.stdout is not None
    jvm, watchman = map(int, owner.stdout.readline().split())
    return owner, jvm, watchman


def defgraph(*words: str, environment: dict[str, str], said: str = "") -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "cli.main", *words]
    return subprocess.run(command, cwd=ROOT, env=environment, text=True, capture_output=True, check=False, input=said)


def test_killed_it_is_started_again_with_everything_that_was_written(settings: Settings) -> None:
    with start(settings) as server:
        write(server.connection)
        first = server.pid
        os.kill(first, signal.SIGKILL)
        assert until(lambda: server.pid not in (0, first), 240)
        assert until(lambda: answers(server.connection), 240)
        assert count(server.connection) == 100
    assert not status(settings).running


def test_frozen_it_is_told_within_the_deadline_and_still_ends(settings: Settings) -> None:
    with start(settings) as server:
        frozen = server.pid
        os.kill(frozen, signal.SIGSTOP)
        with pytest.raises(StoreUnavailable, match=r"did not answer within 3 s.*neo4j status"):
            attach(settings)
        found = status(settings)
        assert (found.running, found.answers, found.pid) == (True, False, frozen)
    assert is_gone(frozen)


def test_data_password_and_ports_stay_from_start_to_start_unless_a_port_is_taken(settings: Settings) -> None:
    with start(settings) as first:
        write(first.connection)
    state = Folder(first.home).state
    state.write_text(json.dumps({"supervisor": os.getpid(), "jvm": os.getpid(), "owner": 1, "background": True}))
    with closing(socket.create_server(("127.0.0.1", first.http_port))), connect_or_start(settings) as second:
        assert second == first.connection
        assert count(second) == 100
        assert status(settings).http != f"http://127.0.0.1:{first.http_port}"


def test_two_that_start_at_once_on_one_free_port_both_come_up(settings: Settings, tmp_path: Path) -> None:
    with closing(socket.socket()) as one, closing(socket.socket()) as two:
        for probe in (one, two):
            probe.bind(("127.0.0.1", 0))
        ports = json.dumps({"bolt": one.getsockname()[1], "http": two.getsockname()[1]})
    both = [settings.model_copy(update={"data": tmp_path / name}) for name in ("one", "other")]
    for each in both:
        Folder.of(each.data).make()
        Folder.of(each.data).ports.write_text(ports)
    with ThreadPoolExecutor(2) as pool, ExitStack() as stack:
        servers = [stack.enter_context(server) for server in pool.map(start, both)]
        assert all(answers(server.connection) for server in servers)
        assert len({server.connection.uri for server in servers}) == 2


def test_a_mistaken_password_does_not_displace_the_kept_one(settings: Settings) -> None:
    with start(settings) as server:
        password = server.connection.password
    with pytest.raises(ServerError, match="does not accept the password"):
        start(settings.model_copy(update={"neo4j_password": SecretStr("mistaken")}))
    Folder(server.home).password.unlink()
    with start(settings.model_copy(update={"neo4j_password": SecretStr(password)})):
        assert Folder(server.home).password.read_text().strip() == password


def test_a_store_that_cannot_be_opened_is_told_long_before_the_deadline(settings: Settings) -> None:
    with start(settings) as server:
        store = server.home / "data" / "databases" / "neo4j" / "neostore"
    store.write_bytes(b"no store at all")
    with pytest.raises(
        ServerError, match=rf"cannot open the store in {server.home}: .*Restore the folder from a backup"
    ):
        start(settings)
    assert not status(settings).running


def test_it_ends_with_an_owner_that_is_killed(settings: Settings, environment: dict[str, str], data: Path) -> None:
    owner, jvm, watchman = own(data, environment)
    with owner:
        owner.kill()
    assert until(lambda: is_gone(jvm) and is_gone(watchman), 60)
    assert not status(settings).running
    assert Folder.of(data).log.read_text().rstrip().endswith("Stopped.")


def test_a_killed_watchman_leaves_no_jvm_in_the_way(
    data: Path, environment: dict[str, str], settings: Settings
) -> None:
    owner, jvm, watchman = own(data, environment)
    with owner:
        os.kill(watchman, signal.SIGKILL)
        owner.kill()
    with start(settings) as again:
        assert is_gone(jvm)
        assert answers(again.connection)


def test_ctrl_c_stops_it_in_order(data: Path, environment: dict[str, str]) -> None:
    command = [sys.executable, "-c", OWNER, str(data)]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as owner:
        assert owner.stdout is not None
        jvm, watchman = map(int, owner.stdout.readline().split())
        os.killpg(owner.pid, signal.SIGINT)
        assert owner.wait(60) != 0
    assert is_gone(jvm)
    assert is_gone(watchman)
    assert Folder.of(data).log.read_text().rstrip().endswith("Stopped.")


@pytest.fixture
def stopped_after(settings: Settings) -> Iterator[None]:
    """Whatever happens in the test, nothing is left in the background."""
    yield
    stop(settings)


def test_left_in_the_background_it_runs_until_told_to_stop(
    data: Path, environment: dict[str, str], stopped_after: None
) -> None:
    where = ("--data", str(data))
    started = defgraph("neo4j", "start", *where, "--json", environment=environment)
    assert started.returncode == 0, started.stderr
    told = json.loads(started.stdout)
    assert (told["running"], told["answers"], told["background"]) == (True, True, True)
    second = defgraph("neo4j", "start", *where, environment=environment)
    assert second.returncode != 0
    assert f"already runs on the data folder {data}" in second.stderr.replace("\n", " ")
    asked = defgraph("neo4j", "shell", *where, "--json", environment=environment, said="RETURN 1 AS one, 'é' AS e")
    assert json.loads(asked.stdout)["rows"] == [{"one": 1, "e": "é"}]
    os.kill(told["pid"], signal.SIGSTOP)
    assert (
        defgraph("neo4j", "status", *where, environment=environment | {"DEFGRAPH_STORE_DEADLINE": "1"}).returncode == 1
    )
    stopped = defgraph("neo4j", "stop", *where, "--json", environment=environment)
    assert json.loads(stopped.stdout) == {"stopped": True}
    assert is_gone(told["pid"])
    assert is_gone(told["supervisor"])
    assert defgraph("neo4j", "status", *where, environment=environment).returncode == 3
    assert "Started." in defgraph("neo4j", "logs", *where, environment=environment).stdout


def test_the_first_run_prepares_an_archive_that_later_starts_map(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.server.archive.TRAIN_AFTER", 0.0)
    cache = tmp_path / "cache"
    cache.mkdir()
    (cache / "jars").symlink_to(settings.cache / "jars")
    trained = settings.model_copy(update={"cache": cache, "neo4j_fast_start": True})
    with start(trained):
        assert until(lambda: bool(list((cache / "classes").glob("*.aot"))), 800)
    with start(trained) as server:
        assert ".aot" in Path(f"/proc/{server.pid}/maps").read_text()
