"""A view as a NetworkX graph.

Nodes are the entities (and, in the projection by roles, the n-ary relationships) that an edge of the view touches, in the order
of their ids; edges go by the ids of their relationships. So the same view always gives the same graph, down to the
order in which a power iteration adds its numbers.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

import networkx as nx
import numpy as np

from graph.cite import name_thing
from graph.claim import Claim, Status
from graph.columns import Link
from graph.confidence import combine
from graph.live import Live, live

if TYPE_CHECKING:
    from graph.snapshot import Snapshot
    from graph.view import View

Graph: TypeAlias = "nx.Graph[str]"
Edge = tuple[str, str, str, dict[str, Any]]

Steps = Mapping[str, Mapping[str, tuple[dict[str, Any], ...]]]

OPEN = ".."


@dataclass(frozen=True, eq=False)
class Network:
    """A view of a snapshot as a NetworkX multigraph.

    A node has `name` and `type`. An edge's key is its relationship and link; its data are `relationship` (id), `type` (class), `link`,
    `from`, `to` (the direction in which `phrase` reads; `inverse_phrase` the other way), `claims` and `denials` (ids, heaviest first),
    `confidence`, `cost` (-ln confidence, so that the cheapest route is the most credible one), `contested`, `start`, `end` (EDTF
    as given by the heaviest dated claim, None if unknown), `derived` (one of several edges of an n-ary relationship).
    """

    graph: nx.MultiGraph[str]
    snapshot: Snapshot
    view: View
    directed: bool
    live: Live

    @cached_property
    def simple(self) -> Graph:
        """The graph with parallel edges folded into one, without data: what structure is asked of (centrality)."""
        folded: Graph = nx.DiGraph() if self.directed else nx.Graph()
        folded.add_nodes_from(self.graph)
        folded.add_edges_from((u, v) for u, v, _ in self.graph.edges(keys=True))
        return folded

    @cached_property
    def steps(self) -> Steps:
        """For each node the nodes one step away, each with the edges between, the most credible first."""
        return {
            u: {v: tuple(sorted(edges.values(), key=_credit)) for v, edges in self.graph[u].items()} for u in self.graph
        }

    @cached_property
    def edge_names(self) -> frozenset[tuple[str, str]]:
        """The relationship and link of each edge."""
        return frozenset((data["relationship"], data["link"]) for _, _, data in self.graph.edges(data=True))

    def of(self, relationship: str) -> Sequence[tuple[str, dict[str, Any]]]:
        """The edges of a relationship, each with its key."""
        return self._by_relationship.get(relationship, ())

    @cached_property
    def _by_relationship(self) -> Mapping[str, list[tuple[str, dict[str, Any]]]]:
        found = defaultdict[str, list[tuple[str, dict[str, Any]]]](list)
        for _, _, key, data in self.graph.edges(keys=True, data=True):
            found[data["relationship"]].append((key, data))
        return found

    @cached_property
    def claims(self) -> tuple[str, ...]:
        """The ids of all claims that an edge stands on."""
        used = {c for _, _, data in self.graph.edges(data=True) for c in (*data["claims"], *data["denials"])}
        return tuple(sorted(used))


def _credit(data: dict[str, Any]) -> tuple[float, str, str]:
    return -data["confidence"], data["relationship"], data["link"]


def build(snapshot: Snapshot, view: View, directed: bool = False, keep: frozenset[str] = frozenset()) -> Network:
    """The network of a view; entities in `keep` are not subject to the view's `types`.

    Directed, an edge runs as its relationship projects, a symmetric one both ways. The last networks asked of a snapshot are kept.
    """
    kept = keep if view.types else frozenset[str]()
    return snapshot.remember(("network", view, directed, kept), lambda: _build(snapshot, view, directed, kept))


def _build(snapshot: Snapshot, view: View, directed: bool, keep: frozenset[str]) -> Network:
    alive = live(snapshot, view, keep)
    edges = sorted(_edges(snapshot, alive, directed), key=lambda edge: edge[2])
    graph: nx.MultiGraph[str] = nx.MultiDiGraph() if directed else nx.MultiGraph()
    for name in sorted({end for edge in edges for end in edge[:2]}):
        thing = name_thing(snapshot, name)
        graph.add_node(name, name=thing["name"], type=thing["type"])
    for source, target, key, data in edges:
        graph.add_edge(source, target, key, **data)
    return Network(graph, snapshot, view, directed, alive)


def _edges(snapshot: Snapshot, alive: Live, directed: bool) -> Iterator[Edge]:
    columns, things, chosen = snapshot.edge_columns, snapshot.things, alive.edges
    first = np.searchsorted(columns.pair_edge, chosen, side="left").tolist()
    last = np.searchsorted(columns.pair_edge, chosen, side="right").tolist()
    ends = zip(columns.source[chosen].tolist(), columns.target[chosen].tolist(), strict=True)
    for i, (source, target), a, b in zip(chosen.tolist(), ends, first, last, strict=True):
        rows = [row for row in columns.pair_claim[a:b].tolist() if alive.claims[row]]
        data = _edge_data(snapshot, alive, i, rows) | {"from": things[source], "to": things[target]}
        yield things[source], things[target], columns.ids[i], data
        if directed and columns.links[columns.link[i]].symmetric and source != target:
            yield things[target], things[source], f"{columns.ids[i]}/back", data


def _edge_data(snapshot: Snapshot, alive: Live, edge: int, rows: Sequence[int]) -> dict[str, Any]:
    columns, weight = snapshot.edge_columns, snapshot.claim_columns.weight
    link, relationship = columns.links[columns.link[edge]], int(columns.relationship[edge])
    ranked = sorted(rows, key=lambda row: (-weight[row], snapshot.rows[row].id))
    asserting = [row for row in ranked if snapshot.rows[row].status is Status.ASSERTED]
    denying = [row for row in ranked if snapshot.rows[row].status is Status.DENIED]
    phrase, inverse_phrase = _phrases(snapshot, link, asserting)
    start, end = next((p for row in asserting if (p := period(snapshot, snapshot.rows[row]))), (None, None))
    confidence = float(alive.confidence[edge])
    return {
        "relationship": snapshot.things[relationship],
        "type": snapshot.relationships[snapshot.things[relationship]].type,
        "link": link.name,
        "phrase": phrase,
        "inverse_phrase": inverse_phrase,
        "claims": tuple(snapshot.rows[row].id for row in asserting),
        "denials": tuple(snapshot.rows[row].id for row in denying),
        "confidence": confidence,
        "cost": 0.0 - math.log(confidence),
        "contested": bool(alive.contested[relationship]),
        "start": start,
        "end": end,
        "derived": link.derived,
    }


def _phrases(snapshot: Snapshot, link: Link, rows: Sequence[int]) -> tuple[str, str]:
    """The words of a link: those of the kind that the relationship is said to be with the most weight, or the link's own."""
    columns, spoken = snapshot.claim_columns, defaultdict[str, list[tuple[str, float]]](list)
    for row in rows if link.phrased_by else ():
        for value in snapshot.rows[row].get(str(link.phrased_by)):
            if value.value is not None:
                spoken[str(value.value)].append((str(columns.group[row]), float(columns.weight[row])))
    return link.words(min(spoken, key=lambda name: (-combine(spoken[name]), name), default=None))


def period(snapshot: Snapshot, claim: Claim) -> tuple[str | None, str | None] | None:
    """Start and end as a claim's date gives them: ".." if open, None if unknown; no pair at all if it has no date."""
    if claim.valid is None:
        return None
    start, slash, end = claim.valid.partition("/")
    if slash:
        return start or None, end or None
    kind = snapshot.vocabulary.relationships.get(claim.type)
    return (start, start) if kind and kind.temporality == "event" else (start, OPEN)


__all__ = ["Network", "build", "period"]
