"""Loaders and Neo4j killed at random moments, over and over: `--kills N` tells how often (`--seed` which moments)."""

import asyncio
import os
import random
import signal
import time
from collections.abc import Callable
from typing import Any

import pytest

from graph.server import Server
from graph.store import Store
from tests.graph.store.test_crash import (  # noqa: F401 - `start` is a fixture
    Start,
    answers_again,
    finish,
    ids,
    old_and_new,
    standing,
    start,
    without_times,
)

NEO4J_EACH = 4
"""Of so many kills one is Neo4j's; it takes half a minute to come back."""


@pytest.mark.timeout(0)
async def test_whenever_something_is_killed_all_of_a_load_is_there_or_nothing(  # noqa: PLR0917 - fixtures
    request: pytest.FixtureRequest,
    store: Store,
    sets: Any,
    start: Start,  # noqa: F811
    picture: Callable[[], Any],
    neo4j_server: Server,
) -> None:
    kills, seed = request.config.getoption("--kills"), request.config.getoption("--seed")
    made, sides = random.Random(seed), old_and_new(sets)
    await store.load(sides[0])
    began = time.monotonic()
    await store.load(sides[1])
    takes = 1.5 * (time.monotonic() - began)  # a loader by itself writes in smaller batches
    for number in range(kills):
        before, after = sides[(number + 1) % 2], sides[number % 2]
        revision, moment = await store.revision(), made.uniform(0, takes)
        note = f"kill {number + 1} of {kills}, seed {seed}, after {moment:.3f} s"
        if number % NEO4J_EACH == NEO4J_EACH - 1:
            loader = start(after, {})
            await asyncio.sleep(moment)
            os.kill(neo4j_server.pid, signal.SIGKILL)
            finish(loader)
            await answers_again(store)
        else:
            finish(start(after, {"stage": "record", "at": 0, "after": moment}))
        reached = await store.revision()
        assert reached - revision in (0, 1), note
        assert await standing(store) == ids(after if reached > revision else before), note
        await store.load(after)
        assert await standing(store) == ids(after), note
        assert await store.pending() is None, note
    shown = picture()
    await store.undo()
    await store.undo()
    assert without_times(picture()) == without_times(shown)
