"""The process that answers: one question at a time of one snapshot, within its time and its memory.

It has no thread but its own, no connection to Neo4j and no socket but the one to the service. When its parent ends, it
is ended too.
"""

from __future__ import annotations

import ctypes
import os
import pickle
import resource
import signal
import socket
import sys
import time
import traceback
from dataclasses import dataclass, replace
from enum import IntEnum
from pathlib import Path

from graph.budget import time_budget
from graph.errors import DefgraphError
from graph.snapshot import Snapshot
from graph.workers.parcel import Body, Question, body_of
from graph.workers.wire import framed, receive
from ontology.errors import OntologyError

PR_SET_PDEATHSIG = 1
STATM = Path("/proc/self/statm")


class Outcome(IntEnum):
    """How a question ended."""

    ANSWERED = 0
    REFUSED = 1
    """An error for whoever asked: its class, its arguments, its attributes."""
    TOO_MUCH = 2
    """There was not enough memory."""
    BROKEN = 3
    """A fault of ours: the traceback."""


@dataclass(frozen=True, slots=True)
class Reply:
    """The end of a question and the seconds of processor time that it took; `spent` says that the worker has so little
    memory left that it should be replaced."""

    outcome: Outcome
    content: Body | tuple[type[Exception], tuple[object, ...], dict[str, object]] | str | None
    cost: float = 0.0
    spent: bool = False


@dataclass(frozen=True, slots=True)
class Room:
    """The bytes of address space a process began with, and those it may have; none of it where that can't be told."""

    begun: int
    most: int

    @property
    def short(self) -> bool:
        """Whether less than half of what it may grow by is left."""
        return self.begun > 0 and size() > (self.begun + self.most) // 2


def work(service: socket.socket, snapshot: Snapshot, memory: int, parent: int) -> None:
    """Answer until the service closes its end."""
    _end_with(parent)
    os.setpgid(0, 0)  # so that it can be told to stand back with all its threads
    room = _limit(memory)
    service.sendall(framed(pickle.dumps(os.getpid())))
    while (message := receive(service)) is not None:
        left, seconds, data = pickle.loads(message)  # noqa: S301 - from the service that we belong to
        begun = time.process_time()
        reply = answer(data, snapshot, left, seconds)
        spent, cost = reply.outcome is Outcome.TOO_MUCH or room.short, time.process_time() - begun
        service.sendall(framed(_pickled(replace(reply, cost=cost, spent=spent))))


def answer(data: bytes, snapshot: Snapshot, left: float, seconds: float) -> Reply:
    """The end of one question, as a parcel has it, with so much `left` of the seconds that it may take."""
    try:
        question: Question = pickle.loads(data)  # noqa: S301 - from the service that we belong to
        with time_budget(left, of=seconds):
            return Reply(Outcome.ANSWERED, body_of(question(snapshot)))
    except MemoryError:
        return Reply(Outcome.TOO_MUCH, None)
    except (DefgraphError, OntologyError) as error:
        return Reply(Outcome.REFUSED, (type(error), error.args, vars(error)))
    except Exception:
        return Reply(Outcome.BROKEN, traceback.format_exc())


def _pickled(reply: Reply) -> bytes:
    try:
        return pickle.dumps(reply, pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        return pickle.dumps(Reply(Outcome.TOO_MUCH, None, spent=True))


def size() -> int:
    """The address space of this process in bytes; 0 where that can't be told."""
    return int(STATM.read_text().split()[0]) * resource.getpagesize() if STATM.exists() else 0


def _limit(memory: int) -> Room:
    """Let this process grow by so many bytes and no more, where that can be had."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    begun = size()
    if begun:
        resource.setrlimit(resource.RLIMIT_AS, (begun + memory, begun + memory))
    return Room(begun, begun + memory)


def _end_with(parent: int) -> None:
    """Have the kernel end this process when its parent ends (Linux); elsewhere the closed socket does, later."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(0)  # it ended before we could ask


__all__ = ["Outcome", "Reply", "answer", "work"]
