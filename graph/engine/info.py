"""What NetworkX reads of this backend when it is imported; it must stay light."""

from typing import Any

FUNCTIONS = (
    "all_simple_paths",
    "betweenness_centrality",
    "bidirectional_dijkstra",
    "bidirectional_shortest_path",
    "closeness_centrality",
    "connected_components",
    "core_number",
    "degree_centrality",
    "dijkstra_path",
    "dijkstra_path_length",
    "edge_betweenness_centrality",
    "eigenvector_centrality",
    "harmonic_centrality",
    "has_path",
    "in_degree_centrality",
    "is_connected",
    "katz_centrality",
    "number_connected_components",
    "number_strongly_connected_components",
    "number_weakly_connected_components",
    "out_degree_centrality",
    "pagerank",
    "shortest_path",
    "shortest_path_length",
    "shortest_simple_paths",
    "single_source_dijkstra_path_length",
    "single_source_shortest_path_length",
    "strongly_connected_components",
    "weakly_connected_components",
)


def get_info() -> dict[str, Any]:
    """Name, functions and settings, in NetworkX's form."""
    return {
        "backend_name": "defgraph",
        "project": "defgraph",
        "package": "graph.engine",
        "short_summary": "Immutable graphs in flat arrays, with compiled kernels",
        "functions": {name: {} for name in FUNCTIONS},
    }
