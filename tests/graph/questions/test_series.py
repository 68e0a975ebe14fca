"""A series is the question asked at each date, no more and no less."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from api.questions import Centrality, Paths
from api.trade_questions import Dependency
from graph.budget import time_budget
from graph.errors import BadQuestion, OutOfTime, TooLarge
from graph.network import build
from graph.questions.centrality import rank
from graph.questions.series import MAX_COLUMNS, ask_series, to_csv
from graph.snapshot import Snapshot
from graph.view import View
from tests.graph.worlds import claim, forge_world, thing, world


def degrees(snapshot: Snapshot, view: View) -> dict[str, float]:
    return {r["entity"]["id"]: r["score"] for r in rank(build(snapshot, view), "degree").data}


def columns(answer: Any) -> dict[str, list[Any]]:
    return {column["id"]: column["values"] for column in answer.data["columns"]}


def test_each_point_is_the_question_at_that_date() -> None:
    snapshot = forge_world()
    answer: Any = Centrality(measure="degree", series="2018/2024/P2Y").answer(snapshot)
    assert answer.data["dates"] == ["2018", "2020", "2022", "2024"]
    for i, date in enumerate(answer.data["dates"]):
        alone = Centrality(measure="degree", as_of=date).ask(snapshot)
        point = answer.data["points"][i]
        assert (point["date"], point["hash"]) == (date, alone.receipt.hash)
        assert point["claim_count"] == alone.receipt.claim_count
        wanted = degrees(snapshot, View(as_of=date))
        assert {name: values[i] for name, values in columns(answer).items() if values[i] is not None} == wanted
    assert set(answer.receipt.claims) == set(build(snapshot, View()).claims)


def test_a_series_along_what_was_known() -> None:
    later = claim("new", "Cooperation", actor="hermit", counterpart="westland")
    snapshot = world(thing("hermit", "State"), thing("westland", "State"), later=[later])
    answer = Centrality(measure="degree", series="2023/2025/P1Y", along="known_at").answer(snapshot)
    assert columns(answer) == {"hermit": [None, None, 1.0], "westland": [None, None, 1.0]}


def test_whether_there_is_a_path_over_time() -> None:
    question = Paths(**{"from": ["northland"], "to": ["hammer"], "series": "2018/2024/P3Y", "max_hops": 2})
    found = columns(question.answer(forge_world()))
    assert found["exists"] == [0, 0, 1]
    assert found["shortest"] == [None, None, 2]


def test_dependency_over_time() -> None:
    deals = [
        claim(f"d{y}", "Transfer", supplier=s, recipient="northland", deliveryDate=y, tivDelivered=10, valid=y)
        for y, s in (("2015", "southland"), ("2018", "westland"))
    ]
    states = [thing(n, "State") for n in ("northland", "southland", "westland")]
    answer = Dependency(recipient="northland", series="2015/2018/P1Y").answer(world(*states, *deals))
    assert columns(answer) == {
        "concentration": [1.0, None, None, 1.0],
        "southland": [1.0, None, None, None],
        "westland": [None, None, None, 1.0],
    }


def test_a_series_as_csv_is_read_back_as_it_was() -> None:
    question = Centrality(measure="degree", series="2018/2024/P2Y", format="csv")
    snapshot = forge_world()
    answer: Any = question.answer(snapshot)
    rows = list(csv.DictReader(io.StringIO(to_csv(answer).decode())))
    assert [row["date"] for row in rows] == answer.data["dates"]
    for i, row in enumerate(rows):
        assert int(row["claim_count"]) == answer.data["points"][i]["claim_count"]
        for column in answer.data["columns"]:
            value = column["values"][i]
            assert row[column["name"]] == ("" if value is None else str(value))


def test_columns_of_the_same_name_are_told_apart() -> None:
    snapshot = world(
        claim("a1", "Firm", name="Acme"),
        claim("a2", "Firm", name="Acme"),
        claim("c", "Cooperation", actor="a1", counterpart="a2"),
    )
    head = to_csv(Centrality(measure="degree", series="2020/2020/P1Y").answer(snapshot)).decode().splitlines()[0]
    assert head == "date,Acme (a1),Acme (a2),claim_count"


def test_many_columns_are_cut_and_said_so() -> None:
    links = [claim(f"c{i}", "Cooperation", actor="hub", counterpart=f"s{i}") for i in range(MAX_COLUMNS + 5)]
    answer: Any = Centrality(measure="degree", series="2020/2021/P1Y", top=100).answer(world(*links))
    assert len(answer.data["columns"]) == MAX_COLUMNS
    assert answer.data["columns"][0]["id"] == "hub"
    assert [x["limit"] for x in answer.receipt.limits] == ["columns"]


@pytest.mark.parametrize(
    ("asked", "parameter"),
    [
        ({"series": "2010"}, "series"),
        ({"series": "2010/2011/P1Y", "along": "time"}, "along"),
        ({"series": "2010/2011/P1Y", "as_of": "2010"}, "as_of"),
        ({"series": "2010/2011/P1Y", "along": "known_at", "known_at": "1"}, "known_at"),
        ({"format": "csv"}, "format"),
        ({"format": "xml"}, "format"),
        ({"series": "2010/2011/P1Y", "measure": "degre"}, "measure"),
    ],
)
def test_what_cannot_be_asked_over_time(asked: dict[str, Any], parameter: str) -> None:
    with pytest.raises(BadQuestion) as refused:
        Centrality(**{"measure": "degree", **asked}).answer(forge_world())
    assert refused.value.parameter == parameter


def test_a_series_is_bounded_in_dates_and_in_time() -> None:
    with pytest.raises(TooLarge):
        Centrality(measure="degree", series="0001/9999/P1Y").answer(forge_world())
    with pytest.raises(OutOfTime), time_budget(-1):
        Centrality(measure="degree", series="2010/2011/P1Y").answer(forge_world())


def test_any_function_of_a_date_can_be_asked() -> None:
    snapshot = forge_world()
    view = View(types=("State",))

    def ask(date: str) -> Any:
        return rank(build(snapshot, View(types=("State",), as_of=date)), "degree")

    answer = ask_series(snapshot, view, "2019/2021/P1Y", ask, lambda one: {"count": len(one.data)})
    assert columns(answer) == {"count": [len(ask(year).data) for year in ("2019", "2020", "2021")]}


def test_a_series_says_when_its_points_list_not_all_they_stand_on(monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot = forge_world()
    monkeypatch.setattr("graph.questions.receipt.LISTED", 2)
    answer: Any = Centrality(measure="degree", series="2018/2024/P2Y").answer(snapshot)
    assert max(point["claim_count"] for point in answer.data["points"]) > 2
    assert [limit["limit"] for limit in answer.receipt.limits] == ["claims"]
