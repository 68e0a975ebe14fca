"""What is loaded: each dataset with its release, what it holds, what it covers, and its licence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.checks import unknown_entity
from graph.cite import cite_source
from graph.dates import BadDate, span
from graph.questions.receipt import Answer, Question, seal

if TYPE_CHECKING:
    from graph.snapshot import Snapshot
    from graph.source import Source
    from graph.view import View

Record = dict[str, Any]
FIELDS = ("id", "title", "publisher", "licence", "licence_url", "url", "coverage", "redistribute", "aggregates")


def list_datasets(snapshot: Snapshot, view: View) -> Answer:
    """All datasets, without their sources.

    data: a list of {"id", "title", "publisher", "released" (EDTF: the date of its newest source), "loaded" {"revision",
    "committed"}, "claim_count", "entity_count", "relationship_count", "source_count", "coverage", "licence", ...}.
    """
    return seal(_records(snapshot), snapshot=snapshot, view=view, question=Question("datasets", {}), claims=())


def describe_dataset(snapshot: Snapshot, view: View, dataset: str) -> Answer:
    """A dataset as `list_datasets` has it, and its sources; raises `UnknownEntity`."""
    if dataset not in snapshot.datasets:
        unknown_entity(dataset, snapshot.datasets)
    record = next(record for record in _records(snapshot) if record["id"] == dataset)
    sources = [cite_source(source) for source in snapshot.sources.values() if source.dataset == dataset]
    question = Question("dataset", {"id": dataset})
    return seal(record | {"sources": sources}, snapshot=snapshot, view=view, question=question, claims=())


def newest(sources: Iterable[Source]) -> str | None:
    """The date of the newest source, as it is given; None if none has one.

    >>> from graph.source import Source
    >>> newest([Source("a", "d", "A", date="2023"), Source("b", "d", "B", date="2023-12"), Source("c", "d", "C")])
    '2023-12'
    """
    dated = [(days, source.date) for source in sources if source.date and (days := _days(source.date))]
    return max(dated)[1] if dated else None


def _days(text: str) -> tuple[int, int] | None:
    try:
        return span(text)
    except BadDate:
        return None


def _records(snapshot: Snapshot) -> list[Record]:
    """All datasets; what is counted stands at this revision."""
    sources: dict[str, list[Source]] = {name: [] for name in snapshot.datasets}
    for source in snapshot.sources.values():
        sources[source.dataset].append(source)
    last = {revision.dataset: revision for revision in snapshot.revisions}
    records = []
    for (name, dataset), counts in zip(snapshot.datasets.items(), _counts(snapshot), strict=True):
        told = {field: getattr(dataset, field) for field in FIELDS}
        told |= {"released": newest(sources[name])}
        if revision := last.get(name):
            told["loaded"] = {"revision": revision.number, "committed": revision.committed}
        known = {field: value for field, value in told.items() if value is not None}
        records.append(known | {"source_count": len(sources[name])} | counts)
    return records


def _counts(snapshot: Snapshot) -> list[dict[str, int]]:
    """For each dataset the claims that stand, and the entities and relationships that they speak of."""
    columns, number = snapshot.claim_columns, len(snapshot.datasets)
    stands = (columns.recorded <= snapshot.revision) & (columns.retracted > snapshot.revision)
    dataset, subject = columns.dataset[stands].astype(np.int64), columns.subject[stands]
    things = max(len(snapshot.things), 1)
    told = np.unique(dataset * things + subject)
    home, is_entity = told // things, snapshot.thing_columns.entity[told % things]
    counted = {
        "claim_count": dataset,
        "entity_count": home[is_entity],
        "relationship_count": home[~is_entity],
    }
    tables = {name: np.bincount(of, minlength=number).tolist() for name, of in counted.items()}
    return [{name: table[place] for name, table in tables.items()} for place in range(number)]


__all__ = ["describe_dataset", "list_datasets", "newest"]
