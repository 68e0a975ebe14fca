"""Large files piece by piece: what is in them comes out, what is wrong with them is told with its line."""

import csv
import io
import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import Refused
from loaders.stream import LONGEST_FIELD, read_lines, read_objects, read_rows, read_table


def write(path: Path, data: bytes | str) -> Path:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def told(read: Callable[[], Any]) -> tuple[int, str]:
    """The line and the words in which a file is refused."""
    with pytest.raises(Refused) as caught:
        list(read())
    (problem,) = caught.value.problems
    return problem.line, problem.message  # type: ignore[attr-defined]


WRONG_TEXTS = [
    (b"a\nb\xff\n", 2, "0xff is not UTF-8"),
    ("a\n".encode("utf-16"), 1, "UTF-16"),
    (b"a\nb\0c\n", 2, "NUL"),
    (b"a\n" + b"x" * (2**20 + 1) + b"\n", 2, "longer than 1,048,576 bytes"),
    (b"a\n\xed\xa0\x80\n", 2, "not UTF-8"),
]


@pytest.mark.parametrize(("data", "line", "says"), WRONG_TEXTS)
@pytest.mark.parametrize("read", [read_lines, read_rows])
def test_what_is_no_text_is_refused_with_its_line(tmp_path: Path, read: Any, data: bytes, line: int, says: str) -> None:
    where, message = told(lambda: read(write(tmp_path / "x", data)))
    assert (where, says in message) == (line, True), message


def test_links_pipes_and_folders_are_not_opened(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(write(tmp_path / "x", "a\n"))
    assert "link" in told(lambda: read_lines(tmp_path / "link"))[1]
    assert "no regular file" in told(lambda: read_lines(tmp_path))[1]
    assert "cannot be read" in told(lambda: read_lines(tmp_path / "none"))[1]


def test_a_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    assert list(read_lines(write(tmp_path / "x", b"\xef\xbb\xbfa\r\nb"))) == [(1, "a\r\n"), (2, "b")]


WRONG_TABLES = [
    ("", 1, "empty"),
    ("id,nam\n1,a\n", 1, "lacks: name"),
    ("id,name,id\n1,a,2\n", 1, "'id' twice"),
    ("id,name\n1,a\n2\n", 3, "1 fields instead of 2"),
    ('id,name\n1,"a\n2,b\n', 3, "cannot be read"),
    ('id,name\n1,"a"b\n', 2, "cannot be read"),
    (f'id,name\n1,"{"x" * (LONGEST_FIELD + 1)}"\n', 2, "longer than 65,536"),
]


@pytest.mark.parametrize(("text", "line", "says"), WRONG_TABLES)
def test_what_is_no_table_is_refused_with_its_line(tmp_path: Path, text: str, line: int, says: str) -> None:
    where, message = told(lambda: read_table(write(tmp_path / "x.csv", text), ["id", "name"]))
    assert (where, says in message) == (line, True), message


WRONG_OBJECTS = [
    ('{"a": 1}\n{"a": NaN}\n', 2, "no JSON"),
    ('{"a": 1}\n[1]\n', 2, "no JSON object"),
    ('{"a": "\\ud800"}\n', 1, "no JSON"),
    ('{"a": 9223372036854775808}\n', 1, "more than 64 bits"),
    ('{"a": [-99999999999999999999999999999999999999999]}\n', 1, "more than 64 bits"),
    ("[" * 100_000 + "\n", 1, "no JSON"),
    ('{"a": ' * 5_000 + "1" + "}" * 5_000 + "\n", 1, "no JSON"),
    ('{"a": 1}\n{"a": ', 2, "no JSON"),
]


@pytest.mark.parametrize(("text", "line", "says"), WRONG_OBJECTS)
def test_what_is_no_object_is_refused_with_its_line(tmp_path: Path, text: str, line: int, says: str) -> None:
    where, message = told(lambda: read_objects(write(tmp_path / "x.jsonl", text)))
    assert (where, says in message) == (line, True), message


text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)


@settings(deadline=None)
@given(rows=st.lists(st.lists(text, min_size=2, max_size=4), max_size=5))
def test_what_python_writes_as_a_table_is_read(tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    file = write(tmp_path_factory.getbasetemp() / "rows.csv", "x,y\n" + out.getvalue())
    assert [row for _, row in read_rows(file)][1:] == rows


keys = st.dictionaries(text, st.one_of(text, st.integers(-(2**63), 2**63 - 1), st.booleans(), st.none()), max_size=4)


@settings(deadline=None)
@given(objects=st.lists(keys, max_size=5))
def test_what_python_writes_as_json_is_read(
    tmp_path_factory: pytest.TempPathFactory, objects: list[dict[str, Any]]
) -> None:
    lines = "".join(json.dumps(each) + "\n" for each in objects)
    file = write(tmp_path_factory.getbasetemp() / "objects.jsonl", lines)
    assert list(read_objects(file)) == list(enumerate(objects, 1))


def test_a_long_file_needs_no_more_memory_than_a_short_one(tmp_path: Path) -> None:
    file = write(tmp_path / "x.csv", "id,name\n" + "1,some name\n" * 200_000)
    tracemalloc.start()
    try:
        assert sum(1 for _ in read_table(file, ["id"])) == 200_000
        assert tracemalloc.get_traced_memory()[1] < 2**20
    finally:
        tracemalloc.stop()
