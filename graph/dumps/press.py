"""Publishes each revision of a service's graph that stays for a while, in a process of its own.

Writing all files takes minutes of a processor on a large graph, which questions shall not feel. The process is handed
the snapshot, and can be ended at any time: what it has not finished is not there.

    python -m graph.dumps.press SNAPSHOTS FOLDER BASE KEEP
"""

from __future__ import annotations

import asyncio
import io
import logging
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Self, cast

from graph.dumps.content import Content
from graph.dumps.publish import keep_latest, publish
from graph.dumps.version import read_versions
from graph.errors import ServerError
from graph.refresh import read_snapshot
from graph.service import Service
from graph.snapshot import Snapshot
from graph.workers.freight import receive_snapshot, send_snapshot
from ontology.iri import Iris

STILL = 10.0
"""Seconds for which a revision has to be the latest before it is published."""

log = logging.getLogger("defgraph.dumps")


class Press:
    """Follows a service, and keeps the last `keep` versions in a folder."""

    def __init__(self, service: Service, folder: Path, iris: Iris, *, keep: int = 3, still: float = STILL) -> None:
        self.service, self.folder, self.iris = service, folder, iris
        self._keep, self._still = keep, still
        self._last: Snapshot | None = None
        self._follower: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        """Begin to follow."""
        self._follower = asyncio.create_task(self._follow())
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop, and end what is being written."""
        if self._follower:
            self._follower.cancel()
            await asyncio.gather(self._follower, return_exceptions=True)

    async def publish(self) -> None:
        """Publish the latest revision, if it is not there yet."""
        snapshot = self.service.reading.snapshot
        versions = await asyncio.to_thread(read_versions, self.folder)
        if snapshot.revision == 0 or any(v.revision == snapshot.revision for v in versions):
            self._last = snapshot
            return
        before = await self._before(versions[0].revision) if versions else None
        place = await asyncio.to_thread(_put_down, [snapshot, *([before] if before else [])], self.folder)
        try:
            await _run(str(place), str(self.folder), self.iris.base, str(self._keep))
        finally:
            place.unlink(missing_ok=True)
        self._last = snapshot

    async def _before(self, revision: int) -> Snapshot | None:
        """The revision that was published last; read from the store if it is not in memory."""
        if self._last is not None and self._last.revision == revision:
            return self._last
        with suppress(ServerError):
            return await read_snapshot(self.service.store, self.service.vocabulary, revision)
        return None

    async def _follow(self) -> None:
        seen = -1
        while True:
            await asyncio.sleep(self._still)
            with suppress(ServerError):
                revision = self.service.reading.snapshot.revision
                if revision == seen and (self._last is None or self._last.revision != revision):
                    await self._try()
                seen = revision

    async def _try(self) -> None:
        try:
            await self.publish()
        except Exception:
            log.exception("The dump could not be published")


def _put_down(snapshots: Iterable[Snapshot], folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=folder, prefix=".snapshots-", delete=False) as file:
        for snapshot in snapshots:
            send_snapshot(snapshot, cast("io.BufferedIOBase", file))
    return Path(file.name)


async def _run(*words: str) -> None:
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "graph.dumps.press", *words)
    try:
        status = await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if status:
        log.warning("The dump could not be written: its process ended with %d.", status)


def main(place: str, folder: str, base: str, keep: str) -> None:
    """Publish the first snapshot in a file; a second one is that of the version before."""
    os.nice(10)
    with Path(place).open("rb") as file:
        snapshot = receive_snapshot(file)
        before = receive_snapshot(file) if file.peek(1) else None
    publish(Content(snapshot, Iris(base)), Path(folder), before=before)
    keep_latest(Path(folder), int(keep))


if __name__ == "__main__":
    main(*sys.argv[1:])
