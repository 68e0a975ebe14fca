"""Reading the pairs by year: years in a row are one stretch of cooperation.

A version 1 of a column counts agreements that are surely of the kind, version 2 also those that probably are: what only
version 2 has is graded lower.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from graph.claim import Claim, Value
from graph.loadset import LoadSet
from loaders.description import read_description
from loaders.problem import Problem, refused, shown
from loaders.release import Notes, Release
from loaders.spells import small_number
from loaders.states.table import State, States, read_states
from loaders.stream import read_table

if TYPE_CHECKING:
    from ontology.vocabulary import Vocabulary

FOLDER = Path(__file__).parent
SOURCE = "dcad-pairs"
KINDS = {"dcaGeneral": "general_agreement", "dcaSector": "sector_agreement"}
"""The columns, less their version, as the ontology's concepts."""
NEEDED = ("ccode1", "ccode2", "year", *(f"{name}{version}" for name in KINDS for version in ("V1", "V2")))
YEARS = range(1900, 2101)
_SURE, _PROBABLE = 2, 3


@dataclass(frozen=True, order=True, slots=True)
class Pair:
    """Two states, in the order of their ids, and a kind of agreement."""

    actor: str
    counterpart: str
    kind: str


Found = Mapping[Pair, Mapping[int, int]]
"""The credibility of each year in which a pair had an agreement."""


class _Covered:
    """The pairs and years that a file has a row for, with an agreement or without: what it has none for stays."""

    def __init__(self, states: States) -> None:
        self.states = states
        self._years: dict[frozenset[str], int] = defaultdict(int)  # a bit for each year: a file has half a million rows
        self._named = cache(partial(_state_or_none, states))

    def take(self, row: Mapping[str, str], year: int) -> None:
        """Note what a row speaks of."""
        both = frozenset(self._named(row[name], year) or "" for name in ("ccode1", "ccode2"))
        self._years[both] |= 1 << year

    def keeps(self, unsaid: Sequence[Claim]) -> frozenset[str]:
        """Of claims that the file does not make again, the ids of those that it is silent on."""
        kept = [claim for claim in unsaid if claim.get("actor") and not self._speaks_of(claim)]
        needed = {end for claim in kept for end in _ends(claim)}
        named = [claim for claim in unsaid if not claim.get("actor") and claim.subject in needed]
        return frozenset(claim.id for claim in (*kept, *named))

    def _speaks_of(self, claim: Claim) -> bool:
        first, last = map(int, str(claim.valid).split("/"))
        years = self._years.get(_ends(claim), 0)
        return all(years >> year & 1 for year in range(first, last + 1))


def _ends(claim: Claim) -> frozenset[str]:
    return frozenset(str(claim.get(role)[0].value) for role in ("actor", "counterpart"))


def read_release(path: Path, vocabulary: Vocabulary, *, strict: bool = False) -> Release:
    """All that the file of pairs by year says, and what of it could not be used.

    Args:
        path: the file as downloaded, or some of its rows; pairs and years that it has no row for stay.
        vocabulary: the ontology, which the description of the source is checked against.
        strict: refuse the file at the first value that cannot be used.

    Raises:
        Refused: it is not that file, or cannot be read; says where.
    """
    notes, states = Notes(str(path), strict), read_states()
    counts = {"rows": 0, "pairs": 0, "stretches": 0}
    covered = _Covered(states)
    found = _years(path, covered, notes, counts)
    if not counts["rows"]:
        raise refused([Problem(str(path), 1, 1, "", None, "There is no pair in this file.")])
    claims = (*_cooperations(found), *_named(found, states))
    counts |= {"pairs": len(found), "stretches": sum(claim.type == "Cooperation" for claim in claims)}
    described = read_description(FOLDER, vocabulary)
    loadset = LoadSet(described.dataset, tuple(described.sources.values()), claims, covered.keeps)
    return Release(loadset, notes.told(), MappingProxyType(counts))


def _years(path: Path, covered: _Covered, notes: Notes, counts: dict[str, int]) -> Found:
    found: dict[Pair, dict[int, int]] = defaultdict(dict)
    for line, row in read_table(path, NEEDED):
        counts["rows"] += 1
        try:
            year, kinds = _year(row), _kinds(row)
            covered.take(row, year)
            both = [_state(covered.states, row[name], year) for name in ("ccode1", "ccode2")] if kinds else []
            if kinds and both[0].id == both[1].id:
                raise ValueError("The two are one state.")
        except ValueError as error:
            notes.note(line, 1, "ccode1", row["ccode1"], f"{error} The row is left out.")
            continue
        actor, counterpart = sorted(state.id for state in both) if kinds else ("", "")
        for kind, grade in kinds.items():
            years = found[Pair(actor, counterpart, kind)]
            years[year] = min(grade, years.get(year, grade))
    return found


def _year(row: Mapping[str, str]) -> int:
    year = small_number(row["year"].strip())
    if year not in YEARS:
        raise ValueError(f"{year} is no year.")
    return year


def _kinds(row: Mapping[str, str]) -> dict[str, int]:
    """The kinds of agreement that a pair has in a year, with how credible that is."""
    found = {}
    for name, kind in KINDS.items():
        sure, probable = (row[f"{name}{version}"].strip() for version in ("V1", "V2"))
        if not {sure, probable} <= {"0", "1"}:
            raise ValueError(f"{name} is neither 0 nor 1.")
        if "1" in (sure, probable):
            found[kind] = _SURE if sure == "1" else _PROBABLE
    return found


def _state(states: States, number: str, year: int) -> State:
    """The state that a number is in the middle of a year."""
    name = _state_or_none(states, number, year)
    if name is None:
        raise ValueError(f"{shown(number)} is no state of the table in {year}.")
    return states.by_id[name]


def _state_or_none(states: States, number: str, year: int) -> str | None:
    middle = date(year, 7, 1).toordinal()
    spells = states.of_cow(number.strip(), middle, middle)
    return spells[0].state.id if spells else None


def _cooperations(found: Found) -> Iterator[Claim]:
    for pair, years in sorted(found.items()):
        name = f"{pair.actor}-{pair.counterpart}-{pair.kind.replace('_', '-')}"
        values = (
            Value("actor", pair.actor),
            Value("counterpart", pair.counterpart),
            Value("cooperationKind", pair.kind),
            Value("cooperationStatus", "active"),
        )
        for first, last, grade in stretches(years):
            valid = f"{first}/{last}"
            yield Claim(name, "Cooperation", SOURCE, values, valid, credibility=grade)


def stretches(years: Mapping[int, int]) -> Iterator[tuple[int, int, int]]:
    """Years in a row with one grade, as first year, last year and grade.

    >>> list(stretches({1990: 2, 1991: 2, 1992: 3, 1995: 2}))
    [(1990, 1991, 2), (1992, 1992, 3), (1995, 1995, 2)]
    """
    first: int | None = None
    for year in sorted(years):
        if first is None:
            first = year
        if years.get(year + 1) != years[year]:
            yield first, year, years[year]
            first = None


def _named(found: Found, states: States) -> Iterator[Claim]:
    for name in sorted({state for pair in found for state in (pair.actor, pair.counterpart)}):
        yield Claim(name, "State", SOURCE, (Value("name", states.by_id[name].name, lang="en"),), credibility=_SURE)


__all__ = ["read_release", "stretches"]
