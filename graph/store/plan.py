"""What a load has to write, told from what a dataset has and what it is to have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.store.records import CLAIM


@dataclass(frozen=True, slots=True)
class Plan:
    """What a dataset needs to go from what stands to what is wanted at `revision`: records to create, ids to toggle.

    `revisions` go by the ids of all records the dataset has ever had.
    """

    dataset: str
    revision: int
    wanted: frozenset[str]
    revisions: Mapping[str, Sequence[int]]

    @property
    def create(self) -> frozenset[str]:
        """What was never recorded before."""
        return self.wanted - self.revisions.keys()

    @property
    def toggle(self) -> frozenset[str]:
        """What stands and should not, or the other way round."""
        return frozenset(name for name, at in self.revisions.items() if (len(at) % 2 == 1) != (name in self.wanted))

    @property
    def written(self) -> frozenset[str]:
        """What an earlier try has already brought to this revision."""
        return frozenset(name for name, at in self.revisions.items() if at[-1] == self.revision)

    @property
    def came(self) -> frozenset[str]:
        """What stands from this revision on."""
        return self.create | ((self.toggle | self.written) & self.wanted)

    @property
    def went(self) -> frozenset[str]:
        """What stood until this revision."""
        return (self.toggle | self.written) - self.wanted


def count_claims(names: Iterable[str]) -> int:
    """How many of these records are claims: a record's id begins with the letter of its kind."""
    return sum(name.startswith(CLAIM[0]) for name in names)
