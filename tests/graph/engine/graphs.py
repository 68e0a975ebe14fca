"""Graphs of every kind, made by hypothesis, and how an answer of ours is held against NetworkX's own."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from typing import Any

import networkx as nx
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.engine.frozen import FrozenGraph

KINDS = (nx.Graph, nx.DiGraph, nx.MultiGraph, nx.MultiDiGraph)
UNDIRECTED = (nx.Graph, nx.MultiGraph)
DIRECTED = (nx.DiGraph, nx.MultiDiGraph)
SIMPLE = (nx.Graph, nx.DiGraph)
POSITIVE = (0.5, 1.0, 1.0, 1.5, 2.0, 0.1, 0.7)
COSTS = (0.0, *POSITIVE)


def for_any(*strategies: st.SearchStrategy[Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Hypothesis's `given`, for as long as it takes: the first call of a kernel may have to compile it."""
    return lambda test: settings(deadline=None, max_examples=60)(given(*strategies)(test))


@st.composite
def graphs(
    draw: st.DrawFn,
    kinds: Sequence[type[Any]] = KINDS,
    weights: Sequence[float] = COSTS,
    loops: bool = True,
    most: int = 9,
) -> Any:
    """A graph of one of the kinds with up to `most` nodes: with loops, parallel edges, isolates and ties."""
    G = draw(st.sampled_from(kinds))()
    size = draw(st.integers(0, most))
    names = draw(st.permutations([*range(size // 2), *(f"n{i}" for i in range(size - size // 2))]))
    G.add_nodes_from(names)
    if names:
        ends = st.tuples(st.sampled_from(names), st.sampled_from(names), st.sampled_from(weights))
        edges = draw(st.lists(ends, max_size=3 * size))
        G.add_weighted_edges_from((u, v, weight) for u, v, weight in edges if loops or u != v)
    return G


def frozen(G: Any) -> FrozenGraph:
    """The same graph in arrays, made without our own conversion; its edges in the order of NetworkX's."""
    number = {node: i for i, node in enumerate(G)}
    edges = list(G.edges(data=True))
    return FrozenGraph(
        list(G),
        np.array([number[u] for u, _, _ in edges], dtype=np.int32),
        np.array([number[v] for _, v, _ in edges], dtype=np.int32),
        directed=G.is_directed(),
        multigraph=G.is_multigraph(),
        weights={"weight": np.array([data["weight"] for _, _, data in edges], dtype=np.float64)},
        keys=[key for _, _, key in G.edges(keys=True)] if G.is_multigraph() else None,
    )


def outcome(call: Callable[[], Any]) -> Any:
    """What a call gives, an iterator read to its end, or the class of the error it ends in."""
    try:
        result = call()
        return list(result) if isinstance(result, Iterator) else result
    except Exception as error:
        return type(error)


def assert_same(
    function: Callable[..., Any],
    G: Any,
    *args: Any,
    native: bool | None = True,
    tolerance: float = 1e-9,
    read: Callable[[Any], Any] = lambda result: result,
    **kwargs: Any,
) -> None:
    """A function answers alike on a graph and its frozen twin, natively if said; `read` makes answers comparable."""
    H = frozen(G)
    expected, got = outcome(lambda: function(G, *args, **kwargs)), outcome(lambda: function(H, *args, **kwargs))
    if isinstance(expected, type) or isinstance(got, type):
        assert expected == got
    else:
        assert_close(read(expected), read(got), tolerance)
    assert native in (None, "networkx" not in vars(H)), "NetworkX's own ran" if native else "NetworkX's own did not run"


def assert_close(expected: Any, got: Any, tolerance: float = 1e-9) -> None:
    """Equal but for the last digits of floats."""
    if isinstance(expected, Mapping):
        assert set(expected) == set(got)
        for key, value in expected.items():
            assert_close(value, got[key], tolerance)
    elif isinstance(expected, list | tuple):
        assert len(expected) == len(got)
        for one, other in zip(expected, got, strict=True):
            assert_close(one, other, tolerance)
    elif isinstance(expected, float | int) and not isinstance(expected, bool):
        both_nan = math.isnan(expected) and math.isnan(got)
        assert both_nan or math.isclose(expected, got, rel_tol=tolerance, abs_tol=tolerance)
    else:
        assert expected == got


def unordered(paths: Sequence[Any]) -> list[Any]:
    """Paths, edges or sets of nodes in an order that depends on nothing but themselves."""
    return sorted((sorted(one, key=str) if isinstance(one, Set) else list(one) for one in paths), key=str)


def parts(G: Any) -> Any:
    """All that a graph holds: its kind, nodes, edges and their attributes, the direction of undirected edges apart."""
    edges = [([u, v] if G.is_directed() else sorted([u, v], key=str), data) for u, v, data in G.edges(data=True)]
    return G.is_directed(), G.is_multigraph(), dict(G.nodes(data=True)), sorted(edges, key=str)
