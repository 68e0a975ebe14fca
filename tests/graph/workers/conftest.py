"""One service with workers over a small world, for all the tests of them: a nursery takes seconds to be there."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from graph.service import Service
from tests.graph.workers.questions import STAFF, World
from tests.graph.worlds import VOCABULARY


@pytest.fixture(scope="package")
def store() -> World:
    return World(VOCABULARY)


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def service(store: World) -> AsyncIterator[Service]:
    """Its workers are there."""
    async with Service(VOCABULARY, store.open, poll=0.1, deadline=60, staff=STAFF) as service:
        await service.manned()
        assert service.reading.generation.manned
        yield service


@pytest.fixture
def hasty(service: Service, monkeypatch: pytest.MonkeyPatch) -> Service:
    """The same service, with a second for a question."""
    monkeypatch.setattr(service, "deadline", 1.0)
    return service
