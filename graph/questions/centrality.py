"""Who matters in a network? Rankings by NetworkX's measures.

All measures are asked of the network's simple graph (`Network.simple`: parallel relationships count once, no
weights), so that `nx.<measure>(nx.Graph(G))` on an exported graph `G` gives the same numbers. Scores are rounded to
12 decimals, and those that are equal then share a rank (1, 2, 2, 4).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

import networkx as nx
import numpy as np
from scipy.sparse.linalg import eigs

from graph.checks import one_of, within
from graph.cite import name_thing
from graph.columns import Floats, Ints
from graph.errors import BadQuestion, NotConverged, TooLarge
from graph.network import Graph, Network, build
from graph.questions import brokers
from graph.questions.receipt import Algorithm, Answer, Question, limit_reached, seal, version_of
from graph.snapshot import Snapshot

DECIMALS = 12
LARGE = 1_000
"""Scores from which on `DECIMALS` are more than a float can be multiplied by."""
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
CERTAINTY = 0.95
"""How likely the error of an estimate is within its stated bound, for all nodes at once."""

Scores = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Measured:
    """Scores, with the parameters they were worked out with; `limits` are those of a receipt."""

    scores: Scores
    parameters: Mapping[str, Any] = field(default_factory=dict)
    limits: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """What a measure may be told: `seed` and number of `pivots` of an estimate, and the entities to start `near`."""

    seed: int = 0
    pivots: int | None = None
    near: tuple[str, ...] = ()


Run = Callable[[Graph, Settings], Measured]


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure: the function behind it and its library, what it means, and whether it is about direction.

    `several`: parallel relationships count one by one. `lowest`: the low scores come first. `takes` names the settings
    that it knows; one that `starts` must be told near what; one that looks `far` takes all pairs of entities.
    """

    function: str
    meaning: str
    run: Run
    directed: bool = False
    library: str = "networkx"
    several: bool = False
    lowest: bool = False
    takes: frozenset[str] = frozenset()
    starts: bool = False
    far: bool = False


def rank(
    network: Network,
    measure: str,
    *,
    top: int = 20,
    type: str | None = None,  # noqa: A002
    within_type: str | None = None,
    seed: int = 0,
    pivots: int | None = None,
    near: Collection[str] = (),
) -> Answer:
    """The entities of a network by a measure (a key of `MEASURES`), the highest first (of constraint, the lowest).

    `type` keeps entities of a class (and its subclasses) and ranks them among themselves, by their place in the whole
    network; `within_type` asks only the network between entities of that class. Measures about direction are asked of
    the directed network. Betweenness is estimated from `pivots` nodes if that many are given, chosen by `seed`.
    `near`: where the walker of pagerank starts anew, or what percolates starts.

    data: a list of {"rank", "score", "entity": {"id", "name", "type"}}, at most `top` (1-10000).

    Raises:
        BadQuestion: the measure or type is not known, `top` is out of bounds, or the measure doesn't take a setting.
        NotConverged: an iteration does not settle.
        TooLarge: the network is too large for the measure.
    """
    chosen = MEASURES[one_of("measure", measure, MEASURES)]
    within("top", top, 1, MAX_TOP)
    snapshot = network.snapshot
    for parameter, kind in (("type", type), ("within", within_type)):
        if kind is not None:
            one_of(parameter, kind, snapshot.vocabulary.entities)
    view = replace(network.view, types=(within_type,)) if within_type else network.view
    asked = build(snapshot, view, directed=chosen.directed or network.directed)
    told = _settings(asked, measure, Settings(seed, pivots, tuple(sorted({snapshot.canonical(n) for n in near}))))
    measured = snapshot.memory.recall(
        ("centrality", measure, asked.view, asked.directed, told), lambda: _measure(chosen, asked, told)
    )
    places, scores = _order(asked, measured.scores, type, lowest=chosen.lowest)
    cut = [limit_reached("top", top, f"There are {len(places)} rows in all.")] if len(places) > top else []
    settings = {
        **measured.parameters,
        "directed": asked.directed,
        "nodes": len(asked.simple),
        "edges": asked.simple.size(),
    }
    said = {"measure": measure, "top": top, "type": type, "seed": seed, "directed": network.directed}
    given = {"within": within_type, "pivots": pivots, "near": list(told.near) or None}
    return seal(
        _rows(snapshot, places[:top], scores[:top]),
        snapshot=snapshot,
        view=network.view,
        question=Question("centrality", said | {name: value for name, value in given.items() if value is not None}),
        algorithm=Algorithm(chosen.function, chosen.library, version_of(chosen.library), settings),
        claims=asked.claims,
        limits=[*measured.limits, *cut],
    )


def _settings(network: Network, measure: str, given: Settings) -> Settings:
    """The settings, if the measure takes them and finds what they name."""
    takes = MEASURES[measure].takes
    for name in ("pivots", "near"):
        if getattr(given, name) and name not in takes:
            hint = f"Leave it out, or ask for {' or '.join(sorted(n for n, m in MEASURES.items() if name in m.takes))}."
            raise BadQuestion(f"{measure} takes no {name}.", hint=hint, parameter=name)
    if given.near and not {*given.near} & {*network.simple}:
        hint = "Widen the view, or name others."
        raise BadQuestion("Nothing of near is linked to anything in this view.", hint=hint, parameter="near")
    if MEASURES[measure].starts and not given.near:
        raise BadQuestion(f"{measure} needs to know where it starts.", hint="Name entities in near.", parameter="near")
    if given.pivots is not None:
        within("pivots", given.pivots, 2, len(network.simple) or 2)
    return given


def _measure(measure: Measure, network: Network, told: Settings) -> Measured:
    """The scores; a graph without nodes has none."""
    graph: Graph = network.graph if measure.several else network.simple
    if not len(graph):
        return Measured({})
    try:
        return measure.run(graph, told)
    except (nx.PowerIterationFailedConvergence, nx.AmbiguousSolution) as error:
        hint = "Ask a larger part of the graph, or another measure such as pagerank."
        raise NotConverged(
            f"{measure.function} does not settle on this network.", hint=hint, parameter="measure"
        ) from error


def _rounded(scores: Floats) -> Floats:
    """As `round` rounds them to the last digit that is given; large ones one by one: 12 more digits don't fit."""
    rounded = np.round(scores, DECIMALS)
    large = np.flatnonzero(np.abs(scores) >= LARGE)
    rounded[large] = [round(score, DECIMALS) for score in scores[large].tolist()]
    shown: Floats = rounded + 0.0
    return shown


def _order(network: Network, scores: Scores, kind: str | None, *, lowest: bool = False) -> tuple[Ints, Floats]:
    """The places in `Snapshot.things` of what is ranked, the first first and equal scores by their ids; and scores."""
    snapshot, nodes = network.snapshot, network.folded.nodes
    columns, is_a = snapshot.thing_columns, snapshot.vocabulary.is_a
    in_order = scores if tuple(scores) == network.nodes else {n: scores.get(n, math.nan) for n in network.nodes}
    values = _rounded(np.fromiter(in_order.values(), np.float64, len(nodes)))
    of_kind = np.array([kind is None or is_a(name, kind) for name in columns.kinds], dtype=np.bool_)
    kept = np.flatnonzero(columns.entity[nodes] & of_kind[columns.kind[nodes]] & ~np.isnan(values))
    order = kept[np.argsort(values[kept] if lowest else -values[kept], kind="stable")]
    return nodes[order], values[order]


def _rows(snapshot: Snapshot, places: Ints, scores: Floats) -> list[dict[str, Any]]:
    """The first rows of a ranking: competition ranks."""
    new = np.append(True, scores[1:] != scores[:-1])[: len(scores)]
    first = np.maximum.accumulate(np.where(new, np.arange(1, len(scores) + 1), 0))
    names = snapshot.things.some(places)
    found = zip(first.tolist(), scores.tolist(), names, strict=True)
    return [{"rank": rank, "score": score, "entity": name_thing(snapshot, name)} for rank, score, name in found]


def _plain(function: Callable[[Graph], Scores]) -> Run:
    return lambda graph, _: Measured(function(graph))


def _all_pairs(function: Callable[[Graph], Scores]) -> Run:
    """A measure that needs the shortest paths between all pairs."""

    def run(graph: Graph, _: Settings) -> Measured:
        if len(graph) * graph.size() > REFUSED_ABOVE:
            hint = "Filter by type, relationship or date, or ask for pagerank or degree."
            raise TooLarge(
                f"{len(graph)} nodes and {graph.size()} edges are too many for this measure.",
                hint=hint,
                parameter="measure",
            )
        return Measured(function(graph))

    return run


def _betweenness(graph: Graph, told: Settings) -> Measured:
    """Exact, or, where that takes too long or pivots are given, estimated from the paths that start at some nodes
    (Brandes and Pich 2007)."""
    nodes, work = len(graph), len(graph) * graph.size()
    if told.pivots is None and work <= SAMPLED_ABOVE:
        return Measured(nx.betweenness_centrality(graph), {"normalized": True})
    pivots = min(told.pivots or max(50, SAMPLED_ABOVE // graph.size()), nodes)
    bound = error_bound(nodes, pivots)
    sure = f"with {CERTAINTY:.0%} certainty no score is wrong by more than {bound:.3g}"
    cut = limit_reached("pivots", pivots, f"Estimated from {pivots} of {nodes} nodes: {sure}.")
    scores = nx.betweenness_centrality(graph, k=pivots, seed=told.seed)
    parameters = {"normalized": True, "k": pivots, "seed": told.seed, "error": bound, "certainty": CERTAINTY}
    return Measured(scores, parameters, (cut,))


def error_bound(nodes: int, pivots: int) -> float:
    """By how much any score of estimated betweenness is wrong at most, with `CERTAINTY`.

    A normalised score is the mean, over the other nodes as sources, of a share between 0 and 1; the estimate is that
    mean over the pivots (all but the node itself). By W. Hoeffding, "Probability Inequalities for Sums of Bounded
    Random Variables" (1963), theorem 2 and section 6 (no node is drawn twice), and counting all nodes:
    sqrt(ln(2 n / (1 - certainty)) / (2 (k - 1))). With all nodes as pivots nothing is estimated.

    >>> round(error_bound(50_000, 500), 3), error_bound(10, 10)
    (0.121, 0.0)
    """
    if pivots >= nodes:
        return 0.0
    return min(1.0, round(math.sqrt(math.log(2 * nodes / (1 - CERTAINTY)) / (2 * (pivots - 1))), DECIMALS))


def _pagerank(graph: Graph, told: Settings) -> Measured:
    """Personalised, the walker starts anew at what `near` names only, and from what leads nowhere goes there too."""
    if not told.near:
        return Measured(nx.pagerank(graph))
    start = {name: 1.0 for name in told.near if name in graph}
    return Measured(nx.pagerank(graph, personalization=start), {"personalization": sorted(start)})


def _percolation(graph: Graph, told: Settings) -> Measured:
    return Measured(brokers.percolation(graph, told.near), {"states": "1 at near, 0 elsewhere"})


def _eigenvector(graph: Graph, _: Settings) -> Measured:
    return Measured(nx.eigenvector_centrality(graph, max_iter=STEPS), {"max_iter": STEPS, "tol": 1e-6})


def _katz(graph: Graph, _: Settings) -> Measured:
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
            "closeness_centrality", "how near all it can reach are", _all_pairs(nx.closeness_centrality), far=True
        ),
        "harmonic": Measure(
            "harmonic_centrality", "sum of 1/distance to all others", _all_pairs(nx.harmonic_centrality), far=True
        ),
        "betweenness": Measure(
            "betweenness_centrality",
            "share of shortest paths that lead through it",
            _betweenness,
            takes=frozenset({"pivots"}),
            far=True,
        ),
        "eigenvector": Measure("eigenvector_centrality", "how central those it is linked to are", _eigenvector),
        "katz": Measure("katz_centrality", "walks that end at it, long ones counting less", _katz),
        "pagerank": Measure("pagerank", "how often a random walker is there", _pagerank, takes=frozenset({"near"})),
        "hubs": Measure("hits", "how far it links to authorities", lambda graph, _: _hits(graph, 0), True, "defgraph"),
        "authorities": Measure("hits", "how far hubs link to it", lambda graph, _: _hits(graph, 1), True, "defgraph"),
        "core_number": Measure("core_number", "greatest k of a part where all have k neighbours", _plain(_core_number)),
        "weighted_degree": Measure(
            "degree",
            "how many edges it has, parallel ones one by one",
            _plain(lambda graph: dict(graph.degree())),
            several=True,
        ),
        "constraint": Measure(
            "constraint",
            "how far those it is linked to are linked",
            _plain(brokers.constraint),
            lowest=True,
        ),
        "effective_size": Measure(
            "effective_size",
            "how many it reaches who don't reach each other",
            _plain(brokers.effective_size),
            library="defgraph",
        ),
        "current_flow_betweenness": Measure(
            "current_flow_betweenness_centrality",
            "share of a current that flows through it",
            _plain(brokers.flow_betweenness),
            far=True,
        ),
        "current_flow_closeness": Measure(
            "current_flow_closeness_centrality",
            "how low the resistance to all others is",
            _plain(brokers.flow_closeness),
            far=True,
        ),
        "percolation": Measure(
            "percolation_centrality",
            "share of shortest paths from some entities that lead through it",
            _percolation,
            takes=frozenset({"near"}),
            starts=True,
        ),
    }
)

STRUCTURAL = tuple(name for name, measure in MEASURES.items() if not (measure.several or measure.starts))
"""The measures that need nothing but the simple graph."""

__all__ = ["MEASURES", "STRUCTURAL", "Measure", "Measured", "Settings", "error_bound", "rank"]
