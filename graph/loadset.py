"""What one load brings: a dataset, its sources, and all the claims it makes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from graph.claim import Claim
from graph.source import Dataset, Source


@dataclass(frozen=True, slots=True)
class LoadSet:
    """A dataset as one release says it: a load of it replaces what the dataset said before.

    `claims` are read once, from the first to the last, and need not fit into memory: they may come from a generator
    that reads a file as it goes. What the generator raises ends the load before anything is written.

    A release may speak of a part of its dataset only, such as an export for one country. `keeps` says then on what it
    is silent: given the dataset's standing claims that are not among `claims`, it gives the ids of those that stay. If
    it is None, the release is the whole dataset, and nothing else stays.
    """

    dataset: Dataset
    sources: tuple[Source, ...]
    claims: Iterable[Claim]
    keeps: Callable[[Sequence[Claim]], frozenset[str]] | None = field(default=None, compare=False)


__all__ = ["LoadSet"]
