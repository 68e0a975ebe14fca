"""Do claims come out of their columns as they went in, and is what is no claim refused?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.claim import Claim, Value
from graph.errors import DefgraphError
from graph.snapshot.said import Ids, Rows, Said
from graph.snapshot.scan import Scanner, scan
from tests.graph.store.test_records import claims

BODY = Claim("x", "Firm", "s", (Value("name", 'A "quoted" \\ name', lang="en"), Value("share", 5))).to_json().decode()


def told(said: Said) -> list[tuple[Claim, int, int]]:
    rows = Rows(said, Ids(said.high, said.low))
    return list(zip(rows, said.recorded.tolist(), said.retracted.tolist(), strict=True))


@settings(deadline=None)
@given(st.lists(claims, max_size=8, unique_by=lambda claim: claim.id))
def test_claims_come_out_as_they_went_in(given: list[Claim]) -> None:
    found = [claim for claim, _, _ in told(scan((claim, 1, None) for claim in given))]
    expected = sorted((claim.in_order() for claim in given), key=lambda claim: claim.id)
    assert found == expected
    assert [repr(claim) for claim in found] == [repr(claim) for claim in expected]  # 1, 1.0 and true are equal
    assert [claim.id for claim in found] == [claim.id for claim in expected]


@settings(deadline=None)
@given(st.lists(claims, max_size=8, unique_by=lambda claim: claim.id), st.data())
def test_what_is_read_comes_on_top_of_what_was_read_before(known: list[Claim], data: st.DataObject) -> None:
    half = data.draw(st.integers(0, len(known)))
    given, more = [claim.in_order() for claim in known[:half]], [claim.in_order() for claim in known[half:]]
    times = data.draw(st.lists(st.sampled_from([[1], [2], [1, 2], [1, 2, 3]]), min_size=8, max_size=8))
    rows = [
        (claim, at[i], at[i + 1] if i + 1 < len(at) else None)
        for claim, at in zip(given, times, strict=False)
        for i in range(0, len(at), 2)
    ]
    before = scan([(claim, 1, None) for claim in (*given[: data.draw(st.integers(0, 8))], *more)])
    expected = [*told(scan(rows)), *(row for row in told(before) if row[0] not in given)]
    assert told(scan(rows, before)) == sorted(expected, key=lambda row: (row[0].id, row[1]))


def test_what_several_say_is_kept_once() -> None:
    said = scan((Claim(f"x{i}", "Firm", "s", (Value("country", "Morocco"),)), 1, None) for i in range(100))
    assert len(said.values[0]) == 1
    assert len(said.tokens) < 110


def test_columns_cannot_be_written() -> None:
    said = scan([(Claim("x", "Firm", "s", ()), 1, None)])
    with pytest.raises(ValueError, match="read-only"):
        said.claims[0][0] = 1


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{}",
        "[]",
        "null",
        '{"subject":"x"}',
        BODY[:-1],
        BODY + "}",
        BODY + "\n" + BODY,
        BODY.replace('"share"', '"share'),
        BODY.replace('"subject"', '"subjects"'),
        BODY.replace('"value":5', '"value":[5]'),
        BODY.replace('"value":5', '"value":{"a":5}'),
        BODY.replace('"value":5', '"value":'),
        BODY.replace(",", ", "),
    ],
)
def test_what_is_no_claim_is_refused_by_name(body: str) -> None:
    name = "c" + "0" * 32
    with pytest.raises(DefgraphError, match=name):
        Scanner().add([name], [body], [[1]])


@settings(deadline=None, max_examples=300)
@given(st.integers(0, len(BODY) - 1), st.integers(0, len(BODY)), st.text('{}[]",:\\\n0a', max_size=3))
def test_a_damaged_body_never_does_harm(start: int, size: int, instead: str) -> None:
    scanner, body = Scanner(), BODY[:start] + instead + BODY[start + size :]
    try:
        scanner.add(["c" + "0" * 32], [body], [[1]])
    except DefgraphError:
        return
    assert len(scanner.said()) == 1


def test_an_id_that_is_none_is_refused() -> None:
    with pytest.raises(DefgraphError, match="short"):
        Scanner().add(["short"], [BODY], [[1]])


def test_ids_are_found() -> None:
    ids = Ids(np.array([1, 5, 5, 9], np.uint64), np.array([3, 1, 1, 2], np.uint64))
    assert [ids.find(name) for name in ids] == [0, 1, 1, 3]
    assert ids.rows_of([ids[1], "nothing", "c" + "f" * 32, ids[0]]) == [1, 2, 0]
    assert ids.distinct().tolist() == [0, 1, 3]
