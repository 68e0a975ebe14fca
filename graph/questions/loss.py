"""What does a recipient lose if something drops out: a plant, a firm, a state, an accord?

What drops out takes with it what it alone provides: a facility its products, a manufacturer its systems, an operator
its facilities, an accord its parts. With several providers of one kind a thing stands as long as one of them does. A
system that lacks a part stands, but is told. Nothing here says that a loss could not be made good, only what the claims
know of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np

from graph.cite import name_thing
from graph.errors import BadQuestion
from graph.live import Live, live
from graph.memory import ENTRY
from graph.questions.assemble import Assembly, roles_played
from graph.questions.concentration import DIGITS
from graph.questions.deals import Deal, deals_of
from graph.questions.receipt import Algorithm, Answer, Question, limit_reached, seal, version_of
from ontology.names import HAS_PART, MANUFACTURES, OPERATES, PART_OF_ACCORD, PRODUCES, USES

if TYPE_CHECKING:
    from graph.snapshot import Snapshot
    from graph.view import View

PROVIDES: Mapping[str, bool] = MappingProxyType(
    {PRODUCES: False, MANUFACTURES: False, OPERATES: False, PART_OF_ACCORD: True}
)
"""The projections whose target needs one of its sources; True: whose source needs its target."""
MAX_CUT = 500
"""How many entities that are cut off an answer names."""
Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Need:
    """That `thing` needs `provider`, as the edge of a projection says; `edge` is its place in the columns."""

    thing: str
    provider: str
    projection: str
    edge: int


@dataclass(frozen=True, eq=False)
class Provision:
    """Who provides what in a view."""

    snapshot: Snapshot
    view: View
    alive: Live

    @classmethod
    def of(cls, snapshot: Snapshot, view: View) -> Provision:
        """The provision that a view believes in."""
        return snapshot.memory.recall(
            ("provision", view),
            lambda: cls(snapshot, view, live(snapshot, view)),
            lambda found: ENTRY * len(found.alive.edges),
        )

    @cached_property
    def needs(self) -> tuple[Need, ...]:
        """All needs, by the order of their edges."""
        return tuple(
            Need(source if turned else target, target if turned else source, name, edge)
            for name, turned in PROVIDES.items()
            for edge, source, target in self.edges(name)
        )

    @cached_property
    def wholes(self) -> Mapping[str, list[tuple[int, str]]]:
        """For each part the systems that have it, with the edge that says so."""
        found: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
        for edge, whole, part in self.edges(HAS_PART):
            found[part].append((edge, whole))
        return found

    def edges(self, projection: str) -> list[tuple[int, str, str]]:
        """The living edges of a projection: place, source and target."""
        columns, things = self.snapshot.edge_columns, self.snapshot.things
        numbers = [i for i, link in enumerate(columns.links) if link.name == projection and link.source is not None]
        chosen = self.alive.edges[np.isin(columns.link[self.alive.edges], numbers)]
        ends = zip(columns.source[chosen].tolist(), columns.target[chosen].tolist(), strict=True)
        return [(edge, things[s], things[t]) for edge, (s, t) in zip(chosen.tolist(), ends, strict=True)]

    def fall(self, lost: Iterable[str]) -> set[str]:
        """What is lost with what drops out, itself included."""
        providers: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for need in self.needs:
            providers[need.thing, need.projection].add(need.provider)
        fallen, more = set(lost), True
        while more:
            new = {thing for (thing, _), by in providers.items() if by <= fallen} - fallen
            more, fallen = bool(new), fallen | new
        return fallen

    def claims(self, edge: int) -> list[str]:
        """The ids of the living claims that an edge stands on."""
        columns = self.snapshot.edge_columns
        first, last = (int(np.searchsorted(columns.pair_edge, edge, side=side)) for side in ("left", "right"))
        rows = columns.pair_claim[first:last].tolist()
        return [self.snapshot.ids[row] for row in rows if self.alive.claims[row]]


def lose(snapshot: Snapshot, view: View, lost: Sequence[str], recipient: str) -> Answer:
    """What a recipient loses if entities drop out.

    data: {"lost": [entity], "recipient": entity, "transfers": [{"transfer", "supplier", "system", "years", "tiv",
    "reasons": [text]}], "systems": [{"entity", "falls": bool, "reasons": [{"entity", "why"}], "others": [entity]}],
    "cut_off": [entity], "share": {"transfers", "tiv"}}. A system falls if nobody is left who makes it; `others` are
    its providers that are left. `cut_off` is what only the lost links to the recipient, `share` the part of all
    transfers to the recipient that is hit (0 to 1).

    Raises:
        BadQuestion: nothing is lost, or the recipient itself.
        UnknownEntity: an entity is not in the graph.
    """
    gone = tuple(sorted({snapshot.canonical(name) for name in lost}))
    recipient = snapshot.canonical(recipient)
    if not gone or recipient in gone:
        wrong = "The recipient itself drops out." if gone else "Nothing drops out."
        raise BadQuestion(wrong, hint="Name what drops out: a plant, a firm, an accord.", parameter="without")
    provision = Provision.of(snapshot, view)
    fallen = provision.fall(gone)
    deals = [deal for deal in deals_of(snapshot, view, recipient, "recipient", "delivery") if deal.in_effect]
    hit = {deal.id: reasons for deal in deals if (reasons := _reasons(snapshot, view, deal, gone, fallen))}
    systems, used = _systems(provision, fallen, _has(provision, recipient, deals))
    cut = _cut_off(provision, recipient, fallen)
    data = {
        "lost": [name_thing(snapshot, name) for name in gone],
        "recipient": name_thing(snapshot, recipient),
        "transfers": [_transfer(snapshot, deal, hit[deal.id]) for deal in deals if deal.id in hit],
        "systems": systems,
        "cut_off": [name_thing(snapshot, name) for name in cut[:MAX_CUT]],
        "share": _share(deals, hit),
    }
    claims = {c for deal in deals if deal.id in hit for c in deal.claims} | {
        c for e in used for c in provision.claims(e)
    }
    told = f"{len(cut)} entities are cut off."
    return seal(
        data,
        snapshot=snapshot,
        view=view,
        question=Question("loss", {"without": list(gone), "recipient": recipient}),
        algorithm=Algorithm(
            "fixed point of sole provision", "defgraph", version_of("defgraph"), {"by": list(PROVIDES)}
        ),
        claims=claims,
        limits=[limit_reached("cut_off", MAX_CUT, told)] if len(cut) > MAX_CUT else [],
    )


def single_points(snapshot: Snapshot, view: View, recipient: str) -> Answer:
    """Whose loss alone would end the making of systems that a recipient has, gets or uses, the gravest first.

    data: a list of {"rank", "entity", "count", "systems": [entity]}; equal counts share a rank. A system of unknown
    maker is no evidence of safety: `receipt.limits` counts those.

    Raises:
        UnknownEntity: the recipient is not in the graph.
    """
    recipient, provision = snapshot.canonical(recipient), Provision.of(snapshot, view)
    deals = [deal for deal in deals_of(snapshot, view, recipient, "recipient", "delivery") if deal.in_effect]
    owned = _has(provision, recipient, deals)
    made = {need.thing for need in provision.needs}
    found = {name: sorted((provision.fall([name]) - {name}) & owned) for name in {n.provider for n in provision.needs}}
    ranked = sorted((name for name, systems in found.items() if systems), key=lambda name: (-len(found[name]), name))
    rows: list[Record] = []
    for place, name in enumerate(ranked, 1):
        shared = rows and rows[-1]["count"] == len(found[name])
        rows.append(
            {
                "rank": rows[-1]["rank"] if shared else place,
                "entity": name_thing(snapshot, name),
                "count": len(found[name]),
                "systems": [name_thing(snapshot, system) for system in found[name]],
            }
        )
    unknown = len(owned - made)
    told = f"Of {unknown} of {len(owned)} systems no maker is known in this view."
    return seal(
        rows,
        snapshot=snapshot,
        view=view,
        question=Question("single_points", {"recipient": recipient}),
        algorithm=Algorithm(
            "fixed point of sole provision", "defgraph", version_of("defgraph"), {"by": list(PROVIDES)}
        ),
        claims={c for n in provision.needs if n.thing in owned for c in provision.claims(n.edge)},
        limits=[limit_reached("unknown_makers", unknown, told) | {"truncated": False}] if unknown else [],
    )


def _has(provision: Provision, recipient: str, deals: Iterable[Deal]) -> set[str]:
    """The systems that a recipient gets or uses."""
    used = {system for _, user, system in provision.edges(USES) if user == recipient}
    return used | {deal.system for deal in deals if deal.system}


def _reasons(snapshot: Snapshot, view: View, deal: Deal, gone: Sequence[str], fallen: set[str]) -> list[str]:
    """Why a deal stands on what is lost, in words."""
    assembly = Assembly.of(snapshot, view, snapshot.relationships[deal.id].rows)
    labels = snapshot.vocabulary.roles
    involved = [name for name in gone if deal.id in snapshot.involved.get(name, ())]
    played = [
        f"{name_thing(snapshot, n)['name']} is its {labels[r].label}"
        for n in involved
        for r in roles_played(assembly, n)
    ]
    made = deal.system in fallen - {*gone}
    return played + ([f"nobody else is known to make {name_thing(snapshot, str(deal.system))['name']}"] if made else [])


def _systems(provision: Provision, fallen: set[str], owned: set[str]) -> tuple[list[Record], list[int]]:
    """The systems of a recipient that are hit, and the edges that say so."""
    reasons: defaultdict[str, list[tuple[str, str, int]]] = defaultdict(list)
    others: defaultdict[str, set[str]] = defaultdict(set)
    for need in provision.needs:
        if need.thing in owned and need.provider in fallen:
            reasons[need.thing].append((need.provider, need.projection, need.edge))
        elif need.thing in owned:
            others[need.thing].add(need.provider)
    for part in sorted(fallen & provision.wholes.keys()):
        for edge, whole in provision.wholes[part]:
            if whole in owned:
                reasons[whole].append((part, HAS_PART, edge))
    snapshot = provision.snapshot
    rows = [
        {
            "entity": name_thing(snapshot, name),
            "falls": name in fallen,
            "reasons": [
                {"entity": name_thing(snapshot, by), "why": _why(provision, edge, why)}
                for by, why, edge in reasons[name]
            ],
            "others": [name_thing(snapshot, other) for other in sorted(others[name])],
        }
        for name in sorted(reasons)
    ]
    return rows, [edge for found in reasons.values() for _, _, edge in found]


def _why(provision: Provision, edge: int, projection: str) -> str:
    """The words of an edge, read from the provider or part to the thing."""
    link = provision.snapshot.edge_columns.links[int(provision.snapshot.edge_columns.link[edge])]
    phrase, inverse = link.words()
    return inverse if PROVIDES.get(projection, True) else phrase


def _cut_off(provision: Provision, recipient: str, fallen: set[str]) -> list[str]:
    """What is linked to the recipient now, and only over what falls."""
    columns, snapshot = provision.snapshot.edge_columns, provision.snapshot
    chosen = provision.alive.edges
    graph: nx.Graph[int] = nx.Graph()
    graph.add_edges_from(zip(columns.source[chosen].tolist(), columns.target[chosen].tolist(), strict=True))
    centre = snapshot.position[recipient]
    if centre not in graph:
        return []
    before = set(nx.node_connected_component(graph, centre))
    graph.remove_nodes_from([snapshot.position[name] for name in fallen])
    after = set(nx.node_connected_component(graph, centre)) if centre in graph else {centre}
    return sorted(name for i in before - after if (name := snapshot.things[i]) not in fallen)


def _transfer(snapshot: Snapshot, deal: Deal, reasons: list[str]) -> Record:
    return {
        "transfer": name_thing(snapshot, deal.id),
        "supplier": name_thing(snapshot, deal.supplier) if deal.supplier else None,
        "system": name_thing(snapshot, deal.system) if deal.system else None,
        "years": list(deal.years),
        "tiv": deal.tiv,
        "reasons": reasons,
    }


def _share(deals: Sequence[Deal], hit: Mapping[str, object]) -> Record:
    """The part of a recipient's transfers that is hit; None where there is nothing to be a part of."""
    volume = sum(deal.tiv or 0.0 for deal in deals)
    lost = sum(deal.tiv or 0.0 for deal in deals if deal.id in hit)
    return {
        "transfers": round(len(hit) / len(deals), DIGITS) if deals else None,
        "tiv": round(lost / volume, DIGITS) if volume else None,
    }


__all__ = ["Need", "Provision", "lose", "single_points"]
