"""When a function's native version takes a graph and arguments; where it doesn't, NetworkX's own runs.

A condition is asked of NetworkX's graphs too, before they are converted: what it says of weights is settled after that.
What NetworkX itself refuses before it dispatches, directions or parallel edges, is not asked again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from graph.engine.frozen import FrozenGraph

Arguments = Mapping[str, Any]
Condition = Callable[[Any, Arguments], bool]


def undirected(G: Any, given: Arguments) -> bool:
    """Edges have no direction."""
    return not G.is_directed()


def directed(G: Any, given: Arguments) -> bool:
    """Edges have a direction."""
    return bool(G.is_directed())


def simple(G: Any, given: Arguments) -> bool:
    """No two nodes share several edges."""
    return not G.is_multigraph()


def without(*names: str) -> Condition:
    """None of these arguments is given."""

    def is_without(G: Any, given: Arguments) -> bool:
        return all(given.get(name) in (None, False) for name in names)

    return is_without


def column(G: Any, given: Arguments) -> bool:
    """What edges weigh by is an attribute that is a column of the graph, or that no edge has; or there is none."""
    weight = given.get("weight", given.get("distance"))
    return weight is None or (isinstance(weight, str) and (not isinstance(G, FrozenGraph) or G.knows(weight)))


def cost(G: Any, given: Arguments) -> bool:
    """As `column`, and no edge costs less than nothing or endlessly much."""
    weight = given.get("weight", given.get("distance"))
    return column(G, given) and (weight is None or not isinstance(G, FrozenGraph) or G.lightest(weight) >= 0)


def positive(G: Any, given: Arguments) -> bool:
    """As `cost`, and every edge costs so much that it makes any path longer, rounded as sums are."""
    weight = given.get("weight", given.get("distance"))
    return column(G, given) and (weight is None or not isinstance(G, FrozenGraph) or G.lightest(weight) > 0)


def by_dijkstra(G: Any, given: Arguments) -> bool:
    """Dijkstra's algorithm is asked for, or none in particular."""
    return given.get("method") in (None, "dijkstra")


def anchored(G: Any, given: Arguments) -> bool:
    """A source or a target is given."""
    return given.get("source") is not None or given.get("target") is not None


def one_group(G: Any, given: Arguments) -> bool:
    """One group of nodes is given, not several of them."""
    return isinstance(given.get("C"), list | set | frozenset | tuple) and any(node in G for node in given["C"])


CONDITIONS: Mapping[str, tuple[Condition, ...]] = {
    "all_shortest_paths": (positive, by_dijkstra),
    "all_simple_paths": (simple,),
    "average_clustering": (simple, without("weight")),
    "average_shortest_path_length": (cost, by_dijkstra),
    "betweenness_centrality": (positive,),
    "bidirectional_dijkstra": (cost,),
    "bridges": (without("root"),),
    "closeness_centrality": (cost,),
    "clustering": (simple, without("weight")),
    "constraint": (positive, without("nodes")),
    "core_number": (undirected,),
    "diameter": (cost, without("usebounds")),
    "dijkstra_path": (cost,),
    "dijkstra_path_length": (cost,),
    "eccentricity": (cost, without("sp")),
    "edge_betweenness_centrality": (positive, simple),
    "effective_size": (positive, without("nodes")),
    "ego_graph": (cost, without("undirected")),
    "eigenvector_centrality": (column,),
    "group_betweenness_centrality": (undirected, one_group, without("weight", "endpoints")),
    "harmonic_centrality": (cost,),
    "has_bridges": (without("root"),),
    "hits": (lambda G, _: column(G, {"weight": "weight"}),),
    "katz_centrality": (column,),
    "leiden_communities": (undirected, cost),
    "leiden_partitions": (undirected, cost),
    "louvain_communities": (undirected, positive),
    "louvain_partitions": (undirected, positive),
    "modularity": (undirected, cost),
    "pagerank": (column,),
    "radius": (cost, without("usebounds")),
    "shortest_path": (cost, by_dijkstra, anchored),
    "shortest_path_length": (cost, by_dijkstra, anchored),
    "shortest_simple_paths": (cost,),
    "single_source_dijkstra": (cost,),
    "single_source_dijkstra_path": (cost,),
    "single_source_dijkstra_path_length": (cost,),
    "transitivity": (simple, undirected),
    "triangles": (simple, without("nodes")),
}
