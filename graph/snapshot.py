"""The whole graph at one revision, in memory and immutable: what every question starts from.

`Snapshot.build` takes plain values (a vocabulary, datasets, sources, claims with the revisions that recorded and
retracted them), so that it is the same from a store, a file or a test. History stays in it: a view may ask what was
known at an earlier revision.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Self

from graph.claim import Claim, Marker, Status, Value
from graph.columns import (
    STANDS,
    ClaimColumns,
    EdgeColumns,
    Row,
    ValueColumns,
    claim_columns,
    edge_columns,
    value_columns,
)
from graph.errors import DefgraphError
from graph.memory import Memory
from graph.naming import name_properties
from graph.questions.checks import unknown_entity
from graph.source import Dataset, Revision, Source, claim_weight

if TYPE_CHECKING:
    from ontology.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing claims are about: its id, class, the name to show, and the rows of `Snapshot.rows` that speak of it."""

    id: str
    type: str
    name: str
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Relationship:
    """A dated link with roles: its id, class, the name its claims give it (if any), and the rows that speak of it."""

    id: str
    type: str
    name: str | None
    rows: tuple[int, ...]


@dataclass(frozen=True, eq=False, repr=False)
class Snapshot:
    """Everything known at `revision`, and how it came to be known.

    `rows` are the claims in the order of their ids, once for each time they were recorded; `things` are the sorted ids
    of entities and relationships, which the columns count in. `memory` keeps what was worked out of it lately.
    """

    vocabulary: Vocabulary
    revision: int
    datasets: Mapping[str, Dataset]
    sources: Mapping[str, Source]
    revisions: tuple[Revision, ...]
    rows: tuple[Claim, ...]
    things: tuple[str, ...]
    position: Mapping[str, int]
    entities: Mapping[str, Entity]
    relationships: Mapping[str, Relationship]
    claim_columns: ClaimColumns
    edge_columns: EdgeColumns
    value_columns: ValueColumns
    memory: Memory = field(default_factory=Memory)

    @classmethod
    def build(  # noqa: PLR0917 - a store, and what belongs to it
        cls,
        vocabulary: Vocabulary,
        revision: int,
        datasets: Iterable[Dataset],
        sources: Iterable[Source],
        claims: Iterable[Row],
        revisions: Iterable[Revision] = (),
    ) -> Self:
        """Put a snapshot together.

        Raises:
            DefgraphError: claims name classes, sources or datasets that are not there.
        """
        rows = sorted(claims, key=lambda row: (row[0].id, row[1]))
        by_source = {s.id: s for s in sorted(sources, key=lambda s: s.id)}
        by_dataset = {d.id: d for d in sorted(datasets, key=lambda d: d.id)}
        _check(rows, vocabulary, by_source, by_dataset)
        entities, relationships = _things(rows, vocabulary, by_source)
        things = tuple(sorted({*entities, *relationships}))
        position = {name: i for i, name in enumerate(things)}
        return cls(
            vocabulary=vocabulary,
            revision=revision,
            datasets=MappingProxyType(by_dataset),
            sources=MappingProxyType(by_source),
            revisions=tuple(sorted(revisions, key=lambda r: r.number)),
            rows=tuple(claim for claim, _, _ in rows),
            things=things,
            position=MappingProxyType(position),
            entities=MappingProxyType(entities),
            relationships=MappingProxyType(relationships),
            claim_columns=claim_columns(rows, vocabulary, by_source, tuple(by_dataset), position),
            edge_columns=edge_columns(rows, vocabulary, position),
            value_columns=value_columns(rows, vocabulary, position),
        )

    def __repr__(self) -> str:
        counts = f"{len(self.rows)} claims, {len(self.entities)} entities, {len(self.relationships)} relationships"
        return f"<Snapshot of revision {self.revision}: {counts}>"

    @cached_property
    def claims(self) -> Mapping[str, Claim]:
        """The claims by their ids, those of earlier revisions included."""
        return MappingProxyType({claim.id: claim for claim in self.rows})

    @cached_property
    def known_ids(self) -> frozenset[str]:
        """Every id a view may leave out: of claims, sources, datasets, entities and relationships."""
        return frozenset({*self.claims, *self.sources, *self.datasets, *self.things})

    @cached_property
    def involved(self) -> Mapping[str, tuple[str, ...]]:
        """For each entity the relationships that any claim gives it a role in, sorted."""
        found: dict[str, set[str]] = defaultdict(set)
        for relationship in self.relationships.values():
            roles = self.vocabulary.roles_of(relationship.type)
            for value in (v for row in relationship.rows for v in self.rows[row].values if v.property in roles):
                found[str(value.value)].add(relationship.id)
        return MappingProxyType({name: tuple(sorted(ids)) for name, ids in found.items()})

    def canonical(self, entity: str) -> str:
        """The id an entity goes by now; raises `UnknownEntity` for an id that nothing has."""
        return entity if entity in self.entities else unknown_entity(entity, self.entities)

    def standing(self, chosen: Callable[[Claim], bool]) -> list[str]:
        """The ids of the claims of a kind that stand at this revision."""
        columns = self.claim_columns
        stands = (columns.recorded <= self.revision) & (columns.retracted > self.revision)
        return [claim.id for claim, stood in zip(self.rows, stands.tolist(), strict=True) if stood and chosen(claim)]

    def history(self, claim: str) -> list[dict[str, int | None]]:
        """Between which revisions a claim stood: recorded, and retracted (None: it still stands)."""
        columns = self.claim_columns
        spans = [
            (int(columns.recorded[i]), int(columns.retracted[i])) for i, row in enumerate(self.rows) if row.id == claim
        ]
        return [{"recorded": start, "retracted": None if end == STANDS else end} for start, end in spans]


def _check(
    rows: Sequence[Row], vocabulary: Vocabulary, sources: Mapping[str, Source], datasets: Mapping[str, Dataset]
) -> None:
    """Refuse a store that doesn't fit the ontology or itself."""
    known = {*vocabulary.entities, *vocabulary.relationships}
    for claim, _, _ in rows:
        if claim.type not in known:
            raise _unfit(f"claim {claim.id} is of the class {claim.type!r}, which the ontology does not have")
        if claim.source not in sources:
            raise _unfit(f"claim {claim.id} names the source {claim.source!r}, which is not there")
    for source in sources.values():
        if source.dataset not in datasets:
            raise _unfit(f"source {source.id} names the dataset {source.dataset!r}, which is not there")


def _unfit(reason: str) -> DefgraphError:
    return DefgraphError(
        f"The stored claims cannot be read: {reason}.", hint="Load the dataset again with this version."
    )


def _things(
    rows: Sequence[Row], vocabulary: Vocabulary, sources: Mapping[str, Source]
) -> tuple[dict[str, Entity], dict[str, Relationship]]:
    about: dict[str, list[int]] = defaultdict(list)
    mentioned: dict[str, str] = {}
    for i, (claim, _, _) in enumerate(rows):
        about[claim.subject].append(i)
        mentioned |= _mentions(claim, vocabulary)
    entities = {name: Entity(name, kind, name, ()) for name, kind in mentioned.items() if name not in about}
    relationships, naming = {}, name_properties(vocabulary)
    for name, numbers in about.items():
        spoken = [rows[i] for i in numbers]
        kind, shown = _type(spoken, sources), _name(spoken, sources, naming)
        if kind in vocabulary.relationships:
            relationships[name] = Relationship(name, kind, shown, tuple(numbers))
        else:
            entities[name] = Entity(name, kind, shown or name, tuple(numbers))
    return dict(sorted(entities.items())), dict(sorted(relationships.items()))


def _mentions(claim: Claim, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """The entities in a relationship's roles, each with the class that the role asks for."""
    if claim.type in vocabulary.relationships:
        for role in vocabulary.roles_of(claim.type).values():
            kind = role.range[0] if role.range else next(iter(vocabulary.entities))
            yield from ((str(v.value), kind) for v in claim.get(role.name) if v.marker is not Marker.UNKNOWN)


def _heaviest(spoken: Iterable[tuple[Row, str]], sources: Mapping[str, Source]) -> str:
    """What is said with the most weight; what still stands before what was retracted."""

    def rank(pair: tuple[Row, str]) -> tuple[bool, float, str]:
        (claim, _, retracted), what = pair
        return retracted is not None, -claim_weight(sources[claim.source].reliability, claim.credibility), what

    return min(spoken, key=rank)[1]


def _type(spoken: Iterable[Row], sources: Mapping[str, Source]) -> str:
    return _heaviest(((row, row[0].type) for row in spoken), sources)


def _name(spoken: Iterable[Row], sources: Mapping[str, Source], naming: Sequence[str]) -> str | None:
    """The name to show: English before no language before others, then the one with the most weight."""
    asserted = [row for row in spoken if row[0].status is Status.ASSERTED]
    names = [(row, v) for row in asserted for name in naming for v in row[0].get(name) if v.value is not None]
    best = min((_foreign(v) for _, v in names), default=0)
    return _heaviest(((row, str(v.value)) for row, v in names if _foreign(v) == best), sources) if names else None


def _foreign(value: Value) -> int:
    return {"en": 0, None: 1}.get(value.lang, 2)


__all__ = ["Entity", "Relationship", "Snapshot"]
