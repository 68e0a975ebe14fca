"""The direct triples: which edges of a network are safe to read on their own, without their claims.

A simple reader takes `morocco dg:supplies mali` for a fact and looks no further. So an edge becomes a direct triple
only if

1. a live claim asserts it and none denies it,
2. its combined confidence is at least `THRESHOLD`,
3. it holds on the day of the view's `as_of`, or else on the day the revision was committed: a state must not have
   ended, and neither a state nor an event may begin later,
4. what was said of it last is in effect: not an offer, a bid, a plan, a refusal, a cancellation or an allegation
   (concepts that the ontology marks as not in effect).

Everything else is in the graph of claims. The rule is published with the graph (`RULE`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from graph.evidence import edge_data
from graph.network import Network
from graph.rdf.claims import Triple
from graph.rdf.model import Model
from ontology.terms import Property

THRESHOLD = 0.2
"""The least combined confidence of a direct triple."""

RULE = (
    f"Direct triples that a current claim asserts and none denies, with a combined confidence of at least {THRESHOLD}, "
    "that hold on the day of the revision (or of the view) and are in effect: not offered, planned, refused, cancelled "
    "or alleged. All else is in the graph of claims."
)

Edge = Mapping[str, Any]
"""The data of an edge, as `graph.network.Network` describes them."""


def edges_of(network: Network, relationships: Iterable[str] | None = None) -> Iterator[tuple[int, Edge]]:
    """The edges of a network, or of some relationships in it: their numbers in `Snapshot.edge_columns`, their data."""
    snapshot, alive = network.snapshot, network.live
    numbers = alive.edges.tolist() if relationships is None else _numbers(network, relationships)
    return ((number, edge_data(snapshot, alive, number)) for number in numbers)


def _numbers(network: Network, relationships: Iterable[str]) -> Iterator[int]:
    position, column = network.snapshot.position, network.snapshot.edge_columns.relationship
    for name in relationships:
        first, last = column.searchsorted((position[name], position[name] + 1)).tolist()
        yield from (number for number in range(first, last) if network.kept[number])


def triples_of(model: Model, edge: Edge) -> tuple[Triple, ...]:
    """The direct triple of an edge; a symmetric projection gives one each way."""
    source, target = model.things[edge["from"]], model.things[edge["to"]]
    triple = (source, model.own[edge["link"]], target)
    both = model.vocabulary.projections[edge["link"]].symmetric and source != target
    return (triple, (target, triple[1], source)) if both else (triple,)


@dataclass(frozen=True)
class Rule:
    """Decides which edges of a network become direct triples."""

    network: Network

    def admits(self, number: int, edge: Edge) -> bool:
        """Whether an edge may be read without its claims."""
        if edge["denials"] or edge["confidence"] < THRESHOLD:
            return False
        columns, claims = self.network.snapshot.edge_columns, self.network.live.claims
        first, last = columns.pair_edge.searchsorted((number, number + 1)).tolist()
        spoken = [row for row in columns.pair_claim[first:last].tolist() if claims[row]]
        return any(self._holds(row, edge["type"]) for row in self._last_said(spoken, self._phrased_by[edge["link"]]))

    @cached_property
    def day(self) -> int | None:
        """The day on which an edge must hold; None if the view has settled that already, or no revision has a date."""
        snapshot, view = self.network.snapshot, self.network.view
        known_at = snapshot.revision if view.known_at is None else view.known_at
        days = [revision.committed[:10] for revision in snapshot.revisions if revision.number <= known_at]
        return date.fromisoformat(days[-1]).toordinal() if days and view.as_of is None else None

    @cached_property
    def _phrased_by(self) -> Mapping[str, Property | None]:
        vocabulary = self.network.snapshot.vocabulary
        return {
            name: vocabulary.properties[projection.phrased_by] if projection.phrased_by else None
            for name, projection in vocabulary.projections.items()
        }

    def _last_said(self, rows: Sequence[int], kind: Property | None) -> Sequence[int]:
        """The claims that may support a direct triple: none, if those that begin last say it is not in effect."""
        said = {row: in_effect for row in rows if (in_effect := self._in_effect(row, kind)) is not None}
        starts = self.network.live.times[0]
        last = max((starts[row] for row in said), default=None)
        if last is not None and not any(said[row] for row in said if starts[row] == last):
            return ()
        return [row for row in rows if said.get(row, True)]

    def _in_effect(self, row: int, kind: Property | None) -> bool | None:
        """What a claim's own word for the edge says; None if it has none."""
        if kind is None:
            return None
        snapshot = self.network.snapshot
        said = [value.value for value in snapshot.rows[row].get(kind.name) if value.value is not None]
        concepts = [snapshot.vocabulary.concept(str(kind.scheme), str(name)) for name in said]
        return any(concept.in_effect for concept in concepts) if concepts else None

    def _holds(self, row: int, kind: str) -> bool:
        start, _, _, end = self.network.live.times[:, row].tolist()
        if self.day is None:
            return True
        ended = end < self.day and self.network.snapshot.vocabulary.relationships[kind].temporality == "state"
        return bool(start <= self.day and not ended)
