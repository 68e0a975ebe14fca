"""`defgraph neo4j` and `defgraph config`, on the session's real Neo4j."""

import json
import re

import pytest
from neo4j import Driver
from typer.testing import CliRunner, Result

from cli.main import app
from graph.server import Connection, Server
from graph.settings import Settings

TRIANGLE = (
    "CREATE (a:Place:City {name: 'Ceuta', since: date('1415-08-21')})-[:NEAR {km: 14.5}]->(:Place {name: 'Tétouan'})"
)


def run(*words: str, said: str = "") -> Result:
    return CliRunner().invoke(app, list(words), input=said)


@pytest.fixture
def shell(neo4j_settings: Settings, clean_store: Connection) -> list[str]:
    return ["neo4j", "shell", "--data", str(neo4j_settings.data)]


def test_a_value_is_shown_as_cypher_writes_it(shell: list[str]) -> None:
    assert run(*shell, said=TRIANGLE).exit_code == 0
    told = run(
        *shell, said="MATCH p = (:City)-->() RETURN p, null AS nothing, true AS yes, [1, 'a', {k: 2.5}] AS list;"
    )
    assert told.exit_code == 0, told.output
    flat = re.sub(r"\s+", "", told.stdout)
    assert "(:City:Place{" in flat
    assert "'Ceuta'" in flat
    assert "-[:NEAR{km:14.5}]->(:Place{name:'Tétouan'})" in flat
    assert all(value in flat for value in ("nothing", "null", "true", "[1,'a',{k:2.5}]"))


def test_changes_are_told(shell: list[str]) -> None:
    told = run(*shell, said=TRIANGLE)
    assert "nodes_created: 2" in told.stdout
    assert "relationships_created: 1" in told.stdout


def test_json_is_one_line_a_statement(shell: list[str]) -> None:
    told = run(
        *shell, "--json", said=f"{TRIANGLE};\nMATCH (a:City)-[r]->(b) RETURN a, r.km AS km, b.name AS name;\n\n;"
    )
    assert told.exit_code == 0, told.output
    first, second = map(json.loads, told.stdout.splitlines())
    assert first["changes"]["nodes_created"] == 2
    row = second["rows"][0]
    assert (row["km"], row["name"], row["a"]["labels"]) == (14.5, "Tétouan", ["City", "Place"])
    assert row["a"]["properties"] == {"name": "Ceuta", "since": "1415-08-21"}


def test_a_statement_may_span_lines_and_contain_semicolons(shell: list[str]) -> None:
    told = run(*shell, "--json", said="RETURN 'a;b'\n  AS text;\nRETURN 2 AS two")
    assert [json.loads(line)["rows"] for line in told.stdout.splitlines()] == [[{"text": "a;b"}], [{"two": 2}]]


def test_a_mistake_stops_a_script_with_one_sentence(shell: list[str], neo4j_driver: Driver) -> None:
    told = run(*shell, said="CREATE (:Before);\nRETRUN 1;\nCREATE (:After);")
    assert told.exit_code == 1
    assert "Invalid input 'RETRUN'" in told.stderr
    assert "Traceback" not in told.output
    labels = neo4j_driver.execute_query("MATCH (n) RETURN labels(n)[0] AS label").records
    assert [record["label"] for record in labels] == ["Before"]


def test_a_long_statement_is_given_up(shell: list[str]) -> None:
    forever = "UNWIND range(1, 10000000) AS a UNWIND range(1, 10000000) AS b RETURN max(a * b);"
    told = run(*shell, "--timeout", "1", said=forever)
    assert told.exit_code == 1
    assert re.search(r"No answer within 1 s|terminated|timeout", told.stderr)


def test_more_rows_than_wanted_are_left_out_and_that_is_told(shell: list[str]) -> None:
    told = run(*shell, "--rows", "3", said="UNWIND range(11, 99) AS n RETURN n;")
    assert "13" in told.stdout
    assert "14" not in told.stdout
    assert "Only the first 3 rows are shown" in told.stdout
    assert json.loads(run(*shell, "--rows", "3", "--json", said="UNWIND range(1, 9) AS n RETURN n;").stdout)[
        "truncated"
    ]


def test_read_only_means_read_only(shell: list[str], monkeypatch: pytest.MonkeyPatch, neo4j_driver: Driver) -> None:
    monkeypatch.setenv("DEFGRAPH_READ_ONLY", "true")
    assert run(*shell, said="CREATE (:Smuggled);").exit_code == 1
    assert not neo4j_driver.execute_query("MATCH (n) RETURN n").records


def test_status_in_words_and_in_json(neo4j_settings: Settings, neo4j_server: Server) -> None:
    where = ("--data", str(neo4j_settings.data))
    told = run("neo4j", "status", *where)
    assert told.exit_code == 0
    assert f"bolt://127.0.0.1:{neo4j_server.bolt_port}" in told.stdout
    assert neo4j_server.connection.password not in told.stdout
    assert json.loads(run("neo4j", "status", *where, "--json").stdout)["pid"] == neo4j_server.pid


def test_logs_end_with_the_last_lines(neo4j_settings: Settings, neo4j_server: Server) -> None:
    told = run("neo4j", "logs", "--data", str(neo4j_settings.data), "-n", "2")
    lines = (neo4j_server.home / "logs" / "neo4j.log").read_text().splitlines()
    assert told.stdout.splitlines() == lines[-2:]


def test_config_shows_every_setting_and_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEFGRAPH_NEO4J_PASSWORD", "open-sesame")
    monkeypatch.setenv("DEFGRAPH_PORT", "9123")
    told = run("config", "--json")
    shown = json.loads(told.stdout)
    assert set(shown) == set(Settings.model_fields)
    assert shown["port"] == {"value": "9123", "source": "DEFGRAPH_PORT"}
    assert "open-sesame" not in told.stdout + run("config").stdout
