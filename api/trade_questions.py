"""Questions on trade: on whom does one depend, and what is lost with what drops out?"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from api.asking import OfView, SomeNames, one_among
from graph.questions.deals import BASES, MEASURES
from graph.questions.dependency import depend
from graph.questions.names import resolve
from graph.questions.receipt import Answer
from graph.snapshot import Snapshot

ENTITY = "An entity: its id, or a name, alias or identifier that only it has."
MaybeEntity = Annotated[str | None, Field(max_length=500)]


class Dependency(OfView):
    """On whom does a recipient depend, or a supplier?"""

    recipient: MaybeEntity = Field(None, description=f"Whose suppliers are asked for. {ENTITY}")
    supplier: MaybeEntity = Field(None, description=f"Whose customers are asked for, instead. {ENTITY}")
    window: str | None = Field(
        None, max_length=40, description="Whole years to a window (ISO 8601: P5Y), counted back from the period's end."
    )
    period: str | None = Field(
        None, max_length=40, description="Years to look at: 2000/2024. Otherwise all with a figure."
    )
    by: str = Field(
        "delivery",
        description="Count what was delivered or what was ordered, in the years when it was.",
        json_schema_extra=one_among(*BASES),
    )
    rank_by: str = Field(
        "tiv",
        description="What orders the partners: SIPRI's trend-indicator value (a volume, no money), deals or pieces.",
        json_schema_extra=one_among(*MEASURES),
    )
    category: SomeNames = Field([], description="Only deals on systems of these categories.")
    split: bool = Field(False, description="A record for each category of systems.")

    def ask(self, snapshot: Snapshot) -> Answer:
        """The answer."""
        return depend(
            snapshot,
            self.view(snapshot),
            recipient=self.recipient and resolve(snapshot, self.recipient, "recipient"),
            supplier=self.supplier and resolve(snapshot, self.supplier, "supplier"),
            window=self.window,
            period=self.period,
            by=self.by,
            rank_by=self.rank_by,
            category=self.category,
            split=self.split,
        )
