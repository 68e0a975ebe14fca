"""Each question is worked out once, however many wait for it, and what was worked out is kept within a bound."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest

from graph.workers.parcel import Body
from graph.workers.results import LARGEST, OVERHEAD, Results


class Work:
    """Work that is counted, that ends when it is released, and that knows whether it was given up."""

    def __init__(self, size: int = 1) -> None:
        self.times, self.given_up, self.release, self.size = 0, False, asyncio.Event(), size

    async def __call__(self) -> Body:
        self.times += 1
        try:
            await self.release.wait()
        except asyncio.CancelledError:
            self.given_up = True
            raise
        return Body(b"x" * self.size, "tag")


async def started(*work: Coroutine[Any, Any, Body]) -> list[asyncio.Task[Body]]:
    tasks = [asyncio.create_task(one) for one in work]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    return tasks


async def test_those_who_ask_the_same_wait_for_one_answer() -> None:
    results, work = Results(), Work()
    tasks = await started(*(results.get("q", work) for _ in range(5)))
    work.release.set()
    assert {body.content for body in await asyncio.gather(*tasks)} == {b"x"}
    assert (await results.get("q", work)).tag == "tag"
    assert work.times == 1


async def test_one_that_leaves_does_not_take_the_answer_from_the_others() -> None:
    results, work = Results(), Work()
    first, second = await started(results.get("q", work), results.get("q", work))
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    assert not work.given_up
    work.release.set()
    assert (await second).content == b"x"


async def test_the_last_that_leaves_ends_the_work_and_the_next_begins_it_anew() -> None:
    results, work, again = Results(), Work(), Work()
    tasks = await started(results.get("q", work), results.get("q", work))
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    again.release.set()
    assert (await results.get("q", again)).content == b"x"
    assert work.given_up
    assert again.times == 1


async def test_an_error_is_for_all_who_wait_and_is_not_kept() -> None:
    results, work = Results(), Work()

    async def fail() -> Body:
        await asyncio.sleep(0)
        raise ValueError("no")

    tasks = await started(results.get("q", fail), results.get("q", fail))
    assert [type(error) for error in await asyncio.gather(*tasks, return_exceptions=True)] == [ValueError] * 2
    work.release.set()
    assert (await results.get("q", work)).content == b"x"


async def test_what_is_kept_is_bounded_and_the_least_lately_asked_goes_first() -> None:
    size = 1000
    results, work = Results(room=LARGEST * (size + OVERHEAD)), Work(size)
    work.release.set()
    for number in range(LARGEST):
        await results.get(number, work)
    await results.get(0, work)
    await results.get(LARGEST, work)
    assert len(results) == LARGEST
    assert work.times == LARGEST + 1
    await results.get(0, work)
    assert work.times == LARGEST + 1
    await results.get(1, work)
    assert work.times == LARGEST + 2


async def test_an_answer_too_large_for_the_room_is_given_and_not_kept() -> None:
    results, work = Results(room=10_000), Work(20_000)
    work.release.set()
    assert len((await results.get("q", work)).content) == 20_000
    assert len(results) == 0
