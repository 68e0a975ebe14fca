"""A load beside the barest way of writing the very same nodes and edges: `UNWIND` and `CREATE` in batches.

    python -m benchmarks.load --rounds 3 --deals 5000

The data is generated: so many transfers between states and firms, one claim each. Our side goes from claims to a
committed revision that can be read in Cypher. The bare side is told what that left in the database, node by node and
edge by edge with their labels, types and properties, and writes it again from rows that are ready, with one index, by
text made for each label and type: without checks, hashes, lease, revisions, or anything that could be gone on with.
Then the same set is loaded again, which has to find that nothing changed, and the bare side reads all ids.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from neo4j import AsyncDriver, AsyncGraphDatabase

from benchmarks.pairs import Pair, compare, show
from benchmarks.thread import BATCH, generate
from graph.server import Connection, connect_or_start
from graph.settings import load_settings
from graph.store import Store
from ontology.vocabulary import load_vocabulary

Rows = Sequence[Mapping[str, Any]]

NODES = """
MATCH (n) WHERE n:Record OR n:Entity OR n:Relationship OR n:Source OR n:Dataset
RETURN labels(n) AS labels, properties(n) AS said, elementId(n) AS place
"""
EDGES = """
MATCH (a)-[x]->(b) WHERE a:Record OR a:Entity OR a:Relationship OR a:Source
RETURN type(x) AS type, properties(x) AS said, elementId(a) AS source, elementId(b) AS target
"""
FORGET = """
MATCH (n) WHERE {what} CALL (n) {{ DETACH DELETE n }} IN TRANSACTIONS OF 500 ROWS
"""
OURS = "n:Record OR n:Entity OR n:Relationship OR n:Source OR n:Dataset OR n:Revision"


@dataclass(frozen=True, slots=True)
class Copy:
    """What a load left, as statements with the rows they write."""

    nodes: Mapping[str, Rows]
    edges: Mapping[str, Rows]

    @property
    def counts(self) -> tuple[int, int]:
        """How many nodes and edges it is."""
        return sum(map(len, self.nodes.values())), sum(map(len, self.edges.values()))


async def copy(driver: AsyncDriver) -> Copy:
    """Read what a load left."""
    nodes, edges = defaultdict[str, list[Any]](list), defaultdict[str, list[Any]](list)
    for row in (await driver.execute_query(NODES)).records:
        labels = "".join(f":Bare{label}" for label in sorted(row["labels"]))
        nodes[f"UNWIND $rows AS row CREATE (n:Bare{labels}) SET n = row"].append(row["said"] | {"place": row["place"]})
    for row in (await driver.execute_query(EDGES)).records:
        ends = "MATCH (a:Bare {place: row.source}) MATCH (b:Bare {place: row.target})"
        edges[f"UNWIND $rows AS row {ends} CREATE (a)-[x:BARE_{row['type']}]->(b) SET x = row.said"].append(row.data())
    return Copy(nodes, edges)


async def write(driver: AsyncDriver, what: Copy) -> None:
    """Write it in batches, with nothing to keep it whole."""
    for written in (what.nodes, what.edges):
        for statement, rows in written.items():
            for start in range(0, len(rows), BATCH):
                await driver.execute_query(statement, rows=rows[start : start + BATCH])  # type: ignore[arg-type]


async def forget(driver: AsyncDriver, what: str) -> None:
    """Delete nodes of these labels."""
    async with driver.session() as session:
        await (await session.run(FORGET.format(what=what))).consume()  # type: ignore[arg-type]


async def measure(connection: Connection, deals: int, rounds: int) -> tuple[list[Pair], tuple[int, int]]:
    """Pair loads with bare writing, and loads that change nothing with bare reading; also nodes and edges written."""
    vocabulary, loadset = load_vocabulary(), generate(deals, 0)
    async with (
        AsyncGraphDatabase.driver(connection.uri, auth=connection.auth) as driver,
        Store.open(connection, vocabulary, deadline=60) as store,
    ):
        await store.prepare()
        await driver.execute_query("CREATE CONSTRAINT bare IF NOT EXISTS FOR (n:Bare) REQUIRE n.place IS UNIQUE")
        await store.load(loadset)
        what = await copy(driver)

        async def before(_: int) -> None:
            await forget(driver, f"n:Bare OR {OURS}")
            await driver.execute_query("MATCH (s:Store) SET s.revision = 0, s.materialised = 0")

        first = await compare(
            "load", lambda _: store.load(loadset), lambda _: write(driver, what), rounds, before=before
        )
        await forget(driver, "n:Bare")
        ids = "MATCH (r:Record) RETURN r.id AS id, r.revisions AS revisions"
        again = await compare("again", lambda _: store.load(loadset), lambda _: driver.execute_query(ids), rounds)
    return [first, again], what.counts


def main() -> None:
    """Start a Neo4j of its own (or use the one that settings name), measure, show."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--deals", type=int, default=5000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, connect_or_start(load_settings(data=Path(folder))) as connection:
        pairs, (nodes, edges) = asyncio.run(measure(connection, options.deals, options.rounds))
    title = (
        f"{options.deals:,} deals: {nodes:,} nodes, {edges:,} edges; {options.rounds} rounds after one of warming up"
    )
    show(pairs, title)


if __name__ == "__main__":
    main()
