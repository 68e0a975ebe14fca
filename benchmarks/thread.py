"""The whole thread, each step beside the barest way of doing it: load, read a snapshot, ask for a path.

    python -m benchmarks.thread --rounds 5 --deals 5000

The data is generated: so many transfers between a few states and firms, one claim each. The bare side writes the same
claims as one node and one edge each with `UNWIND`, without revisions, lease, evidence or a graph for Cypher readers;
reads the same JSON in rows; and asks Neo4j for one shortest path.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
from pathlib import Path

from neo4j import AsyncDriver, AsyncGraphDatabase

from benchmarks.pairs import Pair, compare, show
from graph.claim import Claim, Value
from graph.loadset import LoadSet
from graph.network import build
from graph.questions.paths import find_paths
from graph.server import Connection, connect_or_start
from graph.settings import load_settings
from graph.snapshot import Snapshot
from graph.source import Dataset, Reliability, Source
from graph.store import Store
from graph.view import View
from ontology.vocabulary import Vocabulary, load_vocabulary

ACTORS = 300
BATCH = 1000
WRITE = (
    "UNWIND $rows AS row MERGE (a:Bare {id: row.supplier}) MERGE (b:Bare {id: row.recipient}) "
    "CREATE (c:BareClaim {id: row.id, body: row.body}) CREATE (a)-[:SUPPLIES {claim: row.id}]->(b)"
)
READ = "MATCH (c:BareClaim) RETURN c.id AS id, c.body AS body"
ROUTE = "MATCH p = shortestPath((:Bare {id: $start})-[:SUPPLIES*..6]-(:Bare {id: $end})) RETURN [n IN nodes(p) | n.id]"


def generate(deals: int, round_: int) -> LoadSet:
    """States and firms with names, and deals between them that are other ones each round."""
    made = random.Random(round_)
    actors = [(f"actor-{i}", "State" if i % 3 else "Firm") for i in range(ACTORS)]
    claims = [Claim(name, kind, "register", (Value("name", name, lang="en"),), credibility=2) for name, kind in actors]
    for number in range(deals):
        supplier, recipient = made.sample(actors, 2)
        year = made.randrange(1990, 2025)
        values = (Value("supplier", supplier[0]), Value("recipient", recipient[0]), Value("quantityOrdered", number))
        deal = f"deal-{round_}-{number}"
        claims.append(Claim(deal, "Transfer", "register", values, str(year), credibility=2))
    dataset = Dataset("generated", "Generated register", "nobody", "CC0-1.0", "1990-2024")
    source = Source("register", "generated", "Generated register", reliability=Reliability.B, reason="made up")
    return LoadSet(dataset, (source,), tuple(claims))


def rows_of(loadset: LoadSet) -> list[dict[str, str]]:
    """The same deals as the bare side writes them."""
    deals = (claim for claim in loadset.claims if claim.type == "Transfer")
    ends = ((c, str(c.get("supplier")[0].value), str(c.get("recipient")[0].value)) for c in deals)
    return [{"id": c.id, "body": c.to_json().decode(), "supplier": s, "recipient": r} for c, s, r in ends]


async def write_bare(driver: AsyncDriver, loadset: LoadSet) -> None:
    """Write everything in batches, with nothing to keep it whole."""
    rows = rows_of(loadset)
    await driver.execute_query("MATCH (n) WHERE n:Bare OR n:BareClaim DETACH DELETE n")
    for start in range(0, len(rows), BATCH):
        await driver.execute_query(WRITE, rows=rows[start : start + BATCH])


async def read_ours(store: Store, vocabulary: Vocabulary) -> Snapshot:
    """Read the store and build a snapshot that can be asked."""
    stored = await store.read()
    return Snapshot.of(vocabulary, stored.revision, stored.datasets, stored.sources, stored.said)


async def ask_ours(snapshot: Snapshot, number: int) -> None:
    """Three shortest routes, each hop with its claims."""
    find_paths(build(snapshot, View()), ["actor-1"], [f"actor-{number + 2}"], k=3, mode="shortest")


async def measure(connection: Connection, deals: int, rounds: int) -> list[Pair]:
    """Pair the three steps on one database."""
    vocabulary = load_vocabulary()
    sets = [generate(deals, number) for number in range(rounds + 1)]
    credentials = (connection.user, connection.password)
    async with (
        AsyncGraphDatabase.driver(connection.uri, auth=credentials) as driver,
        Store.open(connection, vocabulary, deadline=60) as store,
    ):
        await store.prepare()
        await driver.execute_query("CREATE CONSTRAINT bare IF NOT EXISTS FOR (n:Bare) REQUIRE n.id IS UNIQUE")
        loads = await compare("load", lambda i: store.load(sets[i]), lambda i: write_bare(driver, sets[i]), rounds)
        reads = await compare(
            "snapshot", lambda _: read_ours(store, vocabulary), lambda _: driver.execute_query(READ), rounds
        )
        snapshot = await read_ours(store, vocabulary)
        paths = await compare(
            "path",
            lambda i: ask_ours(snapshot, i),
            lambda i: driver.execute_query(ROUTE, start="actor-1", end=f"actor-{i + 2}"),
            max(rounds, 20),
        )
    return [loads, reads, paths]


def main() -> None:
    """Start a Neo4j of its own (or use the one that settings name), measure, show."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--deals", type=int, default=5000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings(data=Path(folder))
        with connect_or_start(settings) as connection:
            pairs = asyncio.run(measure(connection, options.deals, options.rounds))
    show(pairs, f"{options.deals} deals, {options.rounds} rounds after one that does not count")


if __name__ == "__main__":
    main()
