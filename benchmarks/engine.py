"""NetworkX's calls on our arrays, beside the same question put to NetworkX and to whichever other engines there are.

    python -m benchmarks.engine --size 2000:8000 --rounds 5
    python -m benchmarks.engine --size 50000:250000 --rounds 3 --only paths
    python -m benchmarks.engine --register FILE --rounds 3    # SIPRI's trade register as its publisher releases it

Generated graphs have a few hubs, many leaves and some isolates, and each edge has a weight. Before anything is timed
all engines are asked once, and what they answer is held against NetworkX's answer, or where NetworkX would take hours
against ours. Then they answer in turn, round by round, on graphs made beforehand. An engine that needs more than
`--slow` seconds is asked once, and those in `HOURS` are not asked on large graphs at all. Questions that have not begun
after `--minutes` are named and left: ask for them by `--only`.

On a machine that does other things too, `--cpu` compares processor time with one thread each (give rustworkx and rustnx
RAYON_NUM_THREADS=1 besides): there, who starts threads waits for the others' turns.
"""

from __future__ import annotations

import argparse
import json
import time
import warnings
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import TypeAlias

import networkx as nx
import numpy as np

from benchmarks import measures, ways
from benchmarks.measures import Way, Ways, lib
from benchmarks.worlds import World, make, released
from graph.engine.warm import warm

Times: TypeAlias = Mapping[str, list[float]]
QUESTIONS: Mapping[str, Callable[[World], Ways]] = {
    "betweenness, exact": measures.betweenness,
    "betweenness, 500 pivots": measures.pivots,
    "betweenness, 20 pivots": measures.few_pivots,
    "closeness": measures.closeness,
    "harmonic": measures.harmonic,
    "harmonic, of 512 nodes": measures.harmonic_of_some,
    "PageRank": measures.pagerank,
    "eigenvector": measures.eigenvector,
    "Katz": measures.katz,
    "HITS": measures.hits,
    "core numbers": measures.core,
    "communities: Leiden": measures.communities,
    "communities: Louvain": measures.louvain,
    "paths: 20 pairs by hops": ways.hops,
    "paths: 20 most credible": ways.credible,
    "paths: all simple, up to 4 hops": ways.simple_paths,
    "paths: 10 most credible simple": ways.yen,
    "a view's graph": ways.view_graph,
    "series: PageRank of 30 years": ways.series,
}
ENGINES = ("networkx", "rustnx", "scipy", "networkit", "networkit PLM", "rustworkx", "igraph")
LARGE, HUGE = 20_000, 200_000
ALL = frozenset({"ours", *ENGINES})
HOURS: Mapping[str, frozenset[str]] = {
    "betweenness, exact": ALL,
    "betweenness, 500 pivots": frozenset({"networkx"}),
    "closeness": ALL - {"ours", "rustnx"},
    "harmonic": ALL - {"ours", "rustnx"},
    "harmonic, of 512 nodes": frozenset({"networkx"}),
    "eigenvector": frozenset({"networkx"}),
    "Katz": frozenset({"networkx"}),
    "communities: Leiden": frozenset({"networkx"}),
    "communities: Louvain": frozenset({"networkx"}),
    "paths: all simple, up to 4 hops": frozenset({"networkx"}),
}
"""What takes minutes or hours on more nodes than `LARGE`."""
DAYS: Mapping[str, frozenset[str]] = {
    "closeness": ALL,
    "harmonic": ALL,
    "betweenness, 500 pivots": ALL,
    "betweenness, 20 pivots": frozenset({"networkx"}),
    "harmonic, of 512 nodes": frozenset({"networkx"}),
    "HITS": frozenset({"networkx"}),
    "paths: 20 most credible": frozenset({"networkx"}),
    "paths: 10 most credible simple": frozenset({"networkx", "igraph"}),
    "series: PageRank of 30 years": frozenset({"networkx"}),
}
"""What besides does on more than `HUGE`."""
ONLY_HUGE = frozenset({"betweenness, 20 pivots", "harmonic, of 512 nodes"})
"""What stands there for the whole of it."""
CLOSE = {"PageRank": 1e-4, "eigenvector": 1e-4, "HITS": 1e-4, "Katz": 1e-4}
"""How far answers of iterations may differ, as the sum over all nodes; sums of others by 1e-9 of the whole."""


def checked(question: str, answers: Mapping[str, object]) -> Mapping[str, str]:
    """What engines answered must be the same. What there is to say of it: modularity, or nothing."""
    if question.startswith("communities"):
        return {name: f"{quality:.4f}" for name, quality in answers.items()}
    right = np.asarray(answers["networkx" if "networkx" in answers else "ours"], dtype=np.float64)
    whole = float(np.abs(right).sum()) or 1.0
    for name, answer in answers.items():
        off = float(np.abs(np.asarray(answer, dtype=np.float64) - right).sum()) / whole
        assert off <= CLOSE.get(question, 1e-9), f"{question}: {name} is {off:.2g} off"
    return {}


def timed(way: Way, clock: Callable[[], float] = time.perf_counter) -> tuple[float, object]:
    """The seconds an answer takes, and the answer."""
    start = clock()
    answer = way.ask()
    return clock() - start, answer


def compare(
    question: str, found: Mapping[str, Way], rounds: int, slow: float, clock: Callable[[], float]
) -> tuple[Times, Mapping[str, str]]:
    """Seconds of each engine, round by round; others that are slow are asked in the round that answers are checked
    in."""
    first = {name: timed(way, clock) for name, way in found.items()}
    told = checked(question, {n: way.read(first[n][1]) for n, way in found.items() if way.read})
    times: dict[str, list[float]] = {
        name: [taken] if taken > slow and name != "ours" else [] for name, (taken, _) in first.items()
    }
    for _ in range(rounds):
        for name, way in found.items():
            if not times[name] or max(times[name]) <= slow:
                times[name].append(timed(way, clock)[0])
    return times, told


def ratios(ours: Sequence[float], others: Sequence[float]) -> str:
    """Ours over theirs, least, median and most of the rounds; of a single round once."""
    found = sorted(one / other for one, other in zip(ours, others, strict=False))
    shown = (found[0], median(found), found[-1]) if len(found) > 1 else found
    return " / ".join(f"{value:.2g}" for value in shown)


def generated(size: str) -> World:
    """The graph of so many nodes and edges."""
    nodes, edges = map(int, size.split(":"))
    return make(nodes, edges)


def report(world: World, asked: argparse.Namespace) -> None:
    """A table row a question, and a line of JSON for the plot."""
    there = {"ours", "networkx", "scipy", *filter(find_spec, ENGINES)} - {*asked.without}
    there |= {"networkit PLM"} & {f"{name} PLM" for name in there}
    measures.AVAILABLE |= there
    warnings.simplefilter("ignore")
    if asked.cpu:
        nx.config.backends.defgraph.threads = 1
        if "networkit" in there:
            lib("networkit").setNumberOfThreads(1)
    warm()
    clock = time.process_time if asked.cpu else time.perf_counter
    names = [name for name in ENGINES if name in there]
    print(f"| {world.size:,} nodes, {len(world.source):,} edges | ours, ms | {' | '.join(names)} |")
    print(f"|---|---|{'---|' * len(names)}")
    end, late = time.monotonic() + 60 * asked.minutes, []
    for question, engines in QUESTIONS.items():
        left_out = HOURS.get(question, frozenset[str]()) if world.size > LARGE else frozenset[str]()
        left_out |= DAYS.get(question, frozenset[str]()) if world.size > HUGE else frozenset[str]()
        wanted = any(part in question for part in asked.only)
        if "ours" in left_out or not wanted or (question in ONLY_HUGE and world.size <= HUGE):
            continue
        if time.monotonic() > end:
            late.append(question)
        else:
            found = {name: way for name, way in engines(world).items() if name in there - left_out}
            times, told = compare(question, found, asked.rounds, asked.slow, clock)
            cells = [_cell(times, told, name) for name in names]
            own = f"{1000 * median(times['ours']):.3g}" + (f" ({told['ours']})" if told else "")
            print(f"| {question} | {own} | {' | '.join(cells)} |", flush=True)
            _keep(asked.json, world, question, times)
    if late:
        print(f"\nNot asked for want of time: {', '.join(late)}.")


def _cell(times: Times, told: Mapping[str, str], name: str) -> str:
    if name not in times:
        return ""
    return ratios(times["ours"], times[name]) + (f" ({told[name]})" if told else "")


def _keep(path: Path | None, world: World, question: str, times: Times) -> None:
    if path:
        seconds = {name: median(found) for name, found in times.items()}
        row = {"nodes": world.size, "edges": len(world.source), "question": question, "seconds": seconds}
        with path.open("a") as file:
            file.write(json.dumps(row) + "\n")


def _world(asked: argparse.Namespace) -> World:
    return released(asked.register, projection=asked.projection) if asked.register else generated(asked.size)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", default="2000:8000", help="nodes:edges")
    parser.add_argument("--register", type=Path, help="a release of SIPRI's trade register, instead of --size")
    parser.add_argument("--projection", default="direct", help="of the register: direct, or roles (deals are nodes)")
    parser.add_argument("--without", default=[], nargs="+", choices=ENGINES, help="engines that are not asked")
    parser.add_argument("--minutes", type=float, default=60.0, help="after which no other question is begun")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--slow", type=float, default=20.0, help="seconds after which an engine is asked only once")
    parser.add_argument("--only", default=[""], nargs="+", help="questions whose name has one of these in it")
    parser.add_argument("--cpu", action="store_true", help="processor time, one thread each")
    parser.add_argument("--json", type=Path, help="a file that gets a line of JSON a question")
    asked = parser.parse_args()
    report(_world(asked), asked)


if __name__ == "__main__":
    main()
