"""Graphs that measures don't expect: each question answers in numbers that JSON has, or says what is the matter."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import permutations

import pytest

from graph.errors import BadQuestion, NotConverged
from graph.network import Network, build
from graph.questions.centrality import MEASURES, rank
from graph.questions.cohesion import find_cutpoints, find_k_components, rank_edges, rank_group
from graph.questions.communities import METHODS, count_triads, find_cliques, find_communities, find_components
from graph.questions.prediction import SCORES, predict_links
from graph.questions.receipt import Answer
from graph.view import View
from tests.graph.worlds import claim, thing, world

Ends = list[tuple[str, str]]
RING = [(f"r{i}", f"r{(i + 1) % 6}") for i in range(6)]
GRAPHS: dict[str, Ends] = {
    "nothing": [],
    "loops": [("a", "a"), ("b", "b")],
    "one link": [("a", "b")],
    "a mutual link and a loop": [("a", "b"), ("b", "a"), ("a", "a")],
    "parallel links": [("a", "b")] * 3 + [("b", "c")],
    "a star outward": [("a", f"s{i}") for i in range(12)],
    "a star inward": [(f"s{i}", "a") for i in range(12)],
    "a long path": [(f"p{i:02}", f"p{i + 1:02}") for i in range(40)],
    "two rings alike": [*RING, *((f"x{u}", f"x{v}") for u, v in RING)],
    "all linked": list(permutations("abcdefg", 2)),
    "two sides": [(f"a{i}", f"b{j}") for i in range(4) for j in range(4)],
    "no way back": [(f"d{i}", f"d{j}") for i in range(7) for j in range(i + 1, 7)],
}
QUESTIONS: dict[str, Callable[[Network, str], Answer]] = {
    **{m: lambda network, one, m=m: rank(network, m, near=(one,) if MEASURES[m].starts else ()) for m in MEASURES},  # type: ignore[misc]
    "personalised": lambda network, one: rank(network, "pagerank", near=(one,)),
    "estimated": lambda network, _: rank(network, "betweenness", pivots=2),
    "within a type": lambda network, _: rank(network, "eigenvector", within_type="Firm"),
    "within nobody": lambda network, _: rank(network, "katz", within_type="State"),
    "links": lambda network, _: rank_edges(network),
    "cutpoints": lambda network, _: find_cutpoints(network),
    "k-components": lambda network, _: find_k_components(network),
    "components": lambda network, _: find_components(network, strong=network.directed),
    "cliques": lambda network, _: find_cliques(network, least=2),
    "triads": lambda network, _: count_triads(network),
    "group": lambda network, one: rank_group(network, [one]),
    "everybody": lambda network, one: rank_group(network, list(network.simple) or [one]),
    **{m: lambda network, _, m=m: find_communities(network, method=m, resolution=9.0) for m in METHODS},  # type: ignore[misc]
    **{s: lambda network, _, s=s: predict_links(network, score=s) for s in SCORES},  # type: ignore[misc]
}


@pytest.mark.parametrize("ends", GRAPHS.values(), ids=GRAPHS)
def test_a_hostile_graph_is_answered(ends: Ends) -> None:
    names = sorted({name for pair in ends for name in pair} | {"hermit"})
    links = [claim(f"o{i}", "Ownership", owner=a, asset=b) for i, (a, b) in enumerate(ends)]
    snapshot = world(*(thing(name, "Firm") for name in names), *links)
    for directed in (False, True):
        network = build(snapshot, View(), directed=directed)
        for ask in QUESTIONS.values():
            try:
                json.dumps(ask(network, names[0]).data, allow_nan=False)
            except (BadQuestion, NotConverged) as problem:
                assert problem.hint
