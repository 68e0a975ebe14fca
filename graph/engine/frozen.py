"""An immutable graph in flat arrays that NetworkX takes as its own."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import compress
from typing import Any

import networkx as nx
import numpy as np

from graph.engine.csr import Csr, Flags, Floats, Ints, Slots, compact, keep_slots, reverse_slots, slots_of, sort_slots
from graph.engine.ranked import Ranked, rank_rows

BACKEND = "defgraph"
KINDS: Mapping[tuple[bool, bool], Callable[[], Any]] = {
    (False, False): nx.Graph,
    (True, False): nx.DiGraph,
    (False, True): nx.MultiGraph,
    (True, True): nx.MultiDiGraph,
}
"""NetworkX's class by (directed, multigraph)."""
EdgeData = Callable[[int], dict[str, Any]]
"""The attributes of the edge of a number, made when somebody asks for them."""


class FrozenGraph:
    """A graph of any of NetworkX's four kinds that never changes.

    Nodes are numbered in their order, edges likewise; `source` and `target` hold the numbers of each edge's ends,
    `weights` a column of numbers for each edge attribute that algorithms may weigh by, `keys` those of a multigraph.
    Who has the order of the edges' ends already gives it as `slots`, or, of a graph without parallel edges, as `rows`.
    What arrays don't answer, attributes of edges for instance, is answered by `networkx`, a graph built on demand.

    >>> G = FrozenGraph(["a", "b", "c"], np.array([0, 1]), np.array([1, 2]))
    >>> len(G), G.number_of_edges(), sorted(G["b"]), nx.shortest_path(G, "a", "c")
    (3, 2, ['a', 'c'], ['a', 'b', 'c'])
    """

    __networkx_backend__ = BACKEND
    frozen = True

    def __init__(
        self,
        nodes: Sequence[Hashable],
        source: Ints,
        target: Ints,
        *,
        directed: bool = False,
        multigraph: bool = False,
        weights: Mapping[str, Floats] | None = None,
        keys: Sequence[Hashable] | None = None,
        node_data: Mapping[Hashable, dict[str, Any]] | None = None,
        edge_data: EdgeData | None = None,
        slots: Slots | None = None,
        rows: Csr | None = None,
    ) -> None:
        self.ids = tuple(nodes)
        self.source = np.ascontiguousarray(source, dtype=np.int32)
        self.target = np.ascontiguousarray(target, dtype=np.int32)
        self.directed = directed
        self.multigraph = multigraph
        self.weights = {name: np.asarray(column, dtype=np.float64) for name, column in (weights or {}).items()}
        self.keys = keys
        self.node_data = node_data
        self.edge_data = edge_data
        self.graph: dict[str, Any] = {}
        self.__networkx_cache__: dict[Any, Any] = {}
        self._slots = slots
        self._rows: dict[tuple[str | None, bool], Csr] = {} if rows is None else {(None, False): rows}
        self._ranked: dict[tuple[str | None, bool], Ranked] = {}
        self._lightest: dict[str, float] = {}
        self._kept: dict[Hashable, Any] = {}
        self._check()

    def _check(self) -> None:
        """Refuse what kernels would read beyond their arrays for."""
        lengths = {"target": len(self.target)} | {name: len(column) for name, column in self.weights.items()}
        for name, length in lengths.items():
            if length != len(self.source):
                raise ValueError(f"{name} has {length} entries for {len(self.source)} edges")
        if len(self.source) and min(self.source.min(), self.target.min()) < 0:
            raise ValueError("an edge ends at a node of a negative number")
        if len(self.source) and max(self.source.max(), self.target.max()) >= len(self.ids):
            raise ValueError(f"an edge ends at a node beyond the {len(self.ids)} nodes of the graph")

    @cached_property
    def index(self) -> Mapping[Hashable, int]:
        """The number of each node."""
        index = {node: number for number, node in enumerate(self.ids)}
        if len(index) < len(self.ids):
            raise ValueError(f"only {len(index)} of {len(self.ids)} nodes have a name of their own")
        return index

    @property
    def slots(self) -> Slots:
        """The ends of all edges in the order that every adjacency is compacted from."""
        if self._slots is None:
            known = None if self.multigraph else self._rows.get((None, False))
            self._slots = (
                sort_slots(len(self.ids), self.source, self.target, directed=self.directed)
                if known is None
                else slots_of(known)
            )
        return self._slots

    @cached_property
    def backward_slots(self) -> Slots:
        """As `slots`, seen from the targets; the same for undirected graphs."""
        return reverse_slots(self.slots, len(self.ids)) if self.directed else self.slots

    def rows(self, weight: str | None = None, *, backward: bool = False) -> Csr:
        """Successors of each node (predecessors if `backward`), weighed by an attribute; compacted once and kept."""
        backward = backward and self.directed
        if (weight, backward) not in self._rows:
            slots = self.backward_slots if backward else self.slots
            self._rows[weight, backward] = compact(slots, len(self.ids), self.weight(weight))
        return self._rows[weight, backward]

    def ranked(self, weight: str | None = None, *, backward: bool = False) -> Ranked:
        """As `rows`, with the most connected nodes first; kept too."""
        backward = backward and self.directed
        if (weight, backward) not in self._ranked:
            self._ranked[weight, backward] = rank_rows(self.rows(weight, backward=backward))
        return self._ranked[weight, backward]

    def recall(self, name: Hashable, make: Callable[[], Any]) -> Any:
        """What follows from the graph alone, a matrix for instance: made once and kept with it."""
        if name not in self._kept:
            self._kept[name] = make()
        return self._kept[name]

    def weight(self, name: str | None) -> Floats | None:
        """The column of an edge attribute; None, which stands for ones, when no edge has it (NetworkX's default)."""
        return None if name is None else self.weights.get(name)

    def knows(self, name: str) -> bool:
        """Whether `weight` says all there is to know of an attribute: it is a column, or edges have no others."""
        return name in self.weights or self.edge_data is None

    def lightest(self, name: str) -> float:
        """The least that an edge weighs by an attribute; 0 if so little that it is lost in the sum of all, -1 if that
        sum isn't finite.
        """
        if name not in self._lightest:
            column = self.weight(name)
            with np.errstate(over="ignore"):
                total = 1.0 if column is None else float(np.abs(column).sum())
            least = 1.0 if column is None or len(column) == 0 else float(column.min())
            lost = 0 <= least <= total * np.finfo(np.float64).eps
            self._lightest[name] = -1.0 if not np.isfinite(total) else 0.0 if lost else least
        return self._lightest[name]

    def masked(self, edges: Flags, nodes: Flags | None = None) -> FrozenGraph:
        """The graph of the nodes that stay and the edges between them that stay, without sorting or copying attributes.

        >>> G = FrozenGraph("abc", np.array([0, 1]), np.array([1, 2]))
        >>> H = G.masked(np.array([True, True]), np.array([False, True, True]))
        >>> list(H), H.number_of_edges(), nx.has_path(H, "b", "c")
        (['b', 'c'], 1, True)
        """
        ids, source, target = self.ids, self.source, self.target
        if nodes is not None:
            edges = edges & nodes[source] & nodes[target]
            renumbered = (np.cumsum(nodes) - 1).astype(np.int32)
            ids, source, target = tuple(compress(ids, nodes.tolist())), renumbered[source], renumbered[target]
        kept, data = np.flatnonzero(edges), self.edge_data
        masked = FrozenGraph(
            ids,
            source[kept],
            target[kept],
            directed=self.directed,
            multigraph=self.multigraph,
            weights={name: column[kept] for name, column in self.weights.items()},
            keys=None if self.keys is None else list(compress(self.keys, edges.tolist())),
            node_data=self.node_data,
            edge_data=None if data is None else lambda number: data(int(kept[number])),
            slots=keep_slots(self.slots, edges, nodes),
        )
        if nodes is None and "index" in self.__dict__:
            masked.__dict__["index"] = self.index
        return masked

    def without_loops(self) -> FrozenGraph:
        """The graph without edges from a node to itself; this one if it has none."""
        loops = self.source == self.target
        return self.masked(~loops) if loops.any() else self

    @cached_property
    def networkx(self) -> Any:
        """The same graph as NetworkX's own classes hold it, built once and frozen."""
        twin = KINDS[self.directed, self.multigraph]()
        twin.graph.update(self.graph)
        data = self.node_data or {}
        twin.add_nodes_from((node, data.get(node, {})) for node in self.ids)
        for number, (u, v) in enumerate(zip(self.source.tolist(), self.target.tolist(), strict=True)):
            self._add_edge(twin, number, self.ids[u], self.ids[v])
        return nx.freeze(twin)

    def _add_edge(self, twin: Any, number: int, u: Hashable, v: Hashable) -> None:
        data = {name: float(column[number]) for name, column in self.weights.items()}
        data |= self.edge_data(number) if self.edge_data else {}
        if self.multigraph:
            key = twin.add_edge(u, v, None if self.keys is None else self.keys[number])
            twin.get_edge_data(u, v, key).update(data)
        else:
            twin.add_edge(u, v)
            twin.get_edge_data(u, v).update(data)

    def is_directed(self) -> bool:
        """Whether edges have a direction."""
        return self.directed

    def is_multigraph(self) -> bool:
        """Whether two nodes may share several edges."""
        return self.multigraph

    def number_of_nodes(self) -> int:
        """How many nodes there are."""
        return len(self.ids)

    def number_of_edges(self, u: Hashable | None = None, v: Hashable | None = None) -> int:
        """How many edges there are, in all or from `u` to `v`."""
        return len(self.source) if u is None else int(self.networkx.number_of_edges(u, v))

    def order(self) -> int:
        """How many nodes there are."""
        return len(self.ids)

    def size(self, weight: str | None = None) -> float:
        """How many edges there are, or what they weigh together."""
        column = self.weight(weight)
        if column is not None:
            return float(column.sum())
        return len(self.source) if weight is None else float(self.networkx.size(weight))

    def has_node(self, n: object) -> bool:
        """Whether there is such a node."""
        return n in self

    def __len__(self) -> int:
        return len(self.ids)

    def __iter__(self) -> Iterator[Hashable]:
        return iter(self.ids)

    def __contains__(self, node: object) -> bool:
        try:
            return node in self.index
        except TypeError:
            return False

    def __getitem__(self, node: Hashable) -> Any:
        return self.networkx[node]

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self.networkx, name)

    def __reduce__(self) -> tuple[Any, ...]:
        data = None if self.edge_data is None else [self.edge_data(number) for number in range(len(self.source))]
        kinds = {"directed": self.directed, "multigraph": self.multigraph}
        named = {"weights": self.weights, "keys": self.keys, "node_data": self.node_data}
        return _restore, (self.ids, self.source, self.target, kinds | named, data, self.graph)


def _restore(
    ids: Any,
    source: Ints,
    target: Ints,
    named: dict[str, Any],
    data: list[dict[str, Any]] | None,
    about: dict[str, Any],
) -> FrozenGraph:
    """What pickle calls: attributes that were made on demand come back as a list."""
    graph = FrozenGraph(ids, source, target, edge_data=None if data is None else data.__getitem__, **named)
    graph.graph.update(about)
    return graph


def from_networkx(G: Any, weights: Mapping[str, float] | None = None) -> FrozenGraph:
    """The arrays of a NetworkX graph; `weights` names edge attributes to carry, with the value of edges without them.

    The graph itself becomes the twin, so other attributes stay where they are. It must not change any more.

    >>> G = from_networkx(nx.path_graph(3))
    >>> nx.betweenness_centrality(G)
    {0: 0.0, 1: 1.0, 2: 0.0}
    """
    index = {node: number for number, node in enumerate(G)}
    edges = list(G.edges(data=True))
    data = [attributes for _, _, attributes in edges]
    columns = {
        name: np.fromiter((one.get(name, default) for one in data), np.float64, len(data))
        for name, default in (weights or {}).items()
    }
    frozen = FrozenGraph(
        list(G),
        np.fromiter((index[u] for u, _, _ in edges), np.int32, len(edges)),
        np.fromiter((index[v] for _, v, _ in edges), np.int32, len(edges)),
        directed=G.is_directed(),
        multigraph=G.is_multigraph(),
        weights=columns,
        keys=[key for _, _, key in G.edges(keys=True)] if G.is_multigraph() else None,
        node_data=G.nodes,
        edge_data=data.__getitem__,
    )
    frozen.graph.update(G.graph)
    frozen.__dict__ |= {"index": index, "networkx": G}
    return frozen
