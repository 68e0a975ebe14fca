"""What RDF costs: writing it out, and bringing the store of one revision to the next.

    python -m benchmarks.rdf --rounds 3 --deals 20000

The data is generated: so many transfers, one claim each, of which the next revision changes one in a hundred. N-Quads
are compared with the bare serialiser of Oxigraph, which is given the very same quads as objects of its own; the patch
of the store with building it anew. Before that, the memory that writing takes is told, at a tenth of the size and at
the whole.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import shutil
import tempfile
from functools import partial
from pathlib import Path

import pyoxigraph as ox

from benchmarks.pairs import Pair, compare, show
from benchmarks.thread import generate
from graph.rdf import Model, to_quads, write
from graph.rdf.changes import changes
from graph.rdf.terms import Quad
from graph.snapshot import Snapshot
from graph.source import Revision
from graph.sparql.build import build, patch
from graph.view import View
from ontology.iri import Iris
from ontology.vocabulary import load_vocabulary

IRIS = Iris()
SHARE = 100
"""One in so many deals is changed by the second revision."""


def revisions(deals: int) -> tuple[Snapshot, Snapshot]:
    """Two revisions; the second retracts one deal in a hundred, and has as many new ones."""
    first, second = generate(deals, 1), generate(max(1, deals // SHARE), 2)
    fresh = [claim for claim in second.claims if claim.type == "Transfer"]
    gone = {claim.id for claim in [c for c in first.claims if c.type == "Transfer"][::SHARE]}
    told = [Revision(n, "generated", f"2025-0{n}-01T12:00:00Z", "made up", 0, 0, "d") for n in (1, 2)]
    vocabulary, parts = load_vocabulary(), ([first.dataset], first.sources)
    before = Snapshot.build(vocabulary, 1, *parts, [(c, 1, None) for c in first.claims], told[:1])
    rows = [(c, 1, 2 if c.id in gone else None) for c in first.claims]
    return before, Snapshot.build(vocabulary, 2, *parts, [*rows, *((c, 2, None) for c in fresh)], told)


async def measure(deals: int, rounds: int, folder: Path) -> list[Pair]:
    """Both pairs."""
    before, after = revisions(deals)
    quads = list(to_quads(before, View(), IRIS))
    parsed = list(ox.parse("".join(f"{' '.join(q)} .\n" for q in quads).encode(), ox.RdfFormat.N_QUADS))
    print(f"{deals:,} deals, {len(quads):,} quads; the revision changes {len(changes(before, after, IRIS)):,}")
    build(quads, folder / "before")
    return [
        await compare("N-Quads", aside(partial(write_ours, quads, before)), aside(partial(write_bare, parsed)), rounds),
        await compare(
            "patch of 1 %, with building anew",
            aside(lambda number: patch(folder / "before", changes(before, after, IRIS), folder / f"patched-{number}")),
            aside(lambda number: build(to_quads(after, View(), IRIS), folder / f"built-{number}")),
            rounds,
            before=lambda number: asyncio.to_thread(clear, folder, number),
        ),
    ]


def aside(work):  # noqa: ANN001, ANN201
    """A round that runs a function of its number."""

    async def run(number: int) -> None:
        await asyncio.to_thread(work, number)

    return run


def write_ours(quads: list[Quad], snapshot: Snapshot, _: int) -> None:
    """Quads that are there already, as N-Quads."""
    write(quads, "nquads", io.BytesIO(), Model(snapshot.vocabulary, IRIS))


def write_bare(quads: list[ox.Quad], _: int) -> None:
    """The same as Oxigraph's objects, by Oxigraph's serialiser."""
    ox.serialize(quads, io.BytesIO(), ox.RdfFormat.N_QUADS)


class Sink(io.RawIOBase):
    """Counts what is written, and keeps nothing of it."""

    written = 0

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, part) -> int:  # noqa: ANN001
        """Count a part."""
        self.written += len(part)
        return len(part)


def tell_memory(deals: int) -> None:
    """Print how many megabytes the writing takes beyond the snapshot and its network (Linux)."""
    snapshot, sink = revisions(deals)[0], Sink()
    model = Model(snapshot.vocabulary, IRIS)
    next(iter(to_quads(snapshot, View(), IRIS)))  # the network is made
    Path("/proc/self/clear_refs").write_text("5")  # the most is counted from here
    before = most_memory()
    write(to_quads(snapshot, View(), IRIS), "nquads", sink, model)
    print(f"{sink.written >> 20:,} MB of N-Quads from a snapshot, {(most_memory() - before) >> 10} MB of memory more")


def most_memory() -> int:
    """The most kilobytes that this process has had."""
    told = Path("/proc/self/status").read_text().partition("VmHWM:")[2]
    return int(told.split()[0])


def clear(folder: Path, number: int) -> None:
    """Remove what the round before has made, and what was worked out of the snapshots."""
    for name in ("patched", "built"):
        shutil.rmtree(folder / f"{name}-{number - 1}", ignore_errors=True)


def main() -> None:
    """Measure and show."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--deals", type=int, default=20_000)
    given = parser.parse_args()
    for deals in (given.deals // 10, given.deals):
        tell_memory(deals)
    with tempfile.TemporaryDirectory() as folder:
        show(asyncio.run(measure(given.deals, given.rounds, Path(folder))), "RDF")


if __name__ == "__main__":
    main()
