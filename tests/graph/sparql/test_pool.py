"""Does a worker end when it should, reach nothing that it should not, and leave the others alone?"""

import asyncio
import json
import os
import signal
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path

import psutil
import pytest
import pytest_asyncio
from pyoxigraph import RdfFormat, Store

from graph.errors import AnswerTooLarge, BadQuery, OutOfTime
from graph.sparql.build import build
from graph.sparql.guard import check
from graph.sparql.job import Job, Limits
from graph.sparql.pool import Pool

pytestmark = pytest.mark.asyncio(loop_scope="module")

JSON = "application/sparql-results+json"
CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
TWICE = "".join(f"BIND(CONCAT(?x{i},?x{i}) AS ?x{i + 1})" for i in range(24))
NUMBERS = " ".join(map(str, range(300)))
DOUBLING = f"SELECT (STRLEN(?x24) AS ?n) {{ BIND('{'x' * 64}' AS ?x0) {TWICE} }}"


def quads() -> Iterator[tuple[str, str, str, str]]:
    for i in range(3_000):
        yield f"<http://e/{i}>", "<http://e/next>", f"<http://e/{i + 1}>", "<http://e/ways>"
        yield f"<http://e/{i}>", "<http://e/name>", f'"n{i}"', "<http://e/names>"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sparql") / "store"
    build(quads(), folder)
    assert len(Store.read_only(str(folder))) == 6_000
    return folder


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pool(store: Path) -> AsyncIterator[Pool]:
    async with Pool(store, Limits(seconds=3, memory_mb=1024, answer_bytes=200_000), quick=2, slow=2) as pool:
        yield pool


async def test_a_store_is_built_once_and_whole(store: Path) -> None:
    build(iter(()), store)
    assert len(Store.read_only(str(store))) == 6_000
    assert [path.name for path in store.parent.iterdir()] == ["store"]


async def test_a_store_that_cannot_be_finished_is_not_there(tmp_path: Path) -> None:
    def torn() -> Iterator[tuple[str, str, str, str]]:
        yield from quads()
        raise OSError("The disk is full.")

    with pytest.raises(OSError, match="full"):
        build(torn(), tmp_path / "store")
    assert list(tmp_path.iterdir()) == []


async def test_queries_are_answered_over_all_graphs_or_those_that_are_named(pool: Pool) -> None:
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    assert b'"6000"' in await pool.run(Job(count, JSON))
    assert b'"3000"' in await pool.run(Job(count, JSON, default=("http://e/names",)))
    assert b'"0"' in await pool.run(Job(count, JSON, named=("http://e/names",)))
    assert b'"3000"' in await pool.run(
        Job("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", JSON, named=("http://e/names",))
    )
    chosen = Job("SELECT (COUNT(*) AS ?n) FROM <http://e/ways> { ?s ?p ?o }", JSON, union=False)
    assert b'"3000"' in await pool.run(chosen)


async def test_triples_are_written_with_prefixes(pool: Pool) -> None:
    job = Job("CONSTRUCT WHERE { e:7 e:name ?n }", "text/turtle", prefixes={"e": "http://e/"})
    assert b'e:7 e:name "n7" .' in await pool.run(job)


async def test_a_mistake_is_told_with_its_place(pool: Pool) -> None:
    with pytest.raises(BadQuery) as raised:
        await pool.run(Job("SELECT *\nWHERE { ?s ?p }", JSON))
    assert raised.value.line == 2
    assert raised.value.column in (15, 16)  # at the bracket, or behind it
    assert len(str(raised.value)) < 200


async def test_an_answer_is_whole_or_refused(pool: Pool) -> None:
    with pytest.raises(AnswerTooLarge, match="LIMIT"):
        await pool.run(Job("SELECT * { ?s ?p ?o }", JSON))


@pytest.mark.parametrize(
    "query", [CROSS, DOUBLING, "ASK " + "{" * 30_000 + "}" * 30_000], ids=["time", "memory", "nesting"]
)
async def test_a_runaway_ends_and_others_go_on(pool: Pool, query: str) -> None:
    runaway = asyncio.create_task(pool.run(Job(query, JSON)))
    await asyncio.sleep(1)
    assert b"true" in await pool.run(Job("ASK { ?s ?p ?o }", JSON))
    with pytest.raises(OutOfTime, match="was stopped"):
        await runaway


TENFOLD, SOME = "REPLACE(%s, '(.)', '$1$1$1$1$1$1$1$1$1$1')", "'" + "x" * 40_000 + "'"
ATTACKS = {
    "an unbounded path": "SELECT (COUNT(*) AS ?n) { ?a (<http://e/next>|!<http://e/x>)* ?b . ?c (!<http://e/y>)* ?b }",
    "sorting pairs of all": "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY CONCAT(STR(?c), STR(?f)) LIMIT 1",
    "regex on pairs": "ASK { ?a ?b ?c . ?d ?e ?f FILTER(REGEX(CONCAT(STR(?a), STR(?d)), '(.*z){20}')) }",
    "joining all texts": "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d))) AS ?n) { ?a ?b ?c . ?d ?e ?f }",
    "tens of tens of tens": f"SELECT (STRLEN({TENFOLD % (TENFOLD % (TENFOLD % SOME))}) AS ?n) {{}}",
    "a long sum": f"SELECT ({'1+' * 3_900}1 AS ?n) {{}}",
    "many joins": f"SELECT * {{ {' '.join(f'?x{i} ?p{i} ?y{i} .' for i in range(1_900))} }}",
    "many exclusions": f"SELECT * {{ ?a ?b ?c {'MINUS{?a ?b ?c}' * 1_100} }}",
    "many values": f"SELECT (COUNT(*) AS ?n) {{ {' '.join(f'VALUES ?v{i} {{{NUMBERS}}}' for i in range(12))} }}",
    "a long path": f"ASK {{ ?a {'/'.join(['<http://e/next>'] * 2_500)} ?b }}",
}
"""What the guard lets through, because it cannot be told from a fair query by its words."""


@pytest.mark.parametrize("attack", ATTACKS)
async def test_whatever_a_query_does_it_is_answered_or_stopped_and_others_go_on(store: Path, attack: str) -> None:
    query = check(ATTACKS[attack])
    async with Pool(store, Limits(seconds=1.5, memory_mb=1024, answer_bytes=200_000), quick=2) as pool:
        running = asyncio.create_task(pool.run(Job(query.text, JSON)))
        while not running.done():
            assert b"true" in await pool.run(Job("ASK { ?s ?p ?o }", JSON))
            await asyncio.wait({running}, timeout=0.3)
    ended = running.exception()
    assert isinstance(ended, OutOfTime | AnswerTooLarge) if ended else json.loads(running.result())


async def test_a_worker_that_somebody_ended_is_nobodys_trouble(pool: Pool) -> None:
    for worker in list(pool._idle._queue):  # type: ignore[attr-defined]
        os.kill(worker.pid, signal.SIGKILL)
        await worker.wait()
    assert b"true" in await pool.run(Job("ASK { ?s ?p ?o }", JSON))


async def test_a_query_whose_worker_is_killed_is_run_by_another(store: Path) -> None:
    async with Pool(store, Limits(seconds=20), quick=2) as pool:
        workers = list(pool._idle._queue)  # type: ignore[attr-defined]
        for worker in workers[:1]:
            os.kill(worker.pid, signal.SIGKILL)  # and nobody has been told
        assert b"true" in await pool.run(Job("ASK { ?s ?p ?o }", JSON))
        running = asyncio.create_task(pool.run(Job(CROSS, JSON)))
        killed = list[int]()
        while len(killed) < 2:
            await asyncio.sleep(0.05)
            for pid in {worker.pid for worker in pool._busy | pool._yielding}.difference(killed):
                os.kill(pid, signal.SIGKILL)
                killed.append(pid)
        with pytest.raises(OutOfTime, match="was stopped"):
            await running


async def test_many_ends_leave_nothing_behind(store: Path, caplog: pytest.LogCaptureFixture) -> None:
    process = psutil.Process()
    async with Pool(store, Limits(seconds=5), quick=1) as pool:
        assert b"true" in await pool.run(Job("ASK { ?s ?p ?o }", JSON))
        before = process.num_fds(), len(process.children())
        for _ in range(25):
            with pytest.raises(OutOfTime):
                await pool.run(Job("ASK " + "{" * 30_000 + "}" * 30_000, JSON))
        assert b"true" in await pool.run(Job("ASK { ?s ?p ?o }", JSON))
        async with asyncio.timeout(20):
            while (process.num_fds(), len(process.children())) > before:
                await asyncio.sleep(0.05)
        assert len(pool._alive) <= 2
    assert caplog.messages == []


async def test_there_are_only_so_many_long_queries_at_a_time(pool: Pool) -> None:
    runs = [asyncio.create_task(pool.run(Job(CROSS, JSON))) for _ in range(4)]
    ends = await asyncio.gather(*runs, return_exceptions=True)
    assert all(isinstance(end, OutOfTime) for end in ends)
    assert sum("was stopped" in str(end) for end in ends) <= 2
    assert b"true" in await pool.run(Job("ASK { ?s ?p ?o }", JSON))


async def test_a_caller_who_leaves_ends_the_query(pool: Pool) -> None:
    run = asyncio.create_task(pool.run(Job(CROSS, JSON)))
    await asyncio.sleep(1)
    run.cancel()
    with pytest.raises(asyncio.CancelledError):
        await run
    async with asyncio.timeout(10):
        while any(child.status() == "running" for child in psutil.Process().children() if child.is_running()):
            await asyncio.sleep(0.1)
    assert b"true" in await pool.run(Job("ASK { ?s ?p ?o }", JSON))


async def test_a_worker_opens_no_connection_even_if_a_query_orders_it(pool: Pool) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as canary:
        canary.settimeout(1)
        port = canary.getsockname()[1]
        with pytest.raises(BadQuery):
            await pool.run(Job(f"SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}", JSON))
        with pytest.raises(TimeoutError):
            canary.accept()


@pytest.mark.parametrize("batch", [2_000, 6_000])
async def test_a_store_of_many_files_answers_as_one_of_few(tmp_path: Path, batch: int) -> None:
    """Those beyond the first sixteen are opened by the query that first needs them."""
    lines = [" ".join(quad) + " ." for quad in quads()]
    many = Store(str(tmp_path))
    for start in range(0, len(lines), batch):
        many.bulk_load("\n".join(lines[start : start + batch]).encode(), RdfFormat.N_QUADS)
    many.flush()
    del many
    assert (len(list(tmp_path.glob("*.sst"))) > 16) == (batch < 6_000)
    query = "SELECT (COUNT(?m) AS ?n) { GRAPH ?g { ?a <http://e/next> ?b } GRAPH <http://e/names> { ?b ?p ?m } }"
    async with Pool(tmp_path, Limits(seconds=20, memory_mb=1024)) as pool:
        assert b'"2999"' in await pool.run(Job(query, JSON))
        assert b'"6000"' in await pool.run(Job("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", JSON))


async def test_workers_end_with_their_pool(store: Path) -> None:
    async with Pool(store, Limits(seconds=2)) as pool:
        assert b"true" in await pool.run(Job("ASK { ?s ?p ?o }", JSON))
        workers = [worker.pid for worker in pool._alive]
        assert workers
    assert not any(psutil.pid_exists(pid) for pid in workers)
