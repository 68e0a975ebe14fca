"""Which edges a relationship's claims come to: one for each role, and the direct ones between entities that follow.

An edge is what a claim says: a direct one needs both its ends in one claim.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from operator import itemgetter
from typing import TYPE_CHECKING

from graph.claim import Claim, Status
from graph.store.derive import Row, Trust, asserted, best_value, is_known, times_of

if TYPE_CHECKING:
    from ontology.terms import Projection
    from ontology.vocabulary import Vocabulary


DENIED_ROLE = "DENIED_ROLE"
"""The type of the edge to an entity of which every claim denies that it takes part; its `role` says as what."""
Cast = Mapping[str, Sequence[str]]
"""The ids of the entities in each role."""


def cast_of(claims: Iterable[Claim], vocabulary: Vocabulary) -> Cast:
    """The entities that claims put into roles, in the order of their ids."""
    cast: dict[str, set[str]] = {}
    for claim in claims:
        for value in claim.values:
            if value.property in vocabulary.roles and is_known(value):
                cast.setdefault(value.property, set()).add(str(value.value))
    return {role: sorted(players) for role, players in cast.items()}


def roles_of(claims: Iterable[Claim], vocabulary: Vocabulary, trust: Trust) -> list[Row]:
    """The edges from a relationship to the entities in its roles; of their own type to those it is only denied of."""
    said: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        for role, players in cast_of([claim], vocabulary).items():
            for player in players:
                said[vocabulary.roles[role].edge, player].append(claim)
    return [_role(edge, player, asserted(said[edge, player]), trust) for edge, player in sorted(said)]


def _role(edge: str, player: str, saying: Sequence[Claim], trust: Trust) -> Row:
    if not saying:
        return {"type": DENIED_ROLE, "entity": player, "properties": {"role": edge}}
    return {"type": edge, "entity": player, "properties": {"confidence": trust.confidence(saying)}}


def edges_of(claims: Sequence[Claim], kind: str, vocabulary: Vocabulary, trust: Trust) -> list[Row]:
    """The direct edges between entities that follow from a relationship."""
    projections = {projection.name: projection for projection in vocabulary.relationships[kind].projections}
    said = _said(asserted(claims), projections.values(), vocabulary)
    return [
        {
            "type": projections[name].edge,
            "source": source,
            "target": target,
            "properties": {
                "phrase": _phrase(projections[name], saying, trust),
                "confidence": trust.confidence(saying),
            }
            | times_of(saying, vocabulary),
        }
        for (name, source, target), saying in sorted(said.items(), key=itemgetter(0))
    ]


def is_disputed(claims: Sequence[Claim], kind: str, vocabulary: Vocabulary) -> bool:
    """Whether one claim denies an edge that another asserts; a denial that names no ends denies all of them."""
    projections = vocabulary.relationships[kind].projections
    edges = _said(asserted(claims), projections, vocabulary).keys()
    denials = [claim for claim in claims if claim.status is Status.DENIED]
    denied = [_said([claim], projections, vocabulary).keys() for claim in denials]
    return bool(edges) and any(not ends or ends & edges for ends in denied)


def _said(
    claims: Iterable[Claim], projections: Iterable[Projection], vocabulary: Vocabulary
) -> dict[tuple[str, str, str], list[Claim]]:
    """The claims that speak of each edge: of a projection, from one entity, to another."""
    said: dict[tuple[str, str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        cast = cast_of([claim], vocabulary)
        for projection in projections if cast else ():
            for source, target in product(cast.get(projection.source, ()), cast.get(projection.target, ())):
                said[projection.name, source, target].append(claim)
    return said


def _phrase(projection: Projection, claims: Sequence[Claim], trust: Trust) -> str:
    """The words of an edge: those of the weightiest concept that words it more closely, else the projection's own."""
    concept = best_value(claims, projection.phrased_by, trust) if projection.phrased_by else None
    return projection.say(None if concept is None else str(concept))
