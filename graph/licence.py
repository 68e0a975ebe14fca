"""What of the graph may be passed on: a claim travels under the licence of its dataset.

Whatever leaves the machine for others (a file of the graph, RDF, a dump) asks `may_pass` of a claim, or `passable` of
a view, and says what was `left_out`. An answer to a question cites claims, which licences allow; it is no export.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from graph.live import live
from graph.network import Network, build
from graph.snapshot.spoken import Spoken
from graph.snapshot.things import name_tokens

if TYPE_CHECKING:
    from graph.claim import Claim
    from graph.snapshot import Snapshot
    from graph.source import Dataset
    from graph.view import View


OPENLY = "named openly"
"""What a snapshot that is named openly is remembered as."""


class Passing(StrEnum):
    """How a claim may be passed on: as it is, only in sums over many, or not at all."""

    WHOLE = "whole"
    SUMMED = "summed"
    NOT = "not"


def terms_of(dataset: Dataset) -> Passing:
    """How the claims of a dataset may be passed on.

    >>> from graph.source import Dataset
    >>> terms_of(Dataset("d", "Register", "An institute", "An excerpt only", "All.", redistribute=False)).value
    'not'
    """
    if dataset.redistribute:
        return Passing.WHOLE
    return Passing.SUMMED if dataset.aggregates else Passing.NOT


def may_pass(snapshot: Snapshot, claim: Claim) -> Passing:
    """How a claim may be passed on."""
    return terms_of(snapshot.datasets[snapshot.sources[claim.source].dataset])


def closed_datasets(snapshot: Snapshot) -> tuple[str, ...]:
    """The datasets whose claims may not be passed on as they are."""
    return tuple(name for name, dataset in snapshot.datasets.items() if not dataset.redistribute)


def passable(snapshot: Snapshot, view: View) -> View:
    """The part of a view that may leave as it is: the view without the closed datasets."""
    return replace(view, without=(*view.without, *closed_datasets(snapshot)))


def open_network(snapshot: Snapshot, view: View, directed: bool = False) -> Network:
    """The network of the part of a view that may leave, in which nothing goes by a name that may not."""
    return build(named_openly(snapshot), passable(snapshot, view), directed)


def named_openly(snapshot: Snapshot) -> Snapshot:
    """The same snapshot with each thing named by what may be passed on; what only a closed dataset names has its id.

    It is made once and kept, with a memory of its own.
    """
    return snapshot.memory.recall(OPENLY, lambda: _named_openly(snapshot), lambda found: found.memory.room)


def _named_openly(snapshot: Snapshot) -> Snapshot:
    closed, columns = closed_datasets(snapshot), snapshot.claim_columns
    if not closed:
        return snapshot
    heard = ~np.isin(columns.dataset, [number for number, name in enumerate(snapshot.datasets) if name in closed])
    names = name_tokens(Spoken(snapshot.said, snapshot.vocabulary), columns, len(snapshot.things), heard)
    found = replace(snapshot, thing_columns=replace(snapshot.thing_columns, name=names), memory=snapshot.memory.part())
    return found.memory.recall(OPENLY, lambda: found, lambda _: 0)  # named once more, it is itself


def left_out(snapshot: Snapshot, view: View) -> Mapping[str, int]:
    """How many claims a view lacks for their licence, by dataset: those of closed datasets among its `without` that it
    would believe otherwise."""
    closed = [name for name in closed_datasets(snapshot) if name in view.without]
    if not closed:
        return {}
    whole = replace(view, without=tuple(name for name in view.without if name not in closed))
    homes, names = snapshot.claim_columns.dataset[live(snapshot, whole).claims], tuple(snapshot.datasets)
    counts = np.bincount(homes, minlength=len(names)).tolist()
    return {name: count for name, count in zip(names, counts, strict=True) if count and name in closed}


def remarks(lacking: Mapping[str, int]) -> tuple[str, ...]:
    """What is missing for its licence, a sentence for each dataset.

    >>> remarks({"sipri-register": 1234})
    ('1234 claims of the dataset sipri-register are left out: its licence does not let them be passed on.',)
    """
    told = "claims of the dataset {} are left out: its licence does not let them be passed on."
    return tuple(f"{count} {told.format(name)}" for name, count in lacking.items())


__all__ = [
    "Passing",
    "closed_datasets",
    "left_out",
    "may_pass",
    "named_openly",
    "open_network",
    "passable",
    "remarks",
    "terms_of",
]
