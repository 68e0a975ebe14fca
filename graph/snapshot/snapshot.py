"""The whole graph at one revision, in memory and immutable: what every question starts from.

`Snapshot.build` takes plain values (a vocabulary, datasets, sources, claims with the revisions that recorded and
retracted them), `Snapshot.of` claims that are in columns already, so that it is the same from a store, a file or a
test. History stays in it: a view may ask what was known at an earlier revision.

All of it is columns. What looks like a sequence or a mapping of claims, entities or texts makes them when asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Self

import numpy as np

from graph.checks import unknown_entity
from graph.claim import Claim
from graph.columns import STANDS, ClaimColumns, EdgeColumns, Ints, Row, ValueColumns
from graph.errors import DefgraphError
from graph.memory import Memory
from graph.snapshot.claims import claim_columns
from graph.snapshot.edges import edge_columns, value_columns
from graph.snapshot.identity import Identity, find_identity, with_identity
from graph.snapshot.lookups import Claims, Involved, KnownIds, involved_columns
from graph.snapshot.said import ChosenIds, Ids, Rows, Said
from graph.snapshot.scan import scan
from graph.snapshot.spoken import Spoken
from graph.snapshot.things import Entity, Position, Relationship, ThingColumns, Things, find_things, thing_columns
from graph.source import Dataset, Revision, Source

if TYPE_CHECKING:
    from graph.overlay import Overlay
    from graph.snapshot.texts import Texts
    from ontology.vocabulary import Vocabulary


@dataclass(frozen=True, eq=False, repr=False)
class Snapshot:
    """Everything known at `revision`, and how it came to be known.

    `said` are the claims in the order of their ids, once for each time they were recorded; `things` are the sorted ids
    of entities and relationships, which the columns count in. Several ids of one thing are one (`identity`); `original`
    are the claims with the ids that their sources have. `memory` keeps what was worked out of it lately; `overlay` is
    what of it a caller added.
    """

    vocabulary: Vocabulary
    revision: int
    datasets: Mapping[str, Dataset]
    sources: Mapping[str, Source]
    revisions: tuple[Revision, ...]
    said: Said
    original: Said
    identity: Identity
    things: Texts
    thing_columns: ThingColumns
    involved_columns: tuple[Ints, Ints]
    claim_columns: ClaimColumns
    edge_columns: EdgeColumns
    value_columns: ValueColumns
    memory: Memory = field(default_factory=Memory)
    plain: Snapshot | None = None
    """The snapshot as claims have it, if a caller supposes otherwise in this one."""
    overlay: Overlay | None = None

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
        return cls.of(vocabulary, revision, datasets, sources, scan(claims), revisions)

    @classmethod
    def of(  # noqa: PLR0917 - a store, and what belongs to it
        cls,
        vocabulary: Vocabulary,
        revision: int,
        datasets: Iterable[Dataset],
        sources: Iterable[Source],
        said: Said,
        revisions: Iterable[Revision] = (),
        identity: Identity | None = None,
    ) -> Self:
        """Put a snapshot together from claims in columns; `identity` says who is who, None: as the claims say.

        Raises:
            DefgraphError: claims name classes, sources or datasets that are not there.
        """
        spoken = Spoken(said, vocabulary)
        by_source = {s.id: s for s in sorted(sources, key=lambda s: s.id)}
        by_dataset = {d.id: d for d in sorted(datasets, key=lambda d: d.id)}
        _check(spoken, by_source, by_dataset)
        identity = identity or find_identity(spoken, by_source, revision)
        if identity.kept:
            spoken = Spoken(with_identity(spoken, identity.kept), vocabulary)
        things, thing = find_things(spoken)
        claims = claim_columns(spoken, by_source, tuple(by_dataset), thing)
        return cls(
            vocabulary=vocabulary,
            revision=revision,
            datasets=MappingProxyType(by_dataset),
            sources=MappingProxyType(by_source),
            revisions=tuple(sorted(revisions, key=lambda r: r.number)),
            said=spoken.said,
            original=said,
            identity=identity,
            things=things,
            thing_columns=thing_columns(spoken, claims, things, thing),
            involved_columns=involved_columns(spoken, claims, thing),
            claim_columns=claims,
            edge_columns=edge_columns(spoken, claims, things, thing),
            value_columns=value_columns(spoken, claims),
        )

    def __repr__(self) -> str:
        counts = f"{len(self.rows)} claims, {len(self.entities)} entities, {len(self.relationships)} relationships"
        return f"<Snapshot of revision {self.revision}: {counts}>"

    @cached_property
    def ids(self) -> Ids:
        """The id of the claim in each row."""
        return Ids(self.said.high, self.said.low)

    @cached_property
    def rows(self) -> Rows:
        """The claims in the order of their ids, once for each time they were recorded."""
        return Rows(self.said, self.ids)

    @cached_property
    def claims(self) -> Mapping[str, Claim]:
        """The claims by their ids, those of earlier revisions included."""
        return Claims(self.rows)

    @cached_property
    def position(self) -> Mapping[str, int]:
        """Where each thing is in `things`."""
        return Position(self.things)

    @cached_property
    def entities(self) -> Mapping[str, Entity]:
        """The entities by their ids, sorted."""
        return Things(Entity, self.things, self.thing_columns)

    @cached_property
    def relationships(self) -> Mapping[str, Relationship]:
        """The relationships by their ids, sorted."""
        return Things(Relationship, self.things, self.thing_columns)

    @cached_property
    def known_ids(self) -> KnownIds:
        """Every id a view may leave out: of claims, sources, datasets, entities and relationships."""
        return KnownIds(self.claims, self.sources, self.datasets, self.position)

    @cached_property
    def involved(self) -> Mapping[str, tuple[str, ...]]:
        """For each entity the relationships that any claim gives it a role in, sorted."""
        return Involved(self.things, *self.involved_columns)

    def canonical(self, entity: str) -> str:
        """The id an entity goes by now; raises `UnknownEntity` for an id that nothing has."""
        name = self.identity.kept.get(entity, entity)
        return name if name in self.entities else unknown_entity(entity, self.entities)

    @cached_property
    def own_rows(self) -> Rows:
        """The claims as their sources make them, with the ids that those have; in the order of `rows`."""
        return self.rows if self.original is self.said else Rows(self.original, self.ids)

    def source_of(self, claim: str) -> str:
        """The source of a claim, by its id."""
        return self._source_names[int(self.claim_columns.source[self.ids.find(claim)])]

    def sources_of(self, claims: ChosenIds) -> list[str]:
        """The sources of some claims, sorted."""
        return [self._source_names[i] for i in np.unique(self.claim_columns.source[claims.rows]).tolist()]

    @cached_property
    def _source_names(self) -> tuple[str, ...]:
        return tuple(self.sources)

    def standing(self, chosen: Callable[[Claim], bool]) -> list[str]:
        """The ids of the claims of a kind that stand at this revision."""
        columns = self.claim_columns
        stands = np.flatnonzero((columns.recorded <= self.revision) & (columns.retracted > self.revision))
        return [claim.id for claim in self.rows.read(stands) if chosen(claim)]

    def history(self, claim: str) -> list[dict[str, int | None]]:
        """Between which revisions a claim stood: recorded, and retracted (None: it still stands)."""
        columns = self.claim_columns
        spans = ((int(columns.recorded[i]), int(columns.retracted[i])) for i in self.ids.rows_of([claim]))
        return [{"recorded": start, "retracted": None if end == STANDS else end} for start, end in spans]


def _check(spoken: Spoken, sources: Mapping[str, Source], datasets: Mapping[str, Dataset]) -> None:
    """Refuse a store that doesn't fit the ontology or itself."""
    known = {*spoken.vocabulary.entities, *spoken.vocabulary.relationships}
    for coded, there, wrong in (
        (spoken.kind, known, "claim {} is of the class {!r}, which the ontology does not have"),
        (spoken.source, sources, "claim {} names the source {!r}, which is not there"),
    ):
        for number, name in enumerate(coded.names):
            if name not in there:
                row = int(np.flatnonzero(coded.code == number)[0])
                raise _unfit(wrong.format(Ids(spoken.said.high, spoken.said.low)[row], name))
    for source in sources.values():
        if source.dataset not in datasets:
            raise _unfit(f"source {source.id} names the dataset {source.dataset!r}, which is not there")


def _unfit(reason: str) -> DefgraphError:
    return DefgraphError(
        f"The stored claims cannot be read: {reason}.", hint="Load the dataset again with this version."
    )


__all__ = ["Entity", "Relationship", "Snapshot"]
