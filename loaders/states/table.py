"""The table of states: who a name or number of a source is, by the ids that states have in the graph."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from graph.dates import MAX, MIN, bounds
from loaders.lookup import Plain, mapping, read_lookup, texts

FOLDER = Path(__file__).parent
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class State:
    """A state of today or of the past.

    `sipri` are the spellings of SIPRI's databases. `cow` are its numbers in the Correlates of War list, each with the
    days for which the number is this state as an EDTF interval (None: always); `formerly` its former names likewise.
    """

    id: str
    name: str
    iso3166: tuple[str, ...] = ()
    sipri: tuple[str, ...] = ()
    cow: Mapping[str, str | None] = field(default_factory=dict)
    wikidata: str | None = None
    formerly: Mapping[str, str | None] = field(default_factory=dict)
    dissolved: str | None = None

    @property
    def code(self) -> str | None:
        """Its code of three letters, if ISO 3166-1 has one."""
        return self.iso3166[0] if self.iso3166 else None


@dataclass(frozen=True, slots=True)
class Spell:
    """Days for which a number of the Correlates of War list is a state; `first` and `last` as proleptic ordinals."""

    state: State
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class States:
    """All states by id, and by what sources call them.

    >>> states = read_states()
    >>> states.by_sipri["Viet Nam"].id, states.by_iso["MA"].id, states.by_iso["MAR"].name
    ('vietnam', 'morocco', 'Morocco')
    """

    by_id: Mapping[str, State]
    by_sipri: Mapping[str, State]
    by_iso: Mapping[str, State]
    by_cow: Mapping[str, tuple[Spell, ...]]

    def of_cow(self, number: str, first: int, last: int) -> tuple[Spell, ...]:
        """Which states a number is from one day to another, in their order, each with its part of the days.

        >>> from datetime import date
        >>> days = date(1990, 1, 1).toordinal(), date(1993, 1, 1).toordinal()
        >>> [spell.state.id for spell in read_states().of_cow("365", *days)]
        ['soviet-union', 'russia']
        """
        spells = self.by_cow.get(number, ())
        met = [s for s in spells if s.first <= last and s.last >= first]
        return tuple(Spell(s.state, max(s.first, first), min(s.last, last)) for s in met)


@functools.cache
def read_states(path: Path = FOLDER / "states.yaml") -> States:
    """The table, read once."""
    states = [_state(name, node) for part in read_lookup(path).values() for name, node in _items(part)]
    spells: dict[str, list[Spell]] = defaultdict(list)
    for state in states:
        for number, valid in state.cow.items():
            spells[number].append(_spell(state, valid))
    return States(
        by_id={state.id: state for state in states},
        by_sipri={spelling: state for state in states for spelling in state.sipri},
        by_iso={code: state for state in states for code in state.iso3166},
        by_cow={number: tuple(sorted(of, key=lambda spell: spell.first)) for number, of in spells.items()},
    )


def _state(name: str, node: Plain) -> State:
    record = dict(_items(node))
    single = mapping(node)
    return State(
        id=name,
        name=single["name"],
        iso3166=texts(record.get("iso3166", [])),
        sipri=texts(record.get("sipri", [])),
        cow=_dated(record.get("cow", {})),
        wikidata=single.get("wikidata"),
        formerly=_dated(record.get("formerly", {})),
        dissolved=single.get("dissolved"),
    )


def _dated(node: Plain) -> Mapping[str, str | None]:
    """Texts with the time they hold for: one text alone holds always, and one of unknown time has none."""
    if isinstance(node, str):
        return {node: None}
    return {text: None if valid == UNKNOWN else valid for text, valid in mapping(node).items()}


def _spell(state: State, valid: str | None) -> Spell:
    if valid is None:
        return Spell(state, MIN, MAX)
    days = bounds(valid, "state")
    return Spell(state, days.start_earliest, days.end_latest)


def _items(node: Plain) -> Iterator[tuple[str, Plain]]:
    return iter(node.items() if isinstance(node, dict) else ())


__all__ = ["FOLDER", "Spell", "State", "States", "read_states"]
