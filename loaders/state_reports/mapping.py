"""From a table to claims: one on what a state says it sent to another, or got from it, in one year and category.

Rule: what one state sent to another of one category in one calendar year is one Transfer, whoever reports it. So what
the exporter and what the importer say are two claims on it, side by side. Rows of one table that share all that are
added up, as descriptions are worded differently on the two sides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from graph.claim import Claim, Marker, Value
from loaders.naming import slug
from loaders.problem import shown
from loaders.release import Notes
from loaders.spells import small_number
from loaders.state_reports.layout import Report
from loaders.states.table import State

_CATEGORY = re.compile(r"(VIII|VII|VI|IV|V|III|II|I)\b\W*(?:\(?[ab]\)?)?.*", re.IGNORECASE)
_STAGES = {"actual": "", "authorized": "authorised", "authorised": "authorised"}
_SECRET = ("", "classified", "confidential", "-", "x")
"""What stands for a number that is not told."""
_SAID = 2


@dataclass(slots=True)
class Line:
    """What a table says of one partner, category and stage; a number is None where one is not told."""

    partner: State
    category: str
    stage: str
    number: int | None = 0
    origins: dict[str, None] = field(default_factory=dict)
    goods: dict[str, None] = field(default_factory=dict)
    notes: dict[str, None] = field(default_factory=dict)


class Reader:
    """Reads one report. `names` gives states by what they are called, in small letters."""

    def __init__(self, report: Report, categories: Mapping[str, str], names: Mapping[str, State], notes: Notes) -> None:
        self.report, self.categories, self.names, self.notes = report, categories, names, notes

    def lines(self) -> list[Line]:
        """What the rows say, added up by partner, category and stage."""
        found: dict[tuple[str, str, str], Line] = {}
        for number, row in self.report.rows:
            if line := self._line(number, row):
                key = (line.partner.id, line.category, line.stage)
                _add(found.setdefault(key, Line(line.partner, line.category, line.stage)), line)
        return [found[key] for key in sorted(found)]

    def claims(self, reporter: State, source: str) -> Iterator[Claim]:
        """The claims of the reporting state."""
        states: dict[str, State] = {}
        for line in self.lines():
            supplier, recipient = (reporter, line.partner) if self.report.exports else (line.partner, reporter)
            states |= {state.id: state for state in (supplier, recipient)}
            name = self._name(line, supplier, recipient)
            values = (Value("supplier", supplier.id), Value("recipient", recipient.id), *self._values(line))
            note = "; ".join(line.notes) or None
            yield Claim(name, "Transfer", source, values, str(self.report.year), credibility=_SAID, note=note)
        for state in sorted(states.values(), key=lambda state: state.id):
            yield Claim(state.id, "State", source, (Value("name", state.name, lang="en"),), credibility=_SAID)

    def _name(self, line: Line, supplier: State, recipient: State) -> str:
        parts = ("reported", recipient.id, supplier.id, slug(line.category), str(self.report.year), line.stage)
        return "-".join(part for part in parts if part)

    def _values(self, line: Line) -> Iterator[Value]:
        yield from (Value("origin", state) for state in line.origins)
        yield Value("goods", f"Category {line.category}: {self.categories[line.category]}")
        yield from (Value("goods", text) for text in line.goods)
        name = "quantityOrdered" if line.stage else "quantityDelivered"
        yield Value(name, line.number) if line.number is not None else Value(name, None, Marker.UNKNOWN)
        yield Value("transferStatus", "approved" if line.stage else "delivered")
        if not line.stage:
            yield Value("deliveryDate", str(self.report.year))

    def _line(self, number: int, row: Mapping[str, str]) -> Line | None:
        partner = self._state(number, row, "importer" if self.report.exports else "exporter")
        category = _CATEGORY.fullmatch(row["category"])
        stage = _STAGES.get(row.get("stage", "actual").casefold())
        if category is None:
            self._note(number, row, "category", "is no category from I to VIII")
        if stage is None:
            self._note(number, row, "stage", "is neither authorised nor actual")
        if partner is None or category is None or stage is None:
            return None
        try:
            text = row["number"].replace(",", "")
            pieces = None if text.casefold() in _SECRET else small_number(text)
        except ValueError:
            self._note(number, row, "number", "is no number of pieces")
            return None
        line = Line(partner, category[1].upper(), stage, pieces)
        if row.get("origin") and (origin := self._state(number, row, "origin")):
            line.origins[origin.id] = None
        line.goods |= dict.fromkeys(text for text in (row.get("description", ""),) if text)
        place = row.get("place")
        line.notes |= dict.fromkeys([f"Intermediate location: {place}"] if place else [])
        line.notes |= dict.fromkeys(text for text in (row.get("comments", ""),) if text)
        return line

    def _state(self, number: int, row: Mapping[str, str], name: str) -> State | None:
        state = self.names.get(row[name].casefold())
        if state is None:
            self._note(number, row, name, "stands in no table of states")
        return state

    def _note(self, number: int, row: Mapping[str, str], name: str, why: str) -> None:
        column = self.report.columns[name] + 1
        self.notes.note(number, column, name, row[name], f"{shown(row[name])} {why}. The row is left out.")


def _add(line: Line, other: Line) -> None:
    """Add what another row says of the same."""
    line.number = None if None in (line.number, other.number) else (line.number or 0) + (other.number or 0)
    line.origins |= other.origins
    line.goods |= other.goods
    line.notes |= other.notes


__all__ = ["Line", "Reader"]
