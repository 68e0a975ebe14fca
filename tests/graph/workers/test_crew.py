"""Workers end when they take too long, when nobody waits for them, or when they are killed; and others go on."""

import asyncio
import os
import signal
from functools import partial
from pathlib import Path

import pytest

from graph.checks import UnknownName
from graph.errors import Busy, OutOfMemory, OutOfTime, WorkLost
from graph.service import Service
from graph.workers.crew import Fault
from tests.graph.workers import questions
from tests.graph.workers.questions import gone, until

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def processes(service: Service) -> tuple[int, int, int]:
    """A worker, its zygote, and how many threads that has."""
    number, parent, threads = (await service.answer(partial(questions.worker, number=os.urandom(8)))).content.split()
    return int(number), int(parent), int(threads)


@pytest.mark.parametrize("endless", [questions.spin, questions.multiply], ids=["python", "compiled"])
async def test_a_question_that_never_looks_at_the_clock_ends_at_its_deadline(
    hasty: Service, tmp_path: Path, endless: object
) -> None:
    mark = tmp_path / "mark"
    with pytest.raises(OutOfTime, match="more than 1 s"):
        await hasty.answer(partial(endless, mark=mark))
    await until(lambda: gone(int(mark.read_text())))
    assert (await hasty.answer(questions.lands)).content


async def test_a_question_that_nobody_waits_for_any_longer_is_stopped(service: Service, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    asking = asyncio.create_task(service.answer(partial(questions.spin, mark=mark)))
    await until(lambda: mark.exists() and bool(mark.read_text()))
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    await until(lambda: gone(int(mark.read_text())))


async def test_a_question_that_is_left_early_may_finish_and_its_worker_stays(service: Service, tmp_path: Path) -> None:
    log = tmp_path / "log"
    asking = asyncio.create_task(service.answer(partial(questions.count, log=log, seconds=0.01)))
    await until(log.exists)
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)
    workers = {(await processes(service))[0] for _ in range(8)}
    assert len(workers) <= questions.STAFF.quick


async def test_a_worker_that_is_killed_loses_its_question_and_no_other(service: Service, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    asking = asyncio.create_task(service.answer(partial(questions.spin, mark=mark)))
    await until(lambda: mark.exists() and bool(mark.read_text()))
    os.kill(int(mark.read_text()), signal.SIGKILL)
    with pytest.raises(WorkLost, match="Ask again"):
        await asking
    assert (await service.answer(partial(questions.lands, number=1))).content
    await until(lambda: gone(int(mark.read_text())))


async def test_a_free_worker_that_is_killed_is_not_missed(service: Service) -> None:
    killed = (await processes(service))[0]
    os.kill(killed, signal.SIGKILL)
    await until(lambda: gone(killed))
    for number in range(6):
        assert (await service.answer(partial(questions.lands, number=100 + number))).content


async def test_more_memory_than_there_is_is_a_clear_refusal(service: Service) -> None:
    with pytest.raises(OutOfMemory, match="512 MB"):
        await service.answer(questions.hoard)
    assert (await service.answer(partial(questions.lands, number=2))).content


async def test_quick_questions_go_on_while_the_slow_lane_is_full(service: Service, tmp_path: Path) -> None:
    slow = [
        asyncio.create_task(service.answer(partial(questions.spin, mark=tmp_path / str(number)))) for number in range(5)
    ]
    await until((tmp_path / "4").exists)
    for number in range(50):
        await service.answer(partial(questions.lands, number=200 + number))
    assert not any(task.done() for task in slow)
    for task in slow:
        task.cancel()
    await asyncio.gather(*slow, return_exceptions=True)
    for mark in tmp_path.iterdir():
        await until(lambda mark=mark: gone(int(mark.read_text())))


async def test_more_than_can_wait_are_turned_away(service: Service, tmp_path: Path) -> None:
    room = questions.STAFF.slow_queue + questions.STAFF.slow
    asked = [
        asyncio.create_task(service.answer(partial(questions.spin, mark=tmp_path / str(number))))
        for number in range(room + 1)
    ]
    done, others = await asyncio.wait(asked, return_when=asyncio.FIRST_COMPLETED)
    assert {type(task.exception()) for task in done} == {Busy}
    assert (await service.answer(partial(questions.lands, number=3))).content
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


async def test_an_error_arrives_as_it_was_raised(service: Service) -> None:
    with pytest.raises(UnknownName, match="Did you mean any") as caught:
        await service.answer(partial(questions.refuse, value="anny"))
    assert (caught.value.parameter, caught.value.value, caught.value.suggestion) == ("policy", "anny", "any")
    assert caught.value.allowed == ("any", "strict")


async def test_a_fault_of_ours_comes_with_its_traceback(service: Service) -> None:
    with pytest.raises(Fault, match=r"break_down(.|\n)*ZeroDivisionError: a fault of ours"):
        await service.answer(questions.break_down)


async def test_what_is_forked_from_has_one_thread(service: Service) -> None:
    assert (await processes(service))[2] == 1


async def test_nothing_is_left_open_by_workers_that_were_ended(hasty: Service, tmp_path: Path) -> None:
    _, zygote, _ = await processes(hasty)

    def held() -> list[int]:
        return [len(list(Path(f"/proc/{number}/fd").iterdir())) for number in (os.getpid(), zygote)]

    def children() -> int:
        return len(Path(f"/proc/{zygote}/task/{zygote}/children").read_text().split())

    await until(lambda: children() == questions.STAFF.quick + questions.STAFF.slow)
    before = held()
    for number in range(8):
        asking = asyncio.create_task(hasty.answer(partial(questions.spin, mark=tmp_path / str(number))))
        await until((tmp_path / str(number)).exists)
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
    await until(lambda: children() == questions.STAFF.quick + questions.STAFF.slow and held() == before)
