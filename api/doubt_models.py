"""What answers about answers look like, for the OpenAPI description."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from api.models import Answer, Count, Model, Source, Thing


class Size(Model):
    """Between how many the fewest are."""

    lower: Count
    upper: Count


class Stand(Model):
    """What one hop stands on."""

    relationship: str
    units: list[str] = Field(description="Ids of sources or claims.")


class StandingRoute(Model):
    """The first path by itself."""

    sentence: str
    stands_on: list[Stand]
    size: Count = Field(description="How few sources or claims break this path alone.")


class Fragility(Model):
    """The fewest sources or claims whose loss breaks an answer."""

    holds: bool = Field(description="Whether there is an answer that can break.")
    by: str
    size: Size | None
    exact: bool = Field(description="Whether both bounds are the same.")
    sets: list[list[dict[str, Any]]] = Field(
        description="The smallest sets found: sources or claims as they are cited."
    )
    complete: bool = Field(description="Whether these are all of that size.")
    doubt: str | None = Field(None, description="Why only the upper bound is sure, if so.")
    route: StandingRoute | None = None
    rank: Count | None = None
    sentence: str


class Leaving(Model):
    """Ranks when each source is left out in turn; None is no rank at all."""

    low: Count
    high: Count | None
    by: Source | None = Field(description="The source without which it is worst off.")


class Draws(Model):
    """Ranks in drawn networks: 5th, 50th and 95th percentile."""

    low: Count | None
    median: Count | None
    high: Count | None
    absent: float = Field(description="The share of draws in which nothing links the entity.")


class Interval(Model):
    """A rank, and how far it may move."""

    rank: Count
    score: float
    entity: Thing
    without_a_source: Leaving
    draws: Draws | None
    text: str


class ComparedSide(Model):
    """The answer under one view, in short."""

    view: dict[str, Any]
    hash: str
    count: Count | None
    why: dict[str, Any] | None


class Changes(Model):
    """What differs in one part of the answers."""

    appear: list[Any] = Field(description="What only the right answer has.")
    vanish: list[Any] = Field(description="What only the left answer has.")
    move: list[dict[str, Any]] = Field(description="What both have, at other places, or grouped in another way.")
    outranked: list[Any] = Field(description="Paths that are there in both views, but listed in one answer only.")
    stay: Count


class Comparison(Model):
    """What differs between two answers."""

    left: ComparedSide
    right: ComparedSide
    same: bool
    changes: dict[str, Changes]
    sentence: str


FragilityAnswer = Answer[Fragility]
IntervalsAnswer = Answer[list[Interval]]
CompareAnswer = Answer[Comparison]
