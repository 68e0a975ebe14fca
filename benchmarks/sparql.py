"""SPARQL over HTTP beside the bare engine on the very same store, and beside rdflib in memory.

    python -m benchmarks.sparql --kept FOLDER
    python -m benchmarks.sparql --register FILE --rounds 5

Two generated registers of transfers (half a million and three million quads), or one that its publisher released,
become stores as `defgraph up` writes them. A server in a process of its own answers from a store over one kept
connection; the bare side opens the same files with pyoxigraph in this process, runs the same query and serialises the
same answer. Both sides run in turn. rdflib, which needs minutes and gigabytes for more, is asked on the smallest only,
once, and each of its queries is ended after some seconds.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx
import rdflib
from pyoxigraph import QueryResultsFormat, QueryTriples, RdfFormat, Store, serialize
from rich.console import Console
from rich.table import Table

from benchmarks.pairs import Pair, compare
from graph.claim import Claim, Value
from graph.loadset import LoadSet
from graph.rdf import Model, to_quads
from graph.rdf.terms import Quad
from graph.snapshot import Snapshot
from graph.source import Dataset, Reliability, Revision, Source
from graph.sparql.build import build
from graph.sparql.job import Limits
from graph.view import View
from loaders.sipri_register import read_release
from ontology.iri import Iris
from ontology.vocabulary import load_vocabulary
from tests.conformance.served import served

MODEL = Model(load_vocabulary(), Iris())
OVERHEAD = 0.003
"""Seconds that HTTP may take."""
TARGET = 1.3
NOTHING = "(a page without a query)"
"""What HTTP and this server's process cost by themselves, while other things run here."""
SHAPES: Mapping[str, str] = {
    "class of one thing": "SELECT ?c { %one a ?c }",
    "two hops": "SELECT DISTINCT ?c { %one dg:supplies ?b . ?b dg:supplies ?c }",
    "path, any length": "SELECT (COUNT(DISTINCT ?b) AS ?n) { %one dg:supplies+ ?b }",
    "aggregate": "SELECT ?s (COUNT(?d) AS ?n) { ?d dg:supplier ?s } GROUP BY ?s ORDER BY DESC(?n) LIMIT 20",
    "dates, one entity": (
        "SELECT ?d ?from ?to { ?d dg:supplier %one OPTIONAL { ?d dg:validFrom ?from } OPTIONAL { ?d dg:validTo ?to } "
        'FILTER(?to >= "2000-01-01"^^xsd:date) }'
    ),
    "dates, all claims": (
        "SELECT (COUNT(*) AS ?n) { ?c a dg:Claim OPTIONAL { ?c dg:validFrom ?from } OPTIONAL { ?c dg:validTo ?to } "
        'FILTER(?to >= "2000-01-01"^^xsd:date) }'
    ),
    "regex on labels": 'SELECT ?x ?l { ?x rdfs:label ?l FILTER(REGEX(?l, "1[0-9]7", "i")) } LIMIT 100',
    "CONSTRUCT": "CONSTRUCT WHERE { %one dg:supplies ?b . ?b rdfs:label ?l }",
    "named graphs": (
        "SELECT (COUNT(*) AS ?n) { GRAPH graph:direct { ?a dg:supplies ?b } GRAPH graph:entities { ?b a ?c } }"
    ),
    "claims with source": (
        "SELECT ?c ?w ?t { ?c a dg:Claim ; dg:weight ?w ; prov:wasDerivedFrom ?s . ?s dct:title ?t } "
        "ORDER BY DESC(?w) ?c LIMIT 50"
    ),
}  # fmt: skip


def generated(deals: int, seed: int = 1) -> LoadSet:
    """Transfers with a system, a number, a date and a quotation, between actors of heavy-tailed degrees."""
    made = random.Random(seed)
    names = [f"actor-{number}" for number in range(max(20, deals // 40))]
    systems = [f"system-{number}" for number in range(max(10, deals // 100))]
    weights = [1 / (number + 1) ** 0.7 for number in range(len(names))]
    kinds = [*((name, "State") for name in names), *((name, "System") for name in systems)]
    claims = [Claim(name, kind, "register", (Value("name", name, lang="en"),), credibility=2) for name, kind in kinds]
    for number in range(deals):
        supplier, recipient = made.choices(names, weights, k=2)
        values = (
            Value("supplier", supplier),
            Value("recipient", recipient),
            Value("system", made.choice(systems)),
            Value("quantityOrdered", made.randrange(1, 200)),
            Value("transferStatus", "delivered"),
        )
        quote = f"Order {number} was delivered as agreed."
        year = str(made.randrange(1960, 2025))
        claims.append(Claim(f"deal-{number}", "Transfer", "register", values, year, credibility=2, quote=quote))
    dataset = Dataset("generated", "Generated register", "nobody", "CC0-1.0", "1960-2024", redistribute=True)
    return LoadSet(dataset, (Source("register", "generated", "Register", reliability=Reliability.B),), tuple(claims))


def snapshot_of(loaded: LoadSet) -> Snapshot:
    rows = [(claim, 1, None) for claim in loaded.claims]
    first = Revision(1, loaded.dataset.id, "2026-01-01T00:00:00+00:00", "first", len(rows), 0, "")
    return Snapshot.build(MODEL.vocabulary, 1, [loaded.dataset], loaded.sources, rows, [first])


def busiest(snapshot: Snapshot) -> str:
    """The supplier with most deals, as SPARQL names it."""
    counted = statistics.multimode(
        str(value.value) for claim in snapshot.rows for value in claim.values if value.property == "supplier"
    )
    return f"<{Iris().entity(counted[0])}>"


def bare(store: Store, query: str) -> bytes:
    """The answer of the engine alone."""
    result = store.query(query, prefixes=dict(MODEL.prefixes), use_default_graph_as_union=True)
    if isinstance(result, QueryTriples):
        return bytes(serialize(result, format=RdfFormat.TURTLE, prefixes=dict(MODEL.prefixes)) or b"")
    return bytes(result.serialize(format=QueryResultsFormat.JSON) or b"")  # type: ignore[union-attr]


async def measure(folder: Path, address: str, queries: Mapping[str, str], rounds: int) -> list[Pair]:
    store = Store.read_only(str(folder / "store"))
    pairs = []
    async with httpx.AsyncClient(base_url=address, timeout=120) as client:
        for name, query in queries.items():

            async def ours(_: int, query: str = query) -> None:
                answer = await client.post("/sparql", data={"query": query})
                assert answer.is_success, answer.text

            async def theirs(_: int, query: str = query) -> None:
                bare(store, query)

            pairs.append(await compare(name, ours, theirs, rounds))

        async def page(_: int) -> None:
            (await client.get("/health/live")).raise_for_status()

        pairs.append(await compare(NOTHING, page, nothing, rounds))
    return pairs


async def nothing(_: int) -> None:
    bare(Store(), "ASK {}")


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """The address of a server in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.sparql", "--serve", str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdin
        try:
            yield process.stdout.readline().strip()
        finally:
            process.stdin.close()


async def serve(folder: Path, deadline: float) -> None:
    """Serve the store in a folder until the input ends."""
    async with served((), folder, Limits(deadline)) as client:
        print(client.base_url, flush=True)
        await asyncio.to_thread(sys.stdin.read)


def with_rdflib(quads: Iterator[Quad], queries: Mapping[str, str], most: float) -> dict[str, float | None]:
    """Seconds that rdflib takes for each query, in memory; None if it takes more than `most`."""
    graph = rdflib.Dataset(default_union=True)
    graph.parse(data="".join(" ".join(quad) + " .\n" for quad in quads), format="nquads")
    for prefix, start in MODEL.prefixes.items():
        graph.bind(prefix, start)
    return {name: _bounded(lambda query=query: list(graph.query(query)), most) for name, query in queries.items()}


def _bounded(run: Callable[[], object], most: float) -> float | None:
    """The seconds something takes in a fork of this process, which is ended when there are too many of them."""
    start = time.perf_counter()
    process = multiprocessing.get_context("fork").Process(target=run)
    process.start()
    process.join(most)
    taken = time.perf_counter() - start
    if process.is_alive():
        process.kill()
        return None
    return taken


def show(pairs: list[Pair], slow: Mapping[str, float | None], title: str) -> None:
    names = ("query", "ratio min", "median", "max", "ours, ms", "bare, ms", "over 1.3 x bare, ms", "rdflib, ms")
    table = Table(*names, title=title)
    for pair in pairs:
        over = [a - TARGET * b for a, b in zip(pair.ours, pair.theirs, strict=True)]
        ratios = (min(pair.ratios), statistics.median(pair.ratios), max(pair.ratios))
        times = (statistics.median(pair.ours), statistics.median(pair.theirs), statistics.median(over))
        other = slow.get(pair.name, 0.0)
        told = "" if pair.name not in slow else "more" if other is None else f"{other * 1000:.0f}"
        table.add_row(pair.name, *(f"{r:.2f}" for r in ratios), *(f"{t * 1000:.1f}" for t in times), told)
    Console(width=140).print(table)


def bench(loaded: LoadSet, folder: Path, rounds: int, rdflib_seconds: float) -> None:
    """One register: its store, unless the folder has it, the pairs, rdflib if it has any seconds, the table."""
    snapshot = snapshot_of(loaded)
    queries = {name: query.replace("%one", busiest(snapshot)) for name, query in SHAPES.items()}
    start = time.perf_counter()
    build(to_quads(snapshot, View(), Iris(), whole=True), folder / "store")
    title = f"{len(Store.read_only(str(folder / 'store'))):,} quads, there after {time.perf_counter() - start:.0f} s"
    with server(folder) as address:
        pairs = asyncio.run(measure(folder, address, queries, rounds))
    quads = to_quads(snapshot, View(), Iris(), whole=True)
    show(pairs, with_rdflib(quads, queries, rdflib_seconds) if rdflib_seconds else {}, title)


def main() -> None:
    """Make the data, build the stores, serve them, measure, show."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--deals", type=int, nargs="+", default=[7_000, 41_000], help="transfers in each register")
    parser.add_argument("--register", type=Path, help="a trade register as its publisher released it, instead")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--rdflib", type=float, default=5, help="seconds for each query of rdflib; 0: without it")
    parser.add_argument("--kept", type=Path, help="a folder that stores are kept in, for the next time")
    parser.add_argument("--serve", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--deadline", type=float, default=120, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        asyncio.run(serve(options.serve, options.deadline))
        return
    with tempfile.TemporaryDirectory() as made:
        folder = options.kept or Path(made)
        if options.register:
            loaded = read_release(options.register, MODEL.vocabulary).loadset
            bench(loaded, folder / options.register.stem, options.rounds, 0)
            return
        for number, deals in enumerate(sorted(options.deals)):
            bench(generated(deals), folder / str(deals), options.rounds, 0 if number else options.rdflib)


if __name__ == "__main__":
    main()
