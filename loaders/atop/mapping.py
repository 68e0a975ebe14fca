"""From ATOP's rows to claims: on each alliance, on each party's stay in it, on its institutions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from graph.claim import Claim, Value
from loaders.atop.layout import CONDITIONS, OBLIGATIONS, Record
from loaders.problem import shown
from loaders.release import Notes
from loaders.spells import OPEN, Stay, name_of, small_number, stays
from loaders.states.table import States

ALLIANCES, MEMBERS, INSTITUTIONS = "atop-alliances", "atop-members", "atop-institutions"
_START, _END = ("begyr", "begmo", "begday"), ("endyr", "endmo", "endday")
_ENTRY, _EXIT = ("yrent", "moent", "dayent"), ("yrexit", "moexit", "dayexit")
_SAID, _MADE = 2, 3
"""Credibility: of what is coded, and of names made up from it and of indices."""
Spell = tuple[str, str]


class Reader:
    """Reads the rows of one release; `notes` by file collect what cannot be used."""

    def __init__(self, ids: Mapping[str, str], states: States) -> None:
        self.ids, self.states = ids, states
        self.parties: dict[str, list[str]] = defaultdict(list)
        self.phases: dict[tuple[str, int], Spell] = {}
        self.met: set[str] = set()

    def accord(self, number: str) -> str:
        """The id of an alliance."""
        return self.ids.get(number, f"atop-{number}")

    def members(self, rows: Sequence[Record], notes: Notes) -> Iterator[Claim]:
        """The stays of parties, with what each is bound to."""
        for row in rows:
            try:
                number = row.alliance
                start, end = row.dates(_ENTRY, _EXIT)
                said = tuple(_bound(row))
                phase = row.number("phase") or 0
            except ValueError as error:
                self._note(notes, row, "atopid", f"{error} The membership is left out.")
                continue
            parts = self._parts(row, start, end, notes)
            self._remember(number, phase, start, end, parts)
            for part in parts:
                accord = self.accord(number)
                ends = (Value("party", part.state.id), Value("accord", accord), Value("partyRole", "party"))
                name = f"{part.state.id}-{accord}"
                yield Claim(name, "AccordParty", MEMBERS, (*ends, *said), part.valid, credibility=_SAID)

    def alliances(self, rows: Sequence[Record], notes: Notes) -> Iterator[Claim]:
        """What each alliance is; members have been read before, as it is named for them."""
        for row in rows:
            try:
                number = row.alliance
                start, end = row.dates(_START, _END)
                cow = row.number("cow4id")
                values = (
                    Value("atopId", number),
                    Value("accordType", "alliance"),
                    *([Value("cowAllianceId", str(cow))] if cow is not None else []),
                    Value("signed", start),
                    Value("inForce", f"{start}/{end}"),
                    *_bound(row),
                )
            except ValueError as error:
                self._note(notes, row, "atopid", f"{error} The alliance is left out.")
                continue
            yield Claim(self.accord(number), "Accord", ALLIANCES, values, credibility=_SAID)
            yield from self._name(number, start)

    def institutions(self, rows: Sequence[Record], notes: Notes) -> Iterator[Claim]:
        """How far each alliance, or phase of one, is institutionalised."""
        for row in rows:
            try:
                number = row.alliance
                military, formal = row.number("milinst"), row.number("formal")
                phase = _phase(row.cells["atopidphase"])
                self._check_index(military)
                self._check_index(formal)
            except ValueError as error:
                self._note(notes, row, "milinst", f"{error} The row is left out.")
                continue
            values = (
                *([Value("militaryInstitution", military)] if military is not None else []),
                *([Value("formality", formal)] if formal is not None else []),
            )
            if values:
                spell = self.phases.get((number, phase)) if phase else None
                valid, note = ("/".join(spell) if spell else None), (f"Phase {phase}." if phase else None)
                yield Claim(self.accord(number), "Accord", INSTITUTIONS, values, valid, credibility=_MADE, note=note)

    def about_states(self) -> Iterator[Claim]:
        """What the states that were met are called."""
        for name in sorted(self.met):
            values = (Value("name", self.states.by_id[name].name, lang="en"),)
            yield Claim(name, "State", MEMBERS, values, credibility=_SAID)

    def _name(self, number: str, start: str) -> Iterator[Claim]:
        """A name made of the parties; one that another dataset gives weighs more."""
        text = name_of(self.parties.get(number, []), start[:4])
        note = "ATOP gives no names; this one is made of the parties and the year."
        names = (Value("name", text, lang="en"),)
        yield Claim(self.accord(number), "Accord", ALLIANCES, names, credibility=_MADE, note=note)

    @staticmethod
    def _check_index(index: int | None) -> None:
        if index not in (None, 0, 1, 2):
            raise ValueError(f"{index} is no index from 0 to 2.")

    def _parts(self, row: Record, start: str, end: str, notes: Notes) -> tuple[Stay, ...]:
        member = row.cells["member"]
        parts, whole = stays(self.states, member, start, end)
        if not parts:
            self._note(notes, row, "member", f"{shown(member)} is no state of the table at that time. It is left out.")
        elif not whole:
            self._note(notes, row, "member", f"{shown(member)} is a state of the table for a part of that time only.")
        return parts

    def _remember(self, number: str, phase: int, start: str, end: str, parts: Sequence[Stay]) -> None:
        self.met |= {part.state.id for part in parts}
        if parts and parts[0].state.name not in self.parties[number]:
            self.parties[number].append(parts[0].state.name)
        first, last = self.phases.get((number, phase), (start, end))
        self.phases[number, phase] = min(first, start), OPEN if OPEN in (last, end) else max(last, end)

    def _note(self, notes: Notes, row: Record, field: str, message: str) -> None:
        notes.note(row.line, 1, field, row.cells[field], message)


def _bound(row: Record) -> Iterator[Value]:
    yield from (Value("obligation", name) for name in row.flags(OBLIGATIONS))
    yield from (Value("conditionalObligation", name) for name in row.flags(CONDITIONS))


def _phase(text: str) -> int:
    """The number of a phase: what stands after the point."""
    _, _, tenth = text.strip().partition(".")
    return small_number(tenth[:1] or "0")


__all__ = ["ALLIANCES", "INSTITUTIONS", "MEMBERS", "Reader"]
