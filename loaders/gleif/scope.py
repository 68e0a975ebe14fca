"""What a load speaks of, and so what it leaves as it was.

A golden copy is the whole of its part: entities, relationships or exceptions. An answer of the API, a selection or a
golden copy's changes speak of the entities they have, and of the parents of those whose parents they have.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from graph.claim import Claim
from loaders.gleif.mapping import OWNERSHIP, SUCCESSION, entity_id
from loaders.gleif.records import Entity, NoParent, Record, Relation
from loaders.id_set import IdSet

WHOLE = "golden-copy"
"""What the name of a whole golden copy has in it; its changes are named intra-day, last-day and so on."""


def is_whole(path: Path) -> bool:
    """Whether a file is a whole golden copy, as GLEIF names them.

    >>> is_whole(Path("20250515-0000-gleif-goldencopy-lei2-golden-copy.csv")), is_whole(Path("lei-records.json"))
    (True, False)
    """
    return WHOLE in path.name


@dataclass(slots=True)
class Scope:
    """Grows as files are read: `whole` are the parts of which nothing is left out, the rest is what is spoken of."""

    whole: set[type] = field(default_factory=set)
    entities: IdSet = field(default_factory=IdSet)
    parents: IdSet = field(default_factory=IdSet)

    def take(self, record: Record) -> None:
        """Note what a record speaks of."""
        if isinstance(record, Entity):
            self.entities.add(entity_id(record.lei))
        elif type(record) not in self.whole:
            child = record.child if isinstance(record, Relation) else record.lei
            kind = record.kind if isinstance(record, Relation) else record.category
            self.parents.add(f"{entity_id(child)} {_level(kind)}")

    def keeps(self, unsaid: Sequence[Claim]) -> frozenset[str]:
        """Of claims that a load does not make again, the ids of those it is silent on."""
        return frozenset(claim.id for claim in unsaid if not self._speaks_of(claim))

    def _speaks_of(self, claim: Claim) -> bool:
        if claim.type != OWNERSHIP:
            subject = _player(claim, "predecessor") if claim.type == SUCCESSION else claim.subject
            return Entity in self.whole or subject in self.entities
        part = NoParent if claim.get("noParentReason") else Relation
        level = str(claim.get("consolidation")[0].value) if claim.get("consolidation") else _level("")
        return part in self.whole or f"{_player(claim, 'asset')} {level}" in self.parents


def _level(kind: str) -> str:
    """How far up a kind of relationship or exception leads."""
    return "ultimate" if "ULTIMATE" in kind else "direct" if "DIRECT" in kind else "branch"


def _player(claim: Claim, role: str) -> str:
    return str(claim.get(role)[0].value)


__all__ = ["WHOLE", "Scope", "is_whole"]
