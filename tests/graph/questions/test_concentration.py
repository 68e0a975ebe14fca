"""The index of Herfindahl and Hirschman: against exact fractions, and within its bounds."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.questions.concentration import concentration

AMOUNTS = st.lists(st.integers(1, 1000), min_size=1, max_size=12)


@given(AMOUNTS, st.integers(0, 1000))
def test_the_bounds_are_those_of_exact_arithmetic(amounts: list[int], unknown: int) -> None:
    total = sum(amounts) + unknown
    low = sum(Fraction(a, total) ** 2 for a in amounts)
    merged = [*sorted(amounts)[:-1], max(amounts) + unknown]
    high = sum(Fraction(a, total) ** 2 for a in merged)
    found = concentration({str(i): float(a) for i, a in enumerate(amounts)}, float(unknown))
    assert found
    assert (found.low, found.high) == (pytest.approx(float(low), abs=1e-9), pytest.approx(float(high), abs=1e-9))
    assert found.unknown == pytest.approx(unknown / total)


@given(AMOUNTS, st.lists(st.integers(1, 50), max_size=6), st.data())
def test_wherever_the_unknown_part_belongs_the_index_lies_between(
    amounts: list[int], parts: list[int], data: st.DataObject
) -> None:
    told = concentration({str(i): float(a) for i, a in enumerate(amounts)}, float(sum(parts)))
    true = {str(i): float(a) for i, a in enumerate(amounts)}
    for part in parts:
        name = data.draw(st.sampled_from([*true, "somebody else"]))
        true[name] = true.get(name, 0.0) + part
    index = concentration(true)
    assert told
    assert index
    assert told.low - 1e-9 <= index.low <= told.high + 1e-9


def test_one_supplier_and_n_alike() -> None:
    one, four = concentration({"a": 3.0}), concentration(dict.fromkeys("abcd", 2.0))
    assert one
    assert four
    assert (one.low, one.high, four.low, four.high) == (1.0, 1.0, 0.25, 0.25)


def test_nothing_has_no_concentration_and_all_unknown_may_be_anything() -> None:
    assert concentration({}) is None
    found = concentration({}, 5.0)
    assert found
    assert (found.low, found.high, found.unknown) == (0.0, 1.0, 1.0)
