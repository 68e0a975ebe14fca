"""Questions get workers in their order, and those that leave the line make room."""

import asyncio

import pytest

from graph.errors import Busy
from graph.workers.hands import Worker
from graph.workers.lane import Lane


async def taking(lane: Lane, number: int) -> list[asyncio.Task[Worker]]:
    tasks = [asyncio.create_task(lane.take()) for _ in range(number)]
    await asyncio.sleep(0)
    return tasks


async def test_first_come_first_served_and_no_more_than_there_is_room_for() -> None:
    lane, workers = Lane(room=2), [Worker() for _ in range(2)]
    first, second, third = await taking(lane, 3)
    with pytest.raises(Busy):
        await third
    for worker in workers:
        lane.give(worker)
    assert [await first, await second] == workers


async def test_whoever_leaves_makes_room_and_a_worker_is_never_lost() -> None:
    lane, worker = Lane(room=1), Worker()
    (leaving,) = await taking(lane, 1)
    leaving.cancel()
    await asyncio.gather(leaving, return_exceptions=True)
    (waiting,) = await taking(lane, 1)
    lane.give(worker)
    waiting.cancel()  # just when it would have had the worker
    await asyncio.gather(waiting, return_exceptions=True)
    assert await lane.take() is worker
