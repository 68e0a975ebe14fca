"""Questions that may be asked over a series of dates: columns for a plot instead of the answer at one."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, ClassVar

from annotated_types import Le
from pydantic import Field

from api.asking import OfView, one_among
from graph.checks import one_of
from graph.errors import BadQuestion
from graph.questions.receipt import Answer
from graph.questions.series import ALONG, Columns, ask_series, of_answer, to_csv
from graph.snapshot import Snapshot

SERIES_FORMATS = ("csv", "json")


class OverTime(OfView):
    """A question that has numbers to plot."""

    columns: ClassVar[Columns] = of_answer
    """Reads the numbers off an answer."""

    series: str | None = Field(
        None,
        max_length=60,
        description="Ask at each date of a series, start/end/step (2010/2025/P1Y), at most 200: columns for a plot.",
    )
    along: str = Field(
        "as_of",
        description="Whether the dates of a series are when it held, or when it was known.",
        json_schema_extra=one_among(*ALONG),
    )
    format: str = Field(
        "json", description="A series as JSON, or as CSV.", json_schema_extra=one_among(*SERIES_FORMATS)
    )

    @abstractmethod
    def ask(self, snapshot: Snapshot) -> Answer:
        """The answer at one date."""

    def answer(self, snapshot: Snapshot) -> Answer:
        """The answer, or, with `series`, the columns that it gives over time."""
        one_of("format", self.format, SERIES_FORMATS)
        if self.series is None:
            if self.format != "json":
                raise BadQuestion("Only a series is given as CSV.", hint="Give a series too.", parameter="format")
            return self.ask(snapshot)
        if getattr(self, self.along, None) is not None:
            hint = "Leave one of them out."
            raise BadQuestion(f"series and {self.along} both say when.", hint=hint, parameter=self.along)
        columns = type(self).columns
        view = self.view(snapshot)
        return ask_series(snapshot, view, self.series, lambda date: self._at(snapshot, date), columns, along=self.along)

    def whole(self, snapshot: Snapshot) -> Answer:
        """The answer with as many rows as can be had, so that a comparison finds what has moved out of the first."""
        top = type(self).model_fields.get("top")
        most = [bound.le for bound in top.metadata if isinstance(bound, Le)] if top else []
        return self.model_copy(update=dict.fromkeys(["top"], most[0]) if most else {}).ask(snapshot)

    def as_csv(self, snapshot: Snapshot) -> bytes:
        """The series as CSV."""
        return to_csv(self.answer(snapshot))

    def _at(self, snapshot: Snapshot, date: str) -> Answer:
        told: dict[str, Any] = {self.along: date, "series": None}
        return self.model_copy(update=told).ask(snapshot)
