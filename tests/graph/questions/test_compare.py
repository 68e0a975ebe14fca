"""One question under two views: the differences are those of the two answers."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.doubt_questions import Compare
from api.questions import Centrality, Paths
from graph.errors import BadQuestion
from graph.questions.compare import Side, compare
from graph.questions.receipt import Answer, Question, seal
from graph.snapshot import Snapshot
from graph.view import View
from tests.graph.worlds import STAKE, forge_world, worlds

ENDS = {"from": ["northland"], "to": ["anvil"]}


def differ(snapshot: Snapshot, question: str, parameters: dict[str, Any], **views: Any) -> Any:
    answer = Compare(question=question, parameters=parameters, **views).ask(snapshot)
    return answer.data


def test_paths_appear_with_the_years() -> None:
    data = differ(forge_world(), "paths", ENDS, left={"as_of": "2019"}, right={"as_of": "2024"})
    rows = data["changes"]["rows"]
    assert [path["sentence"] for path in rows["appear"]] == [
        path["sentence"]
        for path in Paths.model_validate(ENDS | {"as_of": "2024"}).ask(forge_world()).data
        if "Westland" not in path["sentence"]
    ]
    assert rows["vanish"] == []
    assert data["left"]["view"] == {"as_of": "2019"}
    assert data["sentence"].startswith(f"Rows: {len(rows['appear'])} new")


def test_paths_vanish_with_a_claim() -> None:
    data = differ(forge_world(), "paths", ENDS, right={"without": STAKE.id})
    (gone,) = data["changes"]["rows"]["vanish"]
    assert "Hammer" in gone["sentence"]


def test_a_path_that_others_come_before_has_not_vanished() -> None:
    parameters = ENDS | {"k": 1, "weight": "confidence", "without": ["deal"], "mode": "all"}
    data = differ(forge_world(), "paths", parameters, right={"trust": ["gazette:E", "rumour:A"]})
    rows = data["changes"]["rows"]
    assert len(rows["outranked"]) == 2
    assert rows["appear"] == rows["vanish"] == []


@given(worlds(), st.sampled_from(["degree", "pagerank"]), st.sampled_from(["2018", "2020", "2021"]))
@settings(max_examples=30, deadline=None)
def test_ranks_move_as_the_two_rankings_say(snapshot: Snapshot, measure: str, as_of: str) -> None:
    data = differ(snapshot, "centrality", {"measure": measure, "top": 3}, right={"as_of": as_of})
    left, right = (
        {
            r["entity"]["id"]: r["rank"]
            for r in Centrality.model_validate({"measure": measure, "top": 100} | view).ask(snapshot).data
        }
        for view in ({}, {"as_of": as_of})
    )
    shown = {name for ranks in (left, right) for name, rank in ranks.items() if rank <= 3}
    rows = data["changes"]["rows"]
    assert {r["entity"]["id"] for r in rows["vanish"]} == {n for n in shown if n not in right}
    assert {r["entity"]["id"] for r in rows["appear"]} == {n for n in shown if n not in left}
    assert {m["entity"]["id"]: m["by"] for m in rows["move"] if m["by"]} == {
        n: left[n] - right[n] for n in shown if n in left and n in right and left[n] != right[n]
    }


def test_the_same_view_gives_the_same_answer() -> None:
    data = differ(forge_world(), "neighbourhood", {"entity": "anvil"})
    assert data["same"]
    assert data["left"]["hash"] == data["right"]["hash"]


def test_what_is_around_changes() -> None:
    data = differ(forge_world(), "neighbourhood", {"entity": "anvil"}, right={"without": "hammer"})
    assert [node["id"] for node in data["changes"]["nodes"]["vanish"]] == ["hammer"]
    assert [e["relationship"]["id"] for e in data["changes"]["edges"]["vanish"]] == ["anvil-hammer"]


def grouped(*groups: list[str]) -> Answer:
    rows = [{"members": [{"id": name} for name in group]} for group in groups]
    return seal(rows, snapshot=forge_world(), view=View(), question=Question("groups", {}), claims=())


def test_communities_split_and_join() -> None:
    left, right = grouped(["a", "b", "c"], ["d"], ["e"]), grouped(["a"], ["b", "c", "d"], ["f"])
    rows = compare(forge_world(), {}, Side(left), Side(right)).data["changes"]["rows"]  # type: ignore[call-overload]
    assert rows["vanish"] == ["e"]
    assert rows["appear"] == ["f"]
    assert rows["move"] == [
        {"change": "split", "members": ["a", "b", "c"], "parts": [["b", "c"], ["a"]]},
        {"change": "joined", "members": ["b", "c", "d"], "parts": [["b", "c"], ["d"]]},
    ]


@pytest.mark.parametrize(
    ("asked", "parameter"),
    [
        ({"question": "path"}, "question"),
        ({"question": "paths", "left": {"k": 3}}, "parameter of a view"),
        ({"question": "centrality"}, "measure"),
        ({"question": "centrality", "parameters": {"measure": "degree", "top": "many"}}, "top"),
        ({"question": "paths", "parameters": {"form": "x"}}, "form"),
    ],
)
def test_what_cannot_be_compared_is_refused(asked: dict[str, Any], parameter: str) -> None:
    with pytest.raises(BadQuestion) as refused:
        Compare(**asked).ask(forge_world())
    assert refused.value.parameter == parameter
