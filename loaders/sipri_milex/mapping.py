"""From the tables of states by year to claims on what each spent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from graph.claim import Claim, Marker, Value
from loaders.figures import money, scaled
from loaders.problem import shown
from loaders.release import Notes
from loaders.sheets import BLUE, RED, Cell, Row
from loaders.sipri_milex.layout import Table
from loaders.sipri_milex.tables import Currencies
from loaders.states.table import State, States
from ontology.names import INDICATOR

SOURCE = "sipri-military-expenditure"
UNKNOWN, NO_STATE = ("...", ". ."), "xxx"
_MARKERS = {RED: Marker.UNCERTAIN, BLUE: Marker.APPROXIMATE}
"""SIPRI's colours: red is highly uncertain, blue its own estimate."""
_SAID = 2


class Reader:
    """Reads the tables of one workbook; `notes` collects what cannot be used.

    `known` are the states and years with a figure in current dollars: elsewhere it says once that it is unknown.
    """

    def __init__(self, footnotes: Mapping[str, str], currencies: Currencies, states: States, notes: Notes) -> None:
        self.footnotes, self.currencies, self.states, self.notes = footnotes, currencies, states, notes
        self.met: dict[str, str] = {}
        self.known: set[tuple[str, int]] = set()
        self.rows = 0

    def claims(self, table: Table) -> Iterator[Claim]:
        """The claims of a table, that in current dollars first of all."""
        for row in table.rows:
            name = row[1].text
            if name in self.currencies.groups:
                continue
            state = self.states.by_sipri.get(name)
            if state is None:
                self._note(row[1], "country", table, f"{shown(name)} stands in no table of states.")
                continue
            self.rows += 1
            self.met[state.id] = name
            yield from self._row(state, row, table)

    def about_states(self) -> Iterator[Claim]:
        """What the states that were met are called."""
        for state, name in sorted(self.met.items()):
            values = (Value("name", self.states.by_id[state].name, lang="en"), Value("sipriName", name))
            yield Claim(state, "State", SOURCE, values, credibility=_SAID)

    def _row(self, state: State, row: Row, table: Table) -> Iterator[Claim]:
        unit = self._unit(state, row, table)
        if unit is None:
            return
        basis = tuple(self._basis(row, table))
        for column, year in table.years.items():
            value = self._figure(row[column], unit, table) if column in row else None
            if value is None or (value.value is None and not self._tells_more(state, year, table)):
                continue
            if table.series.is_current and value.value is not None:
                self.known.add((state.id, year))
            yield _indicator(state, year, table, (value, *basis))

    def _tells_more(self, state: State, year: int, table: Table) -> bool:
        """Whether that a figure is unknown has not been said of the figure in current dollars."""
        return table.series.is_current or (state.id, year) in self.known

    def _unit(self, state: State, row: Row, table: Table) -> str | None:
        """The currency of a row, or percent; None if its figures cannot be used."""
        if table.series.measure.endswith("share_of_gdp"):
            return "percent"
        if table.series.key != "local":
            return "USD"
        cell = row.get(table.others.get("currency", 0))
        if cell is None or state.id in self.currencies.unclear:
            return None
        if code := self.currencies.codes.get(state.id, {}).get(cell.text):
            return code
        self._note(cell, "currency", table, f"{shown(cell.text)} stands in no table as the currency of {state.name}.")
        return None

    def _figure(self, cell: Cell, unit: str, table: Table) -> Value | None:
        name = "number" if unit == "percent" else "amount"
        if cell.value in UNKNOWN:
            return Value(name, None, Marker.UNKNOWN, text=cell.text)
        if cell.value == NO_STATE:
            return None
        if not isinstance(cell.value, (int, float)) or cell.value < 0:
            self._note(cell, name, table, f"{shown(cell.text)} is no figure.")
            return None
        marker = _MARKERS.get(cell.colour or "", Marker.EXACT)
        if unit == "percent":
            return Value(name, scaled(cell.value, 100, 6), marker, unit=unit)
        if table.series.key == "local":
            return Value(name, scaled(cell.value, 1, 0), marker, unit=unit)
        return money(name, cell.value, unit, marker)

    def _basis(self, row: Row, table: Table) -> Iterator[Value]:
        if table.series.prices:
            yield Value("basis", f"constant {table.series.prices} prices")
        cell = row.get(table.others.get("notes", 0))
        for sign in cell.text if cell else ():
            if sign in self.footnotes:
                yield Value("basis", self.footnotes[sign])
            elif cell and not sign.isspace():
                self._note(cell, "notes", table, f"There is no footnote {shown(sign)}.")

    def _note(self, cell: Cell, field: str, table: Table, message: str) -> None:
        self.notes.note(cell.row, cell.column, field, cell.text, f"Sheet {table.sheet}: {message}")


def _indicator(state: State, year: int, table: Table, values: tuple[Value, ...]) -> Claim:
    measure = table.series.measure
    name = "-".join(part for part in (state.id, measure.replace("_", "-"), str(year), table.series.key) if part)
    said = (Value("subject", state.id), Value("measure", measure), Value("period", str(year)), *values)
    return Claim(name, INDICATOR, SOURCE, said, valid=str(year), credibility=_SAID)


__all__ = ["SOURCE", "Reader"]
