"""Are the rankings NetworkX's own?"""

import io
import math
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings

from graph.errors import BadQuestion, NotConverged, TooLarge
from graph.network import build
from graph.questions import centrality
from graph.questions.centrality import MEASURES, rank
from graph.questions.export import write_graph
from graph.questions.receipt import Answer
from graph.snapshot import Snapshot
from graph.view import View
from tests.graph.worlds import THINGS, claim, forge_world, world, worlds

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
}


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
    for measure in MEASURES:
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


@pytest.mark.parametrize("measure", sorted(MEASURES))
def test_a_graph_of_nothing_or_of_one(measure: str) -> None:
    assert rank(build(world(*THINGS), View()), measure).data == []
    loop = claim("self", "Cooperation", actor="anvil", counterpart="anvil")
    rows = rank(build(world(*THINGS, loop), View()), measure).data
    assert [row["entity"]["id"] for row in rows] == ["anvil"]


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
