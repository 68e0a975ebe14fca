"""How sure is a rank? Against rankings of views without each source, and of networks whose chances are known."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import BadQuestion
from graph.network import build
from graph.questions.centrality import rank
from graph.questions.intervals import rank_intervals
from graph.questions.standing import Standing
from graph.snapshot import Snapshot
from graph.view import View
from tests.graph.worlds import claim, forge_world, thing, world, worlds


@given(worlds(), st.sampled_from(["degree", "harmonic", "out_degree"]))
@settings(max_examples=40, deadline=None)
def test_without_a_source_is_the_ranking_of_the_view_without_it(snapshot: Snapshot, measure: str) -> None:
    rows = rank_intervals(build(snapshot, View()), measure, draws=0).data
    plain = rank(build(snapshot, View()), measure, top=20).data
    assert [(r["rank"], r["score"], r["entity"]) for r in rows] == [(r["rank"], r["score"], r["entity"]) for r in plain]
    without = [rank(build(snapshot, View(without=(s,))), measure, top=1000).data for s in sorted(snapshot.sources)]
    for row in rows:
        name = row["entity"]["id"]
        ranks = [next((r["rank"] for r in found if r["entity"]["id"] == name), None) for found in without]
        known = [r for r in (*ranks, row["rank"]) if r is not None]
        assert row["without_a_source"]["low"] == min(known)
        assert row["without_a_source"]["high"] == (None if None in ranks else max(known))


def test_an_edge_is_drawn_as_often_as_it_is_confident() -> None:
    claims = (
        claim("x", "Ownership", "herald", credibility=3, owner="f0", asset="f1"),
        claim("x", "Ownership", "echo", credibility=2, owner="f0", asset="f1"),  # repeats the herald
        claim("x", "Ownership", "rumour", credibility=1, owner="f0", asset="f1"),
    )
    snapshot = world(thing("f0", "Firm"), thing("f1", "Firm"), *claims)
    network = build(snapshot, View())
    ((_, _, edge),) = network.graph.edges(data=True)
    answer = rank_intervals(network, "degree", draws=1000, seed=7)
    absent = answer.data[0]["draws"]["absent"]
    # 1 - confidence, within four standard errors of a thousand draws
    doubt = 1 - edge["confidence"]
    assert abs(absent - doubt) < 4 * (doubt * (1 - doubt) / 1000) ** 0.5


def test_the_same_seed_gives_the_same_bytes_and_another_may_not() -> None:
    network = build(forge_world(), View())
    one, again, other = (rank_intervals(network, "degree", draws=20, seed=s) for s in (1, 1, 2))
    assert one.to_json() == again.to_json()
    assert one.receipt.hash != other.receipt.hash


def test_what_is_certain_does_not_move_in_draws() -> None:
    sure = [claim(f"o{i}", "Ownership", "gazette", owner="f0", asset=f"m{i}") for i in range(3)]
    firms = [thing(n, "Firm") for n in ("f0", "m0", "m1", "m2")]
    row = rank_intervals(build(world(*firms, *sure), View()), "degree", draws=50).data[0]
    assert row["draws"] == {"low": 1, "median": 1, "high": 1, "absent": 0.0}
    assert row["without_a_source"]["high"] is None  # the gazette is all there is
    assert row["without_a_source"]["by"]["id"] == "gazette"
    assert row["text"] == "1st; 1st to unranked without any one source; 1st in nine draws of ten"


def test_a_source_that_alone_holds_up_nothing_costs_nothing() -> None:
    both = [claim("o", "Ownership", source, owner="f0", asset="f1") for source in ("gazette", "herald", "rumour")]
    network = build(world(thing("f0", "Firm"), thing("f1", "Firm"), *both), View())
    standing = Standing.of(network, "degree", "source", 0)
    for unit in standing.all_units:
        assert standing.rank(frozenset({unit}), "f0", None) == 1
    assert standing.evaluated == 1


@pytest.mark.parametrize("wrong", [{"draws": -1}, {"draws": 1001}, {"top": 0}, {"type": "Frim"}, {"measure": "fame"}])
def test_out_of_bounds(wrong: dict[str, object]) -> None:
    asked: dict[str, object] = {"measure": "degree"} | wrong
    with pytest.raises(BadQuestion):
        rank_intervals(build(forge_world(), View()), **asked)  # type: ignore[arg-type]
