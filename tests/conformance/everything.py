"""All suites, one after the other."""

from __future__ import annotations

import logging
import tempfile
import warnings
from collections.abc import Callable, Iterable
from itertools import chain
from pathlib import Path

from graph.sparql.job import Limits
from tests.conformance import documents, protocol, queries, shapes
from tests.conformance.outcome import Outcome
from tests.conformance.served import served


async def outcomes() -> list[Outcome]:
    """Every test of every suite, and what came of it."""
    with tempfile.TemporaryDirectory() as folder:
        async with served(chain(queries.quads(), protocol.quads()), Path(folder), Limits(30)) as client:
            asked = [outcome for run in (protocol.run, queries.run) async for outcome in run(client)]
    return [*asked, *_without_a_word(documents.run), *_without_a_word(shapes.run)]


def _without_a_word(run: Callable[[], Iterable[Outcome]]) -> list[Outcome]:
    """Suites are full of what libraries warn of: values that are none, shapes that are odd."""
    told = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings(action="ignore"):
            return list(run())
    finally:
        logging.disable(told)
