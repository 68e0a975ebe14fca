"""Crews follow the revisions, are mended when they are lost, and end with the service, however that ends."""

import asyncio
import os
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from graph.service import Service
from tests.graph.workers import questions
from tests.graph.workers.questions import World, ended, gone, until
from tests.graph.workers.test_crew import processes
from tests.graph.worlds import VOCABULARY

pytestmark = pytest.mark.asyncio(loop_scope="session")

SERVED = """
import asyncio, sys
from functools import partial
from pathlib import Path
from graph.service import Service
from tests.graph.workers import questions
from tests.graph.worlds import VOCABULARY

async def main(mark):
    store = questions.World(VOCABULARY)
    async with Service(VOCABULARY, store.open, deadline=600, staff=questions.STAFF) as service:
        await service.manned()
        await service.answer(partial(questions.spin, mark=mark))

asyncio.run(main(Path(sys.argv[1])))
"""


def parent(number: int) -> int:
    return int(Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[1])


async def test_a_new_revision_takes_over_under_load_and_every_answer_is_of_one(service: Service, store: World) -> None:
    async def ask(number: int) -> tuple[bytes, bytes]:
        revision, last = (await service.answer(partial(questions.lands, number=number, seconds=0.01))).content.split()
        return revision, last

    seen = []
    asking = True

    async def client(number: int) -> None:
        while asking:
            seen.append(await ask(number := number + 100))

    clients = [asyncio.create_task(client(number)) for number in range(1000, 1008)]
    for _ in range(3):
        before, store.number = service.reading.generation, store.number + 1
        assert await service.refresh()
        assert service.reading.generation is not before
        assert service.reading.generation.manned
        assert await ask(-store.number) == (str(store.number).encode(),) * 2
    asking = False
    await asyncio.gather(*clients)
    assert all(revision == last for revision, last in seen)
    assert len({revision for revision, _ in seen}) > 1


async def test_the_workers_of_the_revision_before_leave_when_they_have_answered(
    service: Service, store: World, tmp_path: Path
) -> None:
    asked = asyncio.create_task(service.answer(partial(questions.count, log=tmp_path / "log", seconds=1)))
    await until((tmp_path / "log").exists)
    zygote = (await processes(service))[1]
    store.number += 1
    await service.refresh()
    assert not gone(zygote)
    assert (await asked).content == b"0"
    await until(lambda: gone(zygote))


async def test_when_what_holds_the_snapshot_is_killed_answers_go_on_and_there_is_another(service: Service) -> None:
    worker, zygote, _ = await processes(service)
    os.kill(zygote, signal.SIGKILL)
    await until(lambda: ended(worker))
    assert (await service.answer(partial(questions.lands, number=3000))).content
    await until(lambda: service.reading.generation.manned)
    assert (await processes(service))[1] != zygote


async def test_processes_end_with_a_service_that_is_killed(tmp_path: Path) -> None:
    mark, root = tmp_path / "mark", Path(__file__).parents[3]
    path = os.pathsep.join(part for part in (str(root), *sys.path) if part)
    environment = os.environ | {"PYTHONPATH": path}
    with subprocess.Popen([sys.executable, "-c", SERVED, str(mark)], env=environment) as process:
        try:
            await until(lambda: mark.exists() and bool(mark.read_text()))
            worker = int(mark.read_text())
            zygote = parent(worker)
            nursery = parent(zygote)
        finally:
            process.kill()
    await until(lambda: all(ended(number) for number in (worker, zygote, nursery)))


async def test_a_service_that_cannot_start_processes_answers_in_threads(
    monkeypatch: pytest.MonkeyPatch, store: World
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    async with Service(VOCABULARY, store.open, staff=questions.STAFF) as service:
        await service.manned()
        assert not service.reading.generation.manned
        assert (await service.answer(questions.lands)).content
