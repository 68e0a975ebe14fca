"""A view as a NetworkX graph.

Nodes are the entities (and, in the projection by roles, the n-ary relationships) that an edge of the view touches, in
the order of their ids; edges go by the ids of their relationships. So the same view always gives the same graph, down
to the order in which a power iteration adds its numbers.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, partial
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


@dataclass(frozen=True, eq=False, repr=False)
class Network:
    """A view of a snapshot as a NetworkX multigraph.

    A node has `name` and `type`. An edge's key is its relationship and link; its data are `relationship` (id), `type`
    (class), `link`, `from`, `to` (the direction in which `phrase` reads; `inverse_phrase` the other way), `claims`
    and `denials` (ids, heaviest first), `confidence`, `cost` (-ln confidence, so that the cheapest route is the most
    credible one), `contested`, `start`, `end` (EDTF as given by the heaviest dated claim, None if unknown), `derived`
    (one of several edges of an n-ary relationship).
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

    Directed, an edge runs as its relationship projects, a symmetric one both ways. The last networks asked of a
    snapshot are kept.
    """
    kept = keep if view.types else frozenset[str]()
    question = ("network", view, directed, kept)
    return snapshot.memory.recall(
        question, lambda: _build(snapshot, view, directed, kept), lambda n: n.graph.number_of_edges()
    )


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


@dataclass(frozen=True, slots=True)
class Evidence:
    """What some claims on a relationship say of it together: who asserts and denies it, when it was, of what kind it
    is."""

    claims: tuple[str, ...]
    denials: tuple[str, ...]
    start: str | None
    end: str | None
    kinds: Mapping[str, str]


def _edges(snapshot: Snapshot, alive: Live, directed: bool) -> Iterator[Edge]:
    columns, things, chosen = snapshot.edge_columns, snapshot.things, alive.edges
    spans = (np.searchsorted(columns.pair_edge, chosen, side=side).tolist() for side in ("left", "right"))
    numbers = (
        column[chosen].tolist() for column in (columns.source, columns.target, columns.relationship, columns.link)
    )
    pairs, spoken, evidence = columns.pair_claim.tolist(), alive.claims.tolist(), cache(partial(_evidence, snapshot))
    for i, first, last, source, target, relationship, number in zip(chosen.tolist(), *spans, *numbers, strict=True):
        link, ends = columns.links[number], (things[source], things[target])
        told = evidence(tuple(row for row in pairs[first:last] if spoken[row]))
        data = _edge_data(alive, i, link, ends, told) | {
            "relationship": things[relationship],
            "contested": bool(alive.contested[relationship]),
        }
        yield *ends, columns.ids[i], data
        if directed and link.symmetric and source != target:
            yield *reversed(ends), f"{columns.ids[i]}/back", data


def _edge_data(alive: Live, edge: int, link: Link, ends: tuple[str, str], told: Evidence) -> dict[str, Any]:
    phrase, inverse_phrase = link.words(told.kinds.get(link.phrased_by or ""))
    confidence = float(alive.confidence[edge])
    return {
        "type": link.relationship,
        "link": link.name,
        "from": ends[0],
        "to": ends[1],
        "phrase": phrase,
        "inverse_phrase": inverse_phrase,
        "claims": told.claims,
        "denials": told.denials,
        "confidence": confidence,
        "cost": 0.0 - math.log(confidence),
        "start": told.start,
        "end": told.end,
        "derived": link.derived,
    }


def _evidence(snapshot: Snapshot, rows: tuple[int, ...]) -> Evidence:
    weight = snapshot.claim_columns.weight
    ranked = sorted(rows, key=lambda row: (-weight[row], snapshot.rows[row].id)) if len(rows) > 1 else rows
    asserting = [row for row in ranked if snapshot.rows[row].status is Status.ASSERTED]
    claims = [snapshot.rows[row] for row in asserting]
    denials = tuple(snapshot.rows[row].id for row in ranked if row not in asserting)
    start, end = next((p for claim in claims if (p := period(snapshot, claim))), (None, None))
    return Evidence(tuple(claim.id for claim in claims), denials, start, end, _kinds(snapshot, asserting))


def _kinds(snapshot: Snapshot, rows: Sequence[int]) -> Mapping[str, str]:
    """For each property that words edges of the relationship, the concept that is said with the most weight."""
    columns, kind = snapshot.claim_columns, snapshot.vocabulary.relationships[snapshot.rows[rows[0]].type]
    spoken = defaultdict[str, defaultdict[str, list[tuple[str, float]]]](lambda: defaultdict(list))
    wording = {p.phrased_by for p in kind.projections}
    for row in rows:
        heard = (str(columns.group[row]), float(columns.weight[row]))
        for value in snapshot.rows[row].values:
            if value.property in wording and value.value is not None:
                spoken[value.property][str(value.value)].append(heard)
    return {name: min(said, key=lambda concept: (-combine(said[concept]), concept)) for name, said in spoken.items()}


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
