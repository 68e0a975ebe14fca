"""What claims hold on who is who: that two ids are one or are not, and identifiers that two ids share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from graph.claim import Claim, Status
from graph.identity.merges import ROLES, Ground, Pair
from graph.snapshot.said import SUBJECT, VALUE_OF, Ids, Rows
from graph.source import Source, claim_weight
from ontology.names import IDENTITY

if TYPE_CHECKING:
    from graph.columns import Flags, Ints
    from graph.snapshot.spoken import Spoken
    from ontology.vocabulary import Vocabulary


def pairs_of(spoken: Spoken, sources: Mapping[str, Source], at: int) -> tuple[Pair, ...]:
    """What was said by a revision on who is who, directly or by identifiers."""
    alive = (spoken.said.recorded <= at) & (spoken.said.retracted > at)
    return (*claimed_pairs(spoken, sources, alive), *identifier_pairs(spoken, alive))


def claimed_pairs(spoken: Spoken, sources: Mapping[str, Source], alive: Flags) -> Iterator[Pair]:
    """The pairs of ids that a claim says to be one, or not to be."""
    is_a = spoken.vocabulary.is_a
    chosen = [number for number, name in enumerate(spoken.kind.names) if name == IDENTITY or is_a(name, IDENTITY)]
    rows = np.flatnonzero(alive & np.isin(spoken.kind.code, chosen)) if chosen else np.empty(0, np.int64)
    said = spoken.said
    for claim in Rows(said, Ids(said.high, said.low)).read(rows):
        if pair := _pair(claim, sources[claim.source]):
            yield pair


def _pair(claim: Claim, source: Source) -> Pair | None:
    ends = [str(values[0].value) for role in ROLES if (values := claim.get(role)) and values[0].value is not None]
    if len(ends) < len(ROLES) or ends[0] == ends[1]:
        return None
    said_by = frozenset((claim.id, source.id, source.dataset))
    same, weight = claim.status is Status.ASSERTED, claim_weight(source.reliability, claim.credibility)
    return Pair(ends[0], ends[1], same, Ground.CLAIM, weight, claim.note or source.title, said_by)


def identifier_pairs(spoken: Spoken, alive: Flags) -> Iterator[Pair]:
    """The pairs of ids of which the same identifier is given: one for each id beyond the first that has it."""
    tokens, properties = spoken.said.tokens, spoken.vocabulary.properties
    for name, value, subjects in _shared(spoken, alive):
        first, *others = sorted(str(tokens.value(token)) for token in subjects)
        why = f"the same {properties[name].label}: {tokens.value(value)}"
        yield from (Pair(first, other, ground=Ground.IDENTIFIER, why=why) for other in others)


def _shared(spoken: Spoken, alive: Flags) -> Iterator[tuple[str, int, list[int]]]:
    """The identifiers that several subjects have: property, token of the value, tokens of the subjects."""
    held = _held(spoken, alive)
    order = np.lexsort(held)
    held = held[:, order]
    new = np.flatnonzero((held[1:, 1:] != held[1:, :-1]).any(axis=0)) + 1
    for group in np.split(held, new, axis=1):
        if group.shape[1] > 1:
            yield spoken.property.names[int(group[2, 0])], int(group[1, 0]), group[0].tolist()


def _held(spoken: Spoken, alive: Flags) -> Ints:
    """Subjects, values and properties of what identifies; a subject with two values of what there can be one of is
    passed over."""
    said, vocabulary = spoken.said, spoken.vocabulary
    row, value = spoken.about(
        lambda kind: [name for name in vocabulary.properties if identifies(vocabulary, name, kind)],
        spoken.known & spoken.is_text,
        alive & ~spoken.denied,
    )
    given = np.stack([said.claims[SUBJECT][row], said.values[VALUE_OF][value], spoken.property.code[value]])
    held: Ints = np.unique(given.astype(np.int64), axis=1)
    single = np.array(
        [name in vocabulary.properties and vocabulary.properties[name].functional for name in spoken.property.names]
    )
    slot = held[2] * (len(said.tokens) + 1) + held[0]
    slots, place, counts = np.unique(slot, return_inverse=True, return_counts=True)
    return held[:, (counts[place] == 1) | ~single[held[2]]] if len(slots) else held


def identifies(vocabulary: Vocabulary, name: str, kind: str) -> bool:
    """Whether a value of a property stands for one thing only among those of a class.

    >>> from ontology.vocabulary import load_vocabulary
    >>> known = load_vocabulary()
    >>> identifies(known, "lei", "Firm"), identifies(known, "cowCode", "State"), identifies(known, "wikidata", "System")
    (True, False, True)
    """
    term = vocabulary.properties.get(name)
    if term is None or kind not in vocabulary.entities:
        return False
    return any(wanted == "Entity" or vocabulary.is_a(kind, wanted) for wanted in term.identifies)


__all__ = ["claimed_pairs", "identifier_pairs", "identifies", "pairs_of"]
