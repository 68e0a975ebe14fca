"""How well names tell firms apart: precision and recall on hand-labelled pairs, beside plain rapidfuzz.

`firm-names.csv` has pairs of firms' names, written and labelled by hand: whether both are of one firm, of what kind
the pair is, whether the names alone are enough to tell, and if not, what else one has to know. The half of the pairs
was looked at while weights and thresholds were chosen; the other half was not, and is what counts.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz, utils
from rich.console import Console
from rich.table import Table

from graph.identity.likeness import LIKELY, SUGGESTED, liken

FILE = Path(__file__).parent / "firm-names.csv"
Score = Callable[[str, str], float]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names, and what is known of them."""

    one: str
    other: str
    same: bool
    kind: str
    by_name: bool
    why: str

    @property
    def held_out(self) -> bool:
        """Whether nobody looked at the pair while weights were chosen: half of them, by a hash."""
        return hashlib.sha256(f"{self.one}|{self.other}".encode()).digest()[0] % 2 == 1


@dataclass(frozen=True, slots=True)
class Quality:
    """How many of the pairs found are right (`precision`), and how many of the right ones are found (`recall`)."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.precision * self.recall / (self.precision + self.recall) if self.precision else 0.0


def read_pairs() -> list[Pair]:
    """All pairs."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return [
            Pair(row["one"], row["other"], row["same"] == "yes", row["kind"], row["by_name"] == "yes", row["why"])
            for row in csv.DictReader(file)
        ]


def ours(one: str, other: str) -> float:
    """The likeness that suggestions are made by."""
    return liken(one, other).score


def ratio(one: str, other: str) -> float:
    """A baseline: rapidfuzz, letter by letter."""
    return fuzz.ratio(one, other, processor=utils.default_process) / 100


def weighted(one: str, other: str) -> float:
    """A baseline: what rapidfuzz recommends, which also likes a part of a name."""
    return fuzz.WRatio(one, other, processor=utils.default_process) / 100


def sorted_words(one: str, other: str) -> float:
    """A baseline: rapidfuzz, whatever the order of the words."""
    return fuzz.token_sort_ratio(one, other, processor=utils.default_process) / 100


SCORES = {
    "ours": ours,
    "rapidfuzz ratio": ratio,
    "rapidfuzz WRatio": weighted,
    "rapidfuzz token_sort_ratio": sorted_words,
}


def measure(pairs: Iterable[Pair], score: Score, threshold: float) -> Quality:
    """Precision and recall of a score at a threshold."""
    told = [(pair.same, score(pair.one, pair.other) >= threshold) for pair in pairs]
    right = sum(same and found for same, found in told)
    return Quality(right / max(1, sum(found for _, found in told)), right / max(1, sum(same for same, _ in told)))


def main() -> None:
    """Print the table."""
    pairs = read_pairs()
    held = [pair for pair in pairs if pair.held_out]
    parts = {"all": pairs, "held out": held, "held out, names enough": [pair for pair in held if pair.by_name]}
    table = Table("pairs", "score", "from", "precision", "recall", "F1", title=f"{len(pairs)} pairs of names")
    for part, chosen in parts.items():
        for name, score in SCORES.items():
            for threshold in (LIKELY, SUGGESTED):
                found = measure(chosen, score, threshold)
                figures = (f"{figure:.3f}" for figure in (found.precision, found.recall, found.f1))
                table.add_row(f"{part} ({len(chosen)})", name, f"{threshold:.2f}", *figures)
    Console(width=100).print(table)


if __name__ == "__main__":
    main()
