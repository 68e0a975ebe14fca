"""The layout of the formal alliances files, by the published codebook of version 4.1."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from graph.dates import bounds
from loaders.problem import Problem, refused
from loaders.spells import OPEN, day, small_number
from loaders.stream import read_rows, read_table

OBLIGATIONS = {
    "defense": "defence",
    "neutrality": "neutrality",
    "nonaggression": "non_aggression",
    "entente": "consultation",
}
"""The columns, as the ontology's concepts: an entente binds to consult."""
LAST = 9999
"""The largest number that an alliance can have."""
MISSING = ("", ".", "-9", "NA")
"""How a part of a date that is not known, or an end that has not come, is written."""


def _dates(prefix: str) -> tuple[str, ...]:
    return tuple(f"{prefix}_{side}_{part}" for side in ("st", "end") for part in ("day", "month", "year"))


NEEDED: Mapping[str, tuple[str, ...]] = {
    "members": ("version4id", "ccode", *_dates("all"), *_dates("mem"), *OBLIGATIONS),
    "dyads": ("version4id", "ccode1", "ccode2", *_dates("dyad"), *OBLIGATIONS),
}


@dataclass(frozen=True, slots=True)
class Record:
    """A row: its line, and its cells."""

    line: int
    cells: Mapping[str, str]

    def spell(self, prefix: str) -> tuple[str, str]:
        """When something began and ended; without an end it was in effect at the end of 2012."""
        start, end = (
            [self._part(f"{prefix}_{side}_{part}") for part in ("year", "month", "day")] for side in ("st", "end")
        )
        first, last = day(*start), day(*end) if end[0] else OPEN
        if first is None or last is None:
            raise ValueError("A date is none in the calendar, or is missing.")
        bounds(f"{first}/{last}", "state")  # refuses an end before the start
        return first, last

    def obligations(self) -> tuple[str, ...]:
        """What it binds to."""
        found = {name: self.cells[name].strip() for name in OBLIGATIONS}
        if any(value not in ("0", "1") for value in found.values()):
            raise ValueError("An obligation is neither 0 nor 1.")
        return tuple(OBLIGATIONS[name] for name, value in found.items() if value == "1")

    @property
    def alliance(self) -> str:
        """The number of the alliance, as its digits; a `ValueError` if it has more than four."""
        number = small_number(self.cells["version4id"].strip())
        if number > LAST:
            raise ValueError(f"{number} is no number of an alliance.")
        return str(number)

    def _part(self, name: str) -> int | None:
        text = self.cells[name].strip()
        return None if text in MISSING else small_number(text)


def find_files(path: Path) -> Mapping[str, Path]:
    """The files in a folder, or the one that is given, by what they are.

    Raises:
        Refused: there is none, or two of a kind.
    """
    found: dict[str, Path] = {}
    for file in sorted(path.glob("*.csv")) if path.is_dir() else [path]:
        kind = _kind(file)
        if kind in found:
            message = f"{found[kind].name} holds {kind} too. Give one of them."
            raise refused([Problem(str(file), 1, 1, "", None, message)])
        if kind:
            found[kind] = file
    if not found:
        message = "No file here has the columns of formal alliances by member or by pair."
        raise refused([Problem(str(path), 1, 1, "", None, message)])
    return found


def records(path: Path, kind: str) -> list[Record]:
    """The rows of a file."""
    return [Record(line, row) for line, row in read_table(path, NEEDED[kind])]


def _kind(path: Path) -> str | None:
    _, header = next(chain(read_rows(path), [(1, [])]))
    names = {cell.strip() for cell in header}
    years = any(name == "year" for name in names)
    return None if years else next((kind for kind, needed in NEEDED.items() if names.issuperset(needed)), None)


__all__ = ["NEEDED", "OBLIGATIONS", "Record", "find_files", "records"]
