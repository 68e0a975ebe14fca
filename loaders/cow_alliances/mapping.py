"""From rows to claims: on each alliance, and on each state's stay in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from graph.claim import Claim, Value
from loaders.cow_alliances.layout import Record
from loaders.problem import shown
from loaders.release import Notes
from loaders.spells import name_of, stays
from loaders.states.table import States

SOURCES = {"members": "cow-alliances-members", "dyads": "cow-alliances-dyads"}
_SAID, _MADE = 2, 3


class Reader:
    """Reads the rows of one release."""

    def __init__(self, states: States) -> None:
        self.states = states
        self.parties: dict[str, list[str]] = defaultdict(list)
        self.began: dict[str, str] = {}
        self.met: set[str] = set()

    def members(self, rows: Sequence[Record], notes: Notes) -> Iterator[Claim]:
        """Each alliance by its members; the obligations are the member's own."""
        for row in rows:
            try:
                number, spell, whole = row.alliance, row.spell("mem"), row.spell("all")
                said = tuple(Value("obligation", name) for name in row.obligations())
            except ValueError as error:
                notes.note(row.line, 1, "version4id", row.cells["version4id"], f"{error} The row is left out.")
                continue
            yield _accord(number, whole, SOURCES["members"])
            yield from self._stay(number, row, "ccode", spell, said, notes, SOURCES["members"])

    def dyads(self, rows: Sequence[Record], notes: Notes) -> Iterator[Claim]:
        """Each alliance by its pairs: both are in it for the time of the pair."""
        for row in rows:
            try:
                number, spell = row.alliance, row.spell("dyad")
                said = tuple(Value("obligation", name) for name in row.obligations())
            except ValueError as error:
                notes.note(row.line, 1, "version4id", row.cells["version4id"], f"{error} The row is left out.")
                continue
            yield _accord(number, None, SOURCES["dyads"])
            for field in ("ccode1", "ccode2"):
                yield from self._stay(number, row, field, spell, said, notes, SOURCES["dyads"])

    def names(self, source: str) -> Iterator[Claim]:
        """What alliances and states are called."""
        for number, parties in self.parties.items():
            values = (Value("name", name_of(parties, self.began[number][:4]), lang="en"),)
            note = "The data have no names; this one is made of the parties and the year."
            yield Claim(_id(number), "Accord", source, values, credibility=_MADE, note=note)
        for name in sorted(self.met):
            values = (Value("name", self.states.by_id[name].name, lang="en"),)
            yield Claim(name, "State", source, values, credibility=_SAID)

    def _stay(  # noqa: PLR0917 - what, where it stands, and what is said of it
        self,
        number: str,
        row: Record,
        field: str,
        spell: tuple[str, str],
        said: tuple[Value, ...],
        notes: Notes,
        source: str,
    ) -> Iterator[Claim]:
        code = row.cells[field].strip()
        parts, whole = stays(self.states, code, *spell)
        if not whole:
            told = "is no state of the table at that time" if not parts else "is a state of the table for a part only"
            notes.note(row.line, 1, field, code, f"{shown(code)} {told}.")
        for part in parts:
            self.met.add(part.state.id)
            ends = (Value("party", part.state.id), Value("accord", _id(number)), Value("partyRole", "party"))
            name = f"{part.state.id}-{_id(number)}"
            yield Claim(name, "AccordParty", source, (*ends, *said), part.valid, credibility=_SAID)
        if parts and parts[0].state.name not in self.parties[number]:
            self.parties[number].append(parts[0].state.name)
        self.began[number] = min(self.began.get(number, spell[0]), spell[0])


def _accord(number: str, spell: tuple[str, str] | None, source: str) -> Claim:
    dates = (Value("signed", spell[0]), Value("inForce", "/".join(spell))) if spell else ()
    values = (Value("cowAllianceId", number), Value("accordType", "alliance"), *dates)
    return Claim(_id(number), "Accord", source, values, credibility=_SAID)


def _id(number: str) -> str:
    return f"cow-alliance-{number}"


__all__ = ["SOURCES", "Reader"]
