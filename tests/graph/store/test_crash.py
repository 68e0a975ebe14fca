"""Whatever stops a load, readers see all of it or none, and the next one puts things right."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pytest

import graph
from graph.errors import LoadBusy, ServerError, StoreUnavailable
from graph.loadset import LoadSet
from graph.server import Connection, Server
from graph.store import LoadResult, Store
from graph.store.records import records_of
from ontology.vocabulary import Vocabulary

ROOT = Path(graph.__file__).parent.parent
Picture = Callable[[], Any]
Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start(connection: Connection, vocabulary: Vocabulary) -> Iterator[Start]:
    """Start a loader in a process of its own; none outlives the test."""
    orders, loaders = compile_orders(), list[subprocess.Popen[str]]()

    def start(loadset: LoadSet, accident: dict[str, Any], **order: Any) -> subprocess.Popen[str]:
        bodies = [r.body for r in records_of(loadset, vocabulary) if r.kind == "source"]
        text = orders(connection, loadset, bodies, accident=accident, **order)
        loader = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("loader.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )
        assert loader.stdin
        loader.stdin.write(text + "\n")
        loader.stdin.flush()
        loaders.append(loader)
        return loader

    yield start
    for loader in loaders:
        loader.kill()
        loader.communicate()


def compile_orders() -> Callable[..., str]:
    """`order_for` of the script beside this file, which no test package has to be importable for."""
    names: dict[str, Any] = {"__name__": "loader"}
    source = Path(__file__).with_name("loader.py").read_text(encoding="utf-8")
    exec(compile(source, "loader.py", "exec"), names)
    return names["order_for"]  # type: ignore[no-any-return]


def finish(loader: subprocess.Popen[str]) -> tuple[int, list[str]]:
    """Wait for a loader to end: its exit code, and what it said."""
    out, _ = loader.communicate(timeout=120)
    return loader.returncode, out.splitlines()


def old_and_new(sets: Any) -> tuple[LoadSet, LoadSet]:
    """Two versions of a register: ten things stay, ten go, ten come, and the deal is worth more."""

    def states(*numbers: int) -> list[Any]:
        return [sets.claim(f"state-{n}", "State", "sipri", {"name": f"State {n}"}) for n in numbers]

    return sets.register(more=states(*range(20))), sets.register(value=1, more=states(*range(10, 30)))


async def standing(store: Store) -> set[str]:
    return {claim.id for claim, _, retracted in (await store.read()).claims if retracted is None}


async def everything(store: Store) -> tuple[Any, ...]:
    stored = await store.read()
    return stored.revision, stored.datasets, stored.sources, stored.claims


def ids(loadset: LoadSet) -> set[str]:
    return {claim.id for claim in loadset.claims}


@pytest.mark.parametrize("records", [0, 2, 8, 11, 13, 19, 22])
async def test_a_killed_loader_is_invisible_and_resumed(
    store: Store, sets: Any, start: Start, picture: Picture, records: int
):
    old, new = old_and_new(sets)
    await store.load(old)
    before = picture()
    code, said = finish(start(new, {"stage": "record", "at": records}))
    assert (code, said) == (-signal.SIGKILL, ["now"])
    assert await standing(store) == ids(old)
    assert await store.revision() == 1
    assert picture() == before
    pending = await store.pending()
    assert pending
    assert (pending.dataset, pending.revision, pending.records) == ("register", 2, records)
    assert await store.load(new) == LoadResult(11, 11, 13, 2, resumed=records > 0)
    assert await standing(store) == ids(new)
    assert await store.pending() is None


async def test_a_killed_loader_is_rolled_back(store: Store, sets: Any, start: Start, picture: Picture):
    old, new = old_and_new(sets)
    await store.load(old)
    before, stored = picture(), await everything(store)
    finish(start(new, {"stage": "record", "at": 15}))
    assert await store.rollback_pending() == 15
    assert await store.pending() is None
    assert await store.rollback_pending() == 0
    assert await everything(store) == stored
    assert picture() == before
    assert await store.load(new) == LoadResult(11, 11, 13, 2)


async def test_another_load_takes_back_what_a_killed_one_left(store: Store, sets: Any, start: Start):
    old, new = old_and_new(sets)
    await store.load(old)
    finish(start(new, {"stage": "record", "at": 15}))
    pressed = await store.load(sets.press())
    assert (pressed, pressed.taken_back) == (LoadResult(2, 0, 0, 2), 15)
    assert await standing(store) == ids(old) | ids(sets.press())
    finish(start(new, {"stage": "record", "at": 6}))
    assert await store.load(sets.register()) == LoadResult(0, 20, 4, 3)
    assert await standing(store) == ids(sets.register()) | ids(sets.press())


@pytest.mark.parametrize("after", [0, 0.001, 0.003, 0.01, 0.03])
async def test_a_loader_killed_around_its_commit_has_loaded_all_or_nothing(
    store: Store, sets: Any, start: Start, after: float
):
    old, new = old_and_new(sets)
    await store.load(old)
    finish(start(new, {"stage": "publish", "at": 0, "after": after}))
    revision = await store.revision()
    assert await standing(store) == {1: ids(old), 2: ids(new)}[revision]
    result = await store.load(new)
    assert result == {1: LoadResult(11, 11, 13, 2, resumed=True), 2: LoadResult(0, 0, 24, 2)}[revision]
    assert await standing(store) == ids(new)


@pytest.mark.parametrize("accident", [("publish", 1), ("materialise", 0), ("materialise", 10)])
async def test_what_cypher_shows_is_mended_after_a_kill(
    store: Store, sets: Any, start: Start, picture: Picture, accident: tuple[str, int]
):
    old, new = old_and_new(sets)
    await store.load(old)
    await store.load(new)
    expected = picture()
    await store.undo()
    await store.undo()
    assert finish(start(old, {}))[0] == 0
    code, _ = finish(start(new, {"stage": accident[0], "at": accident[1]}))
    assert code == -signal.SIGKILL
    assert await standing(store) == ids(new)
    await store.prepare()
    assert without_times(picture()) == without_times(expected)


def without_times(picture: Any) -> Any:
    """A picture of the graph but for the numbers of revisions."""
    nodes, edges = picture
    keep = [{k: v for k, v in node.items() if k not in ("recorded", "retracted")} for node in nodes]
    return sorted(map(repr, keep)), edges


async def test_a_second_loader_is_told_who_is_loading(store: Store, sets: Any, start: Start):
    old, new = old_and_new(sets)
    loader = start(old, {"stage": "record", "at": 4, "how": "SIGSTOP"})
    assert loader.stdout
    assert loader.stdout.readline() == "now\n"
    with pytest.raises(LoadBusy, match=rf"process {loader.pid} on \S+, since 2\S+Z; its lease runs until 2\S+Z"):
        await store.load(new)
    with pytest.raises(LoadBusy):
        await store.rollback_pending()
    assert await store.revision() == 0
    os.kill(loader.pid, signal.SIGCONT)
    assert finish(loader)[0] == 0
    assert await standing(store) == ids(old)


async def test_a_loader_that_slept_past_its_lease_is_fenced(store: Store, sets: Any, start: Start):
    old, new = old_and_new(sets)
    loader = start(old, {"stage": "record", "at": 4, "how": "SIGSTOP"}, lease=1)
    assert loader.stdout
    assert loader.stdout.readline() == "now\n"
    while True:
        try:
            assert await store.load(new) == LoadResult(24, 0, 0, 1)
            break
        except LoadBusy:
            await asyncio.sleep(0.1)
    os.kill(loader.pid, signal.SIGCONT)
    code, said = finish(loader)
    assert code == 3
    assert said == ["Fenced Another load took over while this one was paused. Load again if it is still needed."]
    assert await standing(store) == ids(new)
    assert await store.revision() == 1


async def test_of_several_loads_at_once_none_is_torn(store: Store, sets: Any, connection: Connection):
    loads = [sets.register(value=value) for value in (1, 2, 3, 4)]

    async def load(loadset: LoadSet) -> LoadResult:
        async with Store.open(connection, store.vocabulary, 30) as another:
            return await another.load(loadset)

    results = await asyncio.gather(*map(load, loads), return_exceptions=True)
    won = [result for result in results if isinstance(result, LoadResult)]
    assert won
    assert all(isinstance(result, (LoadResult, LoadBusy)) for result in results)
    assert await store.revision() == len(won)
    assert await standing(store) in [ids(loadset) for loadset in loads]


# -- Neo4j itself -----------------------------------------------------------------------------------------------------


async def answers_again(store: Store) -> None:
    """Wait until Neo4j, restarted by its watchman, answers."""
    end = time.monotonic() + 200
    while True:
        try:
            await store.revision()
        except ServerError:
            assert time.monotonic() < end, "Neo4j did not come back"
            await asyncio.sleep(0.5)
        else:
            return


@pytest.mark.timeout(900)
@pytest.mark.parametrize(("stage", "at"), [("record", 15), ("publish", 0), ("materialise", 10)])
async def test_a_killed_neo4j_comes_back_as_it_was_and_the_load_goes_on(
    store: Store, sets: Any, neo4j_server: Server, stage: str, at: int
):
    old, new = old_and_new(sets)
    await store.load(old)

    killed: list[int] = []

    def kill(now: str, done: int, _total: int) -> None:
        if now == stage and done >= at and not killed:
            killed.append(neo4j_server.pid)
            os.kill(killed[0], signal.SIGKILL)

    with suppress(ServerError):  # a Neo4j that is back soon enough is not even missed
        await store.load(new, batch=2, progress=kill)
    assert killed
    await answers_again(store)
    assert await standing(store) == {1: ids(old), 2: ids(new)}[await store.revision()]
    await store.load(new)
    assert await standing(store) == ids(new)
    assert await store.revision() == 2


@pytest.mark.timeout(900)
async def test_a_full_disk_of_neo4j_leaves_the_store_as_it_was(store: Store, sets: Any, neo4j_server: Server):
    old, new = old_and_new(sets)
    await store.load(old)
    process = psutil.Process(neo4j_server.pid)
    most = process.rlimit(psutil.RLIMIT_FSIZE)
    process.rlimit(psutil.RLIMIT_FSIZE, (4096, most[1]))  # no file can grow any more
    try:
        with pytest.raises(ServerError, match=r"room|disk|write|space|Neo4j at \S+"):
            await store.load(new)
    finally:
        process.rlimit(psutil.RLIMIT_FSIZE, most)
    os.kill(process.pid, signal.SIGKILL)
    await answers_again(store)
    assert await standing(store) == ids(old)
    assert await store.revision() == 1
    await store.load(new)
    assert await standing(store) == ids(new)


async def test_a_frozen_neo4j_is_not_waited_for(store: Store, sets: Any, neo4j_server: Server, vocabulary: Vocabulary):
    await store.load(sets.register())
    pid = neo4j_server.pid
    async with Store.open(neo4j_server.connection, vocabulary, deadline=1) as hasty:
        os.kill(pid, signal.SIGSTOP)
        try:
            async with asyncio.timeout(20):
                with pytest.raises(StoreUnavailable, match="did not answer within 1 s"):
                    await hasty.read()
                with pytest.raises(StoreUnavailable):
                    await hasty.load(sets.register(value=1))
        finally:
            os.kill(pid, signal.SIGCONT)
        await answers_again(store)
        assert await standing(store) == ids(sets.register())
