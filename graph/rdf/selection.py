"""What of a snapshot is written as RDF: the network of live edges, and the claims and sources that are heard."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby

from graph.claim import Claim
from graph.licence import closed_datasets, left_out, named_openly, passable
from graph.network import Network, build
from graph.rdf.claims import Known, Triple
from graph.rdf.direct import Rule, edges_of, triples_of
from graph.rdf.model import Model
from graph.snapshot import Snapshot
from graph.view import View
from ontology.iri import Iris

WHO = frozenset({"known_at", "dataset", "source", "without", "projection"})
"""The parameters of a view that choose who is heard, not what is so: they leave the retracted claims in."""


@dataclass(frozen=True)
class Selection:
    """A view of a snapshot without the datasets whose licence closes them (`withheld`)."""

    model: Model
    view: View
    network: Network
    withheld: tuple[str, ...]

    @classmethod
    def of(cls, snapshot: Snapshot, view: View, iris: Iris, *, whole: bool = False) -> Selection:
        """What a view believes and may be passed on; `whole`: licences aside."""
        closed = () if whole else closed_datasets(snapshot)
        seen = replace(view if whole else passable(snapshot, view), projection="direct")
        told = snapshot if whole else named_openly(snapshot)
        return cls(Model(snapshot.vocabulary, iris), view, build(told, seen), closed)

    @property
    def snapshot(self) -> Snapshot:
        """What is written."""
        return self.network.snapshot

    @property
    def known_at(self) -> int:
        """The revision that is written."""
        return self.snapshot.revision if self.view.known_at is None else self.view.known_at

    @cached_property
    def things(self) -> Sequence[str]:
        """Entities and relationships; if the view names classes, only those that its edges are made of."""
        if not (self.view.types or self.view.relationships):
            return self.snapshot.things
        return tuple(sorted({*self.network.nodes, *(edge["relationship"] for _, edge in edges_of(self.network))}))

    def direct(self, relationships: Collection[str] | None = None) -> list[Triple]:
        """The direct triples, or those that follow from some relationships, sorted."""
        rule, edges = Rule(self.network), edges_of(self.network, relationships)
        admitted = (edge for number, edge in edges if rule.admits(number, edge))
        return sorted({triple for edge in admitted for triple in triples_of(self.model, edge)})

    def heard(self, about: Collection[str] | None = None) -> Iterator[tuple[Claim, Known]]:
        """The claims, or those about some things, by id, as their sources make them, each with the revisions that
        recorded and retracted it."""
        rows, live, chosen = self.snapshot.own_rows, self.network.live.claims, self._rows(about)
        for _, numbers in groupby(chosen, key=lambda row: rows[row].id):
            times = list(numbers)
            known = [span for row in times if (span := self._known(row))]
            if known and (any(live[times]) or self._recalls(rows[times[0]])):
                yield rows[times[0]], known

    def speakers(self) -> tuple[str, ...]:
        """The sources that are heard, and those that they repeat; without any filter all that may be told of."""
        sources = self.snapshot.sources
        if self.is_unfiltered:
            return tuple(name for name, source in sources.items() if source.dataset not in self.withheld)
        return self.with_origins(claim.source for claim, _ in self.heard())

    def with_origins(self, names: Iterator[str]) -> tuple[str, ...]:
        """Sources with all that they repeat, directly or through others."""
        sources, used = self.snapshot.sources, set(names)
        while more := {o for name in used for o in sources[name].derived_from if o in sources} - used:
            used |= more
        return tuple(sorted(used))

    @property
    def is_unfiltered(self) -> bool:
        """Whether the view leaves nothing out."""
        return set(self.view.filters()) <= {"known_at", "projection"}

    def implied(self, relationships: Collection[str] | None = None) -> Mapping[str, tuple[tuple[str, Triple], ...]]:
        """The direct triples that each live claim supports, safe to read on their own or not, with the projections."""
        found = defaultdict[str, list[tuple[str, Triple]]](list)
        for _, edge in edges_of(self.network, relationships):
            for triple in triples_of(self.model, edge):
                for claim in edge["claims"]:
                    found[claim].append((edge["link"], triple))
        return {claim: tuple(sorted(triples)) for claim, triples in found.items()}

    @cached_property
    def left_out(self) -> Mapping[str, int]:
        """How many claims of which dataset are withheld."""
        return left_out(self.snapshot, self.network.view)

    def _rows(self, about: Collection[str] | None) -> Iterator[int]:
        snapshot = self.snapshot
        if about is None:
            return iter(range(len(snapshot.rows)))
        things = (snapshot.entities.get(name) or snapshot.relationships[name] for name in about)
        return iter(sorted(row for thing in things for row in thing.rows))

    def _known(self, row: int) -> tuple[int, int | None] | None:
        columns = self.snapshot.claim_columns
        recorded, retracted = int(columns.recorded[row]), int(columns.retracted[row])
        if recorded > self.known_at:
            return None
        return recorded, retracted if retracted <= self.known_at else None

    def _recalls(self, claim: Claim) -> bool:
        """Whether a claim that is not live is told as history."""
        view, source = self.view, self.snapshot.sources[claim.source]
        if not set(view.filters()) <= WHO or source.dataset in self.withheld:
            return False
        wanted = not view.datasets or source.dataset in view.datasets
        named = not view.sources or source.id in view.sources
        subject = self.snapshot.identity.kept.get(claim.subject, claim.subject)
        return wanted and named and not {claim.id, subject, source.id, source.dataset} & set(view.without)


__all__ = ["Selection"]
