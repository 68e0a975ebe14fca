"""What differs between the RDF of two revisions, worked out from what they touch and not from the whole.

A revision touches the things that its claims are about, and more: who plays a role in them, what speaks through a
source that is graded anew, whose name stands in the label of a relationship, and what began or ended between the days
of the two revisions. Of these both sides are written out and compared, so that it does no harm to look at too much.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from graph.cite import name_thing
from graph.columns import STANDS
from graph.confidence import independent_groups
from graph.rdf.direct import Rule
from graph.rdf.quads import claims_quads, direct_quads, entity_quads, meta_quads, sources_quads
from graph.rdf.selection import Selection
from graph.rdf.terms import Quad
from graph.snapshot import Snapshot
from graph.view import View
from ontology.iri import Iris


@dataclass(frozen=True, slots=True)
class Changes:
    """The quads to take away from the RDF of one revision, and to add, to have that of another."""

    before: int
    after: int
    removed: tuple[Quad, ...]
    added: tuple[Quad, ...]

    def __len__(self) -> int:
        return len(self.removed) + len(self.added)


def changes(old: Snapshot, new: Snapshot, iris: Iris) -> Changes:
    """What makes the RDF of `new` of that of `old` (each as `to_quads` writes the plain view)."""
    sides = tuple(Selection.of(snapshot, View(), iris) for snapshot in (old, new))
    things = _touched(*sides)
    direct = set[str]().union(*(_beside(side, things) for side in sides))
    spoken = _changed(old.sources, new.sources).union(set(sides[0].speakers()) ^ set(sides[1].speakers()))
    before, after = (dict.fromkeys(_quads(side, things, direct, spoken)) for side in sides)
    removed, added = (tuple(q for q in one if q not in other) for one, other in ((before, after), (after, before)))
    return Changes(old.revision, new.revision, removed, added)


def joined(first: Changes, then: Changes) -> Changes:
    """Changes and those that follow on them as one: what comes and goes again is in neither.

    >>> a, b, c = (("<a>", "<b>", f"<{name}>", "<g>") for name in "abc")
    >>> joined(Changes(1, 2, (a,), (b,)), Changes(2, 3, (b,), (a, c)))
    Changes(before=1, after=3, removed=(), added=(('<a>', '<b>', '<c>', '<g>'),))
    """
    removed = [_without(first.removed, then.added), _without(then.removed, first.added)]
    added = [_without(first.added, then.removed), _without(then.added, first.removed)]
    return Changes(first.before, then.after, *((*one, *other) for one, other in (removed, added)))


def _without(quads: Iterable[Quad], others: Iterable[Quad]) -> list[Quad]:
    gone = set(others)
    return [quad for quad in quads if quad not in gone]


def _quads(side: Selection, things: set[str], direct: set[str], sources: set[str]) -> Iterator[Quad]:
    snapshot = side.snapshot
    known = sorted(name for name in things if name in snapshot.position)
    yield from direct_quads(side, sorted(name for name in direct if name in snapshot.relationships))
    yield from entity_quads(side, known)
    yield from claims_quads(side, known)
    yield from sources_quads(side, sorted(sources.intersection(side.speakers())))
    yield from meta_quads(side)


def _touched(old: Selection, new: Selection) -> set[str]:
    """The entities and relationships that may read differently."""
    sides, days = (old, new), [day for side in (old, new) if (day := Rule(side.network).day) is not None]
    if len(days) < len(sides) or not _goes_on(old.snapshot, new.snapshot):
        return {name for side in sides for name in side.snapshot.things}
    sources = _changed(old.snapshot.sources, new.snapshot.sources) | _regrouped(old.snapshot, new.snapshot)
    spoken = _spoken_of(new.snapshot, old.snapshot.revision)
    for side in sides:
        spoken |= _heard_from(side.snapshot, sources) | _passing(side, *days)
    touched = spoken.union(*(_players(side.snapshot, spoken) for side in sides))
    return touched | _renamed(old.snapshot, new.snapshot, touched)


def _goes_on(old: Snapshot, new: Snapshot) -> bool:
    """Whether one revision follows the other in one history, under the same licences, with the same ids for things."""
    known = int(np.count_nonzero(new.claim_columns.recorded <= old.revision))
    follows = new.revision > old.revision and new.revisions[: len(old.revisions)] == old.revisions
    common = set(old.datasets).intersection(new.datasets)
    licences = all(old.datasets[name].redistribute == new.datasets[name].redistribute for name in common)
    return follows and known == len(old.rows) and licences and old.identity.kept == new.identity.kept


def _spoken_of(snapshot: Snapshot, since: int) -> set[str]:
    """What claims are about that were recorded or retracted after a revision."""
    columns = snapshot.claim_columns
    fresh = (columns.recorded > since) | ((columns.retracted > since) & (columns.retracted < STANDS))
    return {snapshot.things[i] for i in np.unique(columns.subject[fresh]).tolist()}


def _changed(old: Mapping[str, object], new: Mapping[str, object]) -> set[str]:
    return {name for name in {*old, *new} if old.get(name) != new.get(name)}


def _regrouped(old: Snapshot, new: Snapshot) -> set[str]:
    """The sources that count as one witness with others than before."""
    before, after = (independent_groups(snapshot.sources.values()) for snapshot in (old, new))
    common = set(old.sources).intersection(new.sources)
    partners = [defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)]
    for name in common:
        for groups, members in zip((before, after), partners, strict=True):
            members[groups[name]].add(name)
    return {name for name in common if partners[0][before[name]] != partners[1][after[name]]}


def _heard_from(snapshot: Snapshot, sources: Collection[str]) -> set[str]:
    columns, wanted = snapshot.claim_columns, [i for i, name in enumerate(snapshot.sources) if name in sources]
    return {snapshot.things[i] for i in np.unique(columns.subject[np.isin(columns.source, wanted)]).tolist()}


def _passing(side: Selection, one: int, other: int) -> set[str]:
    """What began or ended between two days."""
    first, last = min(one, other), max(one, other)
    start, _, _, end = side.network.live.times
    passing = ((start > first) & (start <= last)) | ((end >= first) & (end < last))
    subjects = side.snapshot.claim_columns.subject[passing]
    return {side.snapshot.things[i] for i in np.unique(subjects).tolist()}


def _players(snapshot: Snapshot, things: Iterable[str]) -> set[str]:
    """Who plays a role in some relationships."""
    found, roles = (snapshot.relationships.get(name) for name in things), snapshot.vocabulary.roles
    claims = (snapshot.rows[row] for thing in found if thing for row in thing.rows)
    return {str(v.value) for claim in claims for v in claim.values if v.property in roles and v.value is not None}


def _renamed(old: Snapshot, new: Snapshot, things: Iterable[str]) -> set[str]:
    """The relationships whose label may name one of some things otherwise than before."""
    both = (name for name in things if name in old.position and name in new.position)
    names = [name for name in both if name_thing(old, name) != name_thing(new, name)]
    return {other for name in names for side in (old, new) for other in side.involved.get(name, ())}


def _beside(side: Selection, things: Collection[str]) -> set[str]:
    """Some relationships, and those between the same ends, which may stand for the same direct triple."""
    snapshot, columns = side.snapshot, side.snapshot.edge_columns
    numbers = [snapshot.position[name] for name in things if name in snapshot.relationships]
    low, high = np.minimum(columns.source, columns.target), np.maximum(columns.source, columns.target)
    pairs = low * len(snapshot.things) + high
    wanted = np.isin(pairs, np.unique(pairs[np.isin(columns.relationship, numbers)]))
    return {snapshot.things[i] for i in np.unique(columns.relationship[wanted]).tolist()}


__all__ = ["Changes", "changes", "joined"]
