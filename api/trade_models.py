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


class HitTransfer(Model):
    """A transfer that stands on what drops out."""

    transfer: Thing
    supplier: Thing | None
    system: Thing | None
    years: list[int] = Field(description="Years with deliveries.")
    tiv: float | None = Field(description="SIPRI's trend-indicator value in millions: a volume, never money.")
    reasons: list[str]


class Reason(Model):
    """What a system stands on, and how it does."""

    entity: Thing
    why: str


class HitSystem(Model):
    """A system of the recipient's that is hit."""

    entity: Thing
    falls: bool = Field(description="Nobody is left who is known to make it.")
    reasons: list[Reason]
    others: list[Thing] = Field(description="Its providers that are left.")


class Loss(Model):
    """What a recipient loses."""

    lost: list[Thing]
    recipient: Thing
    transfers: list[HitTransfer]
    systems: list[HitSystem]
    cut_off: list[Thing] = Field(description="What only the lost links to the recipient.")
    share: dict[str, float | None] = Field(description="Of the recipient's transfers, and of their volume, 0 to 1.")


class SinglePoint(Model):
    """Whose loss alone ends the making of some systems; equal counts share a rank."""

    rank: int
    entity: Thing
    count: int
    systems: list[Thing]


LossAnswer = Answer[Loss]
SinglePointsAnswer = Answer[list[SinglePoint]]
DependencyAnswer = Answer[list[Dependency]]
