"""Do the queries of docs/store.md run on the packaged data, and is every label and edge there that the page names?"""

import re
from pathlib import Path

import pytest
from neo4j import Driver

import ontology
from graph.server import Connection

PAGE = (Path(ontology.__file__).parents[1] / "docs" / "store.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```cypher\n(.*?)```", PAGE, flags=re.DOTALL)


def rows(driver: Driver, connection: Connection, query: str) -> list[dict[str, object]]:
    records, _, _ = driver.execute_query(query, database_=connection.database)
    return [record.data() for record in records]


@pytest.mark.parametrize("query", EXAMPLES, ids=range(len(EXAMPLES)))
def test_every_query_finds_something_in_the_packaged_data(query: str, loaded: Connection, neo4j_driver: Driver):
    found = rows(neo4j_driver, loaded, query)
    assert found
    assert all(any(value is not None for value in row.values()) for row in found)


def test_every_label_and_property_of_the_table_is_there(loaded: Connection, neo4j_driver: Driver):
    table = [line.split("|")[1:4:2] for line in PAGE.splitlines() if line.startswith("| `:")]
    assert len(table) >= 6
    for labels, properties in table:
        names = re.findall(r"`(\w+)`", properties)
        for label in re.findall(r"`:(\w+)`", labels):
            keys = rows(neo4j_driver, loaded, f"MATCH (n:{label}) UNWIND keys(n) AS key RETURN DISTINCT key")
            assert set(names) <= {row["key"] for row in keys}, label


def test_the_edges_are_as_drawn(loaded: Connection, neo4j_driver: Driver):
    for start, kind, end in re.findall(r"\(:(\w+)\)-\[:(\w+)\]->\(:(\w+)", PAGE):
        assert rows(neo4j_driver, loaded, f"MATCH (:{start})-[x:{kind}]->(:{end}) RETURN x LIMIT 1"), kind
