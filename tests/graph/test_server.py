"""The managed Neo4j as its users meet it: a real one, started here."""

from neo4j import Driver

from graph.server import Connection, Server


def test_it_is_the_locked_neo4j_community(neo4j_server: Server, neo4j_driver: Driver) -> None:
    records = neo4j_driver.execute_query("CALL dbms.components() YIELD name, versions, edition").records
    kernel = next(record for record in records if record["name"] == "Neo4j Kernel")
    assert (kernel["versions"], kernel["edition"]) == (["2026.08.1"], "community")


def test_a_clean_store_has_no_nodes(clean_store: Connection, neo4j_driver: Driver) -> None:
    assert neo4j_driver.execute_query("MATCH (n) RETURN count(n) AS n").records[0]["n"] == 0
