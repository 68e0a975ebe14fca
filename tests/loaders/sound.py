"""What any loader's claims have to be: of the ontology, complete, and from sources that are described."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from graph.claim import Claim
from graph.dates import bounds
from loaders.gate import claims_graph
from loaders.release import Release
from ontology.iri import Iris
from ontology.validation import validate
from ontology.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary()
FEW = 40
"""Things of each class that the shapes are asked of."""


def assert_sound(release: Release, known: Mapping[str, str] | None = None) -> None:
    """Every claim holds against the ontology and its shapes. `known` are other datasets' entities and their classes."""
    claims = tuple(release.loadset.claims)
    assert len({claim.id for claim in claims}) == len(claims), "the same claim twice"
    assert {claim.source for claim in claims} == {source.id for source in release.loadset.sources}
    for claim in claims:
        assert_spelt(claim)
    few = _a_few_of_each_class(claims)
    types = {claim.subject: claim.type for claim in claims if claim.type in VOCABULARY.entities} | dict(known or {})
    violations = validate(claims_graph(few, types, VOCABULARY), VOCABULARY, derived=False)
    asked = {Iris().entity(claim.subject) for claim in few} | {Iris().claim(claim.id) for claim in few}
    wrong = [v for v in violations if v.severity == "Violation" and v.focus in asked]
    # of one claim by itself only its values are judged: what it leaves out may stand in another
    assert [v for v in wrong if "/claim/" not in v.focus or v.value not in (None, v.focus)] == []


def _a_few_of_each_class(claims: Sequence[Claim]) -> list[Claim]:
    """All claims on the first things of each class: shapes are slow to ask, and ask the same of each thing."""
    subjects: dict[str, list[str]] = defaultdict(list)
    for claim in claims:
        if len(subjects[claim.type]) < FEW and claim.subject not in subjects[claim.type]:
            subjects[claim.type].append(claim.subject)
    return [claim for claim in claims if claim.subject in subjects[claim.type]]


def assert_spelt(claim: Claim) -> None:
    """A claim's properties, roles, concepts and dates are of the ontology, and functional ones are given once."""
    relationship = VOCABULARY.relationships.get(claim.type)
    roles = VOCABULARY.roles_of(claim.type) if relationship else {}
    properties = VOCABULARY.properties_of(claim.type)
    if claim.valid is not None:
        bounds(claim.valid, relationship.temporality if relationship else "state")
    for value in claim.values:
        assert value.property in roles or value.property in properties, (claim.type, value.property)
        if value.property in properties and properties[value.property].functional:
            assert len(claim.get(value.property)) == 1, (claim.subject, value.property)
        if value.property in properties and properties[value.property].kind == "concept" and value.value is not None:
            VOCABULARY.concept(properties[value.property].scheme or "", str(value.value))


def values(claim: Claim, name: str) -> list[object]:
    """The plain values that a claim gives of a property or role."""
    return [value.value for value in claim.get(name)]


def claims_on(release: Release, subject: str) -> list[Claim]:
    """The claims on one thing, in their order."""
    return [claim for claim in release.loadset.claims if claim.subject == subject]


__all__ = ["VOCABULARY", "assert_sound", "assert_spelt", "claims_on", "values"]
