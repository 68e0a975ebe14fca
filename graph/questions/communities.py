"""How does a network fall into parts? Components, communities, cliques, and the kinds of its triads.

All of the view's simple graph, parallel relationships as one edge; without direction, except where it is the point.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from types import MappingProxyType
from typing import Any

import networkx as nx

from graph.budget import timed
from graph.checks import one_of, within
from graph.cite import name_thing
from graph.errors import TooLarge
from graph.network import Graph, Network, build
from graph.questions.brokers import plain
from graph.questions.receipt import Algorithm, Answer, Question, limit_reached, seal, version_of

MAX_PARTS = 1_000
SHOWN = 200
"""How many members of a part an answer names; `size` counts all."""
EXAMINED = 200_000
"""How many cliques are looked at."""
TRIADS = 20_000_000
"""The sum of squared degrees up to which triads are counted."""
DIGITS = 12
METHODS: Mapping[str, Callable[..., list[set[str]]]] = MappingProxyType(
    {"leiden": nx.community.leiden_communities, "louvain": nx.community.louvain_communities}
)
"""How communities are found."""
OURS = frozenset({"leiden_communities", "louvain_communities"})
"""What does not give what NetworkX gives with the same seed."""
KINDS: Mapping[str, str] = MappingProxyType(
    {
        "003": "nobody linked",
        "012": "one link",
        "102": "one mutual link",
        "021D": "one links to two others",
        "021U": "two link to one",
        "021C": "a chain of two",
        "111D": "a mutual link, one end of which is linked to",
        "111U": "a mutual link, one end of which links on",
        "030T": "a shortcut: a chain and a link from its start to its end",
        "030C": "a ring",
        "201": "two mutual links",
        "120D": "a mutual link between two that one links to",
        "120U": "a mutual link between two that link to one",
        "120C": "a mutual link within a chain",
        "210": "two mutual links and one",
        "300": "all mutually linked",
    }
)
"""The kinds of triads (P. W. Holland and S. Leinhardt, 1970; J. A. Davis and S. Leinhardt, 1972), in words."""
Record = dict[str, Any]


def find_components(network: Network, *, top: int = 20, strong: bool = False, shown: int | None = SHOWN) -> Answer:
    """The parts that no link joins, the largest first; `strong`: in which each reaches each along the direction of the
    links. Of each at most `shown` members are named (None: all).

    data: {"count", "nodes", "largest": size, "components": [{"size", "members": [entity]}]}, at most `top` (1-1000).

    Raises:
        BadQuestion: `top` is out of bounds.
    """
    within("top", top, 1, MAX_PARTS)
    if strong:
        graph: Graph = build(network.snapshot, network.view, directed=True).simple
        ordered = _ordered(nx.strongly_connected_components(graph))  # type: ignore[call-overload]  # a DiGraph, as asked for
    else:
        graph = nx.Graph(network.simple)
        ordered = _ordered(nx.connected_components(graph))
    data = {
        "count": len(ordered),
        "nodes": len(graph),
        "largest": len(ordered[0]) if ordered else 0,
        "components": [_part(network, part, shown) for part in ordered[:top]],
    }
    function = "strongly_connected_components" if strong else "connected_components"
    asked = {"top": top, "strong": strong}
    return _sealed(network, "components", asked, data, (function, {}), _cut(ordered, top, shown))


def find_communities(
    network: Network,
    *,
    method: str = "leiden",
    top: int = 20,
    resolution: float = 1.0,
    seed: int = 0,
    shown: int | None = SHOWN,
) -> Answer:
    """Parts with more links within than chance would have, the largest first.

    By the method (of `METHODS`) of Louvain (V. D. Blondel, J.-L. Guillaume, R. Lambiotte and E. Lefebvre, 2008) or that
    of Leiden (V. A. Traag, L. Waltman and N. J. van Eck, 2019), whose parts are connected and mostly better. Modularity
    (M. E. J. Newman and M. Girvan, 2004) says how much more, -0.5 to 1. A `resolution` above 1 gives smaller parts.
    Other seeds give other parts that may be as good. Of each at most `shown` members are named (None: all).

    data: {"count", "nodes", "modularity", "communities": [{"size", "members": [entity]}]}, at most `top` (1-1000).

    Raises:
        BadQuestion: `method` is not known, or `top` is out of bounds.
    """
    function = METHODS[one_of("method", method, METHODS)]
    within("top", top, 1, MAX_PARTS)
    graph = plain(network.simple)
    found: list[set[str]] = function(graph, resolution=resolution, seed=seed) if graph.size() else []
    ordered = _ordered(found)
    score = nx.community.modularity(graph, found, resolution=resolution) if found else 0.0
    data = {
        "count": len(ordered),
        "nodes": len(graph),
        "modularity": round(float(score), DIGITS),
        "communities": [_part(network, part, shown) for part in ordered[:top]],
    }
    settings = {"resolution": resolution, "seed": seed}
    asked = {"method": method, "top": top, **settings}
    return _sealed(network, "communities", asked, data, (f"{method}_communities", settings), _cut(ordered, top, shown))


def find_cliques(network: Network, *, top: int = 20, least: int = 3) -> Answer:
    """Groups in which each is linked to each, and that nobody can be added to (C. Bron and J. Kerbosch, 1973), the
    largest first.

    data: a list of {"size", "members": [entity]} of at least `least` (2-100) members, at most `top` (1-1000).

    Raises:
        BadQuestion: `top` or `least` is out of bounds.
    """
    within("top", top, 1, MAX_PARTS)
    within("least", least, 2, 100)
    graph = plain(network.simple)
    seen = list(islice(timed(nx.find_cliques(graph)), EXAMINED + 1))
    ordered = _ordered(set(clique) for clique in seen[:EXAMINED] if len(clique) >= least)
    told = f"More than {EXAMINED} cliques: others may be larger."
    limits = [limit_reached("examined", EXAMINED, told)] if len(seen) > EXAMINED else []
    rows = [_part(network, part, SHOWN) for part in ordered[:top]]
    asked = {"top": top, "least": least}
    return _sealed(network, "cliques", asked, rows, ("find_cliques", {}), [*limits, *_cut(ordered, top, SHOWN)])


def count_triads(network: Network) -> Answer:
    """How often each of the 16 kinds of three entities and the directed links between them occurs.

    data: a list of {"kind", "meaning", "count"}; a kind is named by its mutual, one-way and missing links, and by its
    shape (Down, Up, Cyclic, Transitive).

    Raises:
        TooLarge: the network is too large.
    """
    graph = build(network.snapshot, network.view, directed=True).simple.copy()
    graph.remove_edges_from(list(nx.selfloop_edges(graph)))
    if sum(degree**2 for _, degree in graph.degree()) > TRIADS:
        raise TooLarge(
            f"{len(graph)} nodes and {graph.size()} edges are too many to count triads.",
            hint="Filter by type, relationship or date.",
            parameter="type",
        )
    links: nx.DiGraph[str] = nx.DiGraph(graph)
    census = nx.triadic_census(links) if len(links) > 2 else {}  # noqa: PLR2004 - three make a triad
    rows = [{"kind": kind, "meaning": told, "count": census.get(kind, 0)} for kind, told in KINDS.items()]
    return _sealed(network, "triads", {}, rows, ("triadic_census", {"nodes": len(graph), "edges": graph.size()}), [])


def _ordered(parts: Iterable[set[str]]) -> list[list[str]]:
    """Parts by size, the largest first, their members and those of equal size by id."""
    return sorted((sorted(part) for part in parts), key=lambda part: (-len(part), part))


def _part(network: Network, part: Sequence[str], shown: int | None) -> Record:
    return {"size": len(part), "members": [name_thing(network.snapshot, name) for name in part[:shown]]}


def _cut(parts: Sequence[Sequence[str]], top: int, shown: int | None) -> list[Record]:
    """What of the parts is not shown."""
    more = [limit_reached("top", top, f"There are {len(parts)} in all.")] if len(parts) > top else []
    long = [part for part in parts[:top] if shown is not None and len(part) > shown]
    if shown is None or not long:
        return more
    return [*more, limit_reached("members", shown, f"Of {len(long)} only {shown} members are named.")]


def _sealed(  # noqa: PLR0917 - what a receipt is made of
    network: Network,
    name: str,
    asked: Record,
    data: Record | list[Record],
    algorithm: tuple[str, Record],
    limits: Iterable[Record],
) -> Answer:
    function, parameters = algorithm
    library = "defgraph" if function in OURS else "networkx"
    return seal(
        data,
        snapshot=network.snapshot,
        view=network.view,
        question=Question(name, asked),
        algorithm=Algorithm(function, library, version_of(library), parameters),
        claims=network.claims,
        limits=limits,
    )


__all__ = ["METHODS", "count_triads", "find_cliques", "find_communities", "find_components"]
