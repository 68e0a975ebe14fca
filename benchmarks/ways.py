"""Paths, views and series as each engine is asked for them."""

from __future__ import annotations

from itertools import islice, pairwise

import networkx as nx
import numpy as np

from benchmarks.measures import Way, Ways, lib
from benchmarks.worlds import Held, World
from graph.engine.frozen import FrozenGraph

YEARS = 30


def hops(world: World) -> Ways:
    """Twenty pairs, one after the other."""
    own, graph, pairs = world.ours, world.networkx, world.pairs

    def lengths(paths: Held) -> Held:
        return np.array([len(path) - 1 for path in paths])

    def kit() -> Held:
        distance = lib("networkit").distance
        return [distance.BidirectionalBFS(world.networkit[0], a, b, True).run().getDistance() for a, b in pairs]

    return {
        "ours": Way(lambda: [nx.shortest_path(own, a, b) for a, b in pairs], lengths),
        "networkx": Way(lambda: [nx.shortest_path.orig_func(graph, a, b) for a, b in pairs], lengths),
        "rustnx": Way(lambda: [nx.shortest_path(graph, a, b, backend="rustnx") for a, b in pairs], lengths),
        "networkit": Way(kit, np.array),
        "rustworkx": Way(
            lambda: [lib("rustworkx").dijkstra_shortest_paths(world.rustworkx, a, b)[b] for a, b in pairs], lengths
        ),
        "igraph": Way(lambda: [world.igraph.get_shortest_path(a, b) for a, b in pairs], lengths),
    }


def credible(world: World) -> Ways:
    """The most credible path of twenty pairs: the least sum of weights."""
    own, graph, pairs = world.ours, world.networkx, world.pairs

    def kit() -> Held:
        distance = lib("networkit").distance
        return [distance.BidirectionalDijkstra(world.networkit[1], a, b, True).run().getDistance() for a, b in pairs]

    def rust() -> Held:
        some = lib("rustworkx").dijkstra_shortest_paths
        return [some(world.rustworkx, a, b, float)[b] for a, b in pairs]

    def costs(paths: Held) -> Held:
        return np.array([cost(world, path) for path in paths])

    return {
        "ours": Way(lambda: [nx.dijkstra_path(own, a, b) for a, b in pairs], costs),
        "networkx": Way(
            lambda: [nx.bidirectional_dijkstra.orig_func(graph, a, b) for a, b in pairs],
            lambda found: np.array([length for length, _ in found]),
        ),
        "rustnx": Way(lambda: [nx.dijkstra_path(graph, a, b, backend="rustnx") for a, b in pairs], costs),
        "networkit": Way(kit, np.array),
        "rustworkx": Way(rust, costs),
        "igraph": Way(lambda: [world.igraph.get_shortest_path(a, b, weights="weight") for a, b in pairs], costs),
    }


def cost(world: World, path: Held) -> float:
    """What a path weighs."""
    return float(sum(world.networkx[u][v]["weight"] for u, v in pairwise(path)))


def simple_paths(world: World) -> Ways:
    """All simple paths of five pairs, up to four hops."""
    some, graph = world.pairs[:5], world.networkx

    def count(found: Held) -> Held:
        return np.array([len(paths) for paths in found])

    return {
        "ours": Way(lambda: [list(nx.all_simple_paths(world.ours, *pair, cutoff=4)) for pair in some], count),
        "networkx": Way(lambda: [list(nx.all_simple_paths.orig_func(graph, *pair, cutoff=4)) for pair in some], count),
        "rustworkx": Way(
            lambda: [lib("rustworkx").all_simple_paths(world.rustworkx, *pair, cutoff=5) for pair in some], count
        ),
        "igraph": Way(lambda: [world.igraph.get_all_simple_paths(*pair, maxlen=4) for pair in some], count),
    }


def yen(world: World) -> Ways:
    """The ten most credible simple paths of one pair."""
    a, b = world.pairs[0]

    def costs(paths: Held) -> Held:
        return np.array([cost(world, path) for path in paths])

    return {
        "ours": Way(lambda: list(islice(nx.shortest_simple_paths(world.ours, a, b, weight="weight"), 10)), costs),
        "networkx": Way(
            lambda: list(islice(nx.shortest_simple_paths.orig_func(world.networkx, a, b, weight="weight"), 10)), costs
        ),
        "igraph": Way(lambda: world.igraph.get_k_shortest_paths(a, b, k=10, weights="weight"), costs),
    }


def view_graph(world: World) -> Ways:
    """The graph of a filter on edges, in rows, against building it anew."""
    kept = np.random.default_rng(2).random(len(world.source)) < 0.7  # noqa: PLR2004 - most edges stay
    base = FrozenGraph(range(world.size), world.source, world.target)
    _ = base.slots

    def mask() -> Held:
        graph = base.masked(kept)
        graph.rows()
        return graph

    return {
        "ours": Way(mask, lambda graph: graph.size()),
        "networkx": Way(lambda: rebuilt(world, kept), lambda graph: graph.size()),
    }


def rebuilt(world: World, kept: Held) -> Held:
    """NetworkX's own graph of the edges that stay."""
    graph = nx.Graph()
    graph.add_edges_from(zip(world.source[kept].tolist(), world.target[kept].tolist(), strict=True))
    return graph


def series(world: World) -> Ways:
    """PageRank of the graphs of thirty years."""
    year = np.random.default_rng(3).integers(0, YEARS, len(world.source))
    base = FrozenGraph(range(world.size), world.source, world.target)
    _ = base.slots

    def ours() -> Held:
        ends = np.concatenate([world.source, world.target])
        found = []
        for at in range(YEARS):
            kept = year <= at
            there = np.zeros(world.size, dtype=np.bool_)
            there[ends[np.concatenate([kept, kept])]] = True
            found.append(nx.pagerank(base.masked(kept, there)))
        return found

    def theirs() -> Held:
        return [nx.pagerank.orig_func(rebuilt(world, year <= at)) for at in range(YEARS)]

    def read(found: Held) -> Held:
        return np.array([scores[node] for scores in found for node in sorted(scores)])

    return {"ours": Way(ours, read), "networkx": Way(theirs, read)}
