"""What a dump is of: a snapshot as far as it may be passed on, walked through without being held twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from graph.licence import named_openly
from graph.network import Network
from graph.rdf.direct import Edge, edges_of
from graph.rdf.model import Model
from graph.rdf.quads import to_quads
from graph.rdf.selection import Selection
from graph.rdf.terms import Quad
from graph.snapshot import Snapshot
from graph.view import View
from ontology.iri import Iris
from ontology.vocabulary import Vocabulary


@dataclass(frozen=True)
class Content:
    """A view of a snapshot, and the base of its IRIs. Unless it is `whole`, nothing in it goes by a name that may not
    be passed on."""

    snapshot: Snapshot
    iris: Iris
    view: View = field(default_factory=View)
    whole: bool = False

    def __post_init__(self) -> None:
        if not self.whole:
            object.__setattr__(self, "snapshot", named_openly(self.snapshot))

    @cached_property
    def selection(self) -> Selection:
        """What of it may be passed on."""
        return Selection.of(self.snapshot, self.view, self.iris, whole=self.whole)

    @property
    def network(self) -> Network:
        """The direct edges."""
        return self.selection.network

    @property
    def model(self) -> Model:
        """How it reads in RDF."""
        return self.selection.model

    @property
    def vocabulary(self) -> Vocabulary:
        """The ontology."""
        return self.snapshot.vocabulary

    def quads(self) -> Iterator[Quad]:
        """All of it in RDF."""
        return to_quads(self.snapshot, self.view, self.iris, whole=self.whole)

    def edges(self) -> Iterator[Edge]:
        """The data of each direct edge."""
        return (data for _, data in edges_of(self.network))

    @cached_property
    def committed(self) -> str:
        """When its revision was committed (UTC, ISO 8601 with seconds)."""
        told = [revision.committed for revision in self.snapshot.revisions]
        return told[-1] if told else "1970-01-01T00:00:00+00:00"


__all__ = ["Content"]
