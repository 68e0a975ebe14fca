"""Questions on what holds a network together, how it falls apart, and who is like whom."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import Field

from api.asking import Citable, Names, one_among
from api.over_time import OverTime
from api.questions import OfNetwork
from api.records import ENTITY, Entity
from graph.questions.centrality import MAX_TOP
from graph.questions.cohesion import find_cutpoints, find_k_components, rank_edges, rank_group
from graph.questions.communities import (
    MAX_PARTS,
    METHODS,
    count_triads,
    find_cliques,
    find_communities,
    find_components,
)
from graph.questions.names import resolve
from graph.questions.prediction import MAX_TOP as MAX_PAIRS
from graph.questions.prediction import SCORES, predict_links
from graph.questions.receipt import Answer
from graph.questions.series import Columns, of_counts
from graph.questions.similarity import MAX_TOP as MAX_ALIKE
from graph.questions.similarity import MEASURES, PROFILES, find_alike
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


class Components(OfNetwork):
    """Into which parts that nothing joins does the network fall?"""

    columns: ClassVar[Columns] = of_counts

    top: int = Field(20, ge=1, le=MAX_PARTS, description="How many parts at most; the largest first.")
    strong: bool = Field(False, description="Parts in which each reaches each along the direction of the links.")

    def ask(self, snapshot: Snapshot) -> Answer:
        """The answer."""
        return find_components(self.network(snapshot), top=self.top, strong=self.strong)

    def whole(self, snapshot: Snapshot) -> Answer:
        """All parts with all of their members."""
        snapshot = self.believed(snapshot)
        return find_components(self.network(snapshot), top=MAX_PARTS, strong=self.strong, shown=None)


class Communities(OfNetwork):
    """Who has more to do with one another than with others?"""

    columns: ClassVar[Columns] = of_counts

    method: str = Field(
        "leiden",
        description="That of Leiden, whose communities are connected, or that of Louvain.",
        json_schema_extra=one_among(*METHODS),
    )
    top: int = Field(20, ge=1, le=MAX_PARTS, description="How many communities at most; the largest first.")
    resolution: float = Field(1.0, gt=0, le=100, description="Above 1 gives smaller communities, below 1 larger ones.")
    seed: int = Field(0, ge=0, le=2**32 - 1, description="Chooses the order of the steps; others may end elsewhere.")

    def ask(self, snapshot: Snapshot) -> Answer:
        """The answer."""
        return find_communities(self.network(snapshot), **self._settings(), top=self.top)

    def whole(self, snapshot: Snapshot) -> Answer:
        """All communities with all of their members."""
        snapshot = self.believed(snapshot)
        return find_communities(self.network(snapshot), **self._settings(), top=MAX_PARTS, shown=None)

    def _settings(self) -> dict[str, Any]:
        return {"method": self.method, "resolution": self.resolution, "seed": self.seed}


class Cliques(OfNetwork):
    """Where is each linked to each?"""

    top: int = Field(20, ge=1, le=MAX_PARTS, description="How many cliques at most; the largest first.")
    least: int = Field(3, ge=2, le=100, description="How many members at least.")

    def ask(self, snapshot: Snapshot) -> Answer:
        """The answer."""
        return find_cliques(self.network(snapshot), top=self.top, least=self.least)


class Triads(OfNetwork):
    """How often do three entities link in which way?"""

    def ask(self, snapshot: Snapshot) -> Answer:
        """The answer."""
        return count_triads(self.network(snapshot))


class Similarity(OverTime, Citable):
    """Who deals like another?"""

    entity: Entity = Field(description=f"Whom to compare with. {ENTITY}")
    by: str = Field(
        "suppliers",
        description="What is compared: suppliers, customers, systems got or systems exported.",
        json_schema_extra=one_among(*PROFILES),
    )
    like: str = Field(
        "cosine",
        description="By the numbers of relationships with each, or only by who is there.",
        json_schema_extra=one_among(*MEASURES),
    )
    top: int = Field(20, ge=1, le=MAX_ALIKE, description="How many rows at most.")

    def ask(self, snapshot: Snapshot) -> Answer:
        """The answer."""
        entity = resolve(snapshot, self.entity, "entity")
        return find_alike(snapshot, self.view(snapshot), entity, by=self.by, like=self.like, top=self.top)


class Prediction(OfNetwork):
    """Who might be linked next, and how often did such guesses come true?"""

    entity: Entity | None = Field(None, description=f"Only pairs with it. {ENTITY}")
    score: str = Field(
        "adamic_adar", description="How pairs are scored by their neighbours.", json_schema_extra=one_among(*SCORES)
    )
    top: int = Field(20, ge=1, le=MAX_PAIRS, description="How many pairs at most.")
    hide: str | None = Field(
        None, description="The test hides links begun after this date (EDTF); the latest fifth, if none is given."
    )

    def ask(self, snapshot: Snapshot) -> Answer:
        """The answer."""
        entity = None if self.entity is None else resolve(snapshot, self.entity, "entity")
        return predict_links(self.network(snapshot), score=self.score, entity=entity, top=self.top, hide=self.hide)
