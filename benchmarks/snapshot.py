"""A snapshot beside the barest way of having the same: from Neo4j, from disk, in memory, for a view, after a change.

    python -m benchmarks.snapshot --rounds 5 --deals 20000
    python -m benchmarks.snapshot --rounds 5 --data FOLDER     # whatever is loaded there, which stays as it is

- read: from Neo4j to a snapshot that can be asked, with reading the same columns by the driver and doing nothing with
  them;
- disk: from the file that is kept, with reading from Neo4j as above;
- refresh: after a change of a hundredth of the claims, with reading everything (not with `--data`);
- view: the graph of a date nobody has asked for yet, with filling an `nx.MultiDiGraph` with the edges of that date;
- memory: what stays allocated, with an `nx.MultiDiGraph` that has the same edges, and with one whose edges have what
  the claims say too.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import tempfile
import tracemalloc
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import networkx as nx
from neo4j import AsyncDriver, AsyncGraphDatabase
from rich.console import Console
from rich.table import Table

from benchmarks.pairs import Pair, compare, show
from benchmarks.thread import generate
from graph.network import build
from graph.refresh import latest_snapshot
from graph.server import Connection, connect_or_start
from graph.settings import load_settings
from graph.snapshot import Snapshot
from graph.snapshot.disk import Shelf
from graph.snapshot.packed import pack, unpack
from graph.store import Store
from graph.store.read import CLAIM_COLUMNS, CLAIM_PREFIXES
from graph.view import View
from ontology.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary()
MEBI = 1 << 20


async def bare(driver: AsyncDriver) -> None:
    """Read the columns and forget them."""
    for prefix in CLAIM_PREFIXES:
        await driver.execute_query(CLAIM_COLUMNS, prefix=prefix)


@asynccontextmanager
async def opened(connection: Connection) -> AsyncIterator[tuple[Store, AsyncDriver]]:
    """A store and a driver of the same database."""
    async with (
        AsyncGraphDatabase.driver(connection.uri, auth=connection.auth) as driver,
        Store.open(connection, VOCABULARY, deadline=600) as store,
    ):
        yield store, driver


async def measure(connection: Connection, folder: Path, deals: int | None, rounds: int) -> list[Pair]:
    """All pairs that take time."""
    async with opened(connection) as (store, driver):
        if deals is not None:
            await store.prepare()
            await store.load(generate(deals, 0))
        snapshot = await latest_snapshot(store, VOCABULARY)
        Console().print(snapshot, f"{len(snapshot.edge_columns.source):,} edges")
        shelf = Shelf(folder, VOCABULARY)
        shelf.keep(snapshot)

        async def read(_: int) -> Snapshot:
            return await latest_snapshot(store, VOCABULARY)

        async def kept(_: int) -> None:
            if shelf.find(snapshot.revisions) is None:
                raise RuntimeError("The snapshot was not kept.")

        pairs = [
            await compare("read", read, lambda _: bare(driver), rounds),
            await compare("disk", kept, read, rounds),
            await compare("view", *viewed(snapshot), rounds),
        ]
        if deals is not None:
            pairs.append(await refreshed(store, snapshot, deals, rounds))
        memory(snapshot)
        return pairs


async def refreshed(store: Store, snapshot: Snapshot, deals: int, rounds: int) -> Pair:
    """Following a load that changed every hundredth deal, with reading all anew."""
    loadset = generate(deals, 0)
    changed = tuple(
        replace(claim, note="changed") if number % 100 == 0 else claim for number, claim in enumerate(loadset.claims)
    )
    await store.load(replace(loadset, claims=changed))
    return await compare(
        "refresh",
        lambda _: latest_snapshot(store, VOCABULARY, snapshot),
        lambda _: latest_snapshot(store, VOCABULARY),
        rounds,
    )


def viewed(snapshot: Snapshot) -> tuple[Any, Any]:
    """The graph of a year: ours, and NetworkX's own filled with the same edges."""
    whole = build(snapshot, View(), directed=True)
    edges = [whole.edge(number) for number in whole.kept.nonzero()[0].tolist()]

    async def ours(number: int) -> object:
        return build(snapshot, View(as_of=str(1990 + number)), directed=True).simple

    async def theirs(number: int) -> object:
        year = str(1990 + number)
        graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        for key, data in edges:
            if (data["start"] or "0")[:4] <= year:
                graph.add_edge(data["from"], data["to"], key, **data)
        return graph

    return ours, theirs


def memory(snapshot: Snapshot) -> None:
    """What a snapshot takes beside NetworkX's own graphs."""
    data = b"".join(pack(snapshot))
    ours = allocated(lambda: unpack(bytes(bytearray(data)), VOCABULARY))
    edges = allocated(lambda: plain(unpack(data, VOCABULARY)))
    said = allocated(lambda: with_claims(unpack(data, VOCABULARY)))
    table = Table("memory", "MiB", "ours over it", title="What stays allocated")
    table.add_row("snapshot", f"{ours / MEBI:.1f}", "")
    table.add_row("nx.MultiDiGraph, edges with their data", f"{edges / MEBI:.1f}", f"{ours / edges:.3f}")
    table.add_row("nx.MultiDiGraph, and what the claims say", f"{said / MEBI:.1f}", f"{ours / said:.3f}")
    Console().print(table)


def plain(snapshot: Snapshot) -> nx.MultiGraph[str]:
    """The graph as NetworkX's own class has it."""
    return build(snapshot, View(), directed=True).graph.copy()


def with_claims(snapshot: Snapshot) -> nx.MultiGraph[str]:
    """The graph with the claims on things and edges as plain data, each once."""
    graph = plain(snapshot)
    claims = {claim.id: claim.as_dict() for claim in snapshot.rows}
    for _, _, edge in graph.edges(data=True):
        edge["said"] = [claims[name] for name in edge["claims"]]
    for name, node in graph.nodes(data=True):
        thing = snapshot.entities.get(name)
        node["said"] = [claims[snapshot.ids[row]] for row in thing.rows] if thing else []
    return graph


def allocated(make: Callable[[], object]) -> int:
    """The bytes that stay allocated for what is made."""
    gc.collect()
    tracemalloc.start()
    made = make()
    gc.collect()
    size = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    del made
    return size


def main() -> None:
    """Start a Neo4j of its own (or use the one of a data folder), measure, show."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--deals", type=int, default=20_000)
    parser.add_argument("--data", type=Path, help="a data folder whose graph is measured, instead of generated deals")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings(data=options.data or Path(folder) / "data")
        with connect_or_start(settings) as connection:
            deals = None if options.data else options.deals
            pairs = asyncio.run(measure(connection, Path(folder) / "shelf", deals, options.rounds))
    show(pairs, f"{options.rounds} rounds after one of warming up")


if __name__ == "__main__":
    main()
