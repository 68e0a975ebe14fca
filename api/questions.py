"""The questions: what each takes, and how it is asked of a snapshot."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import Field

from api.asking import Citable, OfView, SomeNames, one_among
from api.over_time import OverTime
from api.records import ENTITY, Entity
from graph.licence import open_network
from graph.network import Network, build
from graph.questions.centrality import MAX_TOP, rank
from graph.questions.export import graph_answer
from graph.questions.names import resolve
from graph.questions.neighbourhood import MAX_NODES, MAX_RADIUS, around
from graph.questions.paths import DEFAULT_K, MAX_HOPS, MAX_K, MODES, ORDERS, find_paths
from graph.questions.receipt import Answer
from graph.questions.series import Columns, of_paths, of_ranking
from graph.snapshot import Snapshot

DIRECTED = "Follow relationships only in the direction in which they read."


class WithNetwork(OfView, Citable):
    """A question that needs the graph that a view's relationships make."""

    directed: bool = Field(False, description=DIRECTED)

    def network(self, snapshot: Snapshot) -> Network:
        """The graph of the view."""
        return build(snapshot, self.view(snapshot), self.directed)


class OfNetwork(OverTime, WithNetwork):
    """A question about that graph."""


class Linked(OfNetwork):
    """A question about what links some entities and others."""

    from_: SomeNames = Field([], alias="from", description=f"Where to start. {ENTITY}")
    to: SomeNames = Field([], description=f"Where to arrive. {ENTITY}")
    from_type: str | None = Field(
        None, description="Start at the entities of this class that belong to `from` (or at all of them), not there."
    )
    to_type: str | None = Field(
        None, description="Arrive at the entities of this class that belong to `to` (or at any of them), not there."
    )
    via: SomeNames = Field([], description="Entities that must all be on the way.")
    avoid: SomeNames = Field(
        [], description="Entities, relationships or classes of relationships that must not be on the way."
    )
    max_hops: int = Field(4, ge=1, le=MAX_HOPS, description="How long a path may be.")
    chronological: bool = Field(False, description="Only paths on which no step begins before the step before it.")
    pattern: str | None = Field(
        None,
        max_length=500,
        description="Only paths along a pattern: its name (see /api/v1/patterns), or classes such as "
        "State/Ownership/Firm. Ends that are not given are any of its first and last class.",
    )

    def ends(self, snapshot: Snapshot) -> tuple[list[str], list[str]]:
        """The ids at both ends."""
        named = (("from", self.from_), ("to", self.to))
        start, end = ([resolve(snapshot, name, parameter) for name in names] for parameter, names in named)
        return start, end

    def conditions(self, snapshot: Snapshot) -> dict[str, Any]:
        """What the way must be like, as `find_paths` takes it."""
        return {
            "max_hops": self.max_hops,
            "via": [resolve(snapshot, name, "via") for name in self.via],
            "avoid": [avoided(snapshot, name) for name in self.avoid],
            "chronological": self.chronological,
            "pattern": self.pattern,
            "source_type": self.from_type,
            "target_type": self.to_type,
        }


class Paths(Linked):
    """How are these linked?"""

    columns: ClassVar[Columns] = of_paths

    k: int = Field(DEFAULT_K, ge=1, le=MAX_K, description="How many paths at most.")
    weight: str = Field(
        "hops",
        description="Shortest first, most credible first, or first what has most independent sources at its weakest.",
        json_schema_extra=one_among(*ORDERS),
    )
    mode: str = Field(
        "kinds",
        description="One path of each kind before a second of any, only those that nothing beats, or all in order.",
        json_schema_extra=one_among(*MODES),
    )
    cursor: str | None = Field(None, max_length=2000, description="Where to go on: the `next` of the page before.")

    def ask(self, snapshot: Snapshot) -> Answer:
        """The answer."""
        return find_paths(
            self.network(snapshot),
            *self.ends(snapshot),
            k=self.k,
            weight=self.weight,
            mode=self.mode,
            cursor=self.cursor,
            **self.conditions(snapshot),
        )


class Centrality(OfNetwork):
    """Who matters, by a measure?"""

    columns: ClassVar[Columns] = of_ranking
    own: ClassVar[frozenset[str]] = frozenset({"type"})

    measure: str = Field(description="What to rank by.")
    type: str | None = Field(  # type: ignore[assignment]  # here it narrows the ranking, not the graph
        None, description="Rank only entities of this class (and those below it), by their place in the whole graph."
    )
    top: int = Field(20, ge=1, le=MAX_TOP, description="How many rows at most.")
    within: str | None = Field(None, description="Ask only the graph between entities of this class: which firm?")
    seed: int = Field(0, ge=0, le=2**32 - 1, description="Chooses the sample where a measure is estimated.")
    pivots: int | None = Field(
        None, ge=2, description="Estimate betweenness from so many nodes; the answer states the error."
    )
    near: SomeNames = Field(
        [], description="Where the walker of pagerank starts anew, or what percolates starts: entities."
    )

    def ask(self, snapshot: Snapshot) -> Answer:
        """The answer."""
        return rank(
            self.network(snapshot),
            self.measure,
            top=self.top,
            type=self.type,
            within_type=self.within,
            seed=self.seed,
            pivots=self.pivots,
            near=[resolve(snapshot, name, "near") for name in self.near],
        )


class Neighbourhood(OfNetwork):
    """What is around an entity?"""

    entity: Entity = Field(description=ENTITY)
    radius: int = Field(1, ge=1, le=MAX_RADIUS, description="How many hops away.")
    limit: int = Field(200, ge=1, le=MAX_NODES, description="How many entities at most; the nearest first.")

    def ask(self, snapshot: Snapshot) -> Answer:
        """The answer."""
        entity = resolve(snapshot, self.entity, "entity")
        return around(self.network(snapshot), entity, self.radius, limit=self.limit)


class Graph(WithNetwork):
    """What is the whole graph of a view, as far as licences let it be passed on?"""

    format: str = Field("json", description="The format it is written in.")

    def network(self, snapshot: Snapshot) -> Network:
        """The graph of what may leave."""
        return open_network(snapshot, self.view(snapshot), self.directed)

    def ask(self, snapshot: Snapshot) -> Answer:
        """The graph as node-link data with its receipt."""
        return graph_answer(self.network(snapshot))


def avoided(snapshot: Snapshot, name: str) -> str:
    """What a path is to avoid: a relationship or a class of relationships as it is, else an entity by id or name."""
    classes = {known.casefold(): known for known in snapshot.vocabulary.relationships}
    if name in snapshot.relationships or name.casefold() in classes:
        return classes.get(name.casefold(), name)
    return resolve(snapshot, name, "avoid")
