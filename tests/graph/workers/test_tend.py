"""How a child ends: quietly when nobody is there to hear of it any more, with a traceback when the fault is ours."""

from __future__ import annotations

import subprocess
import sys

import pytest

LIFE = """
import socket
from graph.workers.tend import _live

def gone(way):
    other.close()
    way.sendall(b"x" * 1_000_000)

def broken(way):
    raise RuntimeError("a fault of ours")

way, other = socket.socketpair()
_live(way, {become})
"""


@pytest.mark.parametrize(("become", "code", "told"), [("gone", 0, ""), ("broken", 1, "a fault of ours")])
def test_a_child_ends_without_a_word_when_its_service_has_gone(become: str, code: int, told: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", LIFE.format(become=become)], capture_output=True, text=True, check=False
    )
    assert ended.returncode == code
    assert told in ended.stderr
    assert bool(ended.stderr) == bool(told)
