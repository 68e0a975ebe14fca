"""Questions on answers: on how little do they stand, how sure are ranks, what differs under another view?"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, TypeVar

from pydantic import Field, ValidationError

from api.asking import Asked, OfView, one_among
from api.over_time import OverTime
from api.questions import Centrality, Linked, Neighbourhood, OfNetwork, Paths
from api.records import ENTITY, Entities, Joins
from api.structure_questions import (
    Cliques,
    Communities,
    Components,
    Cutpoints,
    EdgeCentrality,
    Group,
    KComponents,
    Prediction,
    Similarity,
    Triads,
)
from api.trade_questions import Dependency, Loss, SinglePoints
from graph.checks import one_of, unknown_name
from graph.errors import BadQuestion
from graph.questions.compare import Side, compare
from graph.questions.fragility import path_fragility, rank_fragility
from graph.questions.intervals import DEFAULT_DRAWS, MAX_DRAWS, rank_intervals
from graph.questions.names import resolve
from graph.questions.paths import prepare
from graph.questions.receipt import Answer
from graph.questions.support import UNITS
from graph.snapshot import Snapshot


class Fragility(Linked):
    """On how little does an answer stand?"""

    by: str = Field("source", description="What may be lost.", json_schema_extra=one_among(*UNITS))
    measure: str | None = Field(None, description="Instead of paths: a measure by which `entity` is among the first.")
    entity: str | None = Field(None, max_length=500, description=f"Whose rank it is. {ENTITY}")
    top: int = Field(10, ge=1, le=1000, description="Among how many first the entity has to stay.")
    among: str | None = Field(None, description="Rank only entities of this class (and those below it).")
    seed: int = Field(0, ge=0, le=2**32 - 1, description="Chooses the sample where a measure is estimated.")

    def ask(self, snapshot: Snapshot) -> Answer:
        """The answer: on a rank if a measure is given, else on paths."""
        network = self.network(snapshot)
        if self.measure is None:
            return path_fragility(prepare(network, *self.ends(snapshot), **self.conditions(snapshot)), self.by)
        if self.entity is None:
            raise BadQuestion("entity is missing.", hint="Say whose rank is asked for.", parameter="entity")
        entity = resolve(snapshot, self.entity, "entity")
        options: dict[str, Any] = {"top": self.top, "type": self.among, "by": self.by, "seed": self.seed}
        return rank_fragility(network, self.measure, entity, **options)

    def whole(self, snapshot: Snapshot) -> Answer:
        """As it is asked: `top` is part of the question here."""
        return self.ask(snapshot)


class Intervals(OfNetwork):
    """How sure is a rank?"""

    own: ClassVar[frozenset[str]] = frozenset({"type"})

    measure: str = Field(description="What to rank by.")
    type: str | None = Field(  # type: ignore[assignment]  # here it narrows the ranking, not the graph
        None, description="Rank only entities of this class (and those below it), by their place in the whole graph."
    )
    top: int = Field(20, ge=1, le=1000, description="How many rows at most.")
    draws: int = Field(DEFAULT_DRAWS, ge=0, le=MAX_DRAWS, description="How many networks to draw from the claims.")
    seed: int = Field(0, ge=0, le=2**32 - 1, description="Chooses what is drawn.")

    def ask(self, snapshot: Snapshot) -> Answer:
        """The answer."""
        options: dict[str, Any] = {"top": self.top, "type": self.type, "draws": self.draws, "seed": self.seed}
        return rank_intervals(self.network(snapshot), self.measure, **options)


ASKABLE: Mapping[str, type[OfView]] = MappingProxyType(
    {
        "entities": Entities,
        "paths": Paths,
        "centrality": Centrality,
        "intervals": Intervals,
        "fragility": Fragility,
        "neighbourhood": Neighbourhood,
        "edge-centrality": EdgeCentrality,
        "cutpoints": Cutpoints,
        "group": Group,
        "k-components": KComponents,
        "components": Components,
        "communities": Communities,
        "cliques": Cliques,
        "triads": Triads,
        "similarity": Similarity,
        "prediction": Prediction,
        "dependency": Dependency,
        "loss": Loss,
        "single-points": SinglePoints,
        "coverage": Joins,
    }
)
"""The questions that can be compared, and asked with a body, by the last part of their address."""

Q = TypeVar("Q", bound=Asked)
Parameters = Annotated[dict[str, Any], Field(max_length=50)]


class Compare(Asked):
    """One question under two views: what differs?"""

    question: str = Field(description="Which question.", json_schema_extra=one_among(*ASKABLE))
    parameters: Parameters = Field({}, description="Its parameters, as the question's own address takes them.")
    left: Parameters = Field({}, description="Parameters of the one view, such as as_of; they go before `parameters`.")
    right: Parameters = Field({}, description="Parameters of the other view.")

    def ask(self, snapshot: Snapshot) -> Answer:
        """The answer."""
        model = ASKABLE[one_of("question", self.question, ASKABLE)]
        left, right = (self._filled(model, view) for view in (self.left, self.right))
        asked = {
            "question": self.question,
            "parameters": _as_read(fill(model, self.parameters), self.parameters),
            "left": _as_read(left, self.left),
            "right": _as_read(right, self.right),
        }
        top = getattr(left, "top", None)
        return compare(snapshot, asked, _side(left, snapshot), _side(right, snapshot), top)

    def _filled(self, model: type[OfView], view: dict[str, Any]) -> OfView:
        own = {name for name in OfView.model_fields if name not in model.own}
        for name in view:
            if name not in own:
                unknown_name("parameter of a view", name, own)
        filled = fill(model, self.parameters | view)
        if isinstance(filled, OverTime) and filled.series is not None:
            raise BadQuestion("A series can't be compared.", hint="Ask for each series by itself.", parameter="series")
        return filled


def fill(model: type[Q], given: Mapping[str, Any]) -> Q:
    """A question with these parameters; a single value will do where several may stand.

    Raises:
        BadQuestion: a parameter is unknown, missing, or not a value of its kind.
    """
    lists = {f.alias or n for n, f in model.model_fields.items() if isinstance(f.get_default(), list)}
    whole = {name: [value] if name in lists and not isinstance(value, list) else value for name, value in given.items()}
    try:
        return model.model_validate(whole)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = str(first["loc"][0]) if first["loc"] else "question"
        raise BadQuestion(f"{name} cannot be used: {first['msg'].lower()}.", parameter=name) from None


def _as_read(question: OfView, given: Mapping[str, Any]) -> dict[str, Any]:
    """What was given, as it was understood: 10 and "10" are one number, a single value is a list of one."""
    read = question.model_dump(mode="json", by_alias=True)
    return {name: read[name] for name in given}


def _side(question: OfView, snapshot: Snapshot) -> Side:
    """The whole answer under one view; of a ranking all rows, so that what moves out of the first is still found."""
    asked: Any = question  # every question has its own ways to be asked
    ask = asked.whole if isinstance(question, OverTime) else asked.ask
    edges = question.network(snapshot).edge_names if isinstance(question, Paths) else None
    return Side(ask(snapshot), edges)


__all__ = ["ASKABLE", "Compare", "Fragility", "Intervals", "fill"]
