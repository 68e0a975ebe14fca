"""What the standing claims about one thing come to: class, name, properties, times.

Pure functions: claims and an ontology go in, properties of nodes come out. Several claims are weighed as everywhere
else (`graph.confidence`): the value shown is the one that independent sources give most weight, and what they differ
on is in the claims, one hop away.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING, Any

from graph.agreement import contradict
from graph.claim import Claim, Marker, Scalar, Status, Value
from graph.confidence import combine
from graph.dates import MAX, MIN, bounds
from graph.source import Source, claim_weight

if TYPE_CHECKING:
    from ontology.vocabulary import Vocabulary

RESERVED = frozenset(
    ("id", "type", "name", "names", "folded", "claims", "valid", "start", "end", "confidence", "contested", "denied")
)
"""Properties of nodes that are derived; of the ontology's own only `name` is one of them, held in `names`."""
THOUSANDS = 10_000
Row = dict[str, Any]
Days = tuple[int, int, int, int]
ANY: Days = (MIN, MAX, MIN, MAX)
"""The days of what has no date: any."""


@dataclass(frozen=True, slots=True)
class Trust:
    """What claims weigh, alone and together: their sources, and which of those count as one (`independent_groups`)."""

    sources: Mapping[str, Source]
    groups: Mapping[str, str]

    def weight(self, claim: Claim) -> float:
        """The weight of one claim."""
        return claim_weight(self.sources[claim.source].reliability, claim.credibility)

    def confidence(self, claims: Sequence[Claim]) -> float:
        """What claims that say the same add up to."""
        if len(claims) == 1:
            return round(self.weight(claims[0]), 6)
        return round(combine((self.groups[claim.source], self.weight(claim)) for claim in claims), 6)


def type_of(claims: Iterable[Claim], trust: Trust) -> str:
    """The class that is said with most weight."""
    return min(claims, key=lambda claim: (-trust.weight(claim), claim.type)).type


def name_of(claims: Iterable[Claim], naming: Iterable[str], trust: Trust) -> str | None:
    """The name to show, of these properties: English before none before others, then the one with most weight."""
    pairs = ((claim, value) for claim in asserted(claims) for name in naming for value in known(claim.get(name)))
    names = list(pairs)
    for chosen in (
        [pair for pair in names if pair[1].lang == "en"],
        [pair for pair in names if pair[1].lang is None],
        names,
    ):
        if chosen:
            return str(min(chosen, key=lambda pair: (-trust.weight(pair[0]), str(pair[1].value)))[1].value)
    return None


def asserted(claims: Iterable[Claim]) -> list[Claim]:
    """The claims that say it is so."""
    return [claim for claim in claims if claim.status is Status.ASSERTED]


def known(values: Iterable[Value]) -> Iterator[Value]:
    """The values that are given."""
    return (value for value in values if is_known(value))


def is_known(value: Value) -> bool:
    """Whether a value is given."""
    return value.value is not None and value.marker is not Marker.UNKNOWN


def properties_of(claims: Iterable[Claim], kind: str, vocabulary: Vocabulary, trust: Trust) -> Row:
    """The ontology's properties of a thing: the weightiest value of a functional one, all values of another, as a list.

    A value's unit, upper end and marker stand beside it, as `shareUnit`, `shareUpper` and `shareMarker`.
    """
    terms = vocabulary.properties_of(kind)
    row: Row = {}
    for name, given in _given(claims).items():
        if name in terms and name not in RESERVED:
            ranked = ranked_values(given, trust)
            row |= _alone(ranked[0]) if terms[name].functional else {name: _list(ranked)}
    return row


def best_value(claims: Iterable[Claim], name: str, trust: Trust) -> Scalar | None:
    """The weightiest value that claims give a property."""
    given = [(value, claim) for claim in asserted(claims) for value in known(claim.get(name))]
    return ranked_values(given, trust)[0].value if given else None


def ranked_values(given: Sequence[tuple[Value, Claim]], trust: Trust) -> list[Value]:
    """Values with the claims that give them: each once, the one with most weight first."""
    if len(given) == 1:
        return [given[0][0]]
    saying: dict[tuple[object, ...], list[Claim]] = {}
    values: dict[tuple[object, ...], Value] = {}
    for value, claim in given:
        key = (value.value, value.marker, value.upper, value.unit)
        values.setdefault(key, value)
        saying.setdefault(key, []).append(claim)
    if len(values) == 1:
        return list(values.values())
    ranked = sorted(values, key=lambda key: (-trust.confidence(saying[key]), *map(str, key)))
    return [values[key] for key in ranked]


def _given(claims: Iterable[Claim]) -> dict[str, list[tuple[Value, Claim]]]:
    given: dict[str, list[tuple[Value, Claim]]] = {}
    for claim in asserted(claims):
        for value in claim.values:
            if is_known(value):
                given.setdefault(value.property, []).append((value, claim))
    return given


def _alone(value: Value) -> Row:
    marker = None if value.marker is Marker.EXACT else value.marker.value
    beside = {"Unit": value.unit, "Upper": value.upper, "Marker": marker}
    return {value.property: value.value} | {value.property + k: v for k, v in beside.items() if v is not None}


def _list(values: Sequence[Value]) -> list[Scalar]:
    """Values as a list of one kind, as Neo4j wants it: those with units as text."""
    if any(value.unit is not None for value in values):
        return list(dict.fromkeys(plain(value) for value in values))
    scalars = list(dict.fromkeys(value.value for value in values if value.value is not None))
    kinds = {type(scalar) for scalar in scalars}
    if kinds == {int, float}:
        return [float(scalar) for scalar in scalars]
    return scalars if len(kinds) == 1 else [str(scalar) for scalar in scalars]


def plain(value: Value) -> str:
    """A value in words, with its upper end and unit; numbers from ten thousand on in groups of three digits.

    >>> plain(Value("value", 500_000_000, upper=585e6, unit="USD")), plain(Value("established", 2021))
    ('500,000,000 to 585,000,000 USD', '2021')
    """
    upper = "" if value.upper is None else f"to {_number(value.upper)}"
    return " ".join(part for part in (_number(value.value), upper, value.unit) if part)


def _number(value: Scalar | None) -> str:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return str(value)
    whole = int(value) if float(value).is_integer() else value
    return f"{whole:,}" if abs(value) >= THOUSANDS else str(whole)


# -- time, and what is contested --------------------------------------------------------------------------------------


def times_of(claims: Sequence[Claim], vocabulary: Vocabulary) -> Row:
    """When something held: the EDTF texts of its claims, and the first and last possible day where there is one."""
    row: Row = {"valid": sorted({claim.valid for claim in claims if claim.valid})}
    dated = [days for claim in claims if (days := _days(claim, vocabulary))]
    first, _, _, last = _hull(dated)
    return row | {k: date.fromordinal(day) for k, day in (("start", first), ("end", last)) if MIN < day < MAX}


def is_contested(claims: Sequence[Claim], kind: str, vocabulary: Vocabulary) -> bool:
    """Whether claims differ on what can have one value at a time, as `graph.live` has it."""
    terms, given = vocabulary.properties_of(kind), _given(claims)
    several = {name: said for name, said in given.items() if len(said) > 1 and name in terms and terms[name].functional}
    hull = _hull([days for claim in asserted(claims) if (days := _days(claim, vocabulary))]) if several else ANY
    return any(
        contradict(one, other, terms[name].kind)
        for name, said in several.items()
        for one, other in combinations(_dated(said, hull, vocabulary), 2)
    )


def _dated(said: Iterable[tuple[Value, Claim]], hull: Days, vocabulary: Vocabulary) -> Iterable[tuple[Value, Days]]:
    """Different values with the days they are for; those without a date are for those of the others, the hull."""
    return dict.fromkeys((replace(v, lang=None, text=None), _days(claim, vocabulary) or hull) for v, claim in said)


def _hull(dated: Sequence[Days]) -> Days:
    """The days within which all of these lie; for none, any day."""
    if not dated:
        return ANY
    starts, ends = zip(*((days[:2], days[2:]) for days in dated), strict=True)
    return (*map(min, zip(*starts, strict=True)), *map(max, zip(*ends, strict=True)))


def _days(claim: Claim, vocabulary: Vocabulary) -> Days | None:
    """The days a claim may speak of: its start at the earliest and latest, its end at the earliest and latest."""
    if claim.valid is None:
        return None
    kind = vocabulary.relationships.get(claim.type)
    return bounds(claim.valid, kind.temporality if kind else "state").days
