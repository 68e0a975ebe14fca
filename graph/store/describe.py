"""Sources and datasets as they stand, and as nodes that claims point at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from graph.confidence import independent_groups
from graph.source import Dataset, Source
from graph.store.bolt import Bolt, step
from graph.store.derive import Trust
from graph.store.lease import Lease
from graph.store.load import batches
from graph.store.read import columns, until
from graph.store.records import DATASET, SOURCE, dataset_in, source_in

BATCH = 1000

DATASETS = "UNWIND $rows AS row MERGE (d:Dataset {id: row.id}) SET d = row"

SOURCES = "UNWIND $rows AS row MERGE (s:Source {id: row.id}) SET s = row.properties"

UNTIE = "MATCH (s:Source)-[x:PART_OF|DERIVED_FROM]->() WHERE s.id IN $ids DELETE x"

TIE = """
UNWIND $rows AS row
MATCH (s:Source {id: row.id}) MATCH (d:Dataset {id: row.dataset}) CREATE (s)-[:PART_OF]->(d)
"""

DERIVED = """
UNWIND $rows AS row UNWIND row.derived_from AS origin
MATCH (s:Source {id: row.id}) MATCH (o:Source {id: origin}) CREATE (s)-[:DERIVED_FROM]->(o)
"""

FORGET_SOURCES = "MATCH (s:Source) WHERE NOT s.id IN $ids DETACH DELETE s"

FORGET_DATASETS = "MATCH (d:Dataset) WHERE NOT d.id IN $ids DETACH DELETE d"


@dataclass(frozen=True)
class Descriptions:
    """Sources and datasets that stand at a revision, by their ids, and all ways sources have `ever` been described.

    `before` are the sources that stood at the revision that is shown.
    """

    sources: Mapping[str, Source]
    datasets: Mapping[str, Dataset]
    ever: tuple[Source, ...]
    before: Mapping[str, Source]

    @cached_property
    def trust(self) -> Trust:
        """What claims weigh by the sources that stand."""
        return Trust(self.sources, independent_groups(self.sources.values()))

    @property
    def shown(self) -> Trust:
        """What claims weighed by the sources that stood at the revision that is shown."""
        return Trust(self.before, independent_groups(self.before.values()))

    def reweighed(self, touched: Iterable[str]) -> set[str]:
        """Those of these sources whose claims weigh otherwise: with another grade or origin, not just another date."""
        return {name for name in touched if _weight(self.before.get(name)) != _weight(self.sources.get(name))}

    def kin(self, changed: set[str]) -> list[str]:
        """The sources whose claims may weigh otherwise now that these have another grade or origin."""
        groups = independent_groups(self.ever)
        regrouped = {groups[name] for name in changed}
        return sorted(name for name, group in groups.items() if group in regrouped)


async def read_descriptions(bolt: Bolt, since: int, pinned: int) -> Descriptions:
    """Sources and datasets as of a revision, and what they were at the one that is shown."""
    sources = [(source_in(body), until(at, pinned)) for _, body, at in await columns(bolt, SOURCE[0])]
    datasets = [(dataset_in(body), until(at, pinned)) for _, body, at in await columns(bolt, DATASET[0])]
    return Descriptions(
        {source.id: source for source, at in sources if len(at) % 2},
        {dataset.id: dataset for dataset, at in datasets if len(at) % 2},
        tuple(source for source, at in sources if at),
        {source.id: source for source, at in sources if len(until(at, since)) % 2},
    )


async def show_sources(lease: Lease, descriptions: Descriptions) -> None:
    """Bring the nodes of sources and datasets to what stands; those that have gone stay until `forget_sources`."""
    datasets = [_said(dataset) | {"name": dataset.title} for dataset in descriptions.datasets.values()]
    await lease.write(step(DATASETS, rows=datasets))
    every = list(descriptions.sources.values())
    for part in batches(every, BATCH):
        rows = [{"id": s.id, "properties": _said(s) | {"name": s.title}} for s in part]
        await lease.write(step(SOURCES, rows=rows))
    for part in batches(every, BATCH):
        rows = [{"id": s.id, "dataset": s.dataset, "derived_from": list(s.derived_from)} for s in part]
        await lease.write(step(UNTIE, ids=[s.id for s in part]), step(TIE, rows=rows), step(DERIVED, rows=rows))


async def forget_sources(lease: Lease, descriptions: Descriptions) -> None:
    """Delete the nodes of sources and datasets that stand no more."""
    sources, datasets = list(descriptions.sources), list(descriptions.datasets)
    await lease.write(step(FORGET_SOURCES, ids=sources), step(FORGET_DATASETS, ids=datasets))


def _weight(source: Source | None) -> tuple[str, tuple[str, ...]] | None:
    return (source.reliability, source.derived_from) if source else None


def _said(described: Source | Dataset) -> dict[str, Any]:
    """What is said, as plain values; what it is derived from, and part of, are edges."""
    fields = {k: v for k, v in asdict(described).items() if v is not None and k not in ("derived_from", "dataset")}
    return {k: str(v) if isinstance(v, str) else v for k, v in fields.items()}
