"""Who may write: one load at a time, by a lease with a fencing token.

The lease is a node. It has a holder, an end by the database's own clock (clocks of loaders don't matter), and a token
that grows with every holder. Each write transaction first locks that node, checks its own token and moves the end on,
so a loader that slept past its lease while another took over cannot write any more: it is `Fenced`. This is what M.
Kleppmann's "How to do distributed locking" (2016) calls for. A holder that is known to be dead (same machine, no such
process) is not waited for.
"""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import psutil

from graph.errors import LoadBusy, ServerError
from graph.store.bolt import Bolt, Rows, Step, step

HOLDER = "MATCH (l:Lease {name: 'load'}) RETURN properties(l) AS lease"

TAKE = """
MERGE (l:Lease {name: 'load'}) ON CREATE SET l.token = 0, l.until = 0
SET l.asked = timestamp()
WITH l WHERE l.until <= timestamp() OR l.token = $dead
SET l += $holder, l.token = l.token + 1, l.since = timestamp(), l.until = timestamp() + $milliseconds
RETURN l.token AS token
"""

# The first SET takes the lock; only what is read after it is sure.
RENEW = """
MATCH (l:Lease {name: 'load'}) SET l.asked = timestamp()
WITH l WHERE l.token = $token
SET l.until = timestamp() + $milliseconds
RETURN l.token AS token
"""

RELEASE = "MATCH (l:Lease {name: 'load', token: $token}) SET l.until = 0"

_held: set[tuple[str, int]] = set()
"""The leases of this process whose loads are under way, by address and token."""


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to write until somebody else takes it over; `milliseconds` is how long each write prolongs it."""

    bolt: Bolt
    token: int
    milliseconds: int

    @property
    def fence(self) -> Step:
        """The statement that proves, and prolongs, the lease at the start of a transaction."""
        return step(RENEW, token=self.token, milliseconds=self.milliseconds)

    @property
    def key(self) -> tuple[str, int]:
        """What tells this lease from others of this process."""
        return self.bolt.connection.uri, self.token

    async def write(self, *steps: Step) -> tuple[Rows, ...]:
        """`Bolt.write`, under this lease.

        Raises:
            Fenced: another load has taken the lease over.
        """
        return await self.bolt.write(*steps, fence=self.fence)

    async def release(self) -> None:
        """Let the next load begin at once; if Neo4j cannot be told, the lease ends by itself."""
        _held.discard(self.key)
        with suppress(ServerError):
            await self.bolt.write(step(RELEASE, token=self.token))


async def take_lease(bolt: Bolt, seconds: float) -> Lease:
    """The lease, if it is free, has run out, or its holder is dead.

    Raises:
        LoadBusy: somebody else holds it; says who, since when and until when.
    """
    milliseconds, holder = int(seconds * 1000), await _holder(bolt)
    dead = holder["token"] if holder and _is_dead(bolt, holder) else None
    taken = await bolt.write(step(TAKE, holder=_me(), milliseconds=milliseconds, dead=dead))
    if not taken[0]:
        raise _busy(await _holder(bolt) or {})
    lease = Lease(bolt, taken[0][0]["token"], milliseconds)
    _held.add(lease.key)
    return lease


async def _holder(bolt: Bolt) -> dict[str, Any] | None:
    rows = await bolt.read(HOLDER)
    return rows[0]["lease"] if rows else None


def _me() -> dict[str, Any]:
    return {"host": socket.gethostname(), "pid": os.getpid()}


def _is_dead(bolt: Bolt, holder: dict[str, Any]) -> bool:
    """Whether the load that holds the lease ran on this machine and is no more. If wrong, it is fenced, no worse."""
    if holder.get("host") != socket.gethostname():
        return False
    if holder["pid"] == os.getpid():
        return (bolt.connection.uri, holder["token"]) not in _held
    try:
        return psutil.Process(holder["pid"]).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def _busy(holder: dict[str, Any]) -> LoadBusy:
    who = f"process {holder.get('pid')} on {holder.get('host')}, since {_clock(holder.get('since'))}"
    return LoadBusy(
        f"Another load is under way: {who}; its lease runs until {_clock(holder.get('until'))}.",
        hint="Wait for it to end, then load again.",
    )


def _clock(milliseconds: int | None) -> str:
    return datetime.fromtimestamp((milliseconds or 0) / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
