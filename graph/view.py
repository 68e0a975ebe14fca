"""What a question is asked of: the part of a snapshot that a caller believes, at a date, at a revision.

A `View` is plain data and the same for HTTP, command line, notebook and page. It names what differs from "everything
that is known now"; `graph.live` turns it into masks over a snapshot's columns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from graph.checks import one_of
from graph.dates import parse_edtf
from graph.errors import BadQuestion
from graph.source import Reliability

CERTAINTIES = ("certain", "possible")
POLICIES = ("any", "majority", "strict")
PROJECTIONS = ("direct", "roles")
GRADES = tuple(grade.value for grade in Reliability)
PARAMETERS: Mapping[str, str] = {
    "as_of": "as_of",
    "known_at": "known_at",
    "certainty": "certainty",
    "type": "types",
    "relationship": "relationships",
    "dataset": "datasets",
    "source": "sources",
    "min_confidence": "min_confidence",
    "policy": "policy",
    "without": "without",
    "projection": "projection",
    "trust": "trust",
    "treat": "treat",
}
"""The parameters that `graph.questions.views.read_view` takes, and the field each fills."""


@dataclass(frozen=True, slots=True)
class View:
    """A choice of claims and of what follows from them.

    `as_of`               EDTF date or interval at which a claim must hold; None: whenever
    `certainty`           "possible": it may hold then; "certain": it does on every reading of the dates
    `known_at`            number of the revision to ask; None: the snapshot's own
    `types`               entity classes (with their subclasses) both ends of an edge must be of; empty: all
    `relationships`       relationship classes (with their subclasses); empty: all
    `datasets`, `sources` whose claims count; empty: all
    `min_confidence`      least combined confidence of an edge or a value, 0 to 1
    `policy`              where claims deny: "any" assertion will do, the "majority" must assert, "strict": none denies
    `without`             ids of claims, sources, datasets, entities and relationships to leave out
    `projection`          "direct": only entities are nodes; "roles": relationships of three roles and more too
    `trust`               the caller's own grades for sources, each as "source:grade"; empty: those of the datasets
    `treat`               ids to treat as one thing, or not: "id|id:same", "id|id:different"; empty: as claims say

    >>> View(types=("Firm", "State", "Firm")).as_dict()
    {'type': ['Firm', 'State']}
    """

    as_of: str | None = None
    known_at: int | None = None
    certainty: str = "possible"
    types: tuple[str, ...] = ()
    relationships: tuple[str, ...] = ()
    datasets: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    min_confidence: float = 0.0
    policy: str = "any"
    without: tuple[str, ...] = ()
    projection: str = "direct"
    trust: tuple[str, ...] = ()
    treat: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Bring what is given to its canonical form, so that views that ask the same are equal."""
        for name in ("types", "relationships", "datasets", "sources", "without", "trust", "treat"):
            object.__setattr__(self, name, tuple(sorted(set(getattr(self, name)))))
        one_of("certainty", self.certainty, CERTAINTIES)
        one_of("policy", self.policy, POLICIES)
        one_of("projection", self.projection, PROJECTIONS)
        if not 0.0 <= self.min_confidence <= 1.0:
            raise BadQuestion(
                f"min_confidence is {self.min_confidence}.", hint="Use 0 to 1.", parameter="min_confidence"
            )
        if self.as_of is not None:
            _check_date(self.as_of)
        if len(self.grades) < len(self.trust):
            raise BadQuestion("trust grades a source twice.", hint="Give each one grade.", parameter="trust")

    def as_dict(self) -> dict[str, Any]:
        """What differs from the default view, under the names of the parameters, as plain JSON data."""
        default = View()
        given = ((p, getattr(self, f)) for p, f in PARAMETERS.items() if getattr(self, f) != getattr(default, f))
        return {p: list(value) if isinstance(value, tuple) else value for p, value in given}

    @property
    def grades(self) -> Mapping[str, str]:
        """The caller's grade of each source that has one.

        >>> View(trust=("trt:B", "globes:F")).grades
        {'globes': 'F', 'trt': 'B'}
        """
        return dict(read_grade(entry) for entry in self.trust)

    def filters(self) -> tuple[str, ...]:
        """The parameters that differ from the default view.

        >>> View(as_of="2019", policy="strict").filters()
        ('as_of', 'policy')
        """
        return tuple(self.as_dict())

    def relaxed(self, parameter: str) -> View:
        """The same view with one parameter at its default.

        >>> View(as_of="2019", policy="strict").relaxed("as_of") == View(policy="strict")
        True
        """
        name = PARAMETERS[parameter]
        return replace(self, **{name: getattr(View(), name)})


def read_grade(entry: str) -> tuple[str, str]:
    """A source and its grade, from "source:grade"."""
    source, colon, grade = entry.rpartition(":")
    if not colon or grade.strip().upper() not in GRADES:
        hint = f"Write a source and a grade, such as {source or entry}:B; grades are {', '.join(GRADES)}."
        raise BadQuestion(f"trust is {entry!r}.", hint=hint, parameter="trust")
    return source.strip(), grade.strip().upper()


def _check_date(text: str) -> None:
    try:
        parse_edtf(text)
    except ValueError:
        hint = "Use a year, month, day or interval in EDTF, such as 2020, 2020-12-22 or 2019/2021."
        raise BadQuestion(f"as_of is {text!r}, not a date.", hint=hint, parameter="as_of") from None


__all__ = ["CERTAINTIES", "GRADES", "PARAMETERS", "POLICIES", "PROJECTIONS", "View", "read_grade"]
