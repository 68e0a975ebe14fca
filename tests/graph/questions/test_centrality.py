"""Are the rankings NetworkX's own?"""

import io
import math
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import BadQuestion, NotConverged, TooLarge
from graph.network import build
from graph.questions import centrality
from graph.questions.centrality import MEASURES, rank
from graph.questions.export import write_graph
from graph.questions.receipt import Answer
from graph.snapshot import Snapshot
from graph.view import View
from tests.graph.worlds import FIRMS, STATES, THINGS, claim, forge_world, world, worlds

STEPS = {"max_iter": 5_000}
BY_HAND = {
    "degree": nx.degree_centrality,
    "in_degree": nx.in_degree_centrality,
    "out_degree": nx.out_degree_centrality,
    "closeness": nx.closeness_centrality,
    "harmonic": nx.harmonic_centrality,
    "betweenness": nx.betweenness_centrality,
    "eigenvector": lambda g: nx.eigenvector_centrality(g, **STEPS),
    "katz": lambda g: nx.katz_centrality(g, **STEPS),
    "pagerank": nx.pagerank,
    "core_number": nx.core_number,
    "constraint": nx.constraint,
    "effective_size": nx.effective_size,
    "current_flow_betweenness": nx.current_flow_betweenness_centrality,
    "current_flow_closeness": nx.current_flow_closeness_centrality,
}
TIES = {"constraint", "effective_size", "current_flow_betweenness", "current_flow_closeness"}
"""Measures of ties to others: what has none has no score."""
STARTED = {"percolation"}
"""Measures that must be told where they start."""


def scores(answer: Answer) -> dict[str, float]:
    return {row["entity"]["id"]: row["score"] for row in answer.data}


def exported(snapshot: Snapshot, directed: bool) -> Any:
    """The view's graph as somebody reads it who has only the file."""
    graph = nx.read_graphml(
        io.BytesIO(write_graph(build(snapshot, View(), directed), "graphml")), force_multigraph=True
    )
    return (nx.DiGraph if directed else nx.Graph)(graph)


@pytest.mark.parametrize("measure", sorted(BY_HAND))
def test_a_measure_is_networkx_run_by_hand_on_the_exported_graph(measure: str) -> None:
    snapshot = forge_world()
    found = scores(rank(build(snapshot, View()), measure))
    wanted = BY_HAND[measure](exported(snapshot, MEASURES[measure].directed))
    assert found.keys() == wanted.keys()
    for name, score in wanted.items():
        assert math.isclose(found[name], score, abs_tol=1e-5 if measure == "katz" else 1e-9)


def test_hubs_and_authorities_are_those_of_the_directed_graph() -> None:
    snapshot = forge_world()
    hubs, authorities = nx.hits(exported(snapshot, True))
    for measure, wanted in (("hubs", hubs), ("authorities", authorities)):
        found = scores(rank(build(snapshot, View()), measure))
        assert all(math.isclose(found[name], score, abs_tol=1e-6) for name, score in wanted.items())


def test_hubs_of_parts_that_are_as_strong_share_evenly() -> None:
    pairs = (("anvil", "hammer"), ("southland", "forge"))
    network = build(world(*THINGS, *(claim(f"{a}-owns", "Ownership", owner=a, asset=b) for a, b in pairs)), View())
    assert scores(rank(network, "hubs")) == {"anvil": 0.5, "southland": 0.5, "forge": 0.0, "hammer": 0.0}
    assert scores(rank(network, "authorities")) == {"hammer": 0.5, "forge": 0.5, "anvil": 0.0, "southland": 0.0}


@given(worlds())
@settings(max_examples=30, deadline=None)
def test_betweenness_of_random_worlds(snapshot: Snapshot) -> None:
    found = scores(rank(build(snapshot, View()), "betweenness"))
    wanted = nx.betweenness_centrality(exported(snapshot, False))
    assert found.keys() == wanted.keys()
    assert all(abs(found[name] - wanted[name]) < 1e-9 for name in wanted)


@given(worlds())
@settings(max_examples=25, deadline=None)
def test_every_measure_answers_or_says_why_not(snapshot: Snapshot) -> None:
    network = build(snapshot, View())
    for measure in MEASURES.keys() - STARTED - TIES:
        try:
            answer = rank(network, measure)
        except NotConverged as error:
            assert error.hint
        else:
            assert all(math.isfinite(row["score"]) for row in answer.data)
            assert len(answer.data) == len(network.graph)


def test_equal_scores_share_a_rank() -> None:
    rows = rank(build(forge_world(), View()), "degree").data
    for row in rows:
        assert row["rank"] == 1 + sum(other["score"] > row["score"] for other in rows)
    assert len({row["rank"] for row in rows}) < len(rows)
    assert [r["entity"]["id"] for r in rows if r["rank"] == rows[-1]["rank"]] == sorted(
        r["entity"]["id"] for r in rows if r["rank"] == rows[-1]["rank"]
    )


def test_ranks_within_a_class_keep_the_scores_of_the_whole() -> None:
    network = build(forge_world(), View())
    every, firms = rank(network, "betweenness"), rank(network, "betweenness", type="Firm")
    assert {row["entity"]["type"] for row in firms.data} == {"Firm"}
    assert firms.data[0]["rank"] == 1
    assert scores(firms).items() <= scores(every).items()
    assert scores(rank(network, "betweenness", type="Actor")).keys() > scores(firms).keys()


def test_only_the_top() -> None:
    answer = rank(build(forge_world(), View()), "pagerank", top=2)
    assert len(answer.data) == 2
    assert [x["limit"] for x in answer.receipt.limits] == ["top"]


def test_relationships_as_nodes_count_but_are_not_ranked() -> None:
    network = build(forge_world(), View(projection="roles"))
    assert "deal" in network.graph
    assert "deal" not in scores(rank(network, "betweenness"))


def test_core_numbers_leave_loops_out() -> None:
    loop = claim("self", "Cooperation", actor="anvil", counterpart="anvil")
    assert scores(rank(build(forge_world(loop), View()), "core_number")) == scores(
        rank(build(forge_world(), View()), "core_number")
    )


@pytest.mark.parametrize("measure", sorted(MEASURES.keys() - STARTED))
def test_a_graph_of_nothing_or_of_one(measure: str) -> None:
    assert rank(build(world(*THINGS), View()), measure).data == []
    loop = claim("self", "Cooperation", actor="anvil", counterpart="anvil")
    rows = rank(build(world(*THINGS, loop), View()), measure).data
    assert [row["entity"]["id"] for row in rows] == ([] if measure in TIES else ["anvil"])


def test_katz_stays_below_the_bound_of_its_sum() -> None:
    firms = [f"f{i}" for i in range(14)]
    pairs = [(a, b) for i, a in enumerate(firms) for b in firms[i + 1 :]]
    links = [claim(f"{a}-{b}", "Cooperation", actor=a, counterpart=b) for a, b in pairs]
    network = build(world(*links), View())
    with pytest.raises(nx.PowerIterationFailedConvergence):
        nx.katz_centrality(network.simple)  # lambda_max is 13, so 0.1 is too much
    answer = rank(network, "katz")
    assert answer.receipt.algorithm
    assert math.isclose(answer.receipt.algorithm["parameters"]["alpha"], 0.9 / 13, abs_tol=1e-9)
    assert {row["score"] for row in answer.data} == {round(1 / math.sqrt(14), 12)}


def test_a_large_spectrum_agrees_with_a_small_one() -> None:
    graph = nx.relabel_nodes(nx.barabasi_albert_graph(600, 3, seed=1), str)
    radius = centrality._spectral_radius(graph)
    wanted = max(abs(x) for x in nx.adjacency_spectrum(graph))
    assert math.isclose(radius, wanted, rel_tol=1e-5)


def test_betweenness_of_a_large_network_is_estimated_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(centrality, "SAMPLED_ABOVE", 10)
    network = build(forge_world(), View())
    answer = rank(network, "betweenness", seed=7)
    wanted = nx.betweenness_centrality(network.simple, k=len(network.simple), seed=7)
    assert scores(answer) == {name: round(score, 12) for name, score in wanted.items()}
    assert [x["limit"] for x in answer.receipt.limits] == ["pivots"]


def test_all_shortest_paths_of_a_huge_network_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(centrality, "REFUSED_ABOVE", 10)
    with pytest.raises(TooLarge, match="nodes"):
        rank(build(forge_world(), View()), "closeness")


def test_what_does_not_settle_is_a_clear_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(centrality, "STEPS", 1)
    with pytest.raises(NotConverged, match="does not settle"):
        rank(build(forge_world(), View()), "eigenvector")


@pytest.mark.parametrize(
    ("asked", "parameter"),
    [({"measure": "betweeness"}, "measure"), ({"type": "Frim"}, "type"), ({"top": 0}, "top")],
)
def test_what_cannot_be_ranked(asked: dict[str, Any], parameter: str) -> None:
    with pytest.raises(BadQuestion) as refused:
        rank(build(forge_world(), View()), **{"measure": "degree", **asked})
    assert refused.value.parameter == parameter


def test_the_receipt_names_algorithm_and_evidence() -> None:
    network = build(forge_world(), View())
    receipt = rank(network, "betweenness").receipt
    assert receipt.algorithm
    assert (receipt.algorithm["library"], receipt.algorithm["name"]) == ("networkx", "betweenness_centrality")
    assert receipt.algorithm["version"] == nx.__version__
    assert receipt.claims == list(network.claims)


@given(worlds())
@settings(max_examples=25, deadline=None)
def test_constraint_and_effective_size_of_random_worlds(snapshot: Snapshot) -> None:
    network = build(snapshot, View())
    graph = exported(snapshot, False)
    graph.remove_edges_from(list(nx.selfloop_edges(graph)))
    for measure, function in (("constraint", nx.constraint), ("effective_size", nx.effective_size)):
        found = scores(rank(network, measure))
        if not graph.size():
            assert found == {}
            continue
        wanted = {name: score for name, score in function(graph).items() if not math.isnan(score)}
        assert found == pytest.approx(wanted, abs=1e-9)


def test_the_least_constrained_come_first() -> None:
    rows = rank(build(forge_world(), View()), "constraint").data
    assert [r["score"] for r in rows] == sorted(r["score"] for r in rows)
    assert rows[0]["rank"] == 1


@given(worlds())
@settings(max_examples=20, deadline=None)
def test_current_flow_is_that_of_the_largest_part(snapshot: Snapshot) -> None:
    graph = exported(snapshot, False)
    graph.remove_edges_from(list(nx.selfloop_edges(graph)))
    parts = [part for part in nx.connected_components(graph) if len(part) > 1]
    found = scores(rank(build(snapshot, View()), "current_flow_closeness"))
    if not parts:
        assert found == {}
        return
    best = max(len(part) for part in parts)
    part = graph.subgraph(min((p for p in parts if len(p) == best), key=min))
    assert found == pytest.approx(nx.current_flow_closeness_centrality(part), abs=1e-9)


def test_weighted_degree_counts_parallel_edges_of_the_exported_graph() -> None:
    snapshot = forge_world(claim("hub-again", "Cooperation", actor="westland", counterpart="northland"))
    file = io.BytesIO(write_graph(build(snapshot, View(), False), "graphml"))
    graph = nx.read_graphml(file, force_multigraph=True)
    assert scores(rank(build(snapshot, View()), "weighted_degree")) == dict(graph.degree())


def test_personalised_pagerank_starts_anew_where_it_is_told() -> None:
    network = build(forge_world(), View())
    found = scores(rank(network, "pagerank", near=["hammer", "peace"]))
    wanted = nx.pagerank(exported(forge_world(), False), personalization={"hammer": 1, "peace": 1})
    assert found == pytest.approx(wanted, abs=1e-9)
    assert found != scores(rank(network, "pagerank"))


@given(worlds(), st.sets(st.sampled_from([*FIRMS, *STATES]), min_size=2))
@settings(max_examples=20, deadline=None)
def test_percolation_is_networkx_s_with_states(snapshot: Snapshot, start: set[str]) -> None:
    for directed in (False, True):
        network, graph = build(snapshot, View(), directed), exported(snapshot, directed)
        if len(start & {*graph}) > 1 and len(graph) > 2:  # else NetworkX divides by zero
            found = scores(rank(network, "percolation", near=start))
            wanted = nx.percolation_centrality(graph, states={n: float(n in start) for n in graph})
            assert found == pytest.approx(wanted, abs=1e-9)


def test_what_percolates_from_one_start_is_its_paths_alone() -> None:
    found = scores(rank(build(forge_world(), View()), "percolation", near=["hermit", "westland"]))
    graph = exported(forge_world(), False)
    ways = {n: [set(p[1:-1]) for p in nx.all_shortest_paths(graph, "westland", n)] for n in graph if n != "westland"}
    for name in graph:
        parts = [sum(name in way for way in several) / len(several) for several in ways.values()]
        assert found[name] == pytest.approx(sum(parts) / (len(graph) - 2))


def test_within_a_class_only_the_links_between_its_entities_count() -> None:
    network = build(forge_world(), View())
    found = scores(rank(network, "degree", within_type="Firm"))
    graph = exported(forge_world(), False)
    firms = [n for n, kind in graph.nodes(data="type") if kind == "Firm"]
    assert found == nx.degree_centrality(graph.subgraph(firms))
    assert found.keys() == {"anvil", "hammer"}


def test_the_error_of_an_estimate_is_within_its_bound() -> None:
    graph = nx.relabel_nodes(nx.barabasi_albert_graph(300, 2, seed=3), str)
    exact = nx.betweenness_centrality(graph)
    bound = centrality.error_bound(300, 60)
    assert bound == pytest.approx(math.sqrt(math.log(2 * 300 / 0.05) / (2 * 59)))
    for seed in range(5):
        estimate = nx.betweenness_centrality(graph, k=60, seed=seed)
        assert max(abs(estimate[n] - exact[n]) for n in graph) <= bound


def test_an_estimate_asked_for_states_its_error() -> None:
    network = build(forge_world(), View())
    answer = rank(network, "betweenness", pivots=4, seed=1)
    assert scores(answer) == pytest.approx(nx.betweenness_centrality(network.simple, k=4, seed=1))
    assert answer.receipt.algorithm
    assert answer.receipt.algorithm["parameters"]["error"] == centrality.error_bound(len(network.simple), 4)
    assert "95% certainty" in answer.receipt.limits[0]["text"]


@pytest.mark.parametrize(
    ("asked", "parameter"),
    [
        ({"measure": "degree", "near": ["anvil"]}, "near"),
        ({"measure": "degree", "pivots": 3}, "pivots"),
        ({"measure": "betweenness", "pivots": 1}, "pivots"),
        ({"measure": "percolation"}, "near"),
        ({"measure": "pagerank", "near": ["hermit"]}, "near"),
        ({"measure": "degree", "within_type": "Frim"}, "within"),
    ],
)
def test_settings_a_measure_cannot_take(asked: dict[str, Any], parameter: str) -> None:
    with pytest.raises(BadQuestion) as refused:
        rank(build(forge_world(), View()), **asked)
    assert refused.value.parameter == parameter


def test_current_flow_of_a_large_network_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.questions.brokers.FLOW", 10)
    with pytest.raises(TooLarge, match="nodes"):
        rank(build(forge_world(), View()), "current_flow_betweenness")
