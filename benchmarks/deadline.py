"""By how much a question overruns its deadline, and how soon another worker answers.

    python -m benchmarks.deadline --rounds 30

Questions that never look at the clock, one in Python and one in compiled code, are given a second each; what counts is
when whoever asked is told, after that second. No pair: the promise is 100 ms.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import time
from collections.abc import Callable
from functools import partial

from rich.console import Console
from rich.table import Table

from benchmarks.endless import at_once, multiply, spin
from graph.errors import OutOfTime
from graph.snapshot import Snapshot
from graph.workers.crew import Crew
from graph.workers.habits import Habits
from graph.workers.hands import Nursery
from graph.workers.parcel import pack
from graph.workers.staff import Staff
from ontology.vocabulary import load_vocabulary

SECONDS = 1.0
Endless = Callable[..., bytes]


async def overrun(crew: Crew, endless: Endless, turn: int) -> tuple[float, float]:
    """Milliseconds from the deadline to the word that it is over, and from there to an answer to another question."""
    begun = time.perf_counter()
    try:
        await crew.answer(pack(partial(endless, turn=turn)), SECONDS)
    except OutOfTime:
        told = time.perf_counter()
    await crew.answer(pack(partial(at_once, turn=turn)), 30.0)
    return (told - begun - SECONDS) * 1000, (time.perf_counter() - told) * 1000


async def run(rounds: int) -> Table:
    """The table of both questions."""
    snapshot = Snapshot.build(load_vocabulary(), 1, (), (), ())
    nursery = await Nursery.start(1 << 30, ("benchmarks.endless",))
    crew = await Crew.of(nursery, snapshot, Staff(), Habits())
    table = Table("question", "over the deadline, least / median / p99 / most", "another answered after")
    try:
        for name, endless in (("in Python", spin), ("compiled", multiply)):
            seen = [await overrun(crew, endless, turn) for turn in range(rounds)]
            late, next_answer = zip(*seen, strict=True)
            table.add_row(name, _say(late), _say(next_answer))
    finally:
        await crew.leave(at_once=True)
        await nursery.stop()
    return table


def _say(times: tuple[float, ...]) -> str:
    ordered = sorted(times)
    figures = (ordered[0], statistics.median(ordered), ordered[int(0.99 * (len(ordered) - 1))], ordered[-1])
    return " / ".join(f"{figure:.1f}" for figure in figures) + " ms"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=30)
    table = asyncio.run(run(parser.parse_args().rounds))
    Console().print(table, f"load of the machine: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
