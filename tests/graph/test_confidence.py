"""What do several sources add up to?"""

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from graph.confidence import combine, combine_columns, independent_groups
from graph.network import build
from graph.source import Source, claim_weight
from graph.view import View
from tests.graph.worlds import THINGS, claim, world


def source(name: str, *derived_from: str) -> Source:
    return Source(name, "press", name, derived_from=derived_from)


def test_one_claim_counts_what_it_weighs() -> None:
    assert combine([("a", claim_weight("B", 2))]) == 0.7225


def test_two_independent_sources_leave_the_doubt_of_both() -> None:
    assert combine([("a", 0.6), ("b", 0.5)]) == 0.8


def test_a_source_and_what_repeats_it_count_once_by_the_heavier() -> None:
    assert combine([("a", 0.6), ("a", 0.5), ("b", 0.5)]) == 0.8


def test_nobody_says_it() -> None:
    assert combine([]) == 0


def test_repetition_reaches_through_sources_that_are_not_loaded() -> None:
    groups = independent_groups([source("x", "agency"), source("y", "x"), source("z", "agency"), source("w")])
    assert groups["x"] == groups["y"] == groups["z"] != groups["w"]


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3), st.floats(0.01, 1.0)), max_size=30))
def test_columns_agree_with_one_by_one(rows: list[tuple[int, int, float]]) -> None:
    thing, group, weight = (np.array([row[i] for row in rows], dtype=t) for i, t in ((0, int), (1, int), (2, float)))
    found = combine_columns(thing, group, weight, 5)
    for i in range(5):
        best: dict[int, float] = {}
        for t, g, w in rows:
            if t == i:
                best[g] = max(w, best.get(g, 0.0))
        assert math.isclose(found[i], 1 - math.prod(1 - w for w in best.values()), abs_tol=1e-8)


def test_a_snapshot_counts_an_echo_once() -> None:
    def confidence(*sources: str) -> float:
        claims = [claim("stake", "Ownership", name, owner="anvil", asset="hammer", credibility=2) for name in sources]
        return float(next(iter(build(world(*THINGS, *claims), View()).graph.edges(data=True)))[2]["confidence"])

    assert confidence("herald") == confidence("herald", "echo") == 0.7225
    assert confidence("herald", "gazette") == round(1 - (1 - 0.7225) * (1 - 0.85), 9)
