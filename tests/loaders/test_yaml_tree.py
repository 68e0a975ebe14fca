"""What a YAML text is taken for, and what of YAML is refused."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import Refused
from loaders.problem import Problem
from loaders.yaml_tree import MAX_DEPTH, Map, Node, Seq, Text, read_tree

Plain = str | list["Plain"] | dict[str, "Plain"]


def values(node: Node) -> Plain:
    """A tree without its places."""
    match node:
        case Text(value):
            return value
        case Seq(items):
            return [values(item) for item in items]
        case Map(items=entries):
            return {key: values(item) for key, item in entries.items()}


def problem(text: str) -> Problem:
    with pytest.raises(Refused) as caught:
        read_tree(text, "x.yaml")
    (only,) = caught.value.problems
    assert isinstance(only, Problem)
    return only


@pytest.mark.parametrize(
    "written",
    [
        "no",
        "1_000",
        "2021.10",
        "2021-05-03",
        "0x1F",
        "010",
        "1e3",
        ".nan",
        ".inf",
        "null",
        "12:30:45",
        "true",
        "<<",
        "=",
    ],
)
def test_a_scalar_is_the_text_that_is_written(written: str) -> None:
    assert values(read_tree(f"a: {written}", "x.yaml")) == {"a": written}


def test_each_key_and_value_has_its_place() -> None:
    tree = read_tree("a:\n  - b: é x\n    c: [1, 'q']\n", "x.yaml")
    assert isinstance(tree, Map)
    (item,) = tree.items["a"].items
    assert isinstance(item, Map)
    assert (tree.keys["a"].line, tree.keys["a"].column) == (1, 1)
    assert (item.keys["c"].line, item.keys["c"].column) == (3, 5)
    assert (item.items["b"].line, item.items["b"].column) == (2, 8)
    assert [(t.value, t.line, t.column, t.plain) for t in item.items["c"].items] == [
        ("1", 3, 9, True),
        ("q", 3, 12, False),
    ]


def test_nothing_is_an_empty_mapping() -> None:
    assert values(read_tree("", "x.yaml")) == values(read_tree("# only a remark\n", "x.yaml")) == {}


@pytest.mark.parametrize(
    ("text", "line", "column", "says"),
    [
        ("a: &x 1\nb: 2", 1, 4, "Anchors"),
        ("a: *x", 1, 4, "Anchors"),
        ("a: !!python/object/apply:os.system [ls]", 1, 4, "Tags"),
        ("a: !x 1", 1, 4, "Tags"),
        ("a: 1\na: 2", 2, 1, "twice"),
        ("a: {b: 1, b: 2}", 1, 11, "twice"),
        ("[a]: 1", 1, 1, "key must be a text"),
        ("a: 1\n---\nb: 2", 2, 1, "second document"),
        ("a: >=50 %", 1, 0, "in quotes"),
        ("a: b: c", 1, 5, "in quotes"),
        ("a: @x", 1, 4, "in quotes"),
        ("a: [1, 2\n", 2, 0, "not YAML"),
        ("a: 1\n\tb: 2", 2, 0, "not YAML"),
        ('a: 1\nb: "\\0"', 2, 4, "U+0000"),
        ("a: 1\nb: x\x07", 2, 5, "U+0007"),
        ("a: 1\nb: '\x85'\nc: \ufffe", 3, 4, "U+FFFE"),
        ("a: " + "x" * 70_000, 1, 4, "longer than"),
        ("[" * 10_000, 1, MAX_DEPTH + 1, "nested"),
        ("{a: " * 10_000, 1, 0, "nested"),
        ("- " * 10_000, 1, 0, "nested"),
    ],
)
def test_what_is_refused_says_where_and_why(text: str, line: int, column: int, says: str) -> None:
    found = problem(text)
    assert says in found.message
    assert found.line == line
    assert column in (0, found.column), "0 where parsers differ"


def test_a_surrogate_by_escape_is_refused() -> None:
    assert problem('a: "\\ud800"').line == 1


LINE = st.characters(
    exclude_categories=["Cs", "Cc", "Cn", "Zl", "Zp"], exclude_characters="\N{ZERO WIDTH NO-BREAK SPACE}"
)
TEXTS = st.text(LINE, min_size=1, max_size=20)
TREES: st.SearchStrategy[Plain] = st.recursive(
    TEXTS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4), max_leaves=12
)


@given(st.dictionaries(TEXTS, TREES, max_size=4))
def test_what_json_writes_is_read_back(tree: dict[str, Plain]) -> None:
    """JSON is YAML: an independent writer of nested texts."""
    assert values(read_tree(json.dumps(tree, ensure_ascii=False), "x.yaml")) == tree


SIGNS = st.text(alphabet="ab:-[]{}&*!|>'\"%@`#,?\n\t ~\\0", max_size=40)


@given(st.one_of(st.text(), SIGNS))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read_tree(text, "x.yaml")
    except Refused as error:
        assert all(isinstance(p, Problem) and p.line >= 1 and p.column >= 1 for p in error.problems)
