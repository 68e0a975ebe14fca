"""Many clients of one server, some of them with questions that take long, and one path beside the same in Cypher.

    python -m benchmarks.clients --entities 2000 --relationships 8000 --seconds 10

A generated register of heavy-tailed degrees is loaded into Neo4j and served by a process of its own as `defgraph up`
serves it. Both sides of each row run in turn:

- 16 clients with paths nobody asked before, alone, and with 4 attackers (all simple paths; betweenness of ever new
  views); then how busy the server is when they have all left;
- 16 clients with cached and new paths, alone, and while betweenness runs;
- one path over HTTP with its evidence, and `SHORTEST 1` over Bolt.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import count
from pathlib import Path

import psutil
import uvicorn
from neo4j import AsyncGraphDatabase
from rich.console import Console
from rich.table import Table

from api.app import create_app
from benchmarks.pairs import compare, show
from graph.claim import Claim, Value
from graph.loadset import LoadSet
from graph.server import Connection, connect_or_start
from graph.service import Service
from graph.settings import load_settings
from graph.source import Dataset, Reliability, Source
from graph.store import Store
from graph.workers.staff import Staff
from ontology.vocabulary import load_vocabulary

CLIENTS, ATTACKERS, PAIRS = 16, 4, 200
DEADLINE = 10.0
IDLE, PATIENCE = 0.05, 30.0
"""The part of a processor below which a server counts as idle, and how many seconds it has to get there."""
ROUTE = (
    "MATCH p = SHORTEST 1 (:Entity {id: $start})-[:SUPPLIES]-{1,6}(:Entity {id: $end}) RETURN [n IN nodes(p) | n.id]"
)
Ask = Callable[[], str]
"""The next address to get."""


@dataclass(slots=True)
class Seen:
    """The seconds that each answer took, and how many came with which status."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)

    def percentile(self, part: float) -> float:
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(part * len(ordered)))] if ordered else float("nan")


def register(entities: int, relationships: int, seed: int = 1) -> LoadSet:
    """Transfers between actors of heavy-tailed degrees."""
    made = random.Random(seed)
    names = [f"actor-{number}" for number in range(entities)]
    weights = [1 / (number + 1) ** 0.7 for number in range(entities)]
    ends = iter(zip(*(made.choices(names, weights, k=2 * relationships) for _ in range(2)), strict=True))
    claims = [Claim(name, "State", "register", (Value("name", name, lang="en"),), credibility=2) for name in names]
    for number in range(relationships):
        supplier, recipient = next(pair for pair in ends if pair[0] != pair[1])
        values = (Value("supplier", supplier), Value("recipient", recipient))
        year = str(made.randrange(1990, 2025))
        claims.append(Claim(f"deal-{number}", "Transfer", "register", values, year, credibility=2))
    dataset = Dataset("generated", "Generated register", "nobody", "CC0-1.0", "1990-2024")
    return LoadSet(dataset, (Source("register", "generated", "Register", reliability=Reliability.B),), tuple(claims))


def new_paths(entities: int, seed: int, cached: float = 0.0) -> Ask:
    """Shortest paths between two by chance; a part of them between the same few pairs."""
    made = random.Random(seed)

    def ask() -> str:
        few = made.random() < cached
        start, end = made.sample(range(50 if few else entities), 2)
        return f"/api/v1/paths?from=actor-{start}&to=actor-{end}&k=1&mode=shortest&max_hops=6"

    return ask


def attack(entities: int, seed: int) -> Ask:
    """In turn: all simple paths between two by chance, betweenness of a view that nobody asked."""
    made = random.Random(seed)
    turn = count(seed)

    def ask() -> str:
        if next(turn) % 2:
            return betweenness(made.random())
        start, end = made.sample(range(entities), 2)
        return f"/api/v1/paths?from=actor-{start}&to=actor-{end}&k=100&mode=all&max_hops=6"

    return ask


def betweenness(chance: float) -> str:
    """Of the whole graph, by a view that differs in a digit that changes nothing."""
    return f"/api/v1/centrality?measure=betweenness&min_confidence={chance / 10:.9f}"


async def get(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, address: str) -> int:
    """The status of an answer that was read to its end."""
    writer.write(f"GET {address} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = head.partition(b"content-length:")[2].partition(b"\r\n")[0]
    await reader.readexactly(int(length or 0))
    return int(head.split(b" ", 2)[1])


async def client(port: int, ask: Ask, seen: Seen, until: float) -> None:
    """Ask, one question after the other, until it is time; what is under way then is left."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        async with asyncio.timeout_at(until):
            while True:
                begun = time.perf_counter()
                seen.statuses[await get(reader, writer, ask())] += 1
                seen.seconds.append(time.perf_counter() - begun)
    except TimeoutError:
        writer.transport.abort()


async def crowd(port: int, asks: list[Ask], others: list[Ask], seconds: float) -> Seen:
    """What clients see while others ask too."""
    seen, theirs = Seen(), Seen()
    until = asyncio.get_running_loop().time() + seconds
    await asyncio.gather(
        *(client(port, ask, seen, until) for ask in asks), *(client(port, ask, theirs, until) for ask in others)
    )
    return seen


@dataclass(slots=True)
class Served:
    """A server that runs: its port, its process."""

    port: int
    process: psutil.Process

    def busy(self, seconds: float) -> float:
        """The part of one processor that it and its children use."""
        before = self._used()
        time.sleep(seconds)
        after = self._used()  # of those that were there before and still are: an ended one takes its past along
        return sum(max(0.0, used - before.get(number, used)) for number, used in after.items()) / seconds

    def _used(self) -> dict[int, float]:
        """The seconds that each process has used, by its number."""
        used = {}
        for one in (self.process, *self.process.children(recursive=True)):
            try:
                times = one.cpu_times()
            except psutil.NoSuchProcess:
                continue
            used[one.pid] = times.user + times.system
        return used


def shown(title: str, alone: Seen, crowded: Seen, seconds: float, others: str) -> None:
    """What clients saw on both sides."""
    table = Table("", "answers a second", "p50, ms", "p99, ms", "statuses", title=title)
    for name, seen in (("alone", alone), (others, crowded)):
        times = (f"{seen.percentile(part) * 1000:.1f}" for part in (0.5, 0.99))
        table.add_row(name, f"{len(seen.seconds) / seconds:.0f}", *times, str(dict(seen.statuses)))
    table.add_row(
        "ratio",
        f"{len(crowded.seconds) / max(1, len(alone.seconds)):.2f}",
        *(f"{crowded.percentile(part) / alone.percentile(part):.2f}" for part in (0.5, 0.99)),
        "",
    )
    Console().print(table)


async def measure(served: Served, connection: Connection, entities: int, seconds: float) -> None:
    """All three."""
    port, seeds = served.port, count(1)

    def paths(cached: float = 0.0) -> list[Ask]:
        return [new_paths(entities, next(seeds), cached) for _ in range(CLIENTS)]

    await crowd(port, paths(), [], 2)
    alone = await crowd(port, paths(), [], seconds)
    attackers = [attack(entities, next(seeds)) for _ in range(ATTACKERS)]
    attacked = await crowd(port, paths(), attackers, seconds)
    left = time.monotonic()
    while (busy := await asyncio.to_thread(served.busy, 0.5)) >= IDLE and time.monotonic() - left < PATIENCE:
        pass
    shown(f"{CLIENTS} clients, new paths", alone, attacked, seconds, f"with {ATTACKERS} attackers")
    Console().print(f"{time.monotonic() - left:.1f} s after all have left the server uses {busy:.1%} of a processor\n")
    alone = await crowd(port, paths(0.5), [], seconds)
    made = random.Random(7)
    beside = await crowd(port, paths(0.5), [lambda: betweenness(made.random())], seconds)
    shown(f"{CLIENTS} clients, half of the paths cached", alone, beside, seconds, "while betweenness runs")
    await asyncio.sleep(1)
    await pair(port, connection, entities)


async def pair(port: int, connection: Connection, entities: int) -> None:
    """One path here and there, one after the other on one connection each."""
    made = random.Random(99)
    ends = [made.sample(range(entities), 2) for _ in range(PAIRS + 1)]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    async with AsyncGraphDatabase.driver(connection.uri, auth=connection.auth) as driver, driver.session() as session:

        async def ours(number: int) -> None:
            start, end = ends[number]
            address = f"/api/v1/paths?from=actor-{start}&to=actor-{end}&k=1&mode=shortest&max_hops=6"
            assert await get(reader, writer, address) == HTTPStatus.OK

        async def theirs(number: int) -> None:
            start, end = ends[number]
            await (await session.run(ROUTE, start=f"actor-{start}", end=f"actor-{end}")).consume()

        show([await compare("path over HTTP / SHORTEST 1 over Bolt", ours, theirs, PAIRS)], f"{PAIRS} pairs by chance")
    writer.close()
    await writer.wait_closed()


async def serve(uri: str, user: str, password: str, workers: int | None) -> None:
    """Be the server, and say on which port."""
    vocabulary, connection = load_vocabulary(), Connection(uri, user, password, "neo4j")
    staff = Staff.of(workers, 1024, ("api.app",))
    with socket.create_server(("127.0.0.1", 0), backlog=512) as listener:
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # as `defgraph up` does
        async with Service(
            vocabulary, lambda: Store.open(connection, vocabulary, deadline=60), deadline=DEADLINE, staff=staff
        ) as service:
            await service.manned()
            app = create_app(service, base_iri="https://w3id.org/defgraph/")
            print(listener.getsockname()[1], flush=True)
            await uvicorn.Server(uvicorn.Config(app, lifespan="off", log_config=None)).serve([listener])


def running(connection: Connection, workers: int | None) -> Iterator[Served]:
    """A server process."""
    command = [sys.executable, "-m", "benchmarks.clients", "--serve", connection.uri, connection.user]
    given = [] if workers is None else ["--workers", str(workers)]
    with subprocess.Popen([*command, *given], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(connection.password + "\n")
        process.stdin.flush()
        try:
            yield Served(int(process.stdout.readline()), psutil.Process(process.pid))
        finally:
            process.terminate()


async def load(connection: Connection, loadset: LoadSet) -> None:
    async with Store.open(connection, load_vocabulary(), deadline=120) as store:
        await store.prepare()
        await store.load(loadset)


def main() -> None:
    """Start a Neo4j of its own, load, serve, measure, show."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--entities", type=int, default=2000)
    parser.add_argument("--relationships", type=int, default=8000)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--workers", type=int, help="quick workers; 0: threads")
    parser.add_argument("--serve", nargs=2, metavar=("URI", "USER"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        asyncio.run(serve(*options.serve, sys.stdin.readline().strip(), options.workers))
        return
    with tempfile.TemporaryDirectory() as folder, connect_or_start(load_settings(data=Path(folder))) as connection:
        asyncio.run(load(connection, register(options.entities, options.relationships)))
        for served in running(connection, options.workers):
            asyncio.run(measure(served, connection, options.entities, options.seconds))


if __name__ == "__main__":
    main()
