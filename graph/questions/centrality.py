"""Who matters in a network? Rankings by NetworkX's measures.

All measures are asked of the network's simple graph (`Network.simple`: parallel relationships count once, no
weights), so that `nx.<measure>(nx.Graph(G))` on an exported graph `G` gives the same numbers. Scores are rounded to
12 decimals, and those that are equal then share a rank (1, 2, 2, 4).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import networkx as nx
import numpy as np
from scipy.sparse.linalg import eigs

from graph.cite import name_thing
from graph.columns import Floats
from graph.errors import NotConverged, TooLarge
from graph.network import Graph, Network, build
from graph.questions.checks import one_of, within
from graph.questions.receipt import Algorithm, Answer, Question, limit_reached, seal, version_of

DECIMALS = 12
MAX_TOP = 10_000
SAMPLED_ABOVE = 20_000_000
"""Nodes times edges above which betweenness is estimated from some sources; below, it takes NetworkX about ten
seconds at most."""
REFUSED_ABOVE = 200_000_000
"""Nodes times edges above which measures that need all shortest paths are refused."""
STEPS = 5_000
"""Iterations after which a measure counts as not settling."""
HITS_TOLERANCE = 1e-12
DENSE = 400
"""Nodes up to which a spectrum is worked out whole."""

Scores = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Measured:
    """Scores, with the parameters they were worked out with; `limits` are those of a receipt."""

    scores: Scores
    parameters: Mapping[str, Any] = field(default_factory=dict)
    limits: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure: the function behind it and its library, what it means, and whether it is about direction."""

    function: str
    meaning: str
    run: Callable[[Graph, int], Measured]
    directed: bool = False
    library: str = "networkx"


def rank(network: Network, measure: str, *, top: int = 20, type: str | None = None, seed: int = 0) -> Answer:  # noqa: A002
    """The entities of a network by a measure (a key of `MEASURES`), the highest first.

    `type` keeps entities of a class (and its subclasses) and ranks them among themselves, by their place in the whole
    network. Measures about direction are asked of the directed network. `seed` chooses the sources where betweenness
    is estimated.

    data: a list of {"rank", "score", "entity": {"id", "name", "type"}}, at most `top` (1-10000).

    Raises:
        BadQuestion: the measure or type is not known, or `top` is out of bounds.
        NotConverged: an iteration does not settle.
        TooLarge: the network is too large for the measure.
    """
    chosen = MEASURES[one_of("measure", measure, MEASURES)]
    within("top", top, 1, MAX_TOP)
    snapshot = network.snapshot
    if type is not None:
        one_of("type", type, snapshot.vocabulary.entities)
    asked = build(snapshot, network.view, directed=True) if chosen.directed else network
    measured = snapshot.memory.recall(
        ("centrality", measure, asked.view, asked.directed, seed), lambda: _measure(chosen, asked.simple, seed)
    )
    rows = _rows(asked, measured.scores, type)
    cut = [limit_reached("top", top, f"There are {len(rows)} rows in all.")] if len(rows) > top else []
    settings = {
        **measured.parameters,
        "directed": asked.directed,
        "nodes": len(asked.simple),
        "edges": asked.simple.size(),
    }
    return seal(
        rows[:top],
        snapshot=snapshot,
        view=network.view,
        question=Question(
            "centrality", {"measure": measure, "top": top, "type": type, "seed": seed, "directed": network.directed}
        ),
        algorithm=Algorithm(chosen.function, chosen.library, version_of(chosen.library), settings),
        claims=asked.claims,
        limits=[*measured.limits, *cut],
    )


def _measure(measure: Measure, graph: Graph, seed: int) -> Measured:
    """The scores; a graph without nodes has none."""
    if not len(graph):
        return Measured({})
    try:
        measured = measure.run(graph, seed)
    except (nx.PowerIterationFailedConvergence, nx.AmbiguousSolution) as error:
        hint = "Ask a larger part of the graph, or another measure such as pagerank."
        raise NotConverged(
            f"{measure.function} does not settle on this network.", hint=hint, parameter="measure"
        ) from error
    scores = {name: round(float(score), DECIMALS) + 0.0 for name, score in measured.scores.items()}
    return Measured(scores, measured.parameters, measured.limits)


def _rows(network: Network, scores: Scores, kind: str | None) -> list[dict[str, Any]]:
    """The ranking: competition ranks, equal scores in the order of their ids."""
    snapshot, is_a = network.snapshot, network.snapshot.vocabulary.is_a
    entities = ((score, name) for name, score in scores.items() if name in snapshot.entities)
    kept = [(s, n) for s, n in entities if kind is None or is_a(snapshot.entities[n].type, kind)]
    rows: list[dict[str, Any]] = []
    for place, (score, name) in enumerate(sorted(kept, key=lambda pair: (-pair[0], pair[1])), 1):
        shared = rows and rows[-1]["score"] == score
        rows.append(
            {"rank": rows[-1]["rank"] if shared else place, "score": score, "entity": name_thing(snapshot, name)}
        )
    return rows


def _plain(function: Callable[[Graph], Scores]) -> Callable[[Graph, int], Measured]:
    return lambda graph, _: Measured(function(graph))


def _all_pairs(function: Callable[[Graph], Scores]) -> Callable[[Graph, int], Measured]:
    """A measure that needs the shortest paths between all pairs."""

    def run(graph: Graph, _: int) -> Measured:
        if len(graph) * graph.size() > REFUSED_ABOVE:
            hint = "Filter by type, relationship or date, or ask for pagerank or degree."
            raise TooLarge(
                f"{len(graph)} nodes and {graph.size()} edges are too many for this measure.",
                hint=hint,
                parameter="measure",
            )
        return Measured(function(graph))

    return run


def _betweenness(graph: Graph, seed: int) -> Measured:
    """Exact, or, where that takes too long, estimated from the paths that start at some nodes (Brandes and Pich
    2007)."""
    work = len(graph) * graph.size()
    if work <= SAMPLED_ABOVE:
        return Measured(nx.betweenness_centrality(graph), {"normalized": True})
    pivots = max(50, SAMPLED_ABOVE // graph.size())
    cut = limit_reached("pivots", pivots, f"Estimated from {pivots} of {len(graph)} nodes.")
    scores = nx.betweenness_centrality(graph, k=min(pivots, len(graph)), seed=seed)
    return Measured(scores, {"normalized": True, "k": pivots, "seed": seed}, (cut,))


def _eigenvector(graph: Graph, _: int) -> Measured:
    return Measured(nx.eigenvector_centrality(graph, max_iter=STEPS), {"max_iter": STEPS, "tol": 1e-6})


def _katz(graph: Graph, _: int) -> Measured:
    """NetworkX's alpha of 0.1 where the sum of walks is finite with it, else 0.9 of the bound 1 / lambda_max."""
    largest = _spectral_radius(graph)
    alpha = 0.1 if 0.1 * largest < 1 else round(0.9 / largest, DECIMALS)
    scores = nx.katz_centrality(graph, alpha=alpha, max_iter=STEPS, nstart=_katz_start(graph, alpha))
    return Measured(scores, {"alpha": alpha, "beta": 1.0, "max_iter": STEPS, "tol": 1e-6})


def _katz_start(graph: Graph, alpha: float) -> dict[str, float]:
    """Where NetworkX's iteration ends, found by the same iteration on a sparse matrix, which is a hundred times as
    fast."""
    matrix = nx.adjacency_matrix(graph, dtype=np.float64).T
    scores = np.ones(len(graph))
    for _ in range(STEPS):
        before, scores = scores, alpha * (matrix @ scores) + 1.0
        if np.abs(scores - before).max() < 1e-12 * scores.max():
            break
    return dict(zip(graph, scores.tolist(), strict=True))


def _spectral_radius(graph: Graph) -> float:
    """The largest absolute value of an eigenvalue of the adjacency matrix."""
    matrix = nx.adjacency_matrix(graph, dtype=np.float64)
    if len(graph) <= DENSE:
        return float(np.abs(np.linalg.eigvals(matrix.toarray())).max())
    found = eigs(matrix, k=1, which="LM", v0=np.ones(len(graph)), return_eigenvectors=False, tol=1e-6)
    return float(np.abs(found).max())


def _hits(graph: Graph, place: int) -> Measured:
    """Hubs (0) or authorities (1) by Kleinberg's own iteration (1999) from an even start.

    Where the adjacency matrix has one greatest singular value this is what `nx.hits` gives. Where it has several alike
    (parts of the network that are as strong), that function gives any mixture of them, negative and infinite ones too,
    and the iteration the one that is nearest to even.
    """
    matrix = nx.adjacency_matrix(graph, dtype=np.float64)
    hubs = np.full(len(graph), 1.0 / len(graph))
    for _ in range(STEPS):
        authorities = _share(matrix.T @ hubs)
        before, hubs = hubs, _share(matrix @ authorities)
        if np.abs(hubs - before).sum() < HITS_TOLERANCE:
            scores = (hubs, authorities)[place].tolist()
            return Measured(dict(zip(graph, scores, strict=True)), {"max_iter": STEPS, "tol": HITS_TOLERANCE})
    raise nx.PowerIterationFailedConvergence(STEPS)


def _share(scores: Floats) -> Floats:
    share: Floats = scores / scores.sum()
    return share


def _core_number(graph: Graph) -> Scores:
    """Core numbers without self-loops, which they are not defined for."""
    plain = graph.copy()
    plain.remove_edges_from(list(nx.selfloop_edges(plain)))
    return nx.core_number(plain)


MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        "degree": Measure("degree_centrality", "share of the others it is linked to", _plain(nx.degree_centrality)),
        "in_degree": Measure(
            "in_degree_centrality", "share of the others that link to it", _plain(nx.in_degree_centrality), True
        ),
        "out_degree": Measure(
            "out_degree_centrality", "share of the others it links to", _plain(nx.out_degree_centrality), True
        ),
        "closeness": Measure(
            "closeness_centrality", "how near all it can reach are", _all_pairs(nx.closeness_centrality)
        ),
        "harmonic": Measure(
            "harmonic_centrality", "sum of 1/distance to all others", _all_pairs(nx.harmonic_centrality)
        ),
        "betweenness": Measure("betweenness_centrality", "share of shortest paths that lead through it", _betweenness),
        "eigenvector": Measure("eigenvector_centrality", "how central those it is linked to are", _eigenvector),
        "katz": Measure("katz_centrality", "walks that end at it, long ones counting less", _katz),
        "pagerank": Measure("pagerank", "how often a random walker is there", _plain(nx.pagerank)),
        "hubs": Measure("hits", "how far it links to authorities", lambda graph, _: _hits(graph, 0), True, "defgraph"),
        "authorities": Measure("hits", "how far hubs link to it", lambda graph, _: _hits(graph, 1), True, "defgraph"),
        "core_number": Measure("core_number", "greatest k of a part where all have k neighbours", _plain(_core_number)),
    }
)

__all__ = ["MEASURES", "Measure", "Measured", "rank"]
