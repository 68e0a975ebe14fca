"""The managed Neo4j as its users meet it: a real one, closed to the outside, that says what is wrong."""

import os
import socket
import stat
import urllib.error
import urllib.request
from contextlib import closing
from pathlib import Path

import psutil
import pytest
from neo4j import Driver
from neo4j.exceptions import ClientError
from pydantic import SecretStr

from graph.errors import ServerError, ServerRunning, StoreUnavailable
from graph.server import Connection, Folder, Server, attach, connect_or_start, start, status, stop
from graph.settings import Settings, load_settings


def processes(server: Server) -> list[psutil.Process]:
    return [psutil.Process(server.pid), psutil.Process(server.watchman.pid)]


def test_it_is_the_locked_neo4j_community(neo4j_driver: Driver) -> None:
    records = neo4j_driver.execute_query("CALL dbms.components() YIELD name, versions, edition").records
    kernel = next(record for record in records if record["name"] == "Neo4j Kernel")
    assert (kernel["versions"], kernel["edition"]) == (["2026.08.1"], "community")


def test_it_listens_on_the_loopback_address_only(neo4j_server: Server) -> None:
    sockets = psutil.Process(neo4j_server.pid).net_connections()
    listening = {
        (used.laddr.ip.removeprefix("::ffff:"), used.laddr.port) for used in sockets if used.status == "LISTEN"
    }
    assert listening == {("127.0.0.1", neo4j_server.bolt_port), ("127.0.0.1", neo4j_server.http_port)}
    assert not [used for used in sockets if used.type == socket.SOCK_DGRAM]


def test_nothing_it_does_by_itself_talks_to_the_outside(neo4j_driver: Driver) -> None:
    settings = {record["name"]: record["value"] for record in neo4j_driver.execute_query("SHOW SETTINGS").records}
    off = ("dbms.usage_report.enabled", "dbms.fleet_manager.enabled", "server.fleet_discovery.enabled")
    assert {name: settings[name] for name in off} == dict.fromkeys(off, "false")
    policy = settings["dbms.security.http_static_content_security_policy_header"]
    assert not [word for word in ("segment", "canny", "googleapis", "https:") if word in policy]


def test_transaction_logs_are_small_and_preallocated(neo4j_driver: Driver) -> None:
    settings = {record["name"]: record["value"] for record in neo4j_driver.execute_query("SHOW SETTINGS").records}
    assert settings["db.tx_log.preallocate"] == "true"
    assert settings["db.tx_log.rotation.size"] == "16.00MiB"
    assert settings["db.tx_log.rotation.retention_policy"] == "64M size"
    assert settings["server.config.strict_validation.enabled"] == "true"


def test_cypher_reads_no_files(neo4j_driver: Driver, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("secret\n")
    with pytest.raises(ClientError, match=r"disabled|configuration"):
        neo4j_driver.execute_query("LOAD CSV FROM $url AS row RETURN row", url=secret.as_uri())


def test_the_password_is_the_owners_and_stands_nowhere_else(neo4j_server: Server, connection: Connection) -> None:
    folder = Folder(neo4j_server.home)
    assert stat.S_IMODE(folder.password.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.home.stat().st_mode) == 0o700
    assert folder.password.read_text().strip() == connection.password
    assert len(connection.password) >= 24
    assert connection.password not in repr(connection) + repr(neo4j_server)
    seen = [word for process in processes(neo4j_server) for word in process.cmdline()]
    seen += [value for process in processes(neo4j_server) for value in process.environ().values()]
    seen += [path.read_text(errors="replace") for path in folder.logs.iterdir()]
    seen += [path.read_text(errors="replace") for path in folder.home.glob("*.json")]
    assert not [text for text in seen if connection.password in text]


def test_our_own_environment_does_not_reach_the_jvm(neo4j_server: Server) -> None:
    assert "PYTEST_CURRENT_TEST" in os.environ
    assert set(psutil.Process(neo4j_server.pid).environ()) <= {"PATH", "HOME", "TMPDIR", "TZ", "LC_ALL"}


def test_a_clean_store_has_no_nodes(clean_store: Connection, neo4j_driver: Driver) -> None:
    assert neo4j_driver.execute_query("MATCH (n) RETURN count(n) AS n").records[0]["n"] == 0


def test_the_browser_is_served(neo4j_server: Server) -> None:
    with urllib.request.urlopen(f"http://127.0.0.1:{neo4j_server.http_port}/browser/", timeout=20) as page:
        assert "<title>Neo4j Browser</title>" in page.read().decode()


def test_http_wants_the_password_too(neo4j_server: Server) -> None:
    url = f"http://127.0.0.1:{neo4j_server.http_port}/db/neo4j/query/v2"
    question = urllib.request.Request(url, b'{"statement": "RETURN 1"}', {"Content-Type": "application/json"})
    with pytest.raises(urllib.error.HTTPError, match="401"):
        urllib.request.urlopen(question, timeout=20)


def test_a_second_start_on_the_folder_names_the_first(neo4j_server: Server, neo4j_settings: Settings) -> None:
    with pytest.raises(
        ServerRunning, match=rf"already runs .*{neo4j_settings.data}.*process {os.getpid()}\)"
    ) as caught:
        start(neo4j_settings)
    assert caught.value.pid == os.getpid()


def test_whoever_comes_second_may_use_the_first_and_leaves_it_running(
    neo4j_server: Server, neo4j_settings: Settings
) -> None:
    pid = neo4j_server.pid
    with connect_or_start(neo4j_settings) as connection:
        assert connection == neo4j_server.connection == attach(neo4j_settings)
    assert psutil.pid_exists(pid)
    assert status(neo4j_settings).answers


def test_only_one_may_be_up(neo4j_server: Server, neo4j_settings: Settings) -> None:
    with (
        pytest.raises(ServerRunning, match=f"for process {os.getpid()}"),
        connect_or_start(neo4j_settings, exclusive=True),
    ):
        pass


def test_up_twice_on_one_folder_with_a_neo4j_of_ones_own(connection: Connection, tmp_path: Path) -> None:
    own = load_settings(data=tmp_path, neo4j_uri=connection.uri, neo4j_password=connection.password)
    with (
        connect_or_start(own, exclusive=True) as first,
        pytest.raises(ServerRunning, match=rf"already up .*{tmp_path}.*process {os.getpid()}\)"),
        connect_or_start(own, exclusive=True),
    ):
        pass
    assert first.uri == connection.uri


def test_a_neo4j_of_ones_own_is_used_by_its_address(connection: Connection, tmp_path: Path) -> None:
    own = load_settings(data=tmp_path, neo4j_uri=connection.uri, neo4j_password=connection.password)
    with connect_or_start(own) as found:
        assert found == connection
    assert status(own).answers
    assert not (tmp_path / "neo4j").exists()


def test_a_wrong_password_is_told_without_showing_it(connection: Connection, tmp_path: Path) -> None:
    wrong = load_settings(data=tmp_path, neo4j_uri=connection.uri, neo4j_password="mistaken-1")
    with (
        pytest.raises(ServerError, match=r"does not accept the password of 'neo4j'") as caught,
        connect_or_start(wrong),
    ):
        pass
    assert "mistaken-1" not in str(caught.value)


def test_an_unknown_database_is_told(connection: Connection, tmp_path: Path) -> None:
    wrong = load_settings(
        data=tmp_path, neo4j_uri=connection.uri, neo4j_password=connection.password, neo4j_database="nowhere"
    )
    with pytest.raises(ServerError, match=r"nowhere"), connect_or_start(wrong):
        pass


def test_nobody_at_the_address_is_told(tmp_path: Path) -> None:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        uri = f"bolt://127.0.0.1:{probe.getsockname()[1]}"
    absent = load_settings(data=tmp_path, neo4j_uri=uri)
    with pytest.raises(StoreUnavailable, match=rf"Neo4j at {uri} cannot be reached"), connect_or_start(absent):
        pass
    found = status(absent)
    assert not found.answers
    assert uri in str(found.problem)


def test_somebody_who_never_answers_is_given_up_at_the_deadline(tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as silent:
        uri = f"bolt://127.0.0.1:{silent.getsockname()[1]}"
        mute = load_settings(data=tmp_path, neo4j_uri=uri, store_deadline=1)
        with pytest.raises(StoreUnavailable, match=r"did not answer within 1 s"), connect_or_start(mute):
            pass


def test_a_server_owned_by_a_process_is_not_stopped_behind_its_back(
    neo4j_server: Server, neo4j_settings: Settings
) -> None:
    with pytest.raises(ServerError, match=f"belongs to process {os.getpid()}"):
        stop(neo4j_settings)
    assert status(neo4j_settings).answers


def test_status_says_where_and_who(neo4j_server: Server, neo4j_settings: Settings) -> None:
    found = status(neo4j_settings)
    assert (found.running, found.answers, found.pid, found.owner) == (True, True, neo4j_server.pid, os.getpid())
    assert found.bolt == neo4j_server.connection.uri
    assert found.password_file == str(neo4j_server.home / "password")


def test_status_of_an_empty_folder_is_not_running_and_makes_nothing(data: Path) -> None:
    found = status(load_settings(data=data))
    assert (found.running, found.answers, found.pid) == (False, False, None)
    assert stop(load_settings(data=data)) is False
    assert not data.exists()


# -- refused before anything is started -----------------------------------------------------------------------------


def test_too_little_free_space_is_told_before_the_start(data: Path) -> None:
    with pytest.raises(ServerError, match=r"Only \d+ MB are free .* not started below 999999999999 MB.*--data"):
        start(load_settings(data=data, neo4j_min_free_mb=999_999_999_999))


def test_a_data_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(ServerError, match=r"data folder .*file/neo4j cannot be written.*--data"):
        start(load_settings(data=tmp_path / "file"))


def test_a_port_asked_for_that_is_taken_is_told(data: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ServerError, match=rf"Port {port}, asked for as Neo4j's HTTP port, is taken"):
            start(load_settings(data=data, neo4j_http_port=port))


def test_a_store_without_its_password_is_told(data: Path) -> None:
    (data / "neo4j" / "data" / "databases" / "system").mkdir(parents=True)
    with pytest.raises(ServerError, match=r"password of the store .* is lost.*DEFGRAPH_NEO4J_PASSWORD"):
        start(load_settings(data=data))


def test_a_jvm_that_cannot_begin_is_told_in_its_own_words(data: Path) -> None:
    with pytest.raises(ServerError, match=r"Neo4j ended while starting; its log says: .*heap.*neo4j logs"):
        start(load_settings(data=data, neo4j_heap="1k"))
    assert not status(load_settings(data=data)).running


def test_not_being_up_by_the_deadline_is_told_and_leaves_nothing_behind(data: Path) -> None:
    hurried = load_settings(data=data, neo4j_heap="256m", start_deadline=1, neo4j_fast_start=False)
    with pytest.raises(ServerError, match=r"Neo4j was not up within 1 s; .*DEFGRAPH_START_DEADLINE"):
        start(hurried)
    assert not status(hurried).running
    assert not [p for p in psutil.process_iter(["cmdline"]) if str(data) in " ".join(p.info["cmdline"] or ())]


def test_a_given_password_is_kept_secret_in_settings() -> None:
    settings = load_settings(neo4j_password="open-sesame")
    assert isinstance(settings.neo4j_password, SecretStr)
    assert "open-sesame" not in repr(settings)
