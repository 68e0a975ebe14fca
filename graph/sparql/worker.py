"""A process that runs queries on a store it only reads, one at a time, until its input ends or a query is its end.

    python -m graph.sparql.worker STORE SECONDS MEGABYTES BYTES

A message in (`graph.sparql.job`) is a query, a message out its answer: ``{"ok": true}`` with the body, or what was
wrong. The kernel ends it, whatever native code is doing: by an alarm at the deadline, by a bound on memory. It also
ends with its parent, for its input ends then. It can write no file and open no connection, by a filter of the kernel's
(`graph.sparql.filter`), and no more descriptors than its store has files.
"""

from __future__ import annotations

import io
import os
import re
import resource
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

import orjson
from pyoxigraph import NamedNode, QueryBoolean, QueryResultsFormat, QueryTriples, RdfFormat, Store, serialize

from graph.sparql.filter import shut_out
from graph.sparql.job import HEAD, Limits, pack

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

LISTED = 80
"""Characters of a list of expected words that a person still reads."""
WARM = "SELECT ?s WHERE { ?s ?p ?o } LIMIT 1"
PLACE = re.compile(r"error at (\d+):(\d+): ", re.IGNORECASE)


class TooMuch(Exception):
    """The answer is longer than it may be."""


class Buffer(io.RawIOBase):
    """Collects an answer, up to a length."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most, self.parts, self.length = most, list[bytes](), 0

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, part: ReadableBuffer) -> int:
        """Add a part; raises `TooMuch`."""
        piece = bytes(part)
        self.length += len(piece)
        if self.length > self.most:
            raise TooMuch
        self.parts.append(piece)
        return len(piece)


def serve(store: Store, limits: Limits, source: BinaryIO, sink: BinaryIO) -> None:
    """Answer queries until there are no more."""
    sink.write(pack({"ready": True}))
    sink.flush()
    while head := source.read(HEAD.size):
        job = orjson.loads(source.read(HEAD.unpack(head)[0]))
        with alarm(limits.seconds):
            answer = run(store, job, limits.answer_bytes)
        sink.write(answer)
        sink.flush()


def run(store: Store, job: Mapping[str, Any], most: int) -> bytes:
    """One query and its answer, as a message."""
    buffer = Buffer(most)
    try:
        write(ask(store, job), job, buffer)
    except TooMuch:
        return pack({"ok": False, "too_large": most})
    except SyntaxError as error:
        return pack({"ok": False, "wrong": shortened(str(error))} | place(str(error)))
    except (ValueError, RuntimeError, OSError) as error:
        return pack({"ok": False, "wrong": str(error)} | place(str(error)))
    return pack({"ok": True}, b"".join(buffer.parts))


def shortened(message: str) -> str:
    """A message of the parser, which lists all that could have stood there, so that a person reads it to its end."""
    told, _, expected = message.partition("expected one of ")
    return f"{told}expected another word here" if len(expected) > LISTED else message


def place(message: str) -> dict[str, int]:
    """The line and column that a message of the parser names."""
    found = PLACE.search(message)
    return {"line": int(found[1]), "column": int(found[2])} if found else {}


def ask(store: Store, job: Mapping[str, Any]) -> Any:  # noqa: ANN401 - one of pyoxigraph's four kinds of results
    """Run the query over the dataset it is meant for."""
    chosen = bool(job["default"] or job["named"])
    return store.query(
        job["query"],
        base_iri=job["base"],
        prefixes=job["prefixes"],
        use_default_graph_as_union=job["union"] and not chosen,
        default_graph=[NamedNode(iri) for iri in job["default"]] if chosen else None,
        named_graphs=[NamedNode(iri) for iri in job["named"]] if chosen else None,
    )


def write(result: Any, job: Mapping[str, Any], buffer: Buffer) -> None:  # noqa: ANN401
    """Write a result in the format that is wanted."""
    if isinstance(result, QueryTriples):
        form = RdfFormat.from_media_type(job["media"])
        assert form is not None
        serialize(result, cast("BinaryIO", buffer), form, prefixes=job["prefixes"])
        return
    kind = QueryResultsFormat.from_media_type(job["media"])
    if isinstance(result, QueryBoolean) and kind is None:
        raise ValueError("An ASK query is answered as JSON or XML.")
    result.serialize(buffer, format=kind)


@contextmanager
def alarm(seconds: float) -> Iterator[None]:
    """While inside, the kernel ends this process when the time is over, even within native code."""
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def confine(limits: Limits, files: int = 0) -> None:
    """Give up what a query has no use for: memory beyond a bound, writing, connections, descriptors beyond `files`."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C at a terminal reaches all; the parent decides
    size = limits.memory_mb * 1024 * 1024
    for what, most in ((resource.RLIMIT_AS, size), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(what, (most, most))
    shut_descriptors(files)
    shut_out()


def shut_descriptors(files: int) -> None:
    """Let only so many descriptors be opened any more."""
    last = os.dup(0)
    while (gap := os.dup(0)) < last:
        pass  # fills the gaps below, which a limit alone would leave open
    most = max(last, gap) + 1 + files
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def main(store: str, seconds: str, memory_mb: str, answer_bytes: str) -> None:
    """Open the store, close the door, serve. A store opens most of its files when a query first needs them."""
    limits = Limits(float(seconds), int(memory_mb), int(answer_bytes))
    opened = Store.read_only(store)
    opened.query(WARM)
    confine(limits, files=len(list(Path(store).glob("*.sst"))))
    serve(opened, limits, sys.stdin.buffer, sys.stdout.buffer)


if __name__ == "__main__":
    main(*sys.argv[1:])
