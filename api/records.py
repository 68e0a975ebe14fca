"""Questions on what is there: entities and what is said of them, datasets, revisions. None needs a network."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from api.asking import Citable, OfView, Page, one_among
from graph.questions.catalogue import found_entities, list_entities
from graph.questions.datasets import list_datasets
from graph.questions.describe import (
    DIRECTIONS,
    describe_entity,
    describe_relationship,
    list_relationships,
    list_revisions,
)
from graph.questions.joins import join_coverage
from graph.questions.patterns import list_patterns
from graph.questions.receipt import Answer
from graph.snapshot import Snapshot
from graph.store.search import Hit
from graph.view import View

ENTITY = "An entity: its id, or a name, alias or identifier that only it has."

Entity = Annotated[str, Field(max_length=500)]


class Entities(OfView, Page, Citable):
    """Which entities are there, or are called so?"""

    q: str | None = Field(
        None, max_length=500, description="A name, alias, former name or identifier, or nearly; in any script."
    )

    def of_index(self, snapshot: Snapshot) -> bool:
        """Whether Neo4j's index, which knows the latest revision only, can find it."""
        return bool(self.q) and set(self.view(snapshot).filters()) <= {"type"}

    def ask(self, snapshot: Snapshot, hits: tuple[Hit, ...] | None = None) -> Answer:
        """The answer; `hits` are what the index found, None if it was not asked."""
        view = self.view(snapshot)
        if not self.q:
            return list_entities(snapshot, view, limit=self.limit, cursor=self.cursor)
        return found_entities(snapshot, view, self.q, hits, limit=self.limit, cursor=self.cursor)


class EntityDetail(OfView, Citable):
    """What is said of an entity?"""

    def ask(self, snapshot: Snapshot, entity: str) -> Answer:
        """The answer; a relationship is described too, by its id."""
        view = self.view(snapshot)
        if entity in snapshot.relationships:
            return describe_relationship(snapshot, view, entity)
        return describe_entity(snapshot, view, entity)


class Relationships(OfView, Page, Citable):
    """What is an entity related to, and how?"""

    own: ClassVar[frozenset[str]] = frozenset({"type"})

    type: str | None = Field(  # type: ignore[assignment]  # here it is the relationship that is of a class
        None, description="Only relationships of this class, and of the classes below it."
    )
    direction: str = Field(
        "both",
        description="Whether the entity stands first in the relationship, or last.",
        json_schema_extra=one_among(*DIRECTIONS),
    )

    def ask(self, snapshot: Snapshot, entity: str) -> Answer:
        """The answer."""
        view = self.view(snapshot)
        return list_relationships(
            snapshot, view, entity, type=self.type, direction=self.direction, limit=self.limit, cursor=self.cursor
        )


class Datasets(Citable):
    """What is loaded?"""

    def ask(self, snapshot: Snapshot) -> Answer:
        """The answer."""
        return list_datasets(snapshot, View())


class Revisions(Citable):
    """What came when?"""

    def ask(self, snapshot: Snapshot) -> Answer:
        """The answer."""
        return list_revisions(snapshot, View())


class Patterns(Citable):
    """What may paths follow?"""

    def ask(self, snapshot: Snapshot) -> Answer:
        """The answer."""
        return list_patterns(snapshot, View())


class Joins(OfView, Citable):
    """How far do datasets meet at the same things?"""

    def ask(self, snapshot: Snapshot) -> Answer:
        """The answer."""
        return join_coverage(snapshot, self.view(snapshot))
