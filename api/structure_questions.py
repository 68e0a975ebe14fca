"""Questions on what holds a network together, how it falls apart, and who is like whom."""

from __future__ import annotations

from pydantic import Field

from api.asking import Names
from api.questions import OfNetwork
from graph.questions.centrality import MAX_TOP
from graph.questions.cohesion import find_cutpoints, find_k_components, rank_edges, rank_group
from graph.questions.names import resolve
from graph.questions.receipt import Answer
from graph.snapshot import Snapshot


class EdgeCentrality(OfNetwork):
    """Over which links do the shortest paths run?"""

    top: int = Field(20, ge=1, le=MAX_TOP, description="How many rows at most.")
    pivots: int | None = Field(None, ge=2, description="Estimate it from so many nodes; the answer says so.")
    seed: int = Field(0, ge=0, le=2**32 - 1, description="Chooses the nodes of an estimate.")

    def ask(self, snapshot: Snapshot) -> Answer:
        """The answer."""
        return rank_edges(self.network(snapshot), top=self.top, pivots=self.pivots, seed=self.seed)


class Cutpoints(OfNetwork):
    """Without whom or which link does the network fall apart?"""

    top: int = Field(100, ge=1, le=MAX_TOP, description="How many rows at most, of entities and of links.")

    def ask(self, snapshot: Snapshot) -> Answer:
        """The answer."""
        return find_cutpoints(self.network(snapshot), top=self.top)


class Group(OfNetwork):
    """How central are several entities together?"""

    member: Names = Field(description="The members: ids, or names that only they have.")

    def ask(self, snapshot: Snapshot) -> Answer:
        """The answer."""
        return rank_group(self.network(snapshot), [resolve(snapshot, name, "member") for name in self.member])


class KComponents(OfNetwork):
    """Which parts hold together until k entities are taken away?"""

    def ask(self, snapshot: Snapshot) -> Answer:
        """The answer."""
        return find_k_components(self.network(snapshot))
