"""What the database must have before it can be written: constraints, indexes, and a node that says what it is."""

from __future__ import annotations

import re
from typing import LiteralString

from graph.errors import ServerError
from graph.store.bolt import Bolt, step
from graph.store.load import head
from graph.store.records import digest_of

FORMAT = 1
"""How the store is laid out; a store with a higher number was written by a newer program."""
OLDEST = (5, 26)
"""The oldest Neo4j that has what is used here (labels and types as parameters)."""

VERSION = "CALL dbms.components() YIELD name, versions WHERE name = 'Neo4j Kernel' RETURN versions[0] AS version"

STATEMENTS: tuple[LiteralString, ...] = (
    "CREATE CONSTRAINT store_name IF NOT EXISTS FOR (n:Store) REQUIRE n.name IS UNIQUE",
    "CREATE CONSTRAINT lease_name IF NOT EXISTS FOR (n:Lease) REQUIRE n.name IS UNIQUE",
    "CREATE CONSTRAINT revision_number IF NOT EXISTS FOR (n:Revision) REQUIRE n.number IS UNIQUE",
    "CREATE CONSTRAINT record_id IF NOT EXISTS FOR (n:Record) REQUIRE n.id IS UNIQUE",
    "DROP INDEX record_dataset IF EXISTS",
    "CREATE INDEX record_dataset_id IF NOT EXISTS FOR (n:Record) ON (n.dataset, n.id)",
    "CREATE INDEX record_subject IF NOT EXISTS FOR (n:Record) ON (n.subject)",
    "CREATE INDEX record_source IF NOT EXISTS FOR (n:Record) ON (n.source)",
    "CREATE INDEX record_changed IF NOT EXISTS FOR (n:Record) ON (n.changed)",
    "CREATE CONSTRAINT claim_id IF NOT EXISTS FOR (n:Claim) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT source_id IF NOT EXISTS FOR (n:Source) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT dataset_id IF NOT EXISTS FOR (n:Dataset) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT entity_id IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT relationship_id IF NOT EXISTS FOR (n:Relationship) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT edition_dataset IF NOT EXISTS FOR (n:Edition) REQUIRE n.dataset IS UNIQUE",
    "CREATE INDEX entity_name IF NOT EXISTS FOR (n:Entity) ON (n.name)",
    "CREATE CONSTRAINT ontology_class_name IF NOT EXISTS FOR (n:OntologyClass) REQUIRE n.name IS UNIQUE",
    "CREATE CONSTRAINT ontology_property_name IF NOT EXISTS FOR (n:OntologyProperty) REQUIRE n.name IS UNIQUE",
    "CREATE CONSTRAINT concept_scheme_name IF NOT EXISTS FOR (n:ConceptScheme) REQUIRE n.name IS UNIQUE",
    "CREATE CONSTRAINT concept_iri IF NOT EXISTS FOR (n:Concept) REQUIRE n.iri IS UNIQUE",
    "CREATE FULLTEXT INDEX entity_names IF NOT EXISTS FOR (n:Entity) ON EACH [n.names, n.folded] "
    "OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-no-stop-words', `fulltext.eventually_consistent`: true}}",
)

AWAIT = "CALL db.awaitIndexes(60)"

MARK = """
MERGE (s:Store {name: 'store'})
ON CREATE SET s.revision = 0, s.materialised = 0
SET s.format = $format, s.schema = $schema
"""


async def check_version(bolt: Bolt) -> str:
    """The version of the server.

    Raises:
        ServerError: it is too old.
    """
    version = str((await bolt.read(VERSION))[0]["version"])
    if numbers(version) < OLDEST:
        raise ServerError(
            f"Neo4j at {bolt.connection.uri} is version {version}; it must be 5.26 or newer.",
            hint="Unset DEFGRAPH_NEO4J_URI to use the one that comes with defgraph.",
        )
    return version


def numbers(version: str) -> tuple[int, int]:
    """The first two numbers of a version.

    >>> numbers("5.26.1") < numbers("5.27-aura") < numbers("2026.08.1"), numbers("5.9.0") < (5, 26)
    (True, True)
    """
    found = [int(part) for part in re.findall(r"\d+", version)[:2]]
    return (*found, 0, 0)[0], (*found, 0, 0)[1]


async def make_schema(bolt: Bolt) -> None:
    """Make the constraints and indexes that are missing, and the node of the store; nothing, if all of it is there.

    Raises:
        ServerError: the store was written by a newer program.
    """
    store, digest = await head(bolt), digest_of(STATEMENTS)
    if int(store.get("format", FORMAT)) > FORMAT:
        raise ServerError(
            "The store was written by a newer defgraph.", hint="Update defgraph, or use another database."
        )
    if store.get("schema") == digest and store.get("format") == FORMAT:
        return
    for statement in STATEMENTS:
        await bolt.write(step(statement))
    await bolt.read(AWAIT)
    await bolt.write(step(MARK, format=FORMAT, schema=digest))
