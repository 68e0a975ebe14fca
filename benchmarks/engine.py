"""NetworkX's calls on our arrays, beside the same question put to NetworkX and to whichever other engines there are.

    python -m benchmarks.engine --size 2000:8000 --rounds 5
    python -m benchmarks.engine --size 50000:250000 --rounds 3 --slow 20 --only paths

Graphs are generated: ends of edges are drawn so that a few nodes have very many and most have few, and each edge has a
weight. Engines answer in turn, round by round, on graphs made beforehand. An engine that needs more than `--slow`
seconds for a question is asked once, and those in `HOURS` are not asked it on large graphs at all.
"""

from __future__ import annotations

import argparse
import importlib
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from itertools import islice
from statistics import median
from typing import Any

import networkx as nx
import numpy as np
import scipy.sparse as sp

from graph.engine.frozen import FrozenGraph

Engines = Mapping[str, Callable[[], object]]
"""One question: how each engine is asked; the first is ours."""
PIVOTS = 500


@dataclass(frozen=True)
class World:
    """One generated graph, as each engine holds it."""

    size: int
    source: Any
    target: Any
    weight: Any

    @cached_property
    def ours(self) -> FrozenGraph:
        """Our arrays."""
        return FrozenGraph(range(self.size), self.source, self.target, weights={"weight": self.weight})

    @cached_property
    def networkx(self) -> Any:  # noqa: ANN401 - engines have no types
        """NetworkX's own classes."""
        graph = nx.Graph()
        graph.add_nodes_from(range(self.size))
        ends = zip(self.source.tolist(), self.target.tolist(), self.weight.tolist(), strict=True)
        graph.add_weighted_edges_from(ends)
        return graph

    @cached_property
    def networkit(self) -> Any:  # noqa: ANN401 - engines have no types
        """A NetworKit graph without weights, and one with them."""
        networkit = importlib.import_module("networkit")
        coo = (self.weight, (self.source.astype(np.uint64), self.target.astype(np.uint64)))
        return [
            networkit.GraphFromCoo(coo, n=self.size, weighted=weighted, directed=False) for weighted in (False, True)
        ]

    @cached_property
    def rustworkx(self) -> Any:  # noqa: ANN401 - engines have no types
        """A rustworkx graph whose edges carry their weight."""
        rustworkx = importlib.import_module("rustworkx")
        graph = rustworkx.PyGraph(multigraph=False)
        graph.add_nodes_from(range(self.size))
        graph.add_edges_from(list(zip(self.source.tolist(), self.target.tolist(), self.weight.tolist(), strict=True)))
        return graph

    @cached_property
    def rustworkx_directed(self) -> Any:  # noqa: ANN401 - engines have no types
        """The same with each edge in both directions."""
        return self.rustworkx.to_directed()

    @cached_property
    def igraph(self) -> Any:  # noqa: ANN401 - engines have no types
        """An igraph graph."""
        igraph = importlib.import_module("igraph")
        edges = list(zip(self.source.tolist(), self.target.tolist(), strict=True))
        return igraph.Graph(n=self.size, edges=edges, edge_attrs={"weight": self.weight.tolist()})

    @cached_property
    def matrix(self) -> Any:  # noqa: ANN401 - engines have no types
        """The bare matrix that SciPy iterates on, with columns that add up to one."""
        both = np.concatenate([self.source, self.target]), np.concatenate([self.target, self.source])
        matrix = sp.coo_array((np.ones(2 * len(self.source)), both), shape=(self.size, self.size)).tocsr()
        out = matrix.sum(axis=1)
        return (matrix.T @ sp.diags_array(np.divide(1.0, out, out=np.zeros(self.size), where=out > 0))).tocsr()

    @cached_property
    def pairs(self) -> Sequence[tuple[int, int]]:
        """Ends of paths that exist."""
        made = np.random.default_rng(5)
        main = sorted(max(nx.connected_components(self.ours), key=len))
        return [(int(a), int(b)) for a, b in made.choice(main, (20, 2)) if a != b]


def make(size: int, edges: int) -> World:
    """A simple graph whose degrees are spread like a register's: a few hubs, many leaves, some isolates."""
    made = np.random.default_rng(1)
    likely = (np.arange(size) + 10.0) ** -0.75
    ends = made.permutation(size)[made.choice(size, (2, edges), p=likely / likely.sum())]
    low, high = ends.min(axis=0), ends.max(axis=0)
    key = np.unique((low * size + high)[low != high])
    return World(size, (key // size).astype(np.int32), (key % size).astype(np.int32), made.uniform(0.1, 1, len(key)))


def betweenness(world: World) -> Engines:
    nk, rx = world.networkit, importlib.import_module("rustworkx")
    return {
        "ours": lambda: nx.betweenness_centrality(world.ours),
        "networkx": lambda: nx.betweenness_centrality(world.networkx),
        "networkit": lambda: importlib.import_module("networkit").centrality.Betweenness(nk[0], True).run().scores(),
        "rustworkx": lambda: rx.graph_betweenness_centrality(world.rustworkx),
        "igraph": world.igraph.betweenness,
    }


def pivots(world: World) -> Engines:
    chosen = list(range(0, world.size, max(1, world.size // PIVOTS)))[:PIVOTS]
    return {
        "ours": lambda: nx.betweenness_centrality(world.ours, k=PIVOTS, seed=1),
        "networkx": lambda: nx.betweenness_centrality(world.networkx, k=PIVOTS, seed=1),
        "networkit": lambda: (
            importlib.import_module("networkit").centrality.EstimateBetweenness(world.networkit[0], PIVOTS).run()
        ),
        "igraph": lambda: world.igraph.betweenness(sources=chosen),
    }


def closeness(world: World) -> Engines:
    rx, nk = importlib.import_module("rustworkx"), importlib.import_module("networkit").centrality
    return {
        "ours": lambda: nx.closeness_centrality(world.ours),
        "networkx": lambda: nx.closeness_centrality(world.networkx),
        "networkit": lambda: nk.Closeness(world.networkit[0], True, nk.ClosenessVariant.GENERALIZED).run().scores(),
        "rustworkx": lambda: rx.closeness_centrality(world.rustworkx),
        "igraph": world.igraph.closeness,
    }


def harmonic(world: World) -> Engines:
    nk = importlib.import_module("networkit").centrality
    return {
        "ours": lambda: nx.harmonic_centrality(world.ours),
        "networkx": lambda: nx.harmonic_centrality(world.networkx),
        "networkit": lambda: nk.HarmonicCloseness(world.networkit[0], False).run().scores(),
        "igraph": world.igraph.harmonic_centrality,
    }


def pagerank(world: World) -> Engines:
    rx, nk, matrix = importlib.import_module("rustworkx"), importlib.import_module("networkit"), world.matrix
    return {
        "ours": lambda: nx.pagerank(world.ours, weight=None),
        "networkx": lambda: nx.pagerank(world.networkx, weight=None),
        "scipy": lambda: iterate(matrix),
        "networkit": lambda: nk.centrality.PageRank(world.networkit[0], 0.85, 1e-9).run().scores(),
        "rustworkx": lambda: rx.pagerank(world.rustworkx_directed),
        "igraph": world.igraph.pagerank,
    }


def iterate(step: Any) -> Any:  # noqa: ANN401 - engines have no types
    """PageRank by bare power iteration on a kept matrix, to NetworkX's tolerance."""
    size = step.shape[0]
    stuck = np.flatnonzero(step.sum(axis=0) == 0)
    x = np.full(size, 1 / size)
    while True:
        last, x = x, 0.85 * (step @ x + x[stuck].sum() / size) + 0.15 / size
        if np.abs(x - last).sum() < size * 1e-6:
            return x


def core(world: World) -> Engines:
    return {
        "ours": lambda: nx.core_number(world.ours),
        "networkx": lambda: nx.core_number(world.networkx),
        "networkit": lambda: (
            importlib.import_module("networkit").centrality.CoreDecomposition(world.networkit[0]).run().scores()
        ),
        "igraph": world.igraph.coreness,
    }


def hops(world: World) -> Engines:
    nk = importlib.import_module("networkit")
    return {
        "ours": lambda: [nx.shortest_path(world.ours, a, b) for a, b in world.pairs],
        "networkx": lambda: [nx.shortest_path(world.networkx, a, b) for a, b in world.pairs],
        "networkit": lambda: [nk.distance.BidirectionalBFS(world.networkit[0], a, b).run() for a, b in world.pairs],
        "igraph": lambda: [world.igraph.get_shortest_path(a, b) for a, b in world.pairs],
    }


def credible(world: World) -> Engines:
    nk, rx = importlib.import_module("networkit"), importlib.import_module("rustworkx")
    return {
        "ours": lambda: [nx.shortest_path(world.ours, a, b, weight="weight") for a, b in world.pairs],
        "networkx": lambda: [nx.bidirectional_dijkstra(world.networkx, a, b) for a, b in world.pairs],
        "networkit": lambda: [
            nk.distance.BidirectionalDijkstra(world.networkit[1], a, b).run() for a, b in world.pairs
        ],
        "rustworkx": lambda: [rx.dijkstra_shortest_paths(world.rustworkx, a, b, float) for a, b in world.pairs[:3]],
        "igraph": lambda: [world.igraph.get_shortest_path(a, b, weights="weight") for a, b in world.pairs],
    }


def simple_paths(world: World) -> Engines:
    rx = importlib.import_module("rustworkx")
    some = world.pairs[:5]
    return {
        "ours": lambda: [len(list(nx.all_simple_paths(world.ours, *pair, cutoff=4))) for pair in some],
        "networkx": lambda: [len(list(nx.all_simple_paths(world.networkx, *pair, cutoff=4))) for pair in some],
        "rustworkx": lambda: [len(rx.all_simple_paths(world.rustworkx, *pair, cutoff=5)) for pair in some],
        "igraph": lambda: [len(world.igraph.get_all_simple_paths(*pair, maxlen=4)) for pair in some],
    }


def yen(world: World) -> Engines:
    a, b = world.pairs[0]
    return {
        "ours": lambda: list(islice(nx.shortest_simple_paths(world.ours, a, b, weight="weight"), 10)),
        "networkx": lambda: list(islice(nx.shortest_simple_paths(world.networkx, a, b, weight="weight"), 10)),
        "igraph": lambda: world.igraph.get_k_shortest_paths(a, b, k=10, weights="weight"),
    }


def view_graph(world: World) -> Engines:
    """The graph of a filter on edges, in rows, against building it anew."""
    kept = np.random.default_rng(2).random(len(world.source)) < 0.7  # noqa: PLR2004 - most edges stay
    base = FrozenGraph(range(world.size), world.source, world.target)
    _ = base.slots

    def rebuild() -> object:
        graph = nx.Graph()
        graph.add_edges_from(zip(world.source[kept].tolist(), world.target[kept].tolist(), strict=True))
        return graph

    return {"ours": lambda: base.masked(kept).rows(), "networkx": rebuild}


def series(world: World) -> Engines:
    """PageRank of five graphs filtered by date."""
    year = np.random.default_rng(3).integers(0, 10, len(world.source))
    base = FrozenGraph(range(world.size), world.source, world.target)
    _ = base.slots

    def rebuild(at: int) -> object:
        kept = year <= at
        graph = nx.Graph()
        graph.add_edges_from(zip(world.source[kept].tolist(), world.target[kept].tolist(), strict=True))
        return nx.pagerank(graph)

    return {
        "ours": lambda: [nx.pagerank(base.masked(year <= at)) for at in range(5, 10)],
        "networkx": lambda: [rebuild(at) for at in range(5, 10)],
    }


QUESTIONS: Mapping[str, Callable[[World], Engines]] = {
    "betweenness, exact": betweenness,
    "betweenness, 500 pivots": pivots,
    "closeness": closeness,
    "harmonic": harmonic,
    "PageRank": pagerank,
    "core numbers": core,
    "paths: 20 pairs by hops": hops,
    "paths: 20 pairs by weight": credible,
    "paths: all simple, up to 4 hops": simple_paths,
    "paths: 10 cheapest simple (Yen)": yen,
    "view's graph": view_graph,
    "series: PageRank at 5 dates": series,
}
LARGE = 20_000
HOURS = {
    "betweenness, exact": {"ours", "networkx", "networkit", "rustworkx", "igraph"},
    "betweenness, 500 pivots": {"networkx"},
    "closeness": {"networkx", "rustworkx", "networkit", "igraph"},
    "harmonic": {"networkx", "networkit", "igraph"},
    "paths: all simple, up to 4 hops": {"networkx", "igraph"},
}
"""What takes minutes or hours on more nodes than `LARGE`."""
ENGINES = ("networkx", "scipy", "networkit", "rustworkx", "igraph")


def compare(engines: Engines, rounds: int, slow: float) -> Mapping[str, list[float]]:
    """Seconds of each engine, round by round."""
    times: dict[str, list[float]] = {name: [] for name in engines}
    engines["ours"]()
    for _ in range(rounds):
        for name, ask in engines.items():
            if times[name] and max(times[name]) > slow:
                continue
            start = time.perf_counter()
            ask()
            times[name].append(time.perf_counter() - start)
    return times


def ratios(ours: Sequence[float], others: Sequence[float]) -> str:
    """Ours over theirs, least, median and most of the rounds."""
    found = sorted(one / other for one, other in zip(ours, others, strict=False))
    return " / ".join(f"{value:.2g}" for value in (found[0], median(found), found[-1]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", default="2000:8000", help="nodes:edges")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--slow", type=float, default=20.0, help="seconds after which an engine is asked only once")
    parser.add_argument("--only", default="", help="questions whose name has this in it")
    given = parser.parse_args()
    size, edges = map(int, given.size.split(":"))
    world, there = make(size, edges), {"ours", "networkx", "scipy", *filter(find_spec, ENGINES[2:])}
    names = [name for name in ENGINES if name in there]
    for name in (*(there - {"ours", "scipy"}), "matrix", *(("rustworkx_directed",) if "rustworkx" in there else ())):
        getattr(world, name)
    print(f"| {size} nodes, {len(world.source)} edges | ours, ms | {' | '.join(f'ours / {n}' for n in names)} |")
    print(f"|---|---|{'---|' * len(names)}")
    for question, engines in QUESTIONS.items():
        left_out = HOURS.get(question, set()) if size > LARGE else set[str]()
        if given.only in question and "ours" not in left_out:
            asked = {name: ask for name, ask in engines(world).items() if name in there - left_out}
            times = compare(asked, given.rounds, given.slow)
            told = [ratios(times["ours"], times[name]) if name in times else "" for name in names]
            print(f"| {question} | {1000 * median(times['ours']):.3g} | {' | '.join(told)} |", flush=True)


if __name__ == "__main__":
    main()
