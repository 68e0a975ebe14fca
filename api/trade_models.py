"""What answers on trade look like, for the OpenAPI description."""

from __future__ import annotations

from pydantic import Field

from api.models import Answer, Model, Source, Thing


class Years(Model):
    """Whole years, the last one included."""

    start: int
    end: int


class Concentration(Model):
    """Bounds of the Herfindahl-Hirschman index, equal where all partners are known; 1 is a single partner."""

    low: float
    high: float
    unknown: float = Field(description="The share of what no partner is known for.")


class Partner(Model):
    """A supplier or customer in a window; equal amounts share a rank."""

    rank: int
    entity: Thing | None = Field(description="None: unknown.")
    deals: float
    tiv: float = Field(description="SIPRI's trend-indicator value in millions: a volume, never money.")
    units: float = Field(description="Pieces.")
    shares: dict[str, float | None] = Field(description="Of deals, tiv and units, 0 to 1.")


class PublishedShare(Model):
    """A share that sources publish for the same window, beside ours by trend-indicator value."""

    entity: Thing
    share: float
    ours: float | None
    difference: float | None
    sources: list[Source]


class Dependency(Model):
    """Partners in a window of years, of all categories or of one."""

    window: Years
    category: dict[str, str] | None
    totals: dict[str, float]
    concentration: dict[str, Concentration | None]
    partners: list[Partner]
    coverage: dict[str, int] = Field(description="Numbers of deals: all, with a figure, with an unknown partner, ...")
    published: list[PublishedShare]


DependencyAnswer = Answer[list[Dependency]]
