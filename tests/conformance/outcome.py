"""What came of a test, and which failures are known, with their reasons (`known.toml`)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("known.toml")


@dataclass(frozen=True, slots=True)
class Outcome:
    """A test by its IRI, the suite it is in, and what was wrong; nothing was, if that is empty."""

    suite: str
    test: str
    wrong: str = ""

    @property
    def name(self) -> str:
        """The test's name within its suite."""
        return self.test.rpartition("#")[2].rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Known:
    """A reason for failures, and the names of the tests that fail for it, by suite; ``*`` are all of a suite."""

    why: str
    tests: Mapping[str, list[str]]

    def explains(self, outcome: Outcome) -> bool:
        """Whether this is why that test fails."""
        return bool({outcome.name, "*"} & set(self.tests.get(outcome.suite, ())))


@cache
def known() -> tuple[Known, ...]:
    """The reasons of all known failures."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return tuple(Known(entry["why"], entry["tests"]) for entry in told["known"])


@cache
def releases() -> Mapping[str, str]:
    """The commit of each repository that the known failures are of."""
    told: Mapping[str, str] = tomllib.loads(FILE.read_text(encoding="utf-8"))["releases"]
    return told


def reason_for(outcome: Outcome) -> str | None:
    """Why a test is known to fail; None if it isn't."""
    return next((entry.why for entry in known() if entry.explains(outcome)), None)


def surprises(outcomes: Iterable[Outcome]) -> list[str]:
    """Failures that nobody knew of, and known ones that passed."""
    found = []
    for outcome in outcomes:
        reason = reason_for(outcome)
        if bool(outcome.wrong) != bool(reason):
            found.append(f"{outcome.suite} {outcome.name}: {outcome.wrong or f'passed, though {reason}'}")
    return found
