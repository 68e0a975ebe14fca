"""Who might be linked next? Scores against NetworkX, the test of them against counting by hand."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import BadQuestion, TooLarge
from graph.network import build
from graph.questions import prediction
from graph.questions.prediction import SCORES, predict_links
from graph.snapshot import Snapshot
from graph.view import View
from tests.graph.worlds import THINGS, claim, thing, world

NAMES = tuple(f"f{i}" for i in range(7))
TIES = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES), st.sampled_from([None, *range(2000, 2006)])).filter(
        lambda tie: tie[0] != tie[1]
    ),
    max_size=14,
)
NETWORKX = {
    "adamic_adar": nx.adamic_adar_index,
    "resource_allocation": nx.resource_allocation_index,
    "jaccard": nx.jaccard_coefficient,
    "preferential_attachment": nx.preferential_attachment,
    "common_neighbours": lambda graph: (
        (u, v, len(list(nx.common_neighbors(graph, u, v)))) for u, v in nx.non_edges(graph)
    ),
}
Tie = tuple[str, str, int | None]


def owners(ties: list[Tie]) -> Snapshot:
    links = [
        claim(f"o{i}", "Ownership", owner=a, asset=b, **({} if year is None else {"valid": f"{year}/.."}))
        for i, (a, b, year) in enumerate(ties)
    ]
    return world(*(thing(name, "Firm") for name in NAMES), *links)


def scored(graph: nx.Graph[str], score: str) -> dict[frozenset[str], float]:
    """NetworkX's scores of the pairs that share a neighbour."""
    found: Any = NETWORKX[score](graph)
    return {frozenset((u, v)): value for u, v, value in found if any(nx.common_neighbors(graph, u, v))}


@given(TIES, st.sampled_from(sorted(SCORES)))
@settings(max_examples=60, deadline=None)
def test_scores_are_networkx_s(ties: list[Tie], score: str) -> None:
    graph = nx.Graph((a, b) for a, b, _ in ties)
    rows: Any = predict_links(build(owners(ties), View()), score=score, top=1000).data
    found = {frozenset((row["from"]["id"], row["to"]["id"])): row["score"] for row in rows["pairs"]}
    assert found == pytest.approx(scored(graph, score), abs=1e-9)
    for row in rows["pairs"]:
        shared = set(nx.common_neighbors(graph, row["from"]["id"], row["to"]["id"]))
        assert ({one["id"] for one in row["shared"]}, row["shared_count"]) == (shared, len(shared))
        assert row["rank"] == 1 + sum(other["score"] > row["score"] for other in rows["pairs"])


@given(TIES, st.integers(2000, 2005))
@settings(max_examples=60, deadline=None)
def test_what_came_true_is_counted_by_hand(ties: list[Tie], year: int) -> None:
    begun: dict[frozenset[str], int] = {}
    for a, b, start in ties:
        if start is not None:
            begun[frozenset((a, b))] = min(start, begun.get(frozenset((a, b)), start))
    graph = nx.Graph(tuple(pair) for pair, start in begun.items() if start <= year)
    hidden = {pair for pair, start in begun.items() if start > year and pair <= set(graph)}
    test: Any = predict_links(build(owners(ties), View()), top=1000, hide=str(year)).data["test"]  # type: ignore[index,call-overload]
    if not hidden:
        assert test is None
        return
    unlinked = [pair for pair in combinations(graph, 2) if not graph.has_edge(*pair)]
    sharing = scored(graph, "jaccard")
    came = len(hidden & {*sharing})
    assert (test["known"], test["hidden"], test["tried"]) == (graph.size(), len(hidden), len(sharing))
    assert test["undated"] == len({frozenset(tie[:2]) for tie in ties}) - len(begun)
    assert test["chance"] == pytest.approx(len(hidden) / len(unlinked))
    assert test["chance_sharing"] == pytest.approx(came / len(sharing) if sharing else 0)
    assert {found["hits"] for found in test["found"]} == {came}


def test_the_first_pair_of_a_score_that_came_true() -> None:
    """f0 and f1 share two owners and are linked in 2005; nobody else is."""
    ties: list[Tie] = [("f2", "f0", 2000), ("f2", "f1", 2000), ("f3", "f0", 2001), ("f3", "f1", 2001)]
    ties += [("f4", "f3", 2001), ("f0", "f1", 2005)]
    answer = predict_links(build(owners(ties), View()), score="common_neighbours", top=1)
    data: Any = answer.data
    assert data["test"]["hidden_after"] == "2001-12-31"
    assert {f["score"]: f["precision"] for f in data["test"]["found"]}["common_neighbours"] == 1.0
    assert "no evidence" in data["caution"]
    assert len(answer.receipt.claims) == len(ties)


def test_of_one_entity_alone() -> None:
    ties: list[Tie] = [("f0", "f1", None), ("f1", "f2", None), ("f2", "f3", None)]
    rows: Any = predict_links(build(owners(ties), View()), entity="f1").data
    assert [(row["from"]["id"], row["to"]["id"]) for row in rows["pairs"]] == [("f1", "f3")]
    assert rows["test"] is None
    nobody: Any = predict_links(build(owners(ties), View()), entity="f6").data
    assert nobody["pairs"] == []


def test_bounds_are_kept_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    network = build(owners([("f0", "f1", 2000), ("f1", "f2", 2000), ("f1", "f3", 2000)]), View())
    assert [x["limit"] for x in predict_links(network, top=1).receipt.limits] == ["top"]
    for asked in ({"score": "hunch"}, {"top": 0}, {"hide": "soon"}):
        with pytest.raises(BadQuestion):
            predict_links(network, **asked)  # type: ignore[arg-type]
    monkeypatch.setattr(prediction, "WORK", 3)
    with pytest.raises(TooLarge):
        predict_links(network)
    assert [x["limit"] for x in predict_links(network, entity="f0").receipt.limits] == ["test"]


def test_a_network_of_nothing() -> None:
    data: Any = predict_links(build(world(*THINGS), View())).data
    assert (data["pairs"], data["test"]) == ([], None)
