"""Two ways of doing one thing, timed in turn, reported as ratios."""

from __future__ import annotations

import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

Run = Callable[[int], Awaitable[object]]
"""Does the work of one round; is told the round's number."""


@dataclass(frozen=True, slots=True)
class Pair:
    """What was compared, and the seconds of each round on both sides."""

    name: str
    ours: tuple[float, ...]
    theirs: tuple[float, ...]

    @property
    def ratios(self) -> tuple[float, ...]:
        """Ours over theirs, round by round: under 1 we are faster."""
        return tuple(a / b for a, b in zip(self.ours, self.theirs, strict=True))


async def _nothing(_: int) -> None:
    """What there is to do before a round if nothing is said."""


async def compare(name: str, ours: Run, theirs: Run, rounds: int, *, before: Run = _nothing) -> Pair:
    """Run both sides `rounds` times in turn, after one round that does not count; `before` each round is not timed."""
    times: list[tuple[float, float]] = []
    for number in range(rounds + 1):
        await before(number)
        times.append((await _time(ours, number), await _time(theirs, number)))
    return Pair(name, *(tuple(side) for side in zip(*times[1:], strict=True)))


async def _time(run: Run, number: int) -> float:
    start = time.perf_counter()
    await run(number)
    return time.perf_counter() - start


def show(pairs: Sequence[Pair], title: str) -> None:
    """A table of minimum, median and maximum: the ratio first, since that is what can be quoted."""
    table = Table("pair", "ratio min", "median", "max", "ours, median s", "bare, median s", title=title)
    for pair in pairs:
        ratios = (min(pair.ratios), statistics.median(pair.ratios), max(pair.ratios))
        seconds = (statistics.median(pair.ours), statistics.median(pair.theirs))
        table.add_row(pair.name, *(f"{r:.2f}" for r in ratios), *(f"{s:.4f}" for s in seconds))
    Console().print(table)
