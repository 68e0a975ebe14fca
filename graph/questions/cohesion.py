"""What holds a network together: entities and edges whose loss breaks it, edges that carry its shortest paths, groups,
and how often one must cut to take parts asunder.

All of the simple graph without direction, parallel relationships as one edge.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

import networkx as nx

from graph.budget import timed
from graph.checks import within
from graph.cite import name_thing
from graph.engine.k_components import k_components
from graph.errors import BadQuestion, TooLarge
from graph.network import Graph, Network
from graph.questions.brokers import plain
from graph.questions.centrality import DECIMALS, MAX_TOP, REFUSED_ABOVE, SAMPLED_ABOVE, error_bound
from graph.questions.receipt import Algorithm, Answer, Data, Question, limit_reached, seal, version_of

MAX_GROUP = 100
"""How many members a group may have."""
MAX_K_NODES = 1_000
"""Nodes up to which k-components are worked out: they take a flow for each node of a core, and so for each k."""
MAX_ROWS = 1_000
"""How many rows an answer has at most."""
Record = dict[str, Any]


def rank_edges(network: Network, *, top: int = 20, pivots: int | None = None, seed: int = 0) -> Answer:
    """The links between entities by betweenness, the highest first: the share of all shortest paths that run over each
    (M. Girvan and M. E. J. Newman, 2002; U. Brandes, 2008).

    data: a list of {"rank", "score", "from", "to" (entities), "relationships": [ids]}, at most `top` (1-10000).

    Raises:
        BadQuestion: `top` or `pivots` is out of bounds.
        TooLarge: the network is too large, even for an estimate.
    """
    within("top", top, 1, MAX_TOP)
    graph = plain(network.simple)
    nodes, work = len(graph), len(graph) * graph.size()
    if pivots is not None:
        within("pivots", pivots, 2, max(nodes, 2))
    elif work > REFUSED_ABOVE:
        _too_large(graph, "measure")
    elif work > SAMPLED_ABOVE:
        pivots = min(max(50, SAMPLED_ABOVE // graph.size()), nodes)
    scores = _edge_scores(network, graph, pivots, seed)
    rows = _edge_rows(network, scores)
    limits = [limit_reached("top", top, f"There are {len(rows)} rows in all.")] if len(rows) > top else []
    parameters: Record = {"normalized": True, "nodes": nodes, "edges": graph.size()}
    if pivots is not None and pivots < nodes:
        bound = error_bound(nodes, pivots)
        told = f"Estimated from {pivots} of {nodes} nodes, where the paths start."
        limits.insert(0, limit_reached("pivots", pivots, told))
        parameters |= {"k": pivots, "seed": seed, "error": bound}
    return _sealed(
        network, "edge_centrality", {"top": top, "pivots": pivots, "seed": seed}, rows[:top], parameters, limits
    )


def find_cutpoints(network: Network, *, top: int = 100) -> Answer:
    """Entities and links without which the network falls into more parts (J. Hopcroft and R. Tarjan, 1973).

    data: {"articulation_points": [{"entity", "parts", "cut_off"}], "bridges": [{"from", "to", "relationships",
    "cut_off"}]}, those that cut off most first, at most `top` (1-10000) of each. `parts`: into how many its own falls;
    `cut_off`: how many entities are then outside the largest of these, or on the smaller side of a bridge.

    Raises:
        BadQuestion: `top` is out of bounds.
    """
    within("top", top, 1, MAX_TOP)
    graph = plain(network.simple)
    found: Iterable[set[str]] = nx.biconnected_components(graph)  # type: ignore[assignment]  # sets of nodes
    blocks = [frozenset(block) for block in found]
    points = sorted(nx.articulation_points(graph))
    rows = sorted(_points(network, blocks, points), key=lambda row: (-row["cut_off"], row["entity"]["id"]))
    bridges = sorted(_bridges(network, blocks, points), key=lambda row: (-row["cut_off"], row["from"]["id"]))
    data = {"articulation_points": rows[:top], "bridges": bridges[:top]}
    counts = (("articulation_points", len(rows)), ("bridges", len(bridges)))
    limits = [limit_reached(name, top, f"There are {count} in all.") for name, count in counts if count > top]
    return _sealed(network, "cutpoints", {"top": top}, data, {}, limits)


def rank_group(network: Network, members: Sequence[str]) -> Answer:
    """How central several entities are together (M. G. Everett and S. P. Borgatti, "The centrality of groups and
    classes", 1999): the group as if it were one.

    data: {"members": [entity], "degree", "closeness", "betweenness"}: the share of the others that are linked to the
    group; their number over the sum of their distances to it; the share of shortest paths between others through it.

    Raises:
        BadQuestion: no member, or too many, or none of them is linked in this view.
        TooLarge: the network is too large.
    """
    within("member", len({*members}), 1, MAX_GROUP)
    graph, snapshot = plain(network.simple), network.snapshot
    group = sorted({snapshot.canonical(name) for name in members} & {*graph})
    if not group:
        raise BadQuestion("None of the members is linked in this view.", hint="Widen the view.", parameter="member")
    if len(graph) * graph.size() > SAMPLED_ABOVE:
        _too_large(graph, "member")
    rest = len(graph) - len(group)
    data = {
        "members": [name_thing(snapshot, name) for name in group],
        "degree": round(nx.group_degree_centrality(graph, group), DECIMALS) if rest else 0.0,
        "closeness": round(nx.group_closeness_centrality(graph, group), DECIMALS) if rest else 0.0,
        "betweenness": round(_between(graph, group), DECIMALS),
    }
    left = sorted({snapshot.canonical(name) for name in members} - {*group})
    told = f"{', '.join(left)}: not linked in this view."
    limits = [limit_reached("member", len(left), told) | {"truncated": False}] if left else []
    return _sealed(network, "group", {"member": sorted({*members})}, data, {"nodes": len(graph)}, limits)


def find_k_components(network: Network) -> Answer:
    """The parts that hold together until k entities are taken away (J. Moody and D. R. White, 2003), for each k.

    data: a list of {"k", "size", "members": [entity]}, the greatest k first.

    Raises:
        TooLarge: the network is too large.
    """
    graph = plain(network.simple)
    if len(graph) > MAX_K_NODES:
        _too_large(graph, "type")
    found = k_components(graph)
    parts = [(k, sorted(part)) for k, several in found.items() for part in several]
    rows = [
        {"k": k, "size": len(part), "members": [name_thing(network.snapshot, name) for name in part]}
        for k, part in sorted(parts, key=lambda pair: (-pair[0], -len(pair[1]), pair[1]))
    ]
    return _sealed(network, "k_components", {}, rows, {"nodes": len(graph)}, [])


def _edge_scores(network: Network, graph: Graph, pivots: int | None, seed: int) -> dict[tuple[str, str], float]:
    question = ("edge_betweenness", network.view, network.directed, pivots, seed)
    return network.snapshot.memory.recall(
        question, lambda: dict(nx.edge_betweenness_centrality(graph, k=pivots, seed=seed))
    )


def _edge_rows(network: Network, scores: dict[tuple[str, str], float]) -> list[Record]:
    ordered = [(round(score, DECIMALS), min(ends), max(ends)) for ends, score in scores.items()]
    rows: list[Record] = []
    for place, (score, one, other) in enumerate(sorted(ordered, key=lambda row: (-row[0], row[1], row[2])), 1):
        shared = rows and rows[-1]["score"] == score
        rows.append({"rank": rows[-1]["rank"] if shared else place, "score": score} | _link(network, one, other))
    return rows


def _link(network: Network, one: str, other: str) -> Record:
    """A link between two entities, with the relationships that make it."""
    pairs = ((one, other), (other, one)) if network.directed else ((one, other),)
    edges = [d for u, v in pairs if network.graph.has_edge(u, v) for d in network.graph[u][v].values()]
    return {
        "from": _thing(network, one),
        "to": _thing(network, other),
        "relationships": sorted({edge["relationship"] for edge in edges}),
    }


def _thing(network: Network, name: str) -> Record:
    return name_thing(network.snapshot, name)


def _block_tree(blocks: Iterable[frozenset[str]], points: Sequence[str]) -> nx.Graph[Any]:
    """The tree of blocks (by number) and articulation points; a block weighs its entities that are no such points."""
    tree: nx.Graph[Any] = nx.Graph()
    cut = {*points}
    for number, block in enumerate(blocks):
        tree.add_node(number, weight=len(block - cut))
        tree.add_edges_from((number, point) for point in sorted(block & cut))
    for point in points:
        tree.add_node(point, weight=1)
    return tree


def _points(network: Network, blocks: Sequence[frozenset[str]], points: Sequence[str]) -> Iterable[Record]:
    """Articulation points with the parts they leave, read off the tree of blocks: each branch weighs its entities."""
    tree = _block_tree(blocks, points)
    below = _weights_below(tree)
    for point in timed(points):
        whole = below[None, point]
        parts = [below[point, branch] for branch in tree[point]]
        entity = _thing(network, point)
        yield {"entity": entity, "parts": len(parts), "cut_off": whole - 1 - max(parts)}


def _bridges(network: Network, blocks: Sequence[frozenset[str]], points: Sequence[str]) -> Iterable[Record]:
    """Links that are alone in their block, with how many entities are on the smaller side."""
    tree = _block_tree(blocks, points)
    below = _weights_below(tree)
    for number, block in enumerate(blocks):
        if len(block) == 2:  # noqa: PLR2004 - two entities and what links them
            one, other = sorted(block)
            sides = [below[number, end] if end in tree else 1 for end in (one, other)]
            yield _link(network, one, other) | {"cut_off": min(sides)}


def _weights_below(tree: nx.Graph[Any]) -> dict[Any, int]:
    """For each pair of neighbours (a, b) in a forest what all on the side of b weighs; (None, a): all of its tree."""
    found: dict[Any, int] = {}
    for part in list(nx.connected_components(tree)):
        root = min(part, key=str)
        order = list(nx.dfs_preorder_nodes(tree, root))
        parent = {child: node for node, child in nx.dfs_edges(tree, root)}
        weight = {node: tree.nodes[node]["weight"] for node in order}
        for node in reversed(order):
            if node in parent:
                weight[parent[node]] += weight[node]
        total = weight[root]
        for node in order:
            found[None, node] = total
            if node in parent:
                found[parent[node], node] = weight[node]
                found[node, parent[node]] = total - weight[node]
    return found


def _between(graph: Graph, group: Sequence[str]) -> float:
    """The group's betweenness among the others: paths that meet it, by what is left of them when it is taken away."""
    rest = [name for name in graph if name not in {*group}]
    if len(rest) < 2:  # noqa: PLR2004 - nothing is between
        return 0.0
    share: float = nx.group_betweenness_centrality(graph, list(group), normalized=True)  # type: ignore[assignment]
    return share


def _too_large(graph: Graph, parameter: str) -> None:
    raise TooLarge(
        f"{len(graph)} nodes and {graph.size()} edges are too many for this question.",
        hint="Filter by type, relationship or date.",
        parameter=parameter,
    )


def _sealed(  # noqa: PLR0917 - what a receipt is made of
    network: Network,
    name: str,
    asked: Record,
    data: Data,
    parameters: Record,
    limits: Iterable[Record],
) -> Answer:
    functions = {
        "edge_centrality": ("edge_betweenness_centrality", "networkx"),
        "cutpoints": ("biconnected_components", "networkx"),
        "group": ("group centrality", "networkx"),
        "k_components": ("k_components", "defgraph"),
    }
    function, library = functions[name]
    return seal(
        data,
        snapshot=network.snapshot,
        view=network.view,
        question=Question(name, {key: value for key, value in asked.items() if value is not None}),
        algorithm=Algorithm(function, library, version_of(library), parameters),
        claims=network.claims,
        limits=list(islice(limits, MAX_ROWS)),
    )


__all__ = ["find_cutpoints", "find_k_components", "rank_edges", "rank_group"]
