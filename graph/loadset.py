"""What one load brings: a dataset, its sources, and all the claims it makes."""

from __future__ import annotations

from dataclasses import dataclass

from graph.claim import Claim
from graph.source import Dataset, Source


@dataclass(frozen=True, slots=True)
class LoadSet:
    """The whole of a dataset as one release says it: a load of it replaces what the dataset said before."""

    dataset: Dataset
    sources: tuple[Source, ...]
    claims: tuple[Claim, ...]


__all__ = ["LoadSet"]
