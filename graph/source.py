"""Who says it: sources, the datasets they belong to, and the Admiralty grades that weigh them.

Reliability (A-F) grades the source, credibility (1-6) the single piece of information; both are the scales of
NATO AJP-2.1, "Intelligence and information evaluation". `claim_weight` maps a pair to a number in (0, 1].
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Reliability(StrEnum):
    """How far a source has proved trustworthy: A completely reliable ... E unreliable, F cannot be judged."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"


RELIABILITY_WEIGHT: Mapping[str, float] = MappingProxyType(
    {"A": 1.0, "B": 0.85, "C": 0.65, "D": 0.4, "E": 0.15, "F": 0.35}
)
CREDIBILITY_WEIGHT: Mapping[int, float] = MappingProxyType({1: 1.0, 2: 0.85, 3: 0.65, 4: 0.35, 5: 0.1, 6: 0.35})


def claim_weight(reliability: str, credibility: int) -> float:
    """The weight of one claim: the product of both grades' weights, our own table (docs/decisions/0004).

    >>> claim_weight("A", 1), round(claim_weight("B", 2), 4)
    (1.0, 0.7225)
    """
    return RELIABILITY_WEIGHT[reliability] * CREDIBILITY_WEIGHT[credibility]


@dataclass(frozen=True, slots=True)
class Dataset:
    """A family of sources with one publisher, licence and declared coverage.

    `coverage` says in a sentence what years, states and categories it speaks of; `redistribute` whether its claims may
    be passed on whole, and, if not, `aggregates` whether sums over them may.
    """

    id: str
    title: str
    publisher: str
    licence: str
    coverage: str
    licence_url: str | None = None
    url: str | None = None
    redistribute: bool = True
    aggregates: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """A document or database release that says something.

    `date` is EDTF; `derived_from` names the sources it repeats, with which it counts only once; `reason` says why it
    has its grade.
    """

    id: str
    dataset: str
    title: str
    publisher: str | None = None
    date: str | None = None
    url: str | None = None
    language: str | None = None
    reliability: Reliability = Reliability.F
    reason: str | None = None
    derived_from: tuple[str, ...] = ()
    accessed: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Revision:
    """One committed change of the store: what was loaded, when (UTC, ISO 8601), by whom, and how much it changed."""

    number: int
    dataset: str
    committed: str
    message: str
    added: int
    retracted: int
    digest: str
