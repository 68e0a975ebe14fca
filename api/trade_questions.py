"""Questions on trade: on whom does one depend, and what is lost with what drops out?"""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from api.asking import Citable, Names, SomeNames, one_among
from api.over_time import OverTime
from graph.questions.deals import BASES, MEASURES
from graph.questions.dependency import depend
from graph.questions.loss import lose, single_points
from graph.questions.names import resolve
from graph.questions.receipt import Answer
from graph.questions.series import Columns, of_dependency
from graph.snapshot import Snapshot

ENTITY = "An entity: its id, or a name, alias or identifier that only it has."
MaybeEntity = Annotated[str | None, Field(max_length=500)]


class Dependency(OverTime, Citable):
    """On whom does a recipient depend, or a supplier?"""

    columns: ClassVar[Columns] = of_dependency

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


class Loss(OverTime, Citable):
    """What does a recipient lose if something drops out?"""

    own: ClassVar[frozenset[str]] = frozenset({"without"})

    without: Names = Field(  # here it is what drops out, and must be named
        description=f"What drops out: a plant, a firm, a state, an accord. {ENTITY}"
    )
    recipient: Annotated[str, Field(max_length=500)] = Field(description=f"Whose loss it is. {ENTITY}")

    def ask(self, snapshot: Snapshot) -> Answer:
        """The answer."""
        lost = [resolve(snapshot, name, "without") for name in self.without]
        return lose(snapshot, self.view(snapshot), lost, resolve(snapshot, self.recipient, "recipient"))


class SinglePoints(OverTime, Citable):
    """Whose loss alone would end the making of a recipient's systems?"""

    recipient: Annotated[str, Field(max_length=500)] = Field(description=f"Whose systems. {ENTITY}")

    def ask(self, snapshot: Snapshot) -> Answer:
        """The answer."""
        return single_points(snapshot, self.view(snapshot), resolve(snapshot, self.recipient, "recipient"))
