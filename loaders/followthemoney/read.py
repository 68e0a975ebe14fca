"""Reading a file of FollowTheMoney's: once to learn what is in it, once for its claims; it need not fit into memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from graph.claim import Claim
from graph.loadset import LoadSet
from graph.source import Source
from loaders.description import Description, read_description
from loaders.followthemoney.mapping import MERGED, Reader, source_id
from loaders.followthemoney.schemata import FOLDER, read_schemata
from loaders.followthemoney.statements import read_said
from loaders.id_set import IdSet
from loaders.problem import Problem, refused
from loaders.release import Notes, Release, dated, latest_day

if TYPE_CHECKING:
    from ontology.vocabulary import Vocabulary


@dataclass(slots=True)
class _Learnt:
    """What a file has: its datasets, the newest run of each, the entities that are read."""

    datasets: set[str] = field(default_factory=set)
    newest: dict[tuple[str, ...], str] = field(default_factory=dict)
    entities: IdSet = field(default_factory=IdSet)
    merged: bool = False
    count: int = 0


def read_release(path: Path, vocabulary: Vocabulary, *, strict: bool = False) -> Release:
    """All that a file says, and what of it could not be used.

    Args:
        path: entities in JSON lines, or statements in CSV.
        vocabulary: the ontology, which values are checked against.
        strict: refuse the file at the first value that cannot be used.

    Raises:
        Refused: it has neither layout, or cannot be read to its end; says where.
    """
    schemata, notes, counts = read_schemata(), Notes(str(path), strict), Counter[str]()
    learnt = _learn(path)
    reader = Reader(schemata, vocabulary, notes, learnt.entities.__contains__, learnt.newest)
    described = read_description(FOLDER, vocabulary)
    sources = _sources(learnt, described)
    keeps = _keeper({source.id for source in sources})
    loadset = LoadSet(described.dataset, sources, _claims(path, reader, counts), keeps=keeps)
    return Release(loadset, notes.problems, counts)


def _learn(path: Path) -> _Learnt:
    learnt, classes = _Learnt(), read_schemata().classes
    for said in read_said(path):
        learnt.count += 1
        learnt.datasets.update(said.datasets)
        learnt.merged |= len(said.datasets) != 1
        learnt.newest[said.datasets] = max(learnt.newest.get(said.datasets, ""), said.last)
        if said.schema in classes and any(text.strip() for text in said.properties.get("name", ())):
            learnt.entities.add(said.id)
    if not learnt.count:
        raise refused([Problem(str(path), 1, 1, "", None, "There is nothing in this file.")])
    return learnt


def _claims(path: Path, reader: Reader, counts: Counter[str]) -> Iterator[Claim]:
    for said in read_said(path):
        counts[said.schema] += 1
        yield from reader.claims_of(said)


def _sources(learnt: _Learnt, described: Description) -> tuple[Source, ...]:
    """Each dataset of FollowTheMoney is a source, and so are several together."""
    merged = described.sources[MERGED]
    own = [
        Source(
            source_id(name),
            described.dataset.id,
            f"OpenSanctions, dataset {name}",
            publisher=merged.publisher,
            url=f"https://www.opensanctions.org/datasets/{name}/",
            date=latest_day(last for names, last in learnt.newest.items() if name in names),
            reliability=merged.reliability,
            reason=merged.reason,
        )
        for name in sorted(learnt.datasets)
    ]
    return (*own, *dated([merged], latest_day(learnt.newest.values()))) if learnt.merged else tuple(own)


def _keeper(sources: set[str]) -> Callable[[Sequence[Claim]], frozenset[str]]:
    """What stays: what is said by datasets that the file does not have."""

    def keeps(unsaid: Sequence[Claim]) -> frozenset[str]:
        return frozenset(claim.id for claim in unsaid if claim.source not in sources)

    return keeps


__all__ = ["read_release"]
