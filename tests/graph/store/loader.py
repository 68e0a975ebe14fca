"""A loader in a process of its own, which ends or falls asleep where it is told to. The order comes as JSON."""

import asyncio
import json
import os
import signal
import sys
import threading
from typing import Any

from graph.claim import Claim
from graph.errors import DefgraphError
from graph.loadset import LoadSet
from graph.server import Connection
from graph.source import Dataset
from graph.store import Store
from graph.store.records import source_in
from ontology.vocabulary import load_vocabulary


def order_for(connection: Connection, loadset: LoadSet, sources: list[str], **order: Any) -> str:
    """The order to load a set; `sources` are the bodies of its sources' records."""
    described = {name: getattr(loadset.dataset, name) for name in ("id", "title", "publisher", "licence", "coverage")}
    claims = [claim.as_dict() for claim in loadset.claims]
    reach = [connection.uri, connection.user, connection.password, connection.database]
    return json.dumps({"connection": reach, "dataset": described, "sources": sources, "claims": claims} | order)


async def load(order: dict[str, Any]) -> dict[str, Any]:
    dataset, sources = Dataset(**order["dataset"]), tuple(source_in(body) for body in order["sources"])
    loadset = LoadSet(dataset, sources, tuple(Claim.from_dict(claim) for claim in order["claims"]))
    connection, lease = Connection(*order["connection"]), order.get("lease", 60)
    async with Store.open(connection, load_vocabulary(), deadline=30, lease_seconds=lease) as store:
        result = await store.load(loadset, batch=order.get("batch", 2), progress=accident(**order["accident"]))
    return result.as_dict()


def accident(stage: str = "", at: int = 0, how: str = "SIGKILL", after: float = 0) -> Any:
    """Progress that sends this process a signal when a stage has come so far, `after` so many seconds."""

    happened = False

    def happen() -> None:
        os.kill(os.getpid(), getattr(signal, how))

    def progress(now: str, done: int, _total: int) -> None:
        nonlocal happened
        if now == stage and done >= at and not happened:
            happened = True
            print("now", flush=True)
            threading.Timer(after, happen).start() if after else happen()

    return progress


if __name__ == "__main__":
    try:
        print(json.dumps(asyncio.run(load(json.loads(sys.stdin.readline())))))
    except DefgraphError as error:
        print(type(error).__name__, error)
        sys.exit(3)
