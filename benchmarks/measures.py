"""Measures of nodes as each engine is asked for them, each answer brought to NetworkX's definition to be compared."""

from __future__ import annotations

import importlib
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import networkx as nx
import numpy as np
import scipy.sparse.linalg

from benchmarks.worlds import Held, World

PIVOTS, FEW_PIVOTS, SOME = 500, 20, 512
TOLERANCE = 1e-10
"""Of iterations, times the number of nodes as NetworkX has it: its own 1e-6 is met before the third digit holds."""


@dataclass(frozen=True, slots=True)
class Way:
    """How an engine is asked; `read` turns its answer into numbers that are the same for all, None: it can't be."""

    ask: Callable[[], Held]
    read: Callable[[Held], Held] | None = None


Ways = Mapping[str, Way]
"""One question: how each engine is asked; the first is ours."""


def values(scores: Held) -> Held:
    """Scores by node, in the order of the nodes."""
    return np.fromiter((scores[node] for node in range(len(scores))), np.float64, len(scores))


def unit(scores: Held) -> Held:
    """Of length one and of one sign, as a direction is."""
    vector = np.abs(np.asarray(scores, dtype=np.float64))
    return vector / np.linalg.norm(vector)


def lib(name: str) -> Held:
    """An engine, which may not be there: only what is asked is imported."""
    return importlib.import_module(name)


def _networkx(world: World, function: Callable[..., Held], **given: Held) -> dict[str, Way]:
    """Ours, NetworkX's own, and rustnx on a graph that it has converted before."""
    graph, native = world.networkx, getattr(function, "orig_func", function)
    seeded = {"seed": random.Random(given.pop("seed"))} if "seed" in given else {}
    name = function.__name__

    def again() -> dict[str, Held]:
        return {"seed": random.Random(1)} if seeded else {}

    ways = {
        "ours": Way(lambda: function(world.ours, **given, **again()), values),
        "networkx": Way(lambda: native(graph, **given, **again()), values),
    }
    if name in nx.utils.backends.backend_info.get("rustnx", {}).get("functions", ()):
        ways["rustnx"] = Way(lambda: function(graph, **given, **again(), backend="rustnx"), values)
    return ways


def _igraph(world: World, measure: str) -> Callable[[], Held]:
    """igraph's answer, its graph made when it is asked: it may not be there."""
    return lambda: getattr(world.igraph, measure)()  # noqa: PLW0108 - there may be no igraph


def betweenness(world: World) -> Ways:
    pairs = (world.size - 1) * (world.size - 2) / 2
    return _networkx(world, nx.betweenness_centrality) | {
        "networkit": Way(
            lambda: lib("networkit").centrality.Betweenness(world.networkit[0], True).run().scores(), np.array
        ),
        "rustworkx": Way(lambda: lib("rustworkx").graph_betweenness_centrality(world.rustworkx), values),
        "igraph": Way(_igraph(world, "betweenness"), lambda scores: np.array(scores) / pairs),
    }


def pivots(world: World, count: int = PIVOTS) -> Ways:
    chosen = random.Random(1).sample(list(range(world.size)), count)
    ways = _networkx(world, nx.betweenness_centrality, k=count, seed=1)
    if "rustnx" in ways:
        ways["rustnx"] = Way(ways["rustnx"].ask)  # its own pivots
    return ways | {
        "networkit": Way(
            lambda: lib("networkit").centrality.EstimateBetweenness(world.networkit[0], count).run().scores()
        ),
        "igraph": Way(lambda: world.igraph.betweenness(sources=chosen)),
    }


def few_pivots(world: World) -> Ways:
    """For graphs on which 500 take minutes."""
    return pivots(world, FEW_PIVOTS)


def closeness(world: World) -> Ways:
    kit = lib("networkit").centrality if "networkit" in AVAILABLE else None
    rest = world.parts / (world.size - 1)
    return _networkx(world, nx.closeness_centrality) | {
        "networkit": Way(
            lambda: kit.Closeness(world.networkit[0], True, kit.ClosenessVariant.GENERALIZED).run().scores(), np.array
        ),
        "rustworkx": Way(lambda: lib("rustworkx").closeness_centrality(world.rustworkx), values),
        "igraph": Way(_igraph(world, "closeness"), lambda scores: np.nan_to_num(scores) * rest),
    }


def harmonic(world: World) -> Ways:
    return _networkx(world, nx.harmonic_centrality) | {
        "networkit": Way(
            lambda: lib("networkit").centrality.HarmonicCloseness(world.networkit[0], False).run().scores(), np.array
        ),
        "igraph": Way(_igraph(world, "harmonic_centrality"), lambda scores: np.nan_to_num(scores) * (world.size - 1)),
    }


def harmonic_of_some(world: World) -> Ways:
    """Of as many nodes as we search from at once: all take as many times longer as there are more."""
    some = random.Random(1).sample(range(world.size), min(SOME, world.size))
    native = getattr(nx.harmonic_centrality, "orig_func", nx.harmonic_centrality)

    def read(scores: Held) -> Held:
        return np.array([scores[node] for node in some])

    return {
        "ours": Way(lambda: nx.harmonic_centrality(world.ours, nbunch=some), read),
        "networkx": Way(lambda: native(world.networkx, nbunch=some), read),
        "igraph": Way(
            lambda: world.igraph.harmonic_centrality(vertices=some),
            lambda scores: np.nan_to_num(scores) * (world.size - 1),
        ),
    }


def pagerank(world: World) -> Ways:
    kit = lib("networkit").centrality if "networkit" in AVAILABLE else None
    return _networkx(world, nx.pagerank, weight=None, max_iter=500, tol=TOLERANCE) | {
        "scipy": Way(lambda: iterate(world.walk), np.array),
        "networkit": Way(
            lambda: kit.PageRank(world.networkit[0], 0.85, 1e-9).run().scores(),
            lambda scores: np.array(scores) / sum(scores),  # it loses what comes to nodes without edges
        ),
        "rustworkx": Way(
            lambda: lib("rustworkx").pagerank(world.rustworkx_directed, tol=TOLERANCE, max_iter=500), values
        ),
        "igraph": Way(_igraph(world, "pagerank"), np.array),
    }


def iterate(step: Held) -> Held:
    """PageRank by bare power iteration on a kept matrix, to NetworkX's tolerance."""
    size = step.shape[0]
    stuck = np.flatnonzero(np.diff(step.tocsc().indptr) == 0)
    x = np.full(size, 1 / size)
    while True:
        last, x = x, 0.85 * (step @ x + x[stuck].sum() / size) + 0.15 / size
        if np.abs(x - last).sum() < size * TOLERANCE:
            return x


def eigenvector(world: World) -> Ways:
    def power() -> Held:
        x = np.full(world.size, 1 / world.size)
        while True:
            last = x
            x = last + world.matrix @ last
            x = x / np.linalg.norm(x)
            if np.abs(x - last).sum() < world.size * TOLERANCE:
                return x

    kit = lib("networkit").centrality if "networkit" in AVAILABLE else None
    own = _networkx(world, nx.eigenvector_centrality, max_iter=2000, tol=TOLERANCE)
    return {name: Way(way.ask, lambda scores: unit(values(scores))) for name, way in own.items()} | {
        "scipy": Way(power, unit),
        "networkit": Way(lambda: kit.EigenvectorCentrality(world.networkit[0], 1e-9).run().scores(), unit),
        "rustworkx": Way(
            lambda: lib("rustworkx").eigenvector_centrality(world.rustworkx, max_iter=2000, tol=TOLERANCE),
            lambda scores: unit(values(scores)),
        ),
        "igraph": Way(_igraph(world, "eigenvector_centrality"), unit),
    }


def katz(world: World) -> Ways:
    largest = scipy.sparse.linalg.eigsh(world.matrix, k=1, return_eigenvectors=False)[0]
    alpha = float(0.5 / largest)

    def power() -> Held:
        x = np.zeros(world.size)
        while True:
            last, x = x, alpha * (world.matrix @ x) + 1.0
            if np.abs(x - last).sum() < world.size * TOLERANCE:
                return x

    own = _networkx(world, nx.katz_centrality, alpha=alpha, tol=TOLERANCE)
    return {name: Way(way.ask, lambda scores: unit(values(scores))) for name, way in own.items()} | {
        "scipy": Way(power, unit),
        "rustworkx": Way(
            lambda: lib("rustworkx").katz_centrality(world.rustworkx, alpha=alpha, tol=TOLERANCE),
            lambda scores: unit(values(scores)),
        ),
    }


def hits(world: World) -> Ways:
    """NetworkX weighs edges here."""

    def singular() -> Held:
        start = np.random.default_rng(0).random(world.size)
        product = scipy.sparse.linalg.LinearOperator(
            world.weighted.shape, lambda x: world.weighted.T @ (world.weighted @ x), dtype=np.float64
        )
        return scipy.sparse.linalg.eigsh(product, k=1, v0=start, tol=1e-16)[1].ravel()

    own = _networkx(world, nx.hits, max_iter=1000)
    return {name: Way(way.ask, lambda both: unit(values(both[1]))) for name, way in own.items()} | {
        "scipy": Way(singular, unit),
        "rustworkx": Way(
            lambda: lib("rustworkx").hits(world.rustworkx_directed, weight_fn=float, tol=TOLERANCE, max_iter=2000),
            lambda both: unit(values(both[1])),
        ),
        "igraph": Way(lambda: world.igraph.authority_score(weights="weight"), unit),
    }


def core(world: World) -> Ways:
    return _networkx(world, nx.core_number) | {
        "networkit": Way(
            lambda: lib("networkit").centrality.CoreDecomposition(world.networkit[0]).run().scores(), np.array
        ),
        "igraph": Way(_igraph(world, "coreness"), np.array),
    }


def louvain(world: World) -> Ways:
    return communities(world) | {
        "ours": Way(lambda: nx.community.louvain_communities(world.ours, weight=None, seed=1), _quality(world))
    }


def communities(world: World) -> Ways:
    """Not the same answers: read as their modularity, which is shown beside the times."""
    kit = lib("networkit").community if "networkit" in AVAILABLE else None
    louvain_ = nx.community.louvain_communities.orig_func
    quality = _quality(world)

    def of_kit(run: Held) -> Held:
        return quality(_groups(run.getPartition().getVector()))

    def of_igraph(found: Held) -> Held:
        return quality(_groups(found.membership))

    return {
        "ours": Way(lambda: nx.community.leiden_communities(world.ours, weight=None, seed=1), quality),
        "networkx": Way(lambda: louvain_(world.networkx, weight=None, seed=random.Random(1)), quality),
        "networkit": Way(lambda: kit.ParallelLeiden(world.networkit[0]).run(), of_kit),
        "networkit PLM": Way(lambda: kit.PLM(world.networkit[0]).run(), of_kit),
        "igraph": Way(lambda: world.igraph.community_leiden("modularity", n_iterations=2), of_igraph),
    }


def _groups(labels: Held) -> list[set[int]]:
    groups: dict[int, set[int]] = {}
    for node, label in enumerate(labels):
        groups.setdefault(label, set()).add(node)
    return list(groups.values())


def _quality(world: World) -> Callable[[Held], float]:
    return lambda parts: float(nx.community.modularity(world.ours, parts, weight=None))


AVAILABLE: set[str] = set()
"""The engines that are installed."""
