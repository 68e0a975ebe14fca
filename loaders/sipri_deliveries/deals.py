"""From rows to deals: deliveries of a deal put together, names looked up, numbers read; what does not fit is noted."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from loaders.naming import slug
from loaders.problem import shown
from loaders.release import Notes
from loaders.sipri_deliveries.layout import COLUMNS, Layout, Row
from loaders.sipri_register.deals import CONDITIONS, YEARS, Deal
from loaders.sipri_register.tables import Tables

CATEGORIES = {
    "Air defence systems": "air_defence_systems",
    "Aircraft": "aircraft",
    "Anti-submarine warfare weapons": "anti_submarine_warfare_weapons",
    "Armoured vehicles": "armoured_vehicles",
    "Artillery": "artillery",
    "Engines": "engines",
    "Missiles": "missiles",
    "Naval weapons": "naval_weapons",
    "Other": "other",
    "Satellites": "satellites",
    "Sensors": "sensors",
    "Ships": "ships",
}
_YES = {"Yes": True, "No": False}
_NUMBER = re.compile(r"\d{1,9}(?:\.\d{1,6})?")
_COUNT = re.compile(r"\d{1,9}")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Delivery:
    """What was delivered in one year; a guess is SIPRI's estimate."""

    year: int
    year_guessed: bool
    number: int
    number_guessed: bool
    tiv: float | int


@dataclass(frozen=True, slots=True)
class Delivered:
    """A deal as the register has it, with SIPRI's id, its deliveries, and whether it is made by the recipient."""

    id: str
    deal: Deal
    deliveries: tuple[Delivery, ...]
    local: bool


class _NoDeal(Exception):
    """A row that cannot be used: which field, and why."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def read_deals(rows: Iterable[Row], layout: Layout, tables: Tables, notes: Notes) -> Iterator[Delivered]:
    """The deals of a list, in the order of their ids; a deal of which one row cannot be used is left out whole."""
    by_id: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_id[row.id].append(row)
    for name, of in sorted(by_id.items()):
        row = of[0]
        try:
            for row in of:
                _check(row, of[0])
            yield _deal(name, of, tables)
        except _NoDeal as error:
            value = getattr(row, error.field)
            message = f"{error} The deal {name} is left out."
            notes.note(row.line, layout.column(error.field), error.field, value, message)


def _check(row: Row, first: Row) -> None:
    """Refuse a row that does not fit the first of its deal, or whose own values are none."""
    if row.deal != first.deal:
        raise _NoDeal("id", f"The row says otherwise than line {first.line}, which has the same id.")
    if not re.fullmatch(r"\d{1,9}", row.id):
        raise _NoDeal("id", f"{shown(row.id)} is no id.")
    _delivery(row)


def _deal(name: str, rows: list[Row], tables: Tables) -> Delivered:
    row = rows[0]
    deliveries = tuple(sorted((_delivery(of) for of in rows), key=lambda delivery: delivery.year))
    years = tuple(delivery.year for delivery in deliveries)
    if len(set(years)) < len(years):
        raise _NoDeal("year", "A year stands twice.")
    doubts = {
        "order_year": _yes(row, "order_guessed"),
        "delivered": any(delivery.number_guessed for delivery in deliveries),
    }
    deal = Deal(
        line=row.line,
        recipient=_known(row, "recipient", tables.parties.get),
        supplier=_known(row, "supplier", tables.parties.get),
        designation=_designation(row),
        description=_described(row, tables),
        category=_known(row, "category", CATEGORIES.get),
        order_year=_year(row, "order_year"),
        ordered=None,
        delivered=sum(delivery.number for delivery in deliveries),
        years=years,
        condition=_known(row, "status", CONDITIONS.get),
        comments="",
        tiv_unit=None,
        tiv_ordered=None,
        tiv_delivered=_total(deliveries),
        doubts=frozenset(name for name, doubt in doubts.items() if doubt),
    )
    if years[0] < deal.order_year:
        raise _NoDeal("year", f"It was delivered in {years[0]}, before it was ordered.")
    return Delivered(name, deal, deliveries, _yes(row, "local"))


def _delivery(row: Row) -> Delivery:
    if not _COUNT.fullmatch(row.delivered) or not int(row.delivered):
        raise _NoDeal("delivered", f"{shown(row.delivered)} is no number of pieces.")
    if not _NUMBER.fullmatch(row.tiv):
        raise _NoDeal("tiv", f"{shown(row.tiv)} is no number.")
    tiv = float(row.tiv)
    return Delivery(
        year=_year(row, "year"),
        year_guessed=_yes(row, "year_guessed"),
        number=int(row.delivered),
        number_guessed=_yes(row, "delivered_guessed"),
        tiv=int(tiv) if tiv.is_integer() else tiv,
    )


def _total(deliveries: Iterable[Delivery]) -> float | int:
    total = round(sum(delivery.tiv for delivery in deliveries), 6)
    return int(total) if float(total).is_integer() else total


def _known(row: Row, field: str, find: Callable[[str], T | None]) -> T:
    text = getattr(row, field)
    if (found := find(text)) is None:
        raise _NoDeal(field, f"{shown(text)} stands in no table of this loader as {COLUMNS[field]}.")
    return found


def _described(row: Row, tables: Tables) -> str:
    _known(row, "description", tables.categories.get)
    return row.description


def _designation(row: Row) -> str:
    if not slug(row.designation):
        raise _NoDeal("designation", f"{shown(row.designation)} is no designation.")
    return row.designation


def _year(row: Row, field: str) -> int:
    text = getattr(row, field)
    if not re.fullmatch(r"\d{4}", text) or int(text) not in YEARS:
        raise _NoDeal(field, f"{shown(text)} is no year.")
    return int(text)


def _yes(row: Row, field: str) -> bool:
    answers: Mapping[str, bool] = _YES
    if (found := answers.get(getattr(row, field))) is None:
        raise _NoDeal(field, f"{shown(getattr(row, field))} is neither Yes nor No.")
    return found


__all__ = ["CATEGORIES", "Delivered", "Delivery", "read_deals"]
