"""Is what was worked out kept, and dropped when there is no room?"""

import tracemalloc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from graph.layout import lay_out
from graph.live import live
from graph.memory import PARTS, Memory, size_of
from graph.network import build
from graph.questions.trust import believed
from graph.snapshot import Snapshot
from graph.view import View
from tests.graph.worlds import claim, forge_world, thing, world


def test_an_answer_is_worked_out_once() -> None:
    memory, asked = Memory(), []
    for _ in range(3):
        assert memory.recall("q", lambda: asked.append(1) or "a") == "a"
    assert asked == [1]


def test_the_least_lately_asked_goes_first() -> None:
    memory, worked = Memory(room=20), []

    def ask(name: str) -> None:
        memory.recall(name, lambda: worked.append(name), lambda _: 10)

    for name in ("a", "b", "a", "c", "a", "b"):
        ask(name)
    assert worked == ["a", "b", "c", "b"]


def test_one_answer_is_kept_however_large() -> None:
    memory, worked = Memory(room=1), []
    for _ in range(2):
        memory.recall("big", lambda: worked.append(1), lambda _: 10**9)
    assert (worked, len(memory)) == ([1], 1)


def test_many_threads_at_once() -> None:
    memory = Memory(room=50)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda i: memory.recall(i % 10, lambda: i % 10, lambda _: 10), range(2_000)))
    assert found == [i % 10 for i in range(2_000)]
    assert len(memory) <= 5


LINKS = [claim(f"o{i}", "Ownership", owner=f"f{i % 40}", asset=f"f{(i * 7 + 1) % 200}") for i in range(2_000)]
LARGE = world(*(thing(f"f{i}", "Firm") for i in range(200)), *LINKS)


def everything(snapshot: Snapshot, view: View) -> None:
    network = build(snapshot, view)
    assert network.graph.size() == network.folded.start[-1] // 2
    assert network.simple.size()
    assert all(edges for ends in network.steps.values() for edges in ends.values())


@pytest.mark.parametrize(
    "ask", [lambda s: live(s, View(as_of="2021")), lambda s: lay_out(s, True), lambda s: everything(s, View())]
)
def test_what_is_kept_counts_about_the_bytes_that_it_takes(ask: Callable[[Snapshot], object]) -> None:
    memory = Memory()
    snapshot = replace(LARGE, memory=memory)
    ask(replace(LARGE, memory=Memory()))  # what the first of all leaves behind is no part of an answer
    tracemalloc.start()
    ask(snapshot)
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert taken / 4 < memory.used < taken * 4


def test_many_views_are_kept_within_the_room() -> None:
    memory = Memory(room=1_000_000)
    snapshot = replace(LARGE, memory=memory)
    for year in range(1990, 2025):
        live(snapshot, View(as_of=str(year)))
    assert 500_000 < memory.used <= 1_000_000


def test_what_remembers_by_itself_counts_all_of_its_room() -> None:
    snapshot = forge_world()
    believed(snapshot, View(trust=("gazette:E",)))
    assert snapshot.memory.used == snapshot.memory.room // PARTS


def test_a_size_is_of_arrays_and_entries() -> None:
    assert size_of(np.zeros(10)) == 80
    assert size_of(View()) > 0
