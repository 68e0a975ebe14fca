"""What questions have in common: the view they are asked of, the page of a list, refusing parameters nobody knows.

Every question is a model: one class serves the query string of a route, the options of a command and the documentation
of both, so that they can't drift apart.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

from graph.checks import UnknownName
from graph.questions.footnotes import STYLES
from graph.questions.receipt import Answer
from graph.questions.trust import believed
from graph.questions.views import read_view
from graph.snapshot import Snapshot
from graph.view import CERTAINTIES, PARAMETERS, POLICIES, PROJECTIONS, View

Names = Annotated[list[str], Field(min_length=1, max_length=100)]
SomeNames = Annotated[list[str], Field(max_length=100)]


def one_among(*names: str) -> dict[str, Any]:
    """For the schema: the values a text may have; the question itself checks them."""
    return {"enum": sorted(names)}


class Asked(BaseModel):
    """A question; what it doesn't know it refuses, naming the nearest parameter it does know."""

    model_config = ConfigDict(frozen=True, populate_by_name=True, extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _refuse_unknown(cls, given: Any) -> Any:  # noqa: ANN401 - whatever somebody sends
        if not isinstance(given, dict):
            return given  # it is refused as no question at all
        names = {field.alias or name for name, field in cls.model_fields.items()}
        for name in given:
            if name not in names and name not in cls.model_fields:
                error = UnknownName("parameter", name[:100], names)
                error.parameter = name[:100]
                raise error
        return given


class OfView(Asked):
    """A question asked of a view; the parameters that are the same everywhere."""

    as_of: str | None = Field(
        None, description="Date or interval (EDTF) at which it must have held: 2019, 2020-12-22, 2019/2021."
    )
    known_at: str | None = Field(
        None, description="What was known at a revision: its number, or the date by whose end it was committed."
    )
    certainty: str = Field(
        "possible",
        description="With loose dates: what certainly held then, or what may have.",
        json_schema_extra=one_among(*CERTAINTIES),
    )
    type: SomeNames = Field([], description="Only entities of these classes, and of the classes below them.")
    relationship: SomeNames = Field(
        [], description="Only relationships of these classes, and of the classes below them."
    )
    dataset: SomeNames = Field([], description="Only claims from these datasets.")
    source: SomeNames = Field([], description="Only claims from these sources.")
    min_confidence: float = Field(0.0, ge=0, le=1, description="Least confidence of an edge or value, 0 to 1.")
    policy: str = Field(
        "any",
        description="Where claims contradict: any assertion is enough, most by weight must assert, or nobody may deny.",
        json_schema_extra=one_among(*POLICIES),
    )
    without: SomeNames = Field(
        [], description="Ids of claims, sources, datasets, entities or relationships to leave out."
    )
    projection: str = Field(
        "direct",
        description="Relationships of three or more parties as direct edges, or as nodes with an edge per role.",
        json_schema_extra=one_among(*PROJECTIONS),
    )
    trust: SomeNames = Field(
        [], description="Your own grades for sources, each as source:grade, from A (reliable) to F (cannot be judged)."
    )
    treat: SomeNames = Field(
        [], description="Your own view on who is who: ids to treat as one or not, as id|id:same or id|id:different."
    )

    own: ClassVar[frozenset[str]] = frozenset()
    """Parameters with a view's name that mean something else in this question."""

    def view(self, snapshot: Snapshot) -> View:
        """The view asked of; raises `BadQuestion` for names the snapshot doesn't know."""
        names = (n for n in PARAMETERS if n in type(self).model_fields and n not in self.own)
        given = {n: getattr(self, n) for n in names if getattr(self, n) != type(self).model_fields[n].default}
        return read_view(
            {n: [str(v) for v in value] if isinstance(value, list) else str(value) for n, value in given.items()},
            snapshot,
        )

    def believed(self, snapshot: Snapshot) -> Snapshot:
        """The snapshot as the view has who is who and weighs sources."""
        return believed(snapshot, self.view(snapshot))

    @classmethod
    def __pydantic_init_subclass__(cls, **settings: Any) -> None:  # noqa: ANN401 - as pydantic has it
        """Have every question asked of the snapshot as the caller weighs it, so that none can forget to."""
        super().__pydantic_init_subclass__(**settings)
        if "ask" in vars(cls):
            cls.ask = _of_believed(vars(cls)["ask"])  # type: ignore[attr-defined]  # each question has its own


def _of_believed(ask: Callable[..., Answer]) -> Callable[..., Answer]:
    """A question's `ask`, over the snapshot that the caller believes."""

    @wraps(ask)
    def asked(self: OfView, snapshot: Snapshot, *more: Any, **named: Any) -> Answer:  # noqa: ANN401
        return ask(self, self.believed(snapshot), *more, **named)

    return asked


CITE = "Have the answer in words with numbered references, or its references, instead of JSON."
"""What `cite` asks for."""


class Citable(Asked):
    """A question whose answer can be had as people cite it."""

    cite: str | None = Field(None, description=CITE, json_schema_extra=one_among(*STYLES))


class Page(Asked):
    """The part of a list that is wanted."""

    limit: int = Field(50, ge=1, le=500, description="How many at most.")
    cursor: str | None = Field(None, max_length=2000, description="Where to go on: the `next` of the page before.")
