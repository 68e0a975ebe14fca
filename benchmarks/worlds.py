"""A graph as each engine holds it."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

import networkx as nx
import numpy as np
import scipy.sparse as sp

from graph.engine.frozen import FrozenGraph
from graph.network import build
from graph.snapshot import Snapshot
from graph.view import View
from loaders.registry import read_chosen
from ontology.vocabulary import load_vocabulary

Held: TypeAlias = Any
"""What an engine holds or gives: engines have no types."""


@dataclass(frozen=True)
class World:
    """One simple graph without direction."""

    size: int
    source: Held
    target: Held
    weight: Held

    @cached_property
    def ours(self) -> FrozenGraph:
        """Our arrays."""
        return FrozenGraph(range(self.size), self.source, self.target, weights={"weight": self.weight})

    @cached_property
    def networkx(self) -> Held:
        """NetworkX's own classes."""
        graph = nx.Graph()
        graph.add_nodes_from(range(self.size))
        ends = zip(self.source.tolist(), self.target.tolist(), self.weight.tolist(), strict=True)
        graph.add_weighted_edges_from(ends)
        return graph

    @cached_property
    def networkit(self) -> Held:
        """A NetworKit graph without weights, and one with them."""
        networkit = importlib.import_module("networkit")
        coo = (self.weight, (self.source.astype(np.uint64), self.target.astype(np.uint64)))
        return [
            networkit.GraphFromCoo(coo, n=self.size, weighted=weighted, directed=False) for weighted in (False, True)
        ]

    @cached_property
    def rustworkx(self) -> Held:
        """A rustworkx graph whose edges carry their weight."""
        rustworkx = importlib.import_module("rustworkx")
        graph = rustworkx.PyGraph(multigraph=False)
        graph.add_nodes_from(range(self.size))
        graph.add_edges_from(list(zip(self.source.tolist(), self.target.tolist(), self.weight.tolist(), strict=True)))
        return graph

    @cached_property
    def rustworkx_directed(self) -> Held:
        """The same with each edge in both directions."""
        return self.rustworkx.to_directed()

    @cached_property
    def igraph(self) -> Held:
        """An igraph graph."""
        igraph = importlib.import_module("igraph")
        edges = list(zip(self.source.tolist(), self.target.tolist(), strict=True))
        return igraph.Graph(n=self.size, edges=edges, edge_attrs={"weight": self.weight.tolist()})

    @cached_property
    def matrix(self) -> Held:
        """The bare adjacency matrix that SciPy multiplies with."""
        both = np.concatenate([self.source, self.target]), np.concatenate([self.target, self.source])
        return sp.coo_array((np.ones(2 * len(self.source)), both), shape=(self.size, self.size)).tocsr()

    @cached_property
    def weighted(self) -> Held:
        """The same with the weights of the edges."""
        both = np.concatenate([self.source, self.target]), np.concatenate([self.target, self.source])
        values = np.concatenate([self.weight, self.weight])
        return sp.coo_array((values, both), shape=(self.size, self.size)).tocsr()

    @cached_property
    def walk(self) -> Held:
        """The same with columns that add up to one, for PageRank."""
        out = self.matrix.sum(axis=1)
        shares = sp.diags_array(np.divide(1.0, out, out=np.zeros(self.size), where=out > 0))
        return (self.matrix.T @ shares).tocsr()

    @cached_property
    def parts(self) -> Held:
        """How many other nodes each reaches."""
        _, label = sp.csgraph.connected_components(self.matrix, directed=False)
        return np.bincount(label)[label] - 1

    @cached_property
    def pairs(self) -> Sequence[tuple[int, int]]:
        """Ends of paths that exist."""
        made = np.random.default_rng(5)
        main = sorted(max(nx.connected_components(self.ours), key=len))
        return [(int(a), int(b)) for a, b in made.choice(main, (40, 2)) if a != b][:20]


def make(size: int, edges: int) -> World:
    """A graph whose degrees are spread like a register's: a few hubs, many leaves, some isolates."""
    made = np.random.default_rng(1)
    likely = (np.arange(size) + 10.0) ** -0.75
    ends = made.permutation(size)[made.choice(size, (2, edges), p=likely / likely.sum())]
    return simple(size, ends[0], ends[1])


def released(file: Path, reader: str = "sipri-register", projection: str = "roles") -> World:
    """The graph of a publisher's real release, by the loader that reads it, in the default view of a projection."""
    vocabulary = load_vocabulary()
    release = read_chosen(reader, file, vocabulary, choices={}).loadset
    rows = [(claim, 1, None) for claim in release.claims]
    snapshot = Snapshot.build(vocabulary, 1, (release.dataset,), release.sources, rows)
    graph: Any = build(snapshot, View(projection=projection)).simple
    return simple(len(graph), graph.source, graph.target)


def simple(size: int, source: Held, target: Held) -> World:
    """Without loops and parallel edges, each edge with a weight by chance."""
    low, high = np.minimum(source, target).astype(np.int64), np.maximum(source, target).astype(np.int64)
    key = np.unique((low * size + high)[low != high])
    weight = np.random.default_rng(2).uniform(0.1, 1, len(key))
    return World(size, (key // size).astype(np.int32), (key % size).astype(np.int32), weight)
