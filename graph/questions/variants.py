"""Other routes of the same kind as one that is shown: the same sequence of relationship classes, over other entities.

An answer by kinds shows one route of each; that a kind has others, and which come next, should not be lost with it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from itertools import chain
from math import prod
from typing import TYPE_CHECKING, Any

from graph.questions.hops import sentence
from graph.questions.search import is_detour
from graph.questions.seek import seek, steps_of
from ontology.patterns import Pattern

if TYPE_CHECKING:
    from graph.network import Network
    from graph.questions.journeys import Wanted
    from graph.questions.routes import Route
    from graph.questions.search import Found

SHOWN = 5
"""How many variants of a route are listed."""
LOOKED_AT = 50
"""How many routes of a kind are looked at to find them."""

Record = dict[str, Any]


def variants_of(
    network: Network, asked: Wanted, found: Found, route: Route, shown: Collection[Route]
) -> tuple[list[Record], bool]:
    """The next routes with the same sequence of relationship classes, without those `shown`; whether there are more.

    Each is {"entities", "relationships", "claims", "weight", "sentence"}.
    """
    kinds = [edge["type"] for edge in found.edges(route)]
    if asked.pattern is not None:
        return [], False
    steps = ("Entity", *chain.from_iterable((kind, "Entity") for kind in kinds))
    alike = Pattern("variants", "", "", steps)
    others = seek(network, replace(asked, k=LOOKED_AT, mode="all", pattern=alike, max_hops=alike.hops))
    fresh = [r for r in others.routes if r not in shown and not is_detour(others.steps, r)]
    return [_variant(network, others, r) for r in fresh[:SHOWN]], len(fresh) > SHOWN or others.more


def _variant(network: Network, found: Found, route: Route) -> Record:
    edges = found.edges(route)
    return {
        "entities": list(route),
        "relationships": [edge["relationship"] for edge in edges],
        "claims": sorted({claim for edge in edges for claim in (*edge["claims"], *edge["denials"])}),
        "weight": round(prod(edge["confidence"] for edge in edges), 9),
        "sentence": sentence(network.snapshot, steps_of(found, route), route),
    }


__all__ = ["variants_of"]
