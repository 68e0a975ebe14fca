"""What an immutable graph is to those who hold it."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import strategies as st

from graph.engine.frozen import FrozenGraph, from_networkx
from tests.graph.engine.graphs import assert_close, for_any, frozen, graphs, parts


def one_edge(**more: Any) -> FrozenGraph:
    return FrozenGraph("ab", np.array([0]), np.array([1]), **more)


@for_any(graphs())
def test_the_twin_is_the_graph_it_was_made_of(G: Any) -> None:
    H = frozen(G)
    assert parts(H.networkx) == parts(G)
    assert [*H] == [*G]
    assert len(H) == len(G)
    assert H.number_of_edges() == G.number_of_edges()
    assert (H.is_directed(), H.is_multigraph()) == (G.is_directed(), G.is_multigraph())


@for_any(graphs(), st.data())
def test_a_masked_graph_is_that_of_the_filtered_edges_and_nodes(G: Any, data: st.DataObject) -> None:
    nodes = data.draw(st.lists(st.booleans(), min_size=len(G), max_size=len(G)))
    edges = data.draw(st.lists(st.booleans(), min_size=len(G.edges), max_size=len(G.edges)))
    kept = {node for node, stays in zip(G, nodes, strict=True) if stays}
    expected = G.copy()
    expected.remove_edges_from([edge for edge, stays in zip(list(G.edges), edges, strict=True) if not stays])
    expected.remove_nodes_from(set(G) - kept)
    masked = frozen(G).masked(np.array(edges, dtype=bool), np.array(nodes, dtype=bool))
    assert parts(masked) == parts(expected)
    assert rows(masked) == rows(frozen(expected))


def rows(G: FrozenGraph) -> Any:
    """The rows in both directions, by name of node and not by number of edge."""
    both = [G.rows("weight"), G.rows("weight", backward=True)]
    return [[column.tolist() for column in (r.indptr, r.indices, r.weight, r.multiplicity)] for r in both]


@for_any(graphs(), st.data())
def test_a_mask_of_edges_alone_keeps_every_node(G: Any, data: st.DataObject) -> None:
    edges = np.array(data.draw(st.lists(st.booleans(), min_size=len(G.edges), max_size=len(G.edges))), dtype=bool)
    masked = frozen(G).masked(edges)
    assert [*masked] == [*G]
    assert masked.number_of_edges() == edges.sum()
    assert_close(nx.pagerank(masked.networkx), nx.pagerank(masked))


def test_a_mask_of_a_mask() -> None:
    G = from_networkx(nx.path_graph(6)).masked(np.array([True, True, False, True, True]))
    H = G.masked(np.array([False, True, True, True]), np.array([True, True, True, True, True, False]))
    assert sorted(map(sorted, nx.connected_components(H))) == [[0], [1, 2], [3, 4]]


def test_attributes_are_made_when_somebody_asks_and_go_with_a_mask() -> None:
    asked: list[int] = []

    def attributes(number: int) -> dict[str, Any]:
        asked.append(number)
        return {"key": number, "kind": "deal"}

    source, target = np.array([0, 1]), np.array([1, 2])
    G = FrozenGraph(
        "abc", source, target, multigraph=True, keys=["x", "y"], edge_data=attributes, node_data={"a": {"n": 1}}
    )
    H = G.masked(np.array([False, True]))
    assert nx.has_path(H, "b", "c")
    assert asked == []
    assert H.networkx.edges["b", "c", "y"] == {"key": 1, "kind": "deal"}
    assert H.nodes["a"] == {"n": 1}


@for_any(graphs())
def test_a_pickled_graph_comes_back_whole(G: Any) -> None:
    H = from_networkx(G, {"weight": 1})
    for back in (pickle.loads(pickle.dumps(frozen(G))), copy.deepcopy(H)):
        assert parts(back) == parts(G)


def test_a_copy_can_be_changed_and_the_graph_cannot() -> None:
    G = one_edge()
    G.copy().add_edge("b", "c")
    assert nx.is_frozen(G)
    with pytest.raises(nx.NetworkXError, match="Frozen graph can't be modified"):
        G.add_edge("b", "c")


def test_looks_like_a_graph() -> None:
    G = one_edge(weights={"weight": np.array([2])})
    assert "a" in G
    assert ["a"] not in G
    assert "c" not in G
    assert G["a"]["b"] == {"weight": 2.0}
    assert list(G.neighbors("a")) == ["b"]
    assert G.number_of_edges("a", "b") == 1
    with pytest.raises(AttributeError):
        _ = G.nonsense


@pytest.mark.parametrize(
    ("source", "target", "weight", "message"),
    [
        ([0], [2], [1], "beyond the 2 nodes"),
        ([-1], [1], [1], "negative number"),
        ([0], [1, 1], [1], "target has 2 entries for 1 edges"),
        ([0], [1], [1, 1], "weight has 2 entries for 1 edges"),
    ],
)
def test_what_kernels_would_read_beyond_their_arrays_for_is_refused(
    source: list[int], target: list[int], weight: list[float], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        FrozenGraph("ab", np.array(source), np.array(target), weights={"weight": np.array(weight)})


def test_two_nodes_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="only 2 of 3 nodes"):
        _ = FrozenGraph("aba", np.array([0]), np.array([1])).index


def test_an_attribute_that_is_no_column_is_asked_of_the_edges() -> None:
    G = FrozenGraph(
        "abc", np.array([0, 1, 0]), np.array([1, 2, 2]), edge_data=lambda number: {"cost": [1, 1, 5][number]}
    )
    assert nx.shortest_path_length(G, "a", "c") == 1
    assert nx.shortest_path_length(G, "a", "c", weight="cost") == 2
