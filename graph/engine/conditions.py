"""When a function's native version takes a graph and arguments; where it doesn't, NetworkX's own runs.

A condition is asked of NetworkX's graphs too, before they are converted: what it says of weights is settled after that.
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


def unweighted(G: Any, given: Arguments) -> bool:
    """No attribute is asked for."""
    return given.get("weight") is None and given.get("distance") is None


def column_weight(G: Any, given: Arguments) -> bool:
    """The weight is an attribute that is a column of the graph, or that no edge has; or there is none."""
    weight = given.get("weight")
    return weight is None or (isinstance(weight, str) and (not isinstance(G, FrozenGraph) or G.knows(weight)))


def cost(G: Any, given: Arguments) -> bool:
    """As `column_weight`, and no edge costs less than nothing or endlessly much."""
    weight = given.get("weight")
    return column_weight(G, given) and (weight is None or not isinstance(G, FrozenGraph) or G.is_cost(weight))


def no_sources(G: Any, given: Arguments) -> bool:
    """Sources are not restricted."""
    return given.get("sources") is None


def pair(G: Any, given: Arguments) -> bool:
    """One source and one target are asked for, by Dijkstra's algorithm."""
    wants = given.get("source") is not None and given.get("target") is not None
    return wants and given.get("method", "dijkstra") == "dijkstra"


def loopless(G: Any, given: Arguments) -> bool:
    """No edge leads back to its own node."""
    return not isinstance(G, FrozenGraph) or not bool((G.source == G.target).any())


CONDITIONS: Mapping[str, tuple[Condition, ...]] = {
    "all_simple_paths": (simple,),
    "betweenness_centrality": (unweighted,),
    "bidirectional_dijkstra": (cost,),
    "closeness_centrality": (unweighted,),
    "connected_components": (undirected,),
    "core_number": (undirected, simple, loopless),
    "dijkstra_path": (cost,),
    "dijkstra_path_length": (cost,),
    "edge_betweenness_centrality": (unweighted, simple),
    "eigenvector_centrality": (simple, column_weight),
    "harmonic_centrality": (unweighted, no_sources),
    "in_degree_centrality": (directed,),
    "is_connected": (undirected,),
    "katz_centrality": (simple, column_weight),
    "number_connected_components": (undirected,),
    "number_strongly_connected_components": (directed,),
    "number_weakly_connected_components": (directed,),
    "out_degree_centrality": (directed,),
    "pagerank": (column_weight,),
    "shortest_path": (pair, cost),
    "shortest_path_length": (pair, cost),
    "shortest_simple_paths": (simple, cost),
    "single_source_dijkstra_path_length": (cost,),
    "strongly_connected_components": (directed,),
    "weakly_connected_components": (directed,),
}
