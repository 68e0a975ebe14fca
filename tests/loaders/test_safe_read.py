"""Whose files are opened, and what of them is refused before it is looked at."""

import os
import threading
from pathlib import Path

import pytest

from graph.errors import Refused
from loaders.problem import Problem
from loaders.safe_read import read_bytes, read_text


def problem(path: Path, limit: int = 1000) -> Problem:
    with pytest.raises(Refused) as caught:
        read_text(path, limit)
    (only,) = caught.value.problems
    assert isinstance(only, Problem)
    assert only.file == str(path)
    return only


def test_a_text_is_read_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes("name: المغرب\r\n".encode())
    assert read_text(file) == "name: المغرب\r\n"


def test_the_limit_itself_is_still_read(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes(b"x" * 10)
    assert read_bytes(file, 10) == b"x" * 10
    assert "larger than 9 bytes" in problem(file, 9).message


@pytest.mark.parametrize(
    ("data", "line", "column", "says"),
    [
        (b"a: 1\nb: \xff\n", 2, 4, "0xff is not UTF-8"),
        ("é: ".encode() + b"\xc3", 1, 4, "0xc3 is not UTF-8"),
        (b"\xed\xa0\x80", 1, 1, "not UTF-8"),
        ("a: 1".encode("utf-16"), 1, 1, "not UTF-8"),
        ("\N{ZERO WIDTH NO-BREAK SPACE}a: 1".encode(), 1, 1, "byte order mark"),
        (b"a: 1\nbc\0", 2, 3, "NUL"),
    ],
)
def test_what_is_not_plain_utf_8_is_refused_with_its_place(
    tmp_path: Path, data: bytes, line: int, column: int, says: str
) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes(data)
    found = problem(file)
    assert (found.line, found.column) == (line, column)
    assert says in found.message


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("key")
    link = tmp_path / "a.yaml"
    link.symlink_to(tmp_path / "secret")
    assert "link" in problem(link).message


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "a.yaml"
    os.mkfifo(pipe)
    reader = threading.Thread(target=problem, args=(pipe,), daemon=True)
    reader.start()
    reader.join(20)
    assert not reader.is_alive()
    assert "no regular file" in problem(pipe).message


@pytest.mark.parametrize("path", ["/dev/zero", "/dev/null"])
def test_a_device_is_not_read(path: str) -> None:
    assert "no regular file" in problem(Path(path)).message


def test_a_folder_and_a_missing_file_say_so(tmp_path: Path) -> None:
    assert "no regular file" in problem(tmp_path).message
    assert "No such file" in problem(tmp_path / "none.yaml").message
    assert "NUL" in problem(tmp_path / "a\0.yaml").message


def test_a_path_through_a_file_says_so(tmp_path: Path) -> None:
    file = tmp_path / "a" / "b.yaml"
    file.parent.write_text("a file where a folder is asked for")
    assert "Not a directory" in problem(file).message
