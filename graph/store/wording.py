"""Words for people who read the graph: captions, names to search by, and what a claim says line by line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from graph.claim import Claim, Marker, Status, Value
from graph.store.derive import Row, Trust, asserted, known, plain
from graph.store.edges import cast_of

if TYPE_CHECKING:
    from ontology.terms import RelationshipClass
    from ontology.vocabulary import Vocabulary

Names = Mapping[str, str]
"""The names of entities by their ids."""
Order = Mapping[str, Mapping[str, int]]
NAMING = frozenset(
    (
        "http://www.w3.org/2000/01/rdf-schema#label",
        "http://purl.org/dc/terms/identifier",
        "https://schema.org/name",
        "https://schema.org/alternateName",
        "https://w3id.org/ftm#previousName",
        "https://w3id.org/ftm#abbreviation",
    )
)
"""What a property is aligned with that names a thing: how the ontology says which properties a thing is found by."""
MARKED = {
    Marker.APPROXIMATE: "about ",
    Marker.UNCERTAIN: "perhaps ",
    Marker.AT_LEAST: "at least ",
    Marker.AT_MOST: "at most ",
}
CAPTION = 120
"""Characters of the longest caption."""


def naming_properties(vocabulary: Vocabulary) -> frozenset[str]:
    """The properties whose values a thing is found by: names, aliases, former names, abbreviations, identifiers."""
    terms = vocabulary.properties.values()
    return frozenset(term.name for term in terms if NAMING & {iri for _, iri in term.alignments})


def names_of(claims: Iterable[Claim], naming: frozenset[str], trust: Trust) -> list[str]:
    """Everything that claims say a thing can be found by, the best supported first."""
    said: dict[str, list[Claim]] = defaultdict(list)
    for claim in asserted(claims):
        for value in known(claim.values):
            if value.property in naming:
                said[str(value.value)].append(claim)
    return sorted(said, key=lambda name: (-trust.confidence(said[name]), name))


def caption_of(
    kind: RelationshipClass, claims: Iterable[Claim], said: Row, vocabulary: Vocabulary, names: Names
) -> str:
    """A relationship in a line: its class, who does it to whom, and, in brackets, who else takes part.

    One that is no link, a statistic, goes by its first property (of those `said`) with a vocabulary: what is measured.
    """
    cast = cast_of(claims, vocabulary)
    ends = [kind.projections[0].source, kind.projections[0].target] if kind.projections else []
    roles = [role.name for role in kind.roles if role.name in cast]
    shown = {role: ", ".join(names.get(player, player) for player in cast[role]) for role in roles}
    chain = " -> ".join(shown[role] for role in ends if role in shown)
    others = ", ".join(text for role, text in shown.items() if role not in ends)
    line = " ".join(part for part in (chain, f"({others})" if chain and others else others) if part)
    label = kind.label if kind.projections else _measured(kind, said, vocabulary) or kind.label
    return f"{label[:1].upper()}{label[1:]}: {line}"


def _measured(kind: RelationshipClass, said: Row, vocabulary: Vocabulary) -> str | None:
    for name, term in vocabulary.properties_of(kind.name).items():
        if term.scheme and term.functional and name in said:
            return vocabulary.concept(term.scheme, said[name]).label
    return None


def reading_order(vocabulary: Vocabulary) -> Order:
    """For each class, the place of roles and properties in what a claim says: as the ontology has them, roles first."""
    roles = {name: [role.name for role in kind.roles] for name, kind in vocabulary.relationships.items()}
    names = (*vocabulary.entities, *vocabulary.relationships)
    return {name: {said: i for i, said in enumerate([*roles.get(name, ()), *vocabulary.properties])} for name in names}


def claim_row(claim: Claim, vocabulary: Vocabulary, order: Order, names: Names) -> Row:
    """The readable properties of a claim's node. A property that is None is one that the node must not have."""
    place = order.get(claim.type, {})
    values = sorted(claim.values, key=lambda value: place.get(value.property, len(place)))
    says = [_line(value, vocabulary, names) for value in values]
    denial = ["denied"] if claim.status is Status.DENIED else []
    caption = "; ".join(denial + says)
    return {
        "name": caption if len(caption) <= CAPTION else caption[: CAPTION - 1] + "…",
        "says": says,
        "status": claim.status.value,
        "credibility": claim.credibility,
        "valid": claim.valid,
        "quote": claim.quote,
        "locator": claim.locator,
        "note": claim.note,
    }


def _line(value: Value, vocabulary: Vocabulary, names: Names) -> str:
    term = vocabulary.properties.get(value.property) or vocabulary.roles.get(value.property)
    label = (term.label if term else value.property) + (f" ({value.lang})" if value.lang else "")
    if value.marker is Marker.UNKNOWN or value.value is None:
        return f"{label}: unknown"
    if value.property in vocabulary.roles:
        return f"{label}: {MARKED.get(value.marker, '')}{names.get(str(value.value), value.value)}"
    return f"{label}: {MARKED.get(value.marker, '')}{plain(value)}"
