"""Arms deals as questions on trade count them: who to whom, what, when, how many, of what volume.

A deal is a relationship of the class whose projection is `supplies`. Of rival values the one with the most confidence
counts, and the deal is marked. It stands for the state that the goods come from (supplier or origin) where one is
named, else for the supplier that is named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from graph.budget import timed
from graph.claim import Marker, Status
from graph.dates import MAX, MIN, span
from graph.questions.assemble import Assembly, Said, said_of
from ontology.names import ACQUIRES, ORIGINATES, STATE, SUPPLIES

if TYPE_CHECKING:
    from graph.snapshot import Snapshot
    from graph.view import View
    from ontology.vocabulary import Vocabulary

STATUS, CATEGORY = "transferStatus", "category"
BASES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "delivery": MappingProxyType({"units": "quantityDelivered", "tiv": "tivDelivered"}),
        "order": MappingProxyType({"units": "quantityOrdered", "tiv": "tivOrdered"}),
    }
)
"""What is counted, and the properties that give its figures."""
MEASURES = ("deals", "tiv", "units")
_LONGEST = 100
"""Years of the longest span that a date may mean and still place a deal."""


@dataclass(frozen=True, slots=True)
class Roles:
    """The names of a deal's class and roles in the ontology."""

    relationship: str
    supplier: str
    recipient: str
    system: str
    origin: str

    @classmethod
    def of(cls, vocabulary: Vocabulary) -> Roles:
        """Read off the projections."""
        supplies, acquires, originates = (vocabulary.projections[name] for name in (SUPPLIES, ACQUIRES, ORIGINATES))
        return cls(supplies.relationship, supplies.source, supplies.target, acquires.target, originates.source)


@dataclass(frozen=True, slots=True)
class Deal:
    """One deal. Unknown players and figures are None; `years` are those it is spread over, evenly.

    `units` are pieces, `tiv` SIPRI's trend-indicator value in millions: a volume, never money. `loose`: a figure or
    date has a marker. `rivals`: sources differ on who, when or how much.
    """

    id: str
    supplier: str | None
    recipient: str | None
    system: str | None
    category: str | None
    years: tuple[int, ...]
    units: float | None
    tiv: float | None
    in_effect: bool
    loose: bool
    rivals: bool
    claims: tuple[str, ...]

    def part(self, first: int, last: int) -> float:
        """The part of its years that lies in a window, 0 to 1."""
        return sum(first <= year <= last for year in self.years) / len(self.years) if self.years else 0.0

    def figure(self, measure: str) -> float | None:
        """What it counts by one of `MEASURES`."""
        return 1.0 if measure == "deals" else self.units if measure == "units" else self.tiv


def deals_of(snapshot: Snapshot, view: View, party: str, role: str, basis: str) -> tuple[Deal, ...]:
    """The deals that a view believes an entity to have as "supplier" or "recipient", in the order of their ids.

    `basis` (a key of `BASES`) says whether years and figures are those of deliveries or of orders.
    """
    return snapshot.memory.recall(
        ("deals", view, party, role, basis), lambda: tuple(_deals(snapshot, view, party, role, basis))
    )


def _deals(snapshot: Snapshot, view: View, party: str, role: str, basis: str) -> Iterator[Deal]:
    roles, is_a = Roles.of(snapshot.vocabulary), snapshot.vocabulary.is_a
    for name in timed(snapshot.involved.get(party, ())):
        kind = snapshot.relationships[name].type
        wanted = not view.relationships or any(is_a(kind, one) for one in view.relationships)
        if is_a(kind, roles.relationship) and wanted and name not in view.without:
            deal = _deal(Assembly.of(snapshot, view, snapshot.relationships[name].rows), roles, basis)
            if deal and getattr(deal, role) == party:
                yield deal


def _deal(assembly: Assembly, roles: Roles, basis: str) -> Deal | None:
    """A deal put together; None if the view believes nothing of it, or leaves one of its parties out."""
    dated = ("orderDate",) if basis == "order" else ("deliveryDate", "deliveryStart", "deliveryEnd")
    players = (roles.supplier, roles.recipient, roles.system, roles.origin)
    said = _said(assembly, frozenset({*players, *BASES[basis].values(), *dated, STATUS}))
    if not said or _denied(assembly):
        return None
    figures = {name: said.get(term, []) for name, term in BASES[basis].items()}
    supplier, recipient, system = (
        _source(assembly, said, roles),
        *(_player(said, r) for r in (roles.recipient, roles.system)),
    )
    if {supplier, recipient, system} & {*assembly.view.without}:
        return None
    years, dates = _years(said, basis)
    counted = [found[0] for found in (*figures.values(), dates) if found]
    return Deal(
        id=assembly.snapshot.rows[assembly.rows[0]].subject,
        supplier=supplier,
        recipient=recipient,
        system=system,
        category=category_of(assembly.snapshot, assembly.view, system) if system else None,
        years=years,
        units=_number(figures["units"]),
        tiv=_number(figures["tiv"]),
        in_effect=_in_effect(assembly, said),
        loose=any(one.value.marker is not Marker.EXACT or "?" in str(one.value.value) for one in counted),
        rivals=any(len(found) > 1 for found in (*figures.values(), said.get(roles.recipient, ()))),
        claims=tuple(assembly.claims),
    )


def _said(assembly: Assembly, wanted: frozenset[str]) -> dict[str, list[Said]]:
    """What is said of a deal, as `said_of` has it. Where one claim speaks of a property there is nothing to weigh."""
    rows = {row: assembly.snapshot.rows[row] for row in assembly.rows}
    plain = not assembly.view.min_confidence and all(c.status is Status.ASSERTED for c in rows.values())
    spoken: dict[str, dict[int, list[Said]]] = {}
    for row, claim in rows.items():
        for value in claim.values:
            if value.property in wanted:
                spoken.setdefault(value.property, {}).setdefault(row, []).append(Said(value, (row,), ()))
    alone = {name: said for name, by in spoken.items() if plain and len(by) == 1 for said in by.values()}
    found = {name: alone.get(name) or said_of(assembly, name) for name in sorted(spoken)}
    return {name: sorted(said, key=_text) if len(said) > 1 and name in alone else said for name, said in found.items()}


def _text(said: Said) -> tuple[str, str]:
    return str(said.value.value), str(said.value)


def _denied(assembly: Assembly) -> bool:
    """Whether a denial of the whole deal (one that names no value) weighs too much for the view's policy."""
    rows = {row: assembly.snapshot.rows[row] for row in assembly.rows}
    asserting = [row for row, claim in rows.items() if claim.status is Status.ASSERTED]
    denying = [row for row, claim in rows.items() if claim.status is Status.DENIED and not claim.values]
    return bool(denying) and not assembly.believes(asserting, denying)


def _source(assembly: Assembly, said: Mapping[str, list[Said]], roles: Roles) -> str | None:
    """The state that the goods come from, else the supplier."""
    entities, is_a = assembly.snapshot.entities, assembly.snapshot.vocabulary.is_a
    players = [
        str(one.value.value) for r in (roles.supplier, roles.origin) for one in said.get(r, ()) if one.value.value
    ]
    states = [name for name in players if is_a(entities[name].type, STATE)]
    return next(iter(states or players), None)


def _player(said: Mapping[str, list[Said]], role: str) -> str | None:
    return next((str(one.value.value) for one in said.get(role, ()) if one.value.value is not None), None)


def _number(said: list[Said]) -> float | None:
    value = said[0].value.value if said else None
    return float(value) if isinstance(value, int | float) else None


def _in_effect(assembly: Assembly, said: Mapping[str, list[Said]]) -> bool:
    """Whether its status, if one is said, tells of a deal rather than of an offer, a licence or an end."""
    scheme = assembly.snapshot.vocabulary.properties[STATUS].scheme or ""
    name = _player(said, STATUS)
    return name is None or assembly.snapshot.vocabulary.concept(scheme, name).in_effect


def _years(said: Mapping[str, list[Said]], basis: str) -> tuple[tuple[int, ...], list[Said]]:
    """The years of its deliveries (each that is named, else all from the first to the last) or of its order."""
    if basis == "order":
        dates = said.get("orderDate", [])[:1]
        return _spread(dates), dates
    dates = said.get("deliveryDate", [])
    if dates:
        return _spread(dates), dates
    ends = [*said.get("deliveryStart", [])[:1], *said.get("deliveryEnd", [])[:1]]
    years = _spread(ends)
    return tuple(range(years[0], years[-1] + 1)) if years else (), ends


def _spread(dates: list[Said]) -> tuple[int, ...]:
    years: set[int] = set()
    for one in dates:
        first, last = span(str(one.value.value)) if one.value.value else (MIN, MAX)
        if first > MIN and last < MAX:
            years |= {*range(date.fromordinal(first).year, date.fromordinal(last).year + 1)}
    return tuple(sorted(years)) if len(years) <= _LONGEST else ()


def category_of(snapshot: Snapshot, view: View, system: str) -> str | None:
    """The category that a system is said to be of with the most confidence."""
    return snapshot.memory.recall(("category", view, system), lambda: _category(snapshot, view, system))


def _category(snapshot: Snapshot, view: View, system: str) -> str | None:
    said = said_of(Assembly.of(snapshot, view, snapshot.entities[system].rows), CATEGORY)
    found = next((str(one.value.value) for one in said if one.value.value is not None), None)
    return widest(snapshot.vocabulary, found) if found else None


@cache
def widest(vocabulary: Vocabulary, category: str) -> str:
    """The category of systems that a closer one belongs to: those that trade is counted in."""
    concepts = vocabulary.schemes[vocabulary.properties[CATEGORY].scheme or ""].concepts
    broader = concepts[category].broader if category in concepts else None
    return widest(vocabulary, broader) if broader else category


@cache
def categories(vocabulary: Vocabulary) -> tuple[str, ...]:
    """The categories of systems that trade is counted in: those of the ontology that no other is above."""
    concepts = vocabulary.schemes[vocabulary.properties[CATEGORY].scheme or ""].concepts
    return tuple(name for name, concept in concepts.items() if not concept.broader)


__all__ = ["BASES", "MEASURES", "Deal", "Roles", "categories", "category_of", "deals_of", "widest"]
