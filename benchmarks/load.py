"""Loads, each paired with a bare driver that writes, or reads, the very same rows.

    python -m benchmarks.load --rounds 3 --deals 5000
    python -m benchmarks.load --rounds 1 --data FOLDER     # two real releases of SIPRI's register

Our side goes from claims to a committed revision that can be read in Cypher; the bare side is told what that left in
the database, node by node and edge by edge, and writes it again (`benchmarks.bare`). So it is for a first load and for
a newer release, of which the bare side writes what it changes; then the same set is loaded again, which has to find
that nothing changed, and the bare side reads all ids.

Unless there are releases the data is generated: so many transfers between states and firms, one claim each, of which
the newer release has other figures on a quarter, and leaves a fiftieth out.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from dataclasses import replace
from pathlib import Path

from neo4j import AsyncDriver, AsyncGraphDatabase

from benchmarks.bare import read, write
from benchmarks.pairs import Pair, compare, show
from benchmarks.thread import generate
from graph.claim import Claim
from graph.loadset import LoadSet
from graph.server import Connection, connect_or_start
from graph.settings import load_settings
from graph.store import Store
from loaders.run import read_named
from ontology.vocabulary import load_vocabulary

FORGET = """
MATCH (n) WHERE {what} CALL (n) {{ DETACH DELETE n }} IN TRANSACTIONS OF 500 ROWS
"""
OURS = "n:Record OR n:Entity OR n:Relationship OR n:Source OR n:Dataset OR n:Revision"
IDS = "MATCH (r:Record) RETURN r.id AS id, r.revisions AS revisions"
RELEASES = ("trade-register_2025-03-13.csv", "trade-register_2025-10-23.csv")
OTHER, LEFT_OUT = 4, 50
"""Of so many deals the newer release says otherwise on one, and leaves one out."""


def newer(loadset: LoadSet) -> LoadSet:
    """A release after a generated one."""
    claims = [_newer(number, claim) for number, claim in enumerate(loadset.claims)]
    return replace(loadset, claims=tuple(claim for claim in claims if claim))


def _newer(number: int, claim: Claim) -> Claim | None:
    if claim.type != "Transfer":
        return claim
    if number % LEFT_OUT == 0:
        return None
    if number % OTHER:
        return claim
    *roles, quantity = claim.values
    return replace(claim, values=(*roles, replace(quantity, value=int(str(quantity.value)) + 1)))


def releases(folder: Path) -> tuple[LoadSet, LoadSet]:
    """Two releases of the register, as whole ones."""
    read = (read_named("sipri-register", folder / name, load_vocabulary()).loadset for name in RELEASES)
    old, new = (replace(loadset, keeps=None) for loadset in read)
    return old, new


async def forget(driver: AsyncDriver, what: str) -> None:
    """Delete nodes of these labels."""
    async with driver.session() as session:
        await (await session.run(FORGET.format(what=what))).consume()  # type: ignore[arg-type]


async def measure(connection: Connection, old: LoadSet, new: LoadSet, rounds: int) -> tuple[list[Pair], str]:
    """Pair loads with bare writing, and loads that change nothing with bare reading; also what was written."""
    async with (
        AsyncGraphDatabase.driver(connection.uri, auth=connection.auth) as driver,
        Store.open(connection, load_vocabulary(), deadline=60) as store,
    ):
        await store.prepare()
        await driver.execute_query("CREATE CONSTRAINT bare IF NOT EXISTS FOR (n:Bare) REQUIRE n.place IS UNIQUE")
        await store.load(old)
        first = await read(driver)
        await store.load(new)
        second = await read(driver)

        async def empty(_: int) -> None:
            await forget(driver, f"n:Bare OR {OURS}")
            await driver.execute_query("MATCH (s:Store) SET s.revision = 0, s.materialised = 0")

        async def old_only(number: int) -> None:
            await empty(number)
            await store.load(old)
            await write(driver, first)

        pairs = [
            await compare("load", lambda _: store.load(old), lambda _: write(driver, first), rounds, before=empty),
            await compare(
                "newer release",
                lambda _: store.load(new),
                lambda _: write(driver, second, first),
                rounds,
                before=old_only,
            ),
        ]
        await forget(driver, "n:Bare")
        pairs.append(await compare("again", lambda _: store.load(new), lambda _: driver.execute_query(IDS), rounds))
    return pairs, f"{len(first.nodes):,} nodes, {len(first.edges):,} edges"


def main() -> None:
    """Start a Neo4j of its own (or use the one that settings name), measure, show."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--deals", type=int, default=5000)
    parser.add_argument("--data", type=Path, help="a folder with the releases " + ", ".join(RELEASES))
    options = parser.parse_args()
    generated = generate(options.deals, 0)
    old, new = releases(options.data) if options.data else (generated, newer(generated))
    with tempfile.TemporaryDirectory() as folder, connect_or_start(load_settings(data=Path(folder))) as connection:
        pairs, written = asyncio.run(measure(connection, old, new, options.rounds))
    show(pairs, f"{written}; {options.rounds} rounds after one of warming up")


if __name__ == "__main__":
    main()
