"""Is what was worked out kept, and dropped when there is no room?"""

from concurrent.futures import ThreadPoolExecutor

from graph.memory import Memory


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
