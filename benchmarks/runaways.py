"""Quick queries beside queries that never end, and a server whose workers are killed again and again.

    python -m benchmarks.runaways --rounds 5 --kills 1000

A generated register is served over HTTP by a process of its own. In turn, quick queries are timed alone, and while as
many runaways as the server lets run (cross products, unbounded paths) work towards their deadline. Then workers are
killed, one after the other, some at rest and some at work, and each time a query must be answered; at the end the
server must have the descriptors and, but for a little, the memory that it had after the first tenth of them.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from subprocess import PIPE, Popen

import httpx
import psutil
from rich.console import Console
from rich.progress import track

from benchmarks.pairs import Pair, show
from benchmarks.sparql import SHAPES, busiest, generated, snapshot_of
from graph.rdf import to_quads
from graph.sparql.build import build
from graph.view import View
from ontology.iri import Iris

QUICK = ("class of one thing", "two hops", "path, any length", "CONSTRUCT")
RUNAWAYS = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT (COUNT(*) AS ?n) { ?a (!<http://e/x>)* ?b . ?c (!<http://e/y>)* ?b }",
)
DEADLINE = 10.0
PATIENCE = 30.0
"""Seconds in which a server must have as many workers as before."""


@contextmanager
def server(folder: Path) -> Iterator[tuple[str, psutil.Process]]:
    """The address of a server in a process of its own, and the process."""
    command = [sys.executable, "-m", "benchmarks.sparql", "--serve", str(folder), "--deadline", str(DEADLINE)]
    with Popen(command, stdin=PIPE, stdout=PIPE, text=True) as process:
        assert process.stdout
        assert process.stdin
        try:
            yield process.stdout.readline().strip(), psutil.Process(process.pid)
        finally:
            process.stdin.close()


async def ask(client: httpx.AsyncClient, query: str) -> tuple[int, float]:
    """The status of an answer and the seconds it took."""
    start = time.perf_counter()
    answer = await client.post("/sparql", data={"query": query})
    return answer.status_code, time.perf_counter() - start


async def quickly(client: httpx.AsyncClient, queries: list[str], times: int) -> list[float]:
    """The seconds of each of some quick queries, one after the other."""
    asked = [await ask(client, query) for _ in range(times) for query in queries]
    assert {status for status, _ in asked} == {200}
    return [seconds for _, seconds in asked]


async def beside(client: httpx.AsyncClient, queries: list[str], rounds: int, times: int) -> None:
    """Quick queries alone and beside runaways, in turn; shown as pairs."""
    sides: dict[str, list[list[float]]] = {"alone": [], "beside": []}
    ends: list[tuple[int, float]] = []
    for _ in range(rounds + 1):
        sides["alone"].append(await quickly(client, queries, times))
        running = [asyncio.create_task(ask(client, query)) for query in RUNAWAYS]
        await asyncio.sleep(1)  # they count as long by now
        sides["beside"].append(await quickly(client, queries, times))
        assert not any(task.done() for task in running), "ask for fewer times"
        ends += await asyncio.gather(*running)
    halves = {name: [_parts(one) for one in told[1:]] for name, told in sides.items()}
    pairs = [
        Pair(part, *(tuple(one[number] for one in halves[side]) for side in ("beside", "alone")))
        for number, part in enumerate(("median", "99th of a hundred"))
    ]
    show(pairs, f"quick queries beside {len(RUNAWAYS)} runaways, over alone")
    statuses = Counter(status for status, _ in ends)
    Console().print(f"runaways: {dict(statuses)}, after {max(seconds for _, seconds in ends):.1f} s at most")


def _parts(seconds: list[float]) -> tuple[float, float]:
    return statistics.median(seconds), statistics.quantiles(seconds, n=100)[-1]


async def kill(client: httpx.AsyncClient, process: psutil.Process, queries: list[str], kills: int) -> None:
    """Kill workers, each second one at work; each time a query must be answered at once."""
    made, seen = random.Random(1), Counter[int]()
    held: list[tuple[int, int]] = []
    for number in track(range(kills), "killing workers", console=Console(stderr=True)):
        work = asyncio.create_task(ask(client, RUNAWAYS[0])) if number % 2 else None
        await asyncio.sleep(0.02 if work else 0)  # so that it is at work
        for worker in made.sample(process.children(), k=1):
            with suppress(psutil.NoSuchProcess):  # one may end by itself meanwhile
                worker.kill()
        seen[(await ask(client, queries[0]))[0]] += 1
        if work:
            work.cancel()
        if number in {kills // 10, kills - 1}:
            held.append(await settled(process))
    told = ", ".join(f"{fds} descriptors and {memory >> 20} MB" for fds, memory in held)
    Console().print(f"{kills} kills, answers by status {dict(seen)}; after a tenth of them and after all: {told}")


async def settled(process: psutil.Process) -> tuple[int, int]:
    """Descriptors and bytes of a server that has its usual workers, and no one else's."""
    end = time.monotonic() + PATIENCE
    while len(process.children()) != 2 and time.monotonic() < end:  # noqa: PLR2004 - quick workers of a pool
        await asyncio.sleep(0.1)
    return process.num_fds(), process.memory_info().rss


async def measure(address: str, process: psutil.Process, queries: list[str], options: argparse.Namespace) -> None:
    async with httpx.AsyncClient(base_url=address, timeout=120) as client:
        await beside(client, queries, options.rounds, options.times)
        await kill(client, process, queries, options.kills)


def main() -> None:
    """Make the store, serve it, measure, show."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--deals", type=int, default=1500)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--times", type=int, default=25, help="how often each quick query is asked in a round")
    parser.add_argument("--kills", type=int, default=300)
    options = parser.parse_args()
    snapshot = snapshot_of(generated(options.deals))
    queries = [SHAPES[name].replace("%one", busiest(snapshot)) for name in QUICK]
    with tempfile.TemporaryDirectory() as folder:
        build(to_quads(snapshot, View(), Iris(), whole=True), Path(folder, "store"))
        with server(Path(folder)) as (address, process):
            asyncio.run(measure(address, process, queries, options))


if __name__ == "__main__":
    main()
