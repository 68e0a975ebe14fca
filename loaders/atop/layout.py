"""ATOP's files: which is which, and what stands in their columns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from graph.dates import bounds
from loaders.problem import Problem, refused, shown
from loaders.spells import OPEN, day, small_number
from loaders.stream import read_rows, read_table

OBLIGATIONS = {
    "defense": "defence",
    "offense": "offence",
    "neutral": "neutrality",
    "nonagg": "non_aggression",
    "consul": "consultation",
}
"""ATOP's columns, as the ontology's concepts."""
_ALLIANCE = re.compile(r"[0-9]{4}")
CONDITIONS = {"defcon": "defence", "offcon": "offence", "neucon": "neutrality", "concon": "consultation"}
NEEDED = {
    "alliances": (
        "atopid",
        "cow4id",
        "begyr",
        "begmo",
        "begday",
        "endyr",
        "endmo",
        "endday",
        *OBLIGATIONS,
        *CONDITIONS,
    ),
    "members": (
        *("atopid", "member", "yrent", "moent", "dayent", "yrexit", "moexit", "dayexit", "phase"),
        *(*OBLIGATIONS, *CONDITIONS),
    ),
    "institutions": ("atopid", "atopidphase", "milinst", "formal"),
}
"""The columns of each file; those of its first row tell which it is."""


@dataclass(frozen=True, slots=True)
class Record:
    """A row: its line, and the cells that are used."""

    line: int
    cells: Mapping[str, str]

    def number(self, name: str) -> int | None:
        """A whole number; None if there is none, and a `ValueError` if there is something else."""
        text = self.cells[name].strip().removesuffix(".0")
        return small_number(text) if text else None

    @property
    def alliance(self) -> str:
        """The number of the alliance; a `ValueError` if it is none of four digits."""
        if not _ALLIANCE.fullmatch(text := self.cells["atopid"].strip()):
            raise ValueError(f"{shown(text)} is no number of an alliance.")
        return text

    def flags(self, columns: Mapping[str, str]) -> tuple[str, ...]:
        """The concepts of the columns that hold a one."""
        found = {name: self.number(name) for name in columns}
        if any(value not in (0, 1) for value in found.values()):
            raise ValueError("An obligation is neither 0 nor 1.")
        return tuple(columns[name] for name, value in found.items() if value)

    def dates(self, start: tuple[str, str, str], end: tuple[str, str, str]) -> tuple[str, str]:
        """The two dates of three columns each; a year 0 of the end is still in force."""
        first = day(*(self.number(name) for name in start))
        year, month, number = (self.number(name) for name in end)
        last = OPEN if year == 0 else day(year, month, number)
        if first is None or last is None:
            raise ValueError("A date is none in the calendar, or is missing.")
        bounds(f"{first}/{last}", "state")  # refuses an end before the start
        return first, last


def find_files(path: Path) -> Mapping[str, Path]:
    """ATOP's files in a folder, or the one that is given, by what they are.

    Raises:
        Refused: there is none, or two of a kind.
    """
    files = sorted(path.glob("*.csv")) if path.is_dir() else [path]
    found: dict[str, Path] = {}
    for file in files:
        kind = _kind(file)
        if kind in found:
            raise refused(
                [Problem(str(file), 1, 1, "", None, f"{found[kind].name} holds {kind} too. Give one of them.")]
            )
        if kind:
            found[kind] = file
    if not found:
        raise refused(
            [Problem(str(path), 1, 1, "", None, "No file here has the columns of ATOP's alliances or members.")]
        )
    return found


def records(path: Path, kind: str) -> list[Record]:
    """The rows of a file."""
    return [Record(line, row) for line, row in read_table(path, NEEDED[kind])]


def _kind(path: Path) -> str | None:
    _, header = next(chain(read_rows(path), [(1, [])]))
    names = {cell.strip() for cell in header}
    return next((kind for kind, needed in NEEDED.items() if names.issuperset(needed)), None)


__all__ = ["CONDITIONS", "NEEDED", "OBLIGATIONS", "Record", "find_files", "records"]
