"""Ranks worked out anew without some of what a network stands on.

A measure looks at which pairs are linked, not at how well: what is lost matters only where nothing else links a pair.
So a ranking is worked out once for each set of pairs that falls apart, and sources that alone hold up nothing cost
nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from graph.budget import check_time
from graph.checks import one_of
from graph.columns import Ints
from graph.engine.frozen import FrozenGraph
from graph.network import Graph, Network, build
from graph.questions.centrality import DECIMALS, MEASURES, STRUCTURAL, Settings
from graph.questions.names import is_of
from graph.questions.support import Support, Units

if TYPE_CHECKING:
    from graph.questions.support import Edge

EVALUATED = 400
"""How many times at most one question works out a ranking anew."""
LEAST = 10
"""How many times it does so however large the network is."""
WORK = 100_000_000
"""How many links all of these may look at, between these two; for each ranking a link counts `EACH` times, and once
more for each entity if the measure looks at all pairs of them."""
EACH = 100

Pair = tuple[str, str]
Ranks = Mapping[str, int]


@dataclass
class Standing:
    """A ranking of a network by a measure, and how it changes with what is gone.

    `pairs` are the linked pairs with the edges that link them; `evaluated` counts how often the measure was worked out.
    """

    network: Network
    measure: str
    seed: int
    support: Support
    pairs: Mapping[Pair, tuple[Edge, ...]]
    pairs_of: Mapping[str, frozenset[Pair]]
    evaluated: int = 0
    _kept: dict[frozenset[Pair], Mapping[str, float]] = field(default_factory=dict)
    _of_class: dict[str | None, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, network: Network, measure: str, by: str, seed: int) -> Standing:
        """The ranking of a network; measures about direction are asked of the directed one."""
        one_of("measure", measure, STRUCTURAL)
        if MEASURES[measure].directed and not network.directed:
            network = build(network.snapshot, network.view, directed=True)
        support, pairs = Support(network, by), _pairs(network)
        pairs_of = defaultdict[str, set[Pair]](set)
        for pair, edges in pairs.items():
            for unit in {unit for edge in edges for unit in support.units(edge)}:
                pairs_of[unit].add(pair)
        return cls(network, measure, seed, support, pairs, {u: frozenset(p) for u, p in sorted(pairs_of.items())})

    @cached_property
    def most(self) -> int:
        """How many times a question works out the ranking at most."""
        far = len(self.names) if MEASURES[self.measure].far else 0
        return min(EVALUATED, max(LEAST, WORK // (max(len(self.pairs), 1) * (EACH + far))))

    @property
    def all_units(self) -> tuple[str, ...]:
        """All sources (or claims) that the network stands on."""
        return tuple(self.pairs_of)

    def apart(self, gone: Units) -> frozenset[Pair]:
        """The pairs that nothing links any more without some units."""
        touched = {pair for unit in gone for pair in self.pairs_of.get(unit, ())}
        return self.without(touched, lambda edge: self.support.alive(edge, gone))

    def without(self, pairs: Iterable[Pair], alive: Callable[[Edge], bool]) -> frozenset[Pair]:
        """Those of some pairs that no living edge links."""
        return frozenset(pair for pair in pairs if not any(alive(edge) for edge in self.pairs[pair]))

    def scores(self, apart: frozenset[Pair] = frozenset()) -> Mapping[str, float]:
        """The scores of all nodes that are still linked to something, when some pairs have fallen apart."""
        if apart not in self._kept:
            check_time()
            self.evaluated += 1
            graph = self._graph(apart)
            found = MEASURES[self.measure].run(graph, Settings(self.seed)).scores if len(graph) else {}
            self._kept[apart] = {name: round(float(score), DECIMALS) + 0.0 for name, score in found.items()}
        return self._kept[apart]

    def _graph(self, apart: frozenset[Pair]) -> Graph:
        """The graph of what is still linked, as `Network.simple` would be."""
        kept = np.ones(len(self.ends), dtype=np.bool_)
        kept[[self._number[pair] for pair in apart]] = False
        nodes, ends = np.unique(self.ends[kept], return_inverse=True)
        source, target = ends.reshape(-1, 2).astype(np.int32).T
        names = [self.names[node] for node in nodes.tolist()]
        return cast("Graph", FrozenGraph(names, source, target, directed=self.network.directed))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """All that is linked."""
        return tuple(sorted({end for pair in self.pairs for end in pair}))

    @cached_property
    def ends(self) -> Ints:
        """The numbers of both ends of each pair."""
        number = {name: i for i, name in enumerate(self.names)}
        return np.array([(number[u], number[v]) for u, v in self.pairs], dtype=np.int64).reshape(-1, 2)

    @cached_property
    def _number(self) -> Mapping[Pair, int]:
        return {pair: i for i, pair in enumerate(self.pairs)}

    def ranks(self, apart: frozenset[Pair], kind: str | None) -> Ranks:
        """The ranks (1, 2, 2, 4) of the entities of a class when some pairs have fallen apart."""
        ranked = self._ranked(kind)
        scored = {name: score for name, score in self.scores(apart).items() if name in ranked}
        ordered = sorted(scored.values(), reverse=not MEASURES[self.measure].lowest)
        first = {score: place for place, score in reversed(list(enumerate(ordered, 1)))}
        return {name: first[score] for name, score in scored.items()}

    def _ranked(self, kind: str | None) -> frozenset[str]:
        """All that has a rank among entities of a class."""
        if kind not in self._of_class:
            snapshot, kinds = self.network.snapshot, () if kind is None else (kind,)
            known = (name for name in self.names if name in snapshot.entities)
            self._of_class[kind] = frozenset(name for name in known if is_of(snapshot, name, kinds))
        return self._of_class[kind]

    def rank(self, gone: Units, entity: str, kind: str | None) -> int | None:
        """The rank of an entity without some units; None if it is linked to nothing then, or not of the class."""
        return self.ranks(self.apart(gone), kind).get(entity)


def _pairs(network: Network) -> Mapping[Pair, tuple[Edge, ...]]:
    found = defaultdict[Pair, list[dict[str, Any]]](list)
    for u, v, edge in network.graph.edges(data=True):
        found[(u, v) if network.directed or u <= v else (v, u)].append(edge)
    return {pair: tuple(edges) for pair, edges in found.items()}


__all__ = ["Pair", "Ranks", "Standing"]
