"""What a snapshot holds on who is who: claims that two ids are one or are not, and identifiers that two ids share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from graph.claim import Claim, Status
from graph.identity.merges import Ground, Pair
from graph.source import claim_weight
from graph.store.search import fold

if TYPE_CHECKING:
    from graph.columns import Flags
    from graph.snapshot import Snapshot
    from ontology.vocabulary import Vocabulary

IDENTITY = "Identity"
ROLES = ("identified", "identifiedWith")
Held = Mapping[tuple[str, str], Iterable[str]]
"""Which ids have an identifier: property and folded value."""


def pairs_of(snapshot: Snapshot, alive: Flags) -> Iterator[Pair]:
    """What the living claims of a snapshot say on who is who, directly or by identifiers that they give."""
    yield from claimed_pairs(snapshot, alive)
    yield from identifier_pairs(snapshot, alive)


def claimed_pairs(snapshot: Snapshot, alive: Flags) -> Iterator[Pair]:
    """The pairs of ids that a claim says to be one, or not to be."""
    is_a = snapshot.vocabulary.is_a
    for relationship in snapshot.relationships.values():
        if is_a(relationship.type, IDENTITY):
            for row in relationship.rows:
                if alive[row] and (pair := _pair(snapshot, snapshot.rows[row])):
                    yield pair


def _pair(snapshot: Snapshot, claim: Claim) -> Pair | None:
    ends = [str(values[0].value) for role in ROLES if (values := claim.get(role)) and values[0].value is not None]
    if len(ends) < len(ROLES) or ends[0] == ends[1]:
        return None
    source = snapshot.sources[claim.source]
    weight = claim_weight(source.reliability, claim.credibility)
    why = claim.note or source.title
    return Pair(ends[0], ends[1], claim.status is Status.ASSERTED, Ground.CLAIM, weight, why, claim.id)


def identifier_pairs(snapshot: Snapshot, alive: Flags) -> Iterator[Pair]:
    """The pairs of ids of which the same identifier is given; one for each id beyond the first that has it."""
    for (name, value), ids in sorted(_held(snapshot, alive).items()):
        first, *others = sorted(ids)
        label = snapshot.vocabulary.properties[name].label
        yield from (Pair(first, other, ground=Ground.IDENTIFIER, why=f"the same {label}: {value}") for other in others)


def _held(snapshot: Snapshot, alive: Flags) -> Mapping[tuple[str, str], set[str]]:
    """The ids that have each identifier, where there are several; one that has two values of a property that can have
    one only is passed over."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for entity in snapshot.entities.values():
        given = _identifiers(snapshot, entity.type, (row for row in entity.rows if alive[row]))
        for name, values in given.items():
            if len(values) == 1 or not snapshot.vocabulary.properties[name].functional:
                for value in values:
                    found[name, value].add(entity.id)
    return {key: ids for key, ids in found.items() if len(ids) > 1}


def _identifiers(snapshot: Snapshot, kind: str, rows: Iterable[int]) -> Mapping[str, set[str]]:
    """The values that identify a thing of a class, as its claims give them."""
    found: dict[str, set[str]] = defaultdict(set)
    for claim in (snapshot.rows[row] for row in rows):
        for value in claim.values if claim.status is Status.ASSERTED else ():
            if value.value is not None and identifies(snapshot.vocabulary, value.property, kind):
                found[value.property].add(fold(str(value.value)))
    return found


def identifies(vocabulary: Vocabulary, name: str, kind: str) -> bool:
    """Whether a value of a property stands for one thing only among those of a class.

    >>> from ontology.vocabulary import load_vocabulary
    >>> known = load_vocabulary()
    >>> identifies(known, "lei", "Firm"), identifies(known, "cowCode", "State"), identifies(known, "wikidata", "System")
    (True, False, True)
    """
    term = vocabulary.properties.get(name)
    return term is not None and any(wanted == "Entity" or vocabulary.is_a(kind, wanted) for wanted in term.identifies)


__all__ = ["IDENTITY", "ROLES", "claimed_pairs", "identifier_pairs", "identifies", "pairs_of"]
