"""From the firms of a year to claims: revenue from arms and in all, by year, and where the firm has its seat."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from graph.claim import Claim, Marker, Value
from loaders.figures import money, scaled
from loaders.problem import shown
from loaders.release import Notes
from loaders.sheets import Cell
from loaders.sipri_top_100.layout import Year
from loaders.sipri_top_100.tables import Firms
from loaders.states.table import States
from ontology.names import INDICATOR

SOURCE = "sipri-arms-industry"
UNKNOWN = ". ."
"""What SIPRI writes for a figure that it does not have."""
UNRANKED = ("-", "–")
ROUNDED = 1.02
"""The largest share: SIPRI rounds arms revenue to ten million, which may lift it above the whole."""
_SAID, _SETTLED = 2, 2
_UNSURE = "high degree of uncertainty"


class Reader:
    """Reads the firms of one workbook; `notes` collects what cannot be used."""

    def __init__(self, years: Iterable[Year], firms: Firms, states: States, notes: Notes) -> None:
        self.years = {year.year: year for year in years}
        self.firms, self.states, self.notes = firms, states, notes
        self.seats: dict[tuple[str, str], str] = {}
        self.names: dict[str, dict[str, int]] = defaultdict(dict)
        self.listed = {
            n: {self._id(row): row for row in year.firms if "company" in row} for n, year in self.years.items()
        }

    def claims(self) -> Iterator[Claim]:
        """All claims, in the order of years and ranks; those on the firms themselves last."""
        for number in sorted(self.years):
            for row in self.years[number].firms:
                yield from self._row(row, self.years[number])
            for cell in self.years[number].others:
                self._note(cell, "rank", self.years[number], "This row is no firm's and no footnote. It is left out.")
        yield from self._about_firms()

    def _id(self, row: Mapping[str, Cell]) -> str:
        return self.firms.id_of(row["company"].text)

    def _row(self, row: Mapping[str, Cell], year: Year) -> Iterator[Claim]:
        if "company" not in row:
            self._note(row["rank"], "company", year, "A row has a rank and no firm. It is left out.")
            return
        firm, name = self._id(row), row["company"].text
        if self.listed[year.year][firm] is not row:
            self._note(row["company"], "company", year, "The firm stands on this sheet twice. The first is left out.")
            return
        self.names[firm][name] = year.year
        self._seat(firm, row, year)
        note = self._footnote(row, year)
        yield from self._arms(firm, row, year, note)
        yield from self._before(firm, row, year)
        yield from self._others(firm, row, year)

    def _arms(self, firm: str, row: Mapping[str, Cell], year: Year, note: str | None) -> Iterator[Claim]:
        marker = Marker.UNCERTAIN if note and _UNSURE in note else Marker.EXACT
        values = [*self._amount(row.get("arms"), "arms", year, marker), *self._rank(row.get("rank"), year)]
        if values:
            yield _indicator(firm, "arms_revenue", year.year, values, note=note)

    def _before(self, firm: str, row: Mapping[str, Cell], year: Year) -> Iterator[Claim]:
        """The year before, if that year's sheet does not have the firm or has another figure for it."""
        own = self.listed.get(year.year - 1, {}).get(firm)
        cell = row.get("arms_before")
        if cell is None or cell.value == UNKNOWN or (own and own.get("arms") and own["arms"].value == cell.value):
            return
        values = [*self._amount(cell, "arms_before", year)]
        if own is None:
            values += self._rank(row.get("rank_before"), year)
        if values:
            note = None if own is None else f"As the sheet of {year.year} has it."
            yield _indicator(firm, "arms_revenue", year.year - 1, values, note=note)

    def _others(self, firm: str, row: Mapping[str, Cell], year: Year) -> Iterator[Claim]:
        if total := [*self._amount(row.get("total"), "total", year)]:
            yield _indicator(firm, "revenue", year.year, total)
        if constant := [*self._amount(row.get("constant"), "constant", year)]:
            basis = Value("basis", f"constant {year.prices} prices")
            yield _indicator(firm, "arms_revenue", year.year, [*constant, basis], series="constant")
        if share := [*self._share(row.get("share"), year)]:
            yield _indicator(firm, "arms_share_of_revenue", year.year, share)

    def _amount(self, cell: Cell | None, field: str, year: Year, marker: Marker = Marker.EXACT) -> Iterator[Value]:
        if cell is None:
            return
        if isinstance(cell.value, (int, float)) and cell.value >= 0:
            yield money("amount", cell.value, "USD", marker)
        elif cell.value == UNKNOWN:
            yield Value("amount", None, Marker.UNKNOWN, text=UNKNOWN)
        else:
            self._note(cell, field, year, f"{shown(cell.text)} is no amount.")

    def _rank(self, cell: Cell | None, year: Year) -> Iterator[Value]:
        if cell is None or cell.text in (*UNRANKED, UNKNOWN):
            return
        if isinstance(cell.value, int) and cell.value >= 1:
            yield Value("rank", cell.value)
        else:
            self._note(cell, "rank", year, f"{shown(cell.text)} is no rank.")

    def _share(self, cell: Cell | None, year: Year) -> Iterator[Value]:
        if cell is None or cell.value == UNKNOWN:
            return
        if isinstance(cell.value, (int, float)) and 0 <= cell.value <= ROUNDED:
            yield Value("number", scaled(cell.value, 100, 4), unit="percent")
        else:
            self._note(cell, "share", year, f"{shown(cell.text)} is no share of the whole.")

    def _seat(self, firm: str, row: Mapping[str, Cell], year: Year) -> None:
        cell = row.get("country")
        if cell is None or cell.text in self.firms.several:
            return
        if state := self.states.by_sipri.get(cell.text):
            self.seats[firm, state.id] = state.id
        else:
            self._note(cell, "country", year, f"{shown(cell.text)} stands in no table of states.")

    def _footnote(self, row: Mapping[str, Cell], year: Year) -> str | None:
        cell = row.get("notes")
        if cell is None:
            return None
        letters = re.findall(r"[a-z]", cell.text)
        for letter in letters:
            if letter not in year.footnotes:
                self._note(cell, "notes", year, f"There is no footnote {shown(letter)}.")
        return " ".join(year.footnotes[letter] for letter in letters if letter in year.footnotes) or None

    def _about_firms(self) -> Iterator[Claim]:
        for firm, names in sorted(self.names.items()):
            latest, *older = sorted(names, key=lambda name: (-names[name], name))
            values = (
                Value("name", latest, lang="en"),
                *(Value("alias", name, lang="en") for name in older),
                *(Value("sipriName", name) for name in (latest, *older)),
            )
            yield Claim(firm, "Firm", SOURCE, values, credibility=_SETTLED)
        for (firm, state), _ in sorted(self.seats.items()):
            ends = (Value("located", firm), Value("place", state), Value("locationKind", "headquarters"))
            yield Claim(f"{firm}-seated-in-{state}", "Location", SOURCE, ends, credibility=_SAID)

    def _note(self, cell: Cell, field: str, year: Year, message: str) -> None:
        self.notes.note(cell.row, cell.column, field, cell.text, f"Sheet {year.sheet}: {message}")


def _indicator(
    firm: str, measure: str, year: int, values: Iterable[Value], *, series: str = "", note: str | None = None
) -> Claim:
    name = "-".join(part for part in (firm, measure.replace("_", "-"), str(year), series) if part)
    said = (Value("subject", firm), Value("measure", measure), Value("period", str(year)), *values)
    return Claim(name, INDICATOR, SOURCE, said, valid=str(year), credibility=_SAID, note=note)


__all__ = ["SOURCE", "Reader"]
