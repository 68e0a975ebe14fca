"""From a row's texts to a deal: names looked up, numbers read, and whatever does not fit noted."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from loaders.problem import shown
from loaders.release import Notes
from loaders.sipri_register.layout import COLUMNS, Layout, Row
from loaders.sipri_register.tables import Party, Tables, slug

CONDITIONS = {"New": "new", "Second hand": "second_hand", "Second hand but modernized": "modernised"}
"""SIPRI's status of the goods, as the ontology's condition."""
YEARS = range(1900, 2101)
_COUNT = re.compile(r"\d{1,9}")
_NUMBER = re.compile(r"\d{1,9}(?:\.\d{1,6})?")
_YEAR = re.compile(r"\d{4}")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Deal:
    """A deal as the register has it. Numbers that SIPRI does not know are None; TIV are in millions.

    `years` are those with a delivery, in their order. `doubts` names the columns marked with a question mark.
    """

    line: int
    recipient: Party
    supplier: Party
    designation: str
    description: str
    category: str
    order_year: int
    ordered: int | None
    delivered: int | None
    years: tuple[int, ...]
    condition: str
    comments: str
    tiv_unit: float | int | None
    tiv_ordered: float | int | None
    tiv_delivered: float | int | None
    doubts: frozenset[str]


class _NoDeal(Exception):
    """A row that is no deal: which field, and why."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def read_deal(row: Row, layout: Layout, tables: Tables, notes: Notes) -> Deal | None:
    """The deal in a row; None, and a note, if a value is not known or no value of its column."""
    try:
        return _deal(row, tables)
    except _NoDeal as error:
        column, value = layout.column(error.field), getattr(row, error.field)
        notes.note(row.line, column, error.field, value, f"{error} The deal is left out.")
        return None


def _deal(row: Row, tables: Tables) -> Deal:
    deal = Deal(
        line=row.line,
        recipient=_known(row, "recipient", tables.parties.get),
        supplier=_known(row, "supplier", tables.parties.get),
        designation=_designation(row),
        description=row.description,
        category=_known(row, "description", tables.categories.get),
        order_year=_year(row.order_year, "order_year"),
        ordered=_count(row, "ordered"),
        delivered=_count(row, "delivered"),
        years=_years(row),
        condition=_known(row, "status", CONDITIONS.get),
        comments=row.comments,
        tiv_unit=_number(row, "tiv_unit"),
        tiv_ordered=_number(row, "tiv_ordered"),
        tiv_delivered=_number(row, "tiv_delivered"),
        doubts=_doubts(row),
    )
    _check_deliveries(deal)
    return deal


def _known(row: Row, field: str, find: Callable[[str], T | None]) -> T:
    text = getattr(row, field)
    if (found := find(text)) is None:
        raise _NoDeal(field, f"{shown(text)} stands in no table of this loader as a {COLUMNS[field][0]}.")
    return found


def _designation(row: Row) -> str:
    if not slug(row.designation):
        raise _NoDeal("designation", f"{shown(row.designation)} is no designation.")
    return row.designation


def _year(text: str, field: str) -> int:
    if not _YEAR.fullmatch(text) or int(text) not in YEARS:
        raise _NoDeal(field, f"{shown(text)} is no year.")
    return int(text)


def _years(row: Row) -> tuple[int, ...]:
    parts = [part.strip() for part in row.delivery_years.split(";")] if row.delivery_years else []
    return tuple(sorted({_year(part, "delivery_years") for part in parts}))


def _count(row: Row, field: str) -> int | None:
    text = getattr(row, field)
    if text and not _COUNT.fullmatch(text):
        raise _NoDeal(field, f"{shown(text)} is no number of pieces.")
    return int(text) if text else None


def _number(row: Row, field: str) -> float | int | None:
    """A trend-indicator value, as a whole number if it is one."""
    text = getattr(row, field)
    if text and not _NUMBER.fullmatch(text):
        raise _NoDeal(field, f"{shown(text)} is no number.")
    return (int(value) if (value := float(text)).is_integer() else value) if text else None


def _doubts(row: Row) -> frozenset[str]:
    marks = {name: getattr(row, f"{name}_doubt") for name in ("order_year", "ordered", "delivered")}
    for name, mark in marks.items():
        if mark not in ("", "?"):
            raise _NoDeal(f"{name}_doubt", f"{shown(mark)} is neither a question mark nor nothing.")
    return frozenset(name for name, mark in marks.items() if mark)


def _check_deliveries(deal: Deal) -> None:
    if deal.years and deal.years[0] < deal.order_year:
        raise _NoDeal("delivery_years", f"It was delivered in {deal.years[0]}, before it was ordered.")
    if bool(deal.delivered) != bool(deal.years):
        raise _NoDeal("delivery_years", "Deliveries and years of delivery do not go together.")


__all__ = ["CONDITIONS", "Deal", "read_deal"]
