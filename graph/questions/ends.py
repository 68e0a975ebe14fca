"""Where paths start and end when that is said by a class: "any firm of Israel Aerospace Industries", "any accord".

Something belongs to a thing if a link of belonging (`ontology.patterns.load_belonging`: what is owned, located,
operated, held as a post, a part of it) leads from the one to the other in the view, or to something that belongs to it
in turn. docs/decisions/0010 says why.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from graph.checks import one_of
from graph.errors import BadQuestion
from ontology.patterns import load_belonging

if TYPE_CHECKING:
    from graph.network import Network

ANY = "Entity"
"""The class that all entities are of, as patterns name it."""
DEEP = 6
"""How many links of belonging are followed."""
MANY = 1_000
"""How many entities may be at one end of a path question."""


def members(network: Network, wholes: Collection[str], kind: str, parameter: str) -> tuple[str, ...]:
    """The entities of a class (or one below it) that belong to any of `wholes`; all of that class, if none is named.

    Raises:
        BadQuestion: there is no such class, or more than `MANY` are meant.
    """
    snapshot = network.snapshot
    if kind != ANY:
        one_of(parameter, kind, snapshot.vocabulary.entities)
    within = network.nodes if not wholes else _parts(network, wholes)
    entities = (snapshot.entities[name] for name in within if name in snapshot.entities)
    found = tuple(sorted(e.id for e in entities if kind == ANY or snapshot.vocabulary.is_a(e.type, kind)))
    if len(found) > MANY:
        raise BadQuestion(
            f"{len(found)} entities are of the class {kind}.",
            hint=f"Ask for at most {MANY}: a narrower class, or those of one state or firm.",
            parameter=parameter,
        )
    return found


def _parts(network: Network, wholes: Iterable[str]) -> set[str]:
    """What belongs to some things, directly or over others; not they themselves."""
    belonging, below = load_belonging(), defaultdict[str, set[str]](set)
    for link, start, end in network.links():
        side = belonging.get(link)
        if side is not None:
            part, whole = (end, start) if side == "target" else (start, end)
            below[whole].add(part)
    found, rim = set[str](), {*wholes}
    for _ in range(DEEP):
        rim = {part for whole in rim for part in below[whole]} - found
        found |= rim
    return found - {*wholes}


__all__ = ["MANY", "members"]
