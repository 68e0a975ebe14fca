"""Which entities of different datasets may be one: suggestions for a person, the likeliest first, with reasons.

Names suggest, the graph tells against: a pair is left out whose identifiers differ, of which a dataset speaks under
both ids (it knows them apart), between which the graph has a relationship (a firm and its subsidiary), or on which a
claim has decided.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from graph.claim import Status
from graph.folding import fold
from graph.identity.likeness import LIKELY, SUGGESTED, Likeness, liken, skeleton
from graph.identity.names import take_apart
from graph.identity.words import DISTINCTIVE, load_words
from graph.live import live
from graph.naming import is_identifier
from graph.snapshot.who import identifies
from graph.store.wording import naming_properties
from ontology.names import FIRM

if TYPE_CHECKING:
    from graph.columns import Flags
    from graph.snapshot import Snapshot
    from graph.view import View

CROWD = 60
"""A key that more entities share than this says too little to compare them all."""
BEGINNING = 4
"""Letters of a word that two spellings mostly share."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is compared of an entity."""

    id: str
    type: str
    names: tuple[str, ...]
    datasets: frozenset[str]
    identifiers: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two entities that may be one, and why."""

    one: str
    other: str
    score: float
    reasons: tuple[str, ...]

    @property
    def likely(self) -> bool:
        """Whether they probably are."""
        return self.score >= LIKELY


def find_candidates(
    snapshot: Snapshot,
    view: View,
    *,
    datasets: Iterable[str] = (),
    types: Iterable[str] = (FIRM,),
    least: float = SUGGESTED,
) -> list[Candidate]:
    """The pairs of entities of some classes that may be one, the likeliest first; one of them is in one of `datasets`,
    if any are named."""
    alive = live(snapshot, view).claims
    wanted = frozenset(datasets)
    known = list(_known(snapshot, alive, tuple(types)))
    kept = snapshot.identity.kept
    settled = {frozenset(kept.get(name, name) for name in pair.ends) for pair in snapshot.identity.pairs}
    found = []
    for i, j in _near(known):
        a, b = known[i], known[j]
        if wanted and not wanted & (a.datasets | b.datasets):
            continue
        if not _apart(snapshot, a, b) and frozenset((a.id, b.id)) not in settled:
            likeness = _likest(a, b)
            if likeness.score >= least and not _linked(snapshot, a.id, b.id):
                found.append(Candidate(a.id, b.id, likeness.score, likeness.reasons))
    return sorted(found, key=lambda pair: (-pair.score, pair.one, pair.other))


def _known(snapshot: Snapshot, alive: Flags, types: Sequence[str]) -> Iterator[Known]:
    vocabulary = snapshot.vocabulary
    naming = {n for n in naming_properties(vocabulary) if not is_identifier(vocabulary.properties[n])}
    columns, datasets = snapshot.claim_columns, tuple(snapshot.datasets)
    for entity in snapshot.entities.values():
        rows = [row for row in entity.rows if alive[row]]
        if not rows or not any(vocabulary.is_a(entity.type, kind) for kind in types):
            continue
        names: dict[str, None] = {}
        identifiers: dict[str, set[str]] = defaultdict(set)
        for claim in (snapshot.rows[row] for row in rows):
            for value in claim.values if claim.status is Status.ASSERTED else ():
                if value.property in naming and value.value is not None:
                    names[str(value.value)] = None
                elif value.value is not None and identifies(vocabulary, value.property, entity.type):
                    identifiers[value.property].add(fold(str(value.value)))
        homes = frozenset(datasets[int(columns.dataset[row])] for row in rows)
        held = {name: frozenset(values) for name, values in identifiers.items()}
        yield Known(entity.id, entity.type, tuple(names), homes, held)


def _near(known: Sequence[Known]) -> Iterator[tuple[int, int]]:
    """The pairs worth comparing: those whose names share a key."""
    shelves: dict[str, set[int]] = defaultdict(set)
    for number, entity in enumerate(known):
        for key in {key for name in entity.names for key in _keys(name)}:
            shelves[key].add(number)
    pairs = {pair for shelf in shelves.values() if 1 < len(shelf) <= CROWD for pair in combinations(sorted(shelf), 2)}
    yield from sorted(pairs)


def _keys(text: str) -> Iterator[str]:
    """What a name is shelved under: the beginnings and sounds of the words that tell firms apart, all its letters, its
    initials."""
    name, words = take_apart(text), load_words()
    telling = [word for word in name.words if words.kind(word) == DISTINCTIVE]
    yield from (f"begins {word[:BEGINNING]}" for word in telling)
    yield from (f"sounds {sound}" for word in telling if len(sound := skeleton(word)) > 1)
    yield f"letters {name.joined}"
    yield from (f"initials {letters}" for letters in name.letters if len(letters) > 2)  # noqa: PLR2004
    if len(name.words) == 1:
        yield f"initials {name.words[0]}"


def _apart(snapshot: Snapshot, a: Known, b: Known) -> bool:
    """Whether two entities are known to be different things."""
    is_a = snapshot.vocabulary.is_a
    if a.datasets & b.datasets or not (is_a(a.type, b.type) or is_a(b.type, a.type)):
        return True
    return any(not values & b.identifiers[name] for name, values in a.identifiers.items() if name in b.identifiers)


def _likest(a: Known, b: Known) -> Likeness:
    """The likeness of the two names that are most alike."""
    told = [(liken(one, other), one, other) for one in a.names for other in b.names]
    best, one, other = max(told, key=lambda pair: (pair[0].score, pair[1], pair[2]))
    return Likeness(best.score, (f"{one} | {other}", *best.reasons))


def _linked(snapshot: Snapshot, one: str, other: str) -> bool:
    """Whether the graph has a relationship between two entities."""
    edges = snapshot.edge_columns
    a, b = snapshot.position[one], snapshot.position[other]
    here, there = (edges.source == a) & (edges.target == b), (edges.source == b) & (edges.target == a)
    return bool((here | there).any())


__all__ = ["Candidate", "find_candidates"]
