"""The parts of a graph that hold together until k nodes are taken away (J. Moody and D. R. White, 2003).

What is in such a part has k neighbours in it, so only the k-core is looked at. If fewer than k nodes cut a piece of it
in two, every part lies in one half and the cut: the halves are looked at in turn, until nothing cuts them (the k-vertex
connected components of D. Wen, L. Qin, Y. Zhang, L. Chang and L. Chen, 2019). Smallest cuts are those of a greatest
flow (K. Menger, 1927; A.-H. Esfahanian and S. L. Hakimi, 1984, on which pairs to look at).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Any, TypeAlias

import networkx as nx
import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, maximum_flow

from graph.budget import check_time

Graph: TypeAlias = "nx.Graph[Any]"
Part = frozenset[Any]


def k_components(graph: Graph) -> dict[int, list[Part]]:
    """For each k the greatest parts that no k - 1 nodes cut, as `nx.k_components` has them; the graph has no loops.

    >>> {k: sorted(map(sorted, parts)) for k, parts in k_components(nx.Graph(["ab", "bc", "ca", "cd"])).items()}
    {1: [['a', 'b', 'c', 'd']], 2: [['a', 'b', 'c']]}
    """
    found = {1: [frozenset(part) for part in nx.connected_components(graph) if len(part) > 1]}
    found[2] = [frozenset(part) for part in nx.biconnected_components(graph) if len(part) > 2]  # noqa: PLR2004 - for k = 2
    k = 2
    while found[k]:
        k += 1
        found[k] = _greatest(part for above in found[k - 1] for part in _held(graph, above, k))
    return {k: parts for k, parts in found.items() if parts}


def _greatest(parts: Iterable[Part]) -> list[Part]:
    ordered = sorted(set(parts), key=lambda part: -len(part))
    return [part for i, part in enumerate(ordered) if not any(part < other for other in ordered[:i])]


def _held(graph: Graph, nodes: Part, k: int) -> Iterator[Part]:
    """The parts of some nodes that no k - 1 of them cut."""
    waiting = [nodes]
    while waiting:
        check_time()
        core = nx.k_core(nx.Graph(graph.subgraph(waiting.pop())), k)
        for piece in nx.connected_components(core):
            held = core.subgraph(piece)
            cut = small_cut(held, k)
            if cut is None:
                yield frozenset(piece)
            else:
                rest = held.subgraph(piece - cut)
                waiting += [frozenset(half) | cut for half in nx.connected_components(rest)]


def small_cut(graph: Graph, k: int) -> Part | None:
    """Fewer than k nodes without which a connected graph falls apart; None if there are none.

    >>> small_cut(nx.path_graph(3), 2), small_cut(nx.complete_graph(3), 2)
    (frozenset({1}), None)
    """
    names = list(graph)
    flows = _Flows(graph, names)
    least = min(range(len(names)), key=lambda i: (graph.degree[names[i]], i))
    near = flows.near[least]
    pairs = [(least, other) for other in range(len(names)) if other != least and other not in near]
    pairs += [(a, b) for a, b in combinations(sorted(near), 2) if b not in flows.near[a]]
    for pair in pairs:
        check_time()
        cut = flows.cut(*pair, k)
        if cut is not None:
            return frozenset(names[i] for i in cut)
    return None


class _Flows:
    """Flows through the nodes of a graph: each node is an arc that one unit may take, each edge is wide."""

    def __init__(self, graph: Graph, names: list[Any]) -> None:
        number = {name: i for i, name in enumerate(names)}
        self.size = len(names)
        self.near = [{number[v] for v in graph[u]} for u in names]
        ends = [(i + self.size, j) for i, near in enumerate(self.near) for j in near]
        through = [(i, i + self.size) for i in range(self.size)]
        rows, columns = np.array(ends + through, dtype=np.int32).T
        width = np.repeat(np.array([self.size, 1], dtype=np.int32), (len(ends), self.size))
        self.arcs = csr_array((width, (rows, columns)), shape=(2 * self.size, 2 * self.size))

    def cut(self, start: int, end: int, k: int) -> set[int] | None:
        """The nodes of a smallest cut between two that are not linked, if it has fewer than k."""
        source = start + self.size
        flow = maximum_flow(self.arcs, source, end)
        if flow.flow_value >= k:
            return None
        left = csr_array(self.arcs - flow.flow)
        left.eliminate_zeros()
        reached = set(breadth_first_order(left, source, return_predecessors=False).tolist())
        return {i for i in range(self.size) if i in reached and i + self.size not in reached}


__all__ = ["k_components", "small_cut"]
