"""What can a process still do that has given it up?"""

import subprocess
import sys
from pathlib import Path

import pytest

TRIES = {
    "connect": "socket.create_connection(('127.0.0.1', int(sys.argv[2])), timeout=2)",
    "a pair of sockets": "socket.socketpair()",
    "write": "open(sys.argv[1] + '/new', 'w')",
    "append": "open(sys.argv[1] + '/kept', 'a')",
    "run a program": "os.execv('/bin/true', ['true'])",
}
DO = "import os, socket, sys; from graph.sparql.filter import shut_out; from graph.sparql.worker import {}; {}; {}"


def run(first: str, then: str, folder: Path, port: int = 9) -> subprocess.CompletedProcess[str]:
    words = (sys.executable, "-c", DO.format("confine, Limits", first, then), str(folder), str(port))
    return subprocess.run(words, capture_output=True, text=True, check=False)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the filter is Linux's")
@pytest.mark.parametrize("what", TRIES)
def test_a_filtered_process_is_refused(what: str, tmp_path: Path):
    (tmp_path / "kept").write_text("before")
    ended = run("assert shut_out()", TRIES[what], tmp_path)
    assert "PermissionError: [Errno 13]" in ended.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]
    assert (tmp_path / "kept").read_text() == "before"


def test_it_reads_on(tmp_path: Path):
    (tmp_path / "kept").write_text("before")
    assert run("shut_out()", "print(open(sys.argv[1] + '/kept').read())", tmp_path).stdout == "before\n"


def test_it_opens_so_many_files_and_no_more(tmp_path: Path):
    (tmp_path / "kept").write_text("before")
    opened = "some = [open(sys.argv[1] + '/kept') for _ in range({})]"
    confined = "confine(Limits(), files=3)"
    assert run(confined, opened.format(3), tmp_path).returncode == 0
    assert "Too many open files" in run(confined, opened.format(4), tmp_path).stderr
