"""A view as a graph.

Nodes are the entities (and, in the projection by roles, the n-ary relationships) that an edge of the view touches, in
the order of their ids; edges go by the ids of their relationships. So the same view always gives the same graph, down
to the order in which a power iteration adds its numbers.

A network is a mask over the snapshot's columns. What is asked of structure runs on arrays (`graph.engine`); the data of
an edge are put together when somebody asks for them; NetworkX's own graph with all of them is made for exports.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import networkx as nx
import numpy as np

from graph.cite import name_thing
from graph.columns import Flags, Ints
from graph.evidence import edge_data, period
from graph.layout import Folded, Layout, fold, freeze, lay_out
from graph.live import Live, edges_over, live
from graph.snapshot.said import ChosenIds
from graph.steps import Steps, Web

if TYPE_CHECKING:
    from graph.snapshot import Snapshot
    from graph.view import View

Graph: TypeAlias = "nx.Graph[str]"
KeyedEdge = tuple[str, dict[str, Any]]
EDGE = 2_000
"""Bytes that an edge of a network counts: about what it takes once all that a network makes on demand is there."""


@dataclass(frozen=True, eq=False, repr=False)
class Network:
    """A view of a snapshot as a multigraph.

    A node has `name` and `type`. An edge's key is its relationship and link; its data are `relationship` (id), `type`
    (class), `link`, `from`, `to` (the direction in which `phrase` reads; `inverse_phrase` the other way), `claims`
    and `denials` (ids, heaviest first), `confidence`, `cost` (-ln confidence, so that the cheapest route is the most
    credible one), `contested`, `start`, `end` (EDTF as given by the heaviest dated claim, None if unknown), `derived`
    (one of several edges of an n-ary relationship).
    """

    snapshot: Snapshot
    view: View
    directed: bool
    live: Live
    _data: dict[int, dict[str, Any]] = field(default_factory=dict)

    @cached_property
    def nodes(self) -> tuple[str, ...]:
        """The names of the nodes, in their order."""
        return _names(self.snapshot, self.folded)

    def has(self, name: str) -> bool:
        """Whether an entity (or relationship) of the snapshot is a node."""
        position, nodes = self.snapshot.position[name], self.folded.nodes
        place = int(nodes.searchsorted(position))
        return place < len(nodes) and int(nodes[place]) == position

    @cached_property
    def simple(self) -> Graph:
        """The graph with parallel edges folded into one, without data: what structure is asked of (centrality).

        It is a `FrozenGraph`: `nx.pagerank(network.simple)` runs on arrays, without conversion.
        """
        return cast("Graph", freeze(self.folded, self.nodes, self.directed))

    @cached_property
    def graph(self) -> nx.MultiGraph[str]:
        """The multigraph as NetworkX's own class holds it, with all data: for exports."""
        graph: nx.MultiGraph[str] = nx.MultiDiGraph() if self.directed else nx.MultiGraph()
        graph.add_nodes_from(self.named())
        for u, v, key, data in self.keyed():
            graph.add_edge(u, v, key, **data)
        return graph

    def named(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """The nodes, each with its data."""
        things = (name_thing(self.snapshot, name) for name in self.nodes)
        return ((thing["id"], {"name": thing["name"], "type": thing["type"]}) for thing in things)

    def keyed(self) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
        """The edges as `graph` has them: two nodes, key, data; none is kept."""
        chosen = np.flatnonzero(self.kept[self.layout.number])
        for edge in chosen[np.argsort(self.layout.rank[chosen])].tolist():
            data = edge_data(self.snapshot, self.live, int(self.layout.number[edge]))
            ends = (data["to"], data["from"]) if self._is_back(edge) else (data["from"], data["to"])
            yield *ends, self.layout.keys[edge], data

    @cached_property
    def steps(self) -> Steps:
        """For each node the nodes one step away, each with the edges between, the most credible first."""
        return self.web(self.folded)

    def web(self, folded: Folded) -> Web:
        """The steps along some of the edges."""
        names = self.nodes if folded is self.folded else _names(self.snapshot, folded)
        return Web(folded, names, self.live.confidence[self.layout.number], lambda edge: self.edge(edge)[1])

    @cached_property
    def layout(self) -> Layout:
        """All edges of the snapshot, which this network has some of."""
        return lay_out(self.snapshot, self.directed)

    @cached_property
    def kept(self) -> Flags:
        """Which edges of `Snapshot.edge_columns` this network has."""
        return _flags(self.live.edges, len(self.snapshot.edge_columns.ids))

    @cached_property
    def folded(self) -> Folded:
        """The rows of this network's edges."""
        return fold(self.layout, self.kept, np.zeros(len(self.snapshot.things), dtype=np.bool_))

    def without(self, avoid: Collection[str]) -> Steps:
        """The steps that touch none of some entities, relationships and classes of relationships (or below them)."""
        snapshot, columns = self.snapshot, self.snapshot.edge_columns
        is_a, classes = snapshot.vocabulary.is_a, [n for n in avoid if n in snapshot.vocabulary.relationships]
        free = [not any(is_a(link.relationship, name) for name in classes) for link in columns.links]
        links = np.array(free, dtype=np.bool_)[columns.link]
        things = np.ones(len(snapshot.things), dtype=np.bool_)
        things[[snapshot.position[name] for name in avoid if name in snapshot.position]] = False
        ends = things[columns.source] & things[columns.target] & things[columns.relationship]
        nodes = np.zeros(len(things), dtype=np.bool_)
        nodes[self.folded.nodes] = True
        return self.web(fold(self.layout, self.kept & links & ends, nodes & things))

    def edge(self, edge: int) -> KeyedEdge:
        """Key and data of an edge of the layout."""
        number = int(self.layout.number[edge])
        if number not in self._data:
            self._data[number] = edge_data(self.snapshot, self.live, number)
        return self.layout.keys[edge], self._data[number]

    def _is_back(self, edge: int) -> bool:
        return edge >= len(self.kept)

    def links(self) -> Iterator[tuple[str, str, str]]:
        """Each edge as the name of its link and its two ends, in the direction in which it reads."""
        columns, things, chosen = self.snapshot.edge_columns, self.snapshot.things, self.live.edges
        ends = (column[chosen].tolist() for column in (columns.link, columns.source, columns.target))
        return ((columns.links[link].name, things[u], things[v]) for link, u, v in zip(*ends, strict=True))

    @cached_property
    def edge_names(self) -> frozenset[tuple[str, str]]:
        """The relationship and link of each edge."""
        columns, things, chosen = self.snapshot.edge_columns, self.snapshot.things, self.live.edges
        pairs = zip(columns.relationship[chosen].tolist(), columns.link[chosen].tolist(), strict=True)
        return frozenset((things[r], columns.links[link].name) for r, link in pairs)

    def of(self, relationship: str) -> Sequence[KeyedEdge]:
        """The edges of a relationship, each with its key: by their nodes, then in the order that `graph` has them."""
        position, columns = self.snapshot.position.get(relationship, -1), self.snapshot.edge_columns
        first, last = columns.relationship.searchsorted((position, position + 1)).tolist()
        numbers = [number for number in range(first, last) if self.kept[number]]
        backs = np.flatnonzero(np.isin(self.layout.number[len(self.kept) :], numbers)) + len(self.kept)
        return [self.edge(edge) for edge in sorted([*numbers, *backs.tolist()], key=self._place)]

    def _place(self, edge: int) -> tuple[int, int, int]:
        """Where `graph.edges` has an edge: by its first node, by the first key to the same other node, by its key."""
        columns, number, nodes = self.snapshot.edge_columns, self.layout.number[edge], self.folded.nodes
        ends = nodes.searchsorted((columns.source[number], columns.target[number])).tolist()
        ends = ends[::-1] if self._is_back(edge) else ends if self.directed else sorted(ends)
        rank, folded = self.layout.rank, self.folded
        slot = cast("Web", self.steps).slot(*ends)
        beside = folded.edges[folded.start[slot] : folded.start[slot + 1]]
        return ends[0], int(rank[beside].min()), int(rank[edge])

    def between(self, names: Collection[str]) -> list[KeyedEdge]:
        """The edges between some nodes, in the order of their keys."""
        folded, things = self.folded, self.snapshot.position
        chosen = np.zeros(len(things), dtype=np.bool_)
        chosen[[things[name] for name in names]] = True
        chosen = chosen[folded.nodes]
        wanted = np.flatnonzero(np.repeat(chosen, np.diff(folded.indptr)) & chosen[folded.indices])
        spans = zip(folded.start[wanted].tolist(), folded.start[wanted + 1].tolist(), strict=True)
        edges = {edge for first, last in spans for edge in folded.edges[first:last].tolist()}
        return [self.edge(edge) for edge in sorted(edges, key=self.layout.rank.__getitem__)]

    @cached_property
    def claims(self) -> ChosenIds:
        """The ids of all claims that an edge stands on."""
        columns = self.snapshot.edge_columns
        chosen = self.kept[columns.pair_edge] & self.live.claims[columns.pair_claim]
        return ChosenIds(self.snapshot.ids, columns.pair_claim[chosen])


def build(snapshot: Snapshot, view: View, directed: bool = False, keep: frozenset[str] = frozenset()) -> Network:
    """The network of a view; entities in `keep` are not subject to the view's `types`.

    Directed, an edge runs as its relationship projects, a symmetric one both ways. The last networks asked of a
    snapshot are kept.
    """
    kept = keep if view.types else frozenset[str]()
    return snapshot.memory.recall(
        ("network", view, directed, kept),
        lambda: Network(snapshot, view, directed, live(snapshot, view, kept)),
        lambda network: EDGE * len(network.live.edges),
    )


def graphs_over(
    snapshot: Snapshot, view: View, dates: Iterable[str], directed: bool = False
) -> Iterator[tuple[str, Graph]]:
    """`Network.simple` of a view at each of several dates (EDTF), in their order: `view` with that as its `as_of`.

    All share what doesn't depend on the date; none is kept. So a series costs a few milliseconds a date.
    """
    dates = list(dates)
    layout, nodes = lay_out(snapshot, directed), np.zeros(len(snapshot.things), dtype=np.bool_)
    for date, edges in zip(dates, edges_over(snapshot, view, dates), strict=True):
        folded = fold(layout, _flags(edges, len(snapshot.edge_columns.ids)), nodes)
        yield date, cast("Graph", freeze(folded, _names(snapshot, folded), directed))


def _flags(chosen: Ints, size: int) -> Flags:
    flags = np.zeros(size, dtype=np.bool_)
    flags[chosen] = True
    return flags


def _names(snapshot: Snapshot, folded: Folded) -> tuple[str, ...]:
    return snapshot.things.some(folded.nodes)


__all__ = ["Graph", "Network", "Steps", "build", "graphs_over", "period"]
