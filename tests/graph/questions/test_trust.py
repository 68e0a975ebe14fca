"""A caller's own grades: weights, order and citations follow them, and nothing else does."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import BadQuestion
from graph.network import build
from graph.questions.paths import find_paths
from graph.questions.trust import believed
from graph.questions.views import read_view
from graph.snapshot import Snapshot
from graph.source import Source, claim_weight
from graph.view import View
from tests.graph.worlds import FORGE_WORLD, PRESS, REGISTER, SOURCES, VOCABULARY, forge_world, worlds


def trusted(snapshot: Snapshot, *trust: str) -> tuple[Snapshot, View]:
    view = View(trust=trust)
    return believed(snapshot, view), view


def test_the_order_of_paths_follows_the_caller_s_grades() -> None:
    snapshot = forge_world(without=[c for c in FORGE_WORLD if c.subject == "deal"])

    def first(*trust: str) -> list[str]:
        weighed, view = trusted(snapshot, *trust)
        path = find_paths(build(weighed, view), ["northland"], ["anvil"], weight="confidence", mode="all").data[0]
        return [hop["to"]["id"] for hop in path["hops"]]

    assert first() != ["westland", "anvil"]
    assert first("gazette:E", "rumour:A") == ["westland", "anvil"]


@given(worlds(), st.dictionaries(st.sampled_from([s.id for s in SOURCES]), st.sampled_from("ABCDEF"), min_size=1))
@settings(max_examples=40, deadline=None)
def test_it_is_the_graph_that_sources_so_graded_make(snapshot: Snapshot, grades: dict[str, str]) -> None:
    weighed, view = trusted(snapshot, *(f"{name}:{grade}" for name, grade in grades.items()))
    columns = snapshot.claim_columns
    spans = zip(columns.recorded.tolist(), columns.retracted.tolist(), strict=True)
    rows = [
        (claim, recorded, None if retracted > snapshot.revision else retracted)
        for claim, (recorded, retracted) in zip(snapshot.rows, spans, strict=True)
    ]
    regraded = [
        Source(s.id, s.dataset, s.title, reliability=grades.get(s.id, s.reliability), derived_from=s.derived_from)
        for s in SOURCES
    ]
    plain = Snapshot.build(VOCABULARY, 3, (PRESS, REGISTER), regraded, rows, snapshot.revisions)
    ours, theirs = build(weighed, view).graph, build(plain, View()).graph
    assert {k: d["confidence"] for _, _, k, d in ours.edges(keys=True, data=True)} == {
        k: d["confidence"] for _, _, k, d in theirs.edges(keys=True, data=True)
    }
    for claim, weight in zip(weighed.rows, weighed.claim_columns.weight, strict=True):
        assert weight == claim_weight(weighed.sources[claim.source].reliability, claim.credibility)


def test_others_are_not_touched() -> None:
    snapshot = forge_world()
    before = find_paths(build(snapshot, View()), ["northland"], ["anvil"]).to_json()
    weighed, view = trusted(snapshot, "gazette:F")
    assert find_paths(build(weighed, view), ["northland"], ["anvil"]).receipt.view == {"trust": ["gazette:F"]}
    assert weighed.sources["gazette"].reason == "as the caller grades it"
    assert find_paths(build(snapshot, View()), ["northland"], ["anvil"]).to_json() == before
    assert believed(snapshot, View()) is snapshot


@pytest.mark.parametrize("trust", ["gazette", "gazette:Z", "gazet:A", ":A", ["gazette:A", "gazette:B"]])
def test_what_is_no_grade_is_refused(trust: str | list[str]) -> None:
    with pytest.raises(BadQuestion) as refused:
        read_view({"trust": trust}, forge_world())
    assert refused.value.parameter == "trust"
