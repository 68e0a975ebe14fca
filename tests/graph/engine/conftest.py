"""Settings that tests of the engine change and put back."""

from collections.abc import Iterator

import networkx as nx
import pytest


@pytest.fixture(params=[1, 3])
def threads(request: pytest.FixtureRequest) -> Iterator[int]:
    """How many threads sweeps may use; as before afterwards."""
    settings = nx.config.backends["defgraph"]
    before, settings.threads = settings.threads, request.param
    yield request.param
    settings.threads = before
