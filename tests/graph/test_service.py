"""The service beside the store: it follows revisions, keeps questions within time and number, and closes cleanly."""

import asyncio
import threading
from collections.abc import Callable

import pytest

from graph.budget import check_time
from graph.claim import Claim, Value
from graph.errors import BadQuestion, OutOfTime
from graph.loadset import LoadSet
from graph.server import Connection
from graph.service import Service
from graph.snapshot import Snapshot
from graph.source import Dataset, Source
from graph.store import Store
from ontology.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary()


def states(*names: str) -> LoadSet:
    """A dataset that names some states."""
    claims = (Claim(name.lower(), "State", "gazette", (Value("name", name, lang="en"),)) for name in names)
    dataset = Dataset("states", "States", "The editors", "CC0-1.0", "Some states.")
    return LoadSet(dataset, (Source("gazette", "states", "Gazette"),), tuple(claims))


def opening(connection: Connection) -> Callable[[], object]:
    return lambda: Store.open(connection, VOCABULARY, deadline=30)


@pytest.fixture
async def store(clean_store: Connection):
    async with Store.open(clean_store, VOCABULARY, deadline=30) as store:
        await store.prepare()
        await store.load(states("Morocco"))
        yield store


def names(snapshot: Snapshot) -> list[str]:
    return [entity.name for entity in snapshot.entities.values()]


async def test_a_load_by_somebody_else_is_seen_without_asking(store: Store) -> None:
    async with Service(VOCABULARY, opening(store.bolt.connection), poll=0.05) as service:
        assert await service.ask(names) == ["Morocco"]
        before = service.reading
        await store.load(states("Morocco", "Algeria"))
        async with asyncio.timeout(30):
            while service.reading.snapshot.revision < 2:
                await asyncio.sleep(0.05)
        assert await service.ask(names) == ["Algeria", "Morocco"]
        assert await service.ask(names, before) == ["Morocco"]


async def test_many_that_refresh_at_once_read_once(store: Store) -> None:
    async with Service(VOCABULARY, opening(store.bolt.connection), poll=60) as service:
        await store.load(states("Morocco", "Spain"))
        await asyncio.gather(*(service.refresh() for _ in range(8)))
        first = service.reading.snapshot
        await service.refresh()
        assert service.reading.snapshot is first


async def test_a_question_beyond_its_time_is_given_up_and_its_thread_ends(store: Store) -> None:
    ended = threading.Event()

    def endless(_: Snapshot) -> None:
        try:
            while True:
                check_time()
        finally:
            ended.set()

    async with Service(VOCABULARY, opening(store.bolt.connection), deadline=0.2) as service:
        with pytest.raises(OutOfTime, match=r"0\.2 s"):
            await service.ask(endless)
        assert await asyncio.to_thread(ended.wait, 30)
        assert await service.ask(names) == ["Morocco"]


async def test_questions_do_not_keep_the_event_loop_from_its_work(store: Store) -> None:
    release = threading.Event()
    async with Service(VOCABULARY, opening(store.bolt.connection), workers=2) as service:
        asked = [asyncio.create_task(service.ask(lambda _: release.wait(30))) for _ in range(2)]
        await asyncio.sleep(0)
        assert not any(task.done() for task in asked)
        release.set()
        assert await asyncio.gather(*asked) == [True, True]


async def test_more_than_can_wait_are_turned_away_at_once(store: Store) -> None:
    release = threading.Event()
    async with Service(VOCABULARY, opening(store.bolt.connection), workers=1, queue=1) as service:
        asked = [asyncio.create_task(service.ask(lambda _: release.wait(30))) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(OutOfTime, match="waiting"):
            await service.ask(names)
        release.set()
        await asyncio.gather(*asked)
        assert await service.ask(names) == ["Morocco"]


async def test_an_error_of_a_question_is_the_asker_s(store: Store) -> None:
    def wrong(_: Snapshot) -> None:
        raise BadQuestion("No.", parameter="k")

    async with Service(VOCABULARY, opening(store.bolt.connection)) as service:
        with pytest.raises(BadQuestion, match="No"):
            await service.ask(wrong)


async def test_a_question_that_was_given_up_does_not_hold_up_the_end(store: Store) -> None:
    release = threading.Event()
    async with Service(VOCABULARY, opening(store.bolt.connection), deadline=0.1) as service:
        with pytest.raises(OutOfTime):
            await service.ask(lambda _: release.wait())
    release.set()  # only now: the end did not wait for it
