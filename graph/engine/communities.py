"""NetworkX's communities of high modularity on flat arrays: the methods of Louvain and Leiden.

Both depend on the order in which nodes are looked at, which the seed decides: the same seed gives the same communities,
but not those that NetworkX finds with it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, cast

import networkx as nx
import numpy as np
import scipy.sparse as sp
import scipy.sparse.csgraph

from graph.engine.csr import Floats, Ints, Longs
from graph.engine.frozen import FrozenGraph
from graph.engine.kernels import communities as kernels
from graph.engine.matrices import adjacency

Parts = list[set[Hashable]]
ROUNDS = 2
"""How often the method of Leiden goes through all levels: the second time from where the first one ended."""


@dataclass(frozen=True, slots=True, eq=False)
class Level:
    """The graph of the groups of the level before, as the kernels take it: rows, strengths, all weight twice."""

    indptr: Longs
    indices: Ints
    weight: Floats
    strength: Floats
    whole: float
    resolution: float

    @property
    def rows(self) -> tuple[Longs, Ints, Floats, Floats]:
        """What each kernel starts with."""
        return self.indptr, self.indices, self.weight, self.strength

    def move(self, group: Ints, made: np.random.Generator) -> int:
        """Move nodes between groups in place, and number these; returns how many there are."""
        kernels.move(*self.rows, self._order(made), group, self.resolution, self.whole)
        return int(kernels.number(group))

    def refine(self, group: Ints, made: np.random.Generator) -> Ints:
        """Connected parts of the groups, numbered."""
        part: Ints = kernels.refine(*self.rows, self._order(made), group, self.resolution, self.whole)
        kernels.number(part)
        return part

    def modularity(self, group: Ints) -> float:
        """Of a partition of the nodes of this level, which is that of the nodes that they stand for."""
        return float(kernels.modularity(*self.rows, group, self.resolution, self.whole))

    def gather(self, group: Ints, count: int) -> Level:
        """The next level: groups as nodes."""
        rows = kernels.gather(self.indptr, self.indices, self.weight, group, count)
        strength = np.zeros(count)
        np.add.at(strength, group, self.strength)
        return Level(*rows, strength, self.whole, self.resolution)

    def _order(self, made: np.random.Generator) -> Ints:
        return made.permutation(len(self.strength)).astype(np.int32)


def louvain_communities(
    G: FrozenGraph,
    weight: str | None = "weight",
    resolution: float = 1,
    threshold: float = 0.0000001,
    max_level: int | None = None,
    seed: Any = None,
) -> Parts:
    """The partition that the method of Louvain ends at."""
    return _parts(G, _last(_louvain(G, weight, resolution, threshold, seed), max_level))


def louvain_partitions(
    G: FrozenGraph,
    weight: str | None = "weight",
    resolution: float = 1,
    threshold: float = 0.0000001,
    seed: Any = None,
) -> Iterator[Parts]:
    """The partition of each level, from small communities to large ones."""
    return (_parts(G, labels) for labels in _louvain(G, weight, resolution, threshold, seed))


def leiden_communities(
    G: FrozenGraph,
    weight: str | None = "weight",
    resolution: float = 1,
    max_level: int | None = None,
    seed: Any = None,
) -> Parts:
    """The partition that the method of Leiden ends at: each community is connected."""
    return _parts(G, _connected(G, _last(_leiden(G, weight, resolution, seed), max_level)))


def leiden_partitions(
    G: FrozenGraph, weight: str | None = "weight", resolution: float = 1, seed: Any = None
) -> Iterator[Parts]:
    """The partition of each level, each better than the one before; in all of them communities are connected."""
    return (_parts(G, _connected(G, labels)) for labels in _leiden(G, weight, resolution, seed))


def modularity(G: FrozenGraph, communities: Any, weight: str | None = "weight", resolution: float = 1) -> float:
    """How much more of the edges' weight is within communities than chance would have."""
    parts = list(communities)
    label = {node: number for number, part in enumerate(filter(None, parts)) for node in part if node in G}
    if not len(G) == len(label) == sum(map(len, parts)):
        raise nx.community.quality.NotAPartition(cast("Any", G), parts)
    level = _first(G, weight, resolution)
    if level is None:
        raise ZeroDivisionError("modularity is not defined for a graph without edges that weigh anything")
    return level.modularity(np.array([label[node] for node in G.ids], dtype=np.int32))


def _louvain(G: FrozenGraph, weight: str | None, resolution: float, threshold: float, seed: Any) -> Iterator[Ints]:
    """For each level the community of each node."""
    place, level, made = np.arange(len(G), dtype=np.int32), _first(G, weight, resolution), _generator(seed)
    if level is None:
        yield place
        return
    before = level.modularity(place)
    while True:
        group = np.arange(len(level.strength), dtype=np.int32)
        count = level.move(group, made)
        place = group[place]
        yield place
        reached = level.modularity(group)
        if reached - before <= threshold:
            return
        before, level = reached, level.gather(group, count)


def _leiden(G: FrozenGraph, weight: str | None, resolution: float, seed: Any) -> Iterator[Ints]:
    """After each move the community of each node."""
    place, level, made = np.arange(len(G), dtype=np.int32), _first(G, weight, resolution), _generator(seed)
    if level is None:
        yield place
        return
    reached = place
    for _ in range(ROUNDS):
        for group in _climb(level, reached.copy(), made):
            reached = group
            yield group


def _climb(level: Level, group: Ints, made: np.random.Generator) -> Iterator[Ints]:
    """Move, refine, gather, until nothing is left to gather: the community of each node after each move."""
    place = np.arange(len(group), dtype=np.int32)
    while True:
        count = level.move(group, made)
        yield group[place]
        part = level.refine(group, made)
        parts = int(part.max()) + 1
        if len(group) in (count, parts):
            return
        place, level = part[place], level.gather(part, parts)
        coarse = np.empty(parts, dtype=np.int32)
        coarse[part] = group
        group = coarse


def _first(G: FrozenGraph, weight: str | None, resolution: float) -> Level | None:
    """The graph itself; None if nothing links its nodes."""
    if len(G) == 0 or len(G.source) == 0:
        return None
    matrix = adjacency(G, weight)
    loops = matrix.diagonal()
    both = matrix + sp.diags_array(loops).tocsr() if loops.any() else matrix
    strength = np.asarray(both.sum(axis=1)).ravel()
    whole = float(strength.sum())
    rows = both.indptr.astype(np.int64), both.indices.astype(np.int32), both.data
    return Level(*rows, strength, whole, float(resolution)) if whole > 0 else None


def _generator(seed: Any) -> np.random.Generator:
    return np.random.default_rng(None if seed is None else seed.getrandbits(64))


def _last(levels: Iterator[Ints], max_level: int | None) -> Ints:
    if max_level is not None and max_level <= 0:
        raise ValueError("max_level argument must be a positive integer or None")
    return deque(islice(levels, max_level), maxlen=1).pop()


def _connected(G: FrozenGraph, labels: Ints) -> Ints:
    """Communities in connected parts, which only adds to their modularity: a level before the last may lack it."""
    if len(G.source) == 0:
        return labels
    source, target = G.source, G.target
    kept = labels[source] == labels[target]
    links = sp.coo_array((np.ones(int(kept.sum())), (source[kept], target[kept])), shape=(len(G), len(G)))
    _, parts = scipy.sparse.csgraph.connected_components(links, directed=False)
    found: Ints = parts.astype(np.int32)
    return found


def _parts(G: FrozenGraph, labels: Ints) -> Parts:
    """Sets of nodes in the order of their first ones."""
    parts: dict[int, set[Hashable]] = {}
    for node, label in zip(G.ids, labels.tolist(), strict=True):
        parts.setdefault(label, set()).add(node)
    return list(parts.values())
