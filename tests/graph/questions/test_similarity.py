"""Who deals like another? Against the formulas by hand."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import BadQuestion, UnknownEntity
from graph.questions.similarity import find_alike
from graph.snapshot import Snapshot
from graph.view import View
from tests.graph.worlds import claim, thing, world

BUYERS, SELLERS = ("b0", "b1", "b2", "b3"), ("s0", "s1", "s2")
DEALS = st.lists(st.tuples(st.sampled_from(BUYERS), st.sampled_from(SELLERS)), max_size=14)


def market(deals: list[tuple[str, str]]) -> Snapshot:
    sold = [claim(f"d{i}", "Transfer", supplier=s, recipient=b, system="kite") for i, (b, s) in enumerate(deals)]
    return world(*(thing(name, "State") for name in (*BUYERS, *SELLERS)), thing("kite", "System"), *sold)


def scores(rows: Any) -> dict[str, float]:
    return {row["entity"]["id"]: row["score"] for row in rows}


@given(DEALS)
@settings(max_examples=40, deadline=None)
def test_cosine_and_jaccard_by_hand(deals: list[tuple[str, str]]) -> None:
    profiles = {b: Counter(s for buyer, s in deals if buyer == b) for b in BUYERS}
    mine, snapshot = profiles["b0"], market(deals)
    cosine, jaccard = {}, {}
    for name in BUYERS[1:]:
        both = sum(mine[s] * profiles[name][s] for s in SELLERS)
        if both:
            lengths = [math.sqrt(sum(n * n for n in p.values())) for p in (mine, profiles[name])]
            cosine[name] = both / math.prod(lengths)
            jaccard[name] = len({*mine} & {*profiles[name]}) / len({*mine} | {*profiles[name]})
    assert scores(find_alike(snapshot, View(), "b0").data) == pytest.approx(cosine)
    rows: Any = find_alike(snapshot, View(), "b0", like="jaccard").data
    assert scores(rows) == pytest.approx(jaccard)
    for row in rows:
        assert {s["id"] for s in row["shared"]} == {*mine} & {*profiles[row["entity"]["id"]]}
        assert row["rank"] == 1 + sum(other["score"] > row["score"] for other in rows)


def test_suppliers_are_compared_by_their_customers_and_by_what_they_export() -> None:
    snapshot = market([("b0", "s0"), ("b0", "s1"), ("b1", "s1"), ("b1", "s2")])
    assert scores(find_alike(snapshot, View(), "s0", by="customers").data) == {"s1": pytest.approx(1 / math.sqrt(2))}
    assert set(scores(find_alike(snapshot, View(), "s0", by="exports").data)) == {"s1", "s2"}
    assert set(scores(find_alike(snapshot, View(), "b0", by="systems").data)) == {"b1"}


def test_the_view_counts_and_the_receipt_has_the_claims() -> None:
    snapshot = market([("b0", "s0"), ("b1", "s0"), ("b2", "s0")])
    answer: Any = find_alike(snapshot, View(without=("d1",)), "b0")
    assert set(scores(answer.data)) == {"b2"}
    assert {snapshot.claims[c].subject for c in answer.receipt.claims} == {"d0", "d2"}


def test_what_cannot_be_compared() -> None:
    snapshot = market([])
    assert find_alike(snapshot, View(), "b0").data == []
    for asked in ({"by": "friends"}, {"like": "euclid"}, {"top": 0}):
        with pytest.raises(BadQuestion):
            find_alike(snapshot, View(), "b0", **asked)  # type: ignore[arg-type]
    with pytest.raises(UnknownEntity):
        find_alike(snapshot, View(), "nobody")
