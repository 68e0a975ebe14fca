"""Does the comparison of results tell what is the same from what is not?"""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conformance.solutions import XSD, Row, Solutions, Term, from_json, from_tsv, from_xml, same

NODES = st.integers(0, 3).map(lambda number: ("bnode", f"n{number}"))
TERMS = st.one_of(NODES, st.sampled_from([("uri", "a:b"), ("literal", "x", XSD + "string")]))
ROWS = st.lists(st.dictionaries(st.sampled_from("xyz"), TERMS, max_size=3), max_size=6)


def solutions(rows: Sequence[Row]) -> Solutions:
    return Solutions(frozenset("xyz"), tuple(rows))


def renamed(rows: Sequence[Row]) -> list[Row]:
    def new(term: Term) -> Term:
        return ("bnode", f"other-{term[1][::-1]}") if term[0] == "bnode" else term

    return [{name: new(term) for name, term in row.items()} for row in rows]


@given(rows=ROWS, chance=st.randoms(use_true_random=False))
def test_names_of_blank_nodes_and_the_order_of_rows_mean_nothing(rows: list[Row], chance: object) -> None:
    shuffled = renamed(rows)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert same(solutions(rows), solutions(shuffled))


@given(rows=ROWS)
def test_a_row_too_many_is_noticed(rows: list[Row]) -> None:
    assert not same(solutions(rows), solutions([*rows, {"x": ("uri", "a:b")}]))


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ([{"x": ("bnode", "a"), "y": ("bnode", "a")}], [{"x": ("bnode", "a"), "y": ("bnode", "b")}]),
        ([{"x": ("bnode", "a")}, {"y": ("bnode", "a")}], [{"x": ("bnode", "a")}, {"y": ("bnode", "b")}]),
        ([{"x": ("uri", "a:b")}], [{"x": ("uri", "a:c")}]),
        ([{"x": ("literal", "1", XSD + "integer")}], [{"x": ("literal", "1", XSD + "string")}]),
    ],
)
def test_what_differs_is_not_the_same(ours: list[Row], theirs: list[Row]) -> None:
    assert not same(solutions(ours), solutions(theirs))


def test_each_format_is_read_to_the_same_terms() -> None:
    told = b"""<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="x"/></head><results>
        <result><binding name="x"><literal xml:lang="en">a</literal></binding></result><result/></results></sparql>"""
    rows = b'{"type":"literal","value":"a","xml:lang":"EN"}'
    json = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":%s},{}]}}' % rows
    assert same(from_xml(told), from_json(json))
    assert same(from_xml(told), from_tsv(b'?x\n"a"@en\n\n'))
