"""Large JSON documents object by object: the same as at once, and refused with a place where they cannot be read."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import Refused
from loaders.json_stream import DEEPEST, read_members

CALM = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
text = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"))
plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3),
    max_leaves=8,
)
objects = st.dictionaries(text, plain, max_size=4)


def expected(document: Any) -> list[tuple[str, Any]]:
    """The objects that a document holds, found by going through it at once."""
    if isinstance(document, list):
        return [("", item) for item in document if isinstance(item, dict)]
    found = []
    for key, value in document.items():
        items = value if isinstance(value, list) else [value]
        found += [(key, item) for item in items if isinstance(item, dict)]
    return found


@CALM
@given(
    st.lists(plain | objects, max_size=5)
    | st.dictionaries(st.text("abc é", max_size=4), st.lists(objects, max_size=3) | plain, max_size=4),
    st.integers(1, 40),
    st.sampled_from([None, 1]),
)
def test_objects_one_by_one_are_those_of_the_document(
    tmp_path: Path, document: Any, chunk: int, indent: int | None
) -> None:
    file = tmp_path / "document.json"
    file.write_text(json.dumps(document, ensure_ascii=False, indent=indent))
    assert [(member.key, member.object) for member in read_members(file, chunk)] == expected(document)


def test_objects_know_their_line(tmp_path: Path) -> None:
    file = tmp_path / "document.json"
    file.write_text('{"meta": 1,\n "data": [\n{"a": 1},\n\n{"b": "\\n"},\n{"c":\n3}]}')
    assert [member.line for member in read_members(file, 5)] == [3, 5, 6]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "ends in the middle"),
        (b'{"data": [{"a": 1}', "ends in the middle"),
        (b'[{"a": "x]}', "ends in the middle"),
        (b"[}", "closes that was not opened"),
        (b'{"a": {}} {"b": {}}', "goes on after its end"),
        (b'[\n\n{"a": NaN}]', ":3:"),
        (b'[{"a": "\\u0000"}]', "NUL"),
        (b'[{"a": "\\ud800"}]', "no JSON"),
        (b'[{"a": "\xff"}]', "not UTF-8"),
        (b"[" * 100, f"nested more than {DEEPEST}"),
        (b'{"a":' * 100, f"nested more than {DEEPEST}"),
        (b"PK\x03\x04", "packed with zip"),
        (b"\x1f\x8b", "packed with gzip"),
        (b"\xff\xfe[", "UTF-16"),
    ],
)
def test_a_broken_document_is_refused(tmp_path: Path, data: bytes, told: str) -> None:
    file = tmp_path / "document.json"
    file.write_bytes(data)
    with pytest.raises(Refused) as refused:
        list(read_members(file))
    assert told in str(refused.value)
