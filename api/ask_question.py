"""A question in the body of a request."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from pydantic import Field

from api.asking import Asked, one_among
from api.doubt_questions import ASKABLE, Compare, Parameters, fill
from api.models import Answer
from api.over_time import OverTime
from graph.checks import one_of
from graph.workers.parcel import Question

AskAnswer = Answer[Any]
QUESTIONS: Mapping[str, type[Asked]] = MappingProxyType({**ASKABLE, "compare": Compare})


class Ask(Asked):
    """A question by its name, its parameters, and claims of the caller's own."""

    question: str = Field(description="Which question.", json_schema_extra=one_among(*QUESTIONS))
    parameters: Parameters = Field({}, description="Its parameters, as the question's own address takes them.")
    overlay: dict[str, Any] | None = Field(
        None, description="Your own claims, as a claims file says them: sources, entities, relationships."
    )

    def filled(self) -> Question:
        """What is asked of a snapshot."""
        question: Any = fill(QUESTIONS[one_of("question", self.question, QUESTIONS)], self.parameters)
        asked: Question = question.answer if isinstance(question, OverTime) else question.ask
        return asked
