"""Is a query refused for what it would do, and never for what it only mentions?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import BadQuery, Forbidden
from graph.sparql.guard import DEEPEST, Form, check

MENTIONED = (
    '"SERVICE"',
    "'''a SERVICE b'''",
    '"""it\'s "" SERVICE"""',
    "<http://e/SERVICE>",
    "?SERVICE",
    "$service",
    "e:SERVICE",
    ":service",
    "e:a.SERVICE",
    "'x'@service",
    "# SERVICE\n",
    '"\\" SERVICE"',
)
MEANT = (
    "SERVICE <http://e/> {}",
    "service ?s {}",
    "SeRvIcE SILENT <e:> {}",
    "\\u0053ERVICE <e:> {}",
    "# x\nSERVICE <e:> {}",
    '"a"SERVICE <e:> {}',
)


@pytest.mark.parametrize("words", MENTIONED)
def test_a_word_that_is_only_mentioned_is_no_order(words: str) -> None:
    assert check(f"SELECT * {{ ?s ?p {words} }}").form is Form.SELECT


@pytest.mark.parametrize("words", MEANT)
def test_another_endpoint_is_never_asked(words: str) -> None:
    with pytest.raises(Forbidden, match="SERVICE"):
        check(f"SELECT * {{ {words} }}")


@given(parts=st.lists(st.sampled_from(MENTIONED), max_size=6), order=st.sampled_from(MEANT))
def test_nothing_that_stands_before_an_order_hides_it(parts: list[str], order: str) -> None:
    with pytest.raises(Forbidden):
        check(f"ASK {{ {' '.join(parts)} {order} }}")


@pytest.mark.parametrize("word", ["INSERT", "delete", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY"])
def test_an_update_is_refused_as_such(word: str) -> None:
    with pytest.raises(Forbidden, match="reads only"):
        check(f"PREFIX e: <http://e/> {word} DATA {{ e:a e:b e:c }}")


def test_a_dataset_of_its_own_is_noticed() -> None:
    assert check("SELECT * FROM <http://e/g> { ?s ?p ?o }").has_from
    assert not check("SELECT * { ?s ?p 'FROM' }").has_from


@pytest.mark.parametrize("text", ["", "hello", "{}", "PREFIX e: <http://e/>", "# ASK {}"])
def test_what_is_no_query_is_told_so(text: str) -> None:
    with pytest.raises(BadQuery, match="no query"):
        check(text)


@pytest.mark.parametrize(
    "text",
    [
        "ASK " + "{" * (DEEPEST + 1),
        "ASK { FILTER(" + "!" * 100 + "true) }",
        "SELECT (" + "1+" * 9_000 + "1 AS ?x) {}",
        "ASK {}" + " " * 70_000,
        r"ASK { ?s ?p '\UFFFFFFFF' }",
    ],
)
def test_what_could_bring_a_parser_down_is_refused(text: str) -> None:
    with pytest.raises(BadQuery):
        check(text)


@given(text=st.text(alphabet=st.characters(codec="utf-8")))
def test_whatever_is_sent_is_read_or_refused(text: str) -> None:
    try:
        assert check(text).text == text
    except (BadQuery, Forbidden) as error:
        assert error.detail
