"""Start, find and stop the managed Neo4j of a data folder."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from graph.errors import ServerError, ServerRunning
from graph.server import process
from graph.server.config import configure, plan_launch
from graph.server.connection import Connection, ask
from graph.server.folder import Folder, read_state
from graph.server.jars import class_path, repair
from graph.server.locks import is_locked, lock_folder
from graph.server.logs import Logs
from graph.server.offline import settle_import
from graph.server.password import keep_password, settle_password
from graph.server.ports import choose_ports
from graph.server.report import Status, foreign_connection, given_password, kept_connection, managed_connection, status
from graph.server.supervise import write_whole
from graph.settings import Settings

PORT_TRIES = 3
"""How often other ports are tried when one was taken between looking and listening."""

_left_running: list[process.Process] = []
"""Watchmen handed over to the background: kept, so that nobody complains that they still run."""


@dataclass(frozen=True)
class Server:
    """A Neo4j that was started here and ends here: a context manager that stops it."""

    connection: Connection
    home: Path
    bolt_port: int
    http_port: int
    stop_deadline: float
    watchman: process.Process

    @property
    def pid(self) -> int:
        """Process id of the JVM now; it changes when the watchman had to start it again."""
        state = read_state(Folder(self.home))
        return state.jvm if state else 0

    def stop(self) -> None:
        """Stop Neo4j in order; kill it if it has not ended by the stop deadline. A second call does nothing."""
        process.end(self.watchman, Folder(self.home), self.stop_deadline)

    def __enter__(self) -> "Server":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def start(settings: Settings) -> Server:
    """Start the managed Neo4j of the data folder and return once it answers a query.

    Raises:
        ServerRunning: somebody runs it on this folder already.
        ServerError: it cannot be started; says why within ``start_deadline`` (the first download comes on top).
    """
    return _start(settings, background=False)


def start_background(settings: Settings) -> Status:
    """Start Neo4j and leave it running, watched, until :func:`stop`. Errors as :func:`start`."""
    server = _start(settings, background=True)
    assert server.watchman.stdin is not None
    server.watchman.stdin.close()
    _left_running.append(server.watchman)
    return status(settings)


def _start(settings: Settings, *, background: bool) -> Server:
    folder = Folder.of(settings.data)
    folder.make()
    end_orphan(folder)
    with lock_folder(folder.lock, f"Neo4j already runs on the data folder {settings.data} (process {{pid}}).") as lock:
        folder.require_space(settings.neo4j_min_free_mb)
        settle_import(folder)
        tried: frozenset[int] = frozenset()
        for _ in range(PORT_TRIES):
            ports = choose_ports(folder, settings.neo4j_bolt_port, settings.neo4j_http_port, avoid=tried)
            try:
                return _launch(settings, folder, ports, lock, background=background)
            except process.DiedEarly as death:
                if not death.port_taken and not repair(settings.cache, settings.maven_url):
                    raise
                tried |= frozenset(ports if death.port_taken else ())
        raise ServerError("Neo4j did not start on any of several free ports.", hint="See 'defgraph neo4j logs'.")


def _launch(settings: Settings, folder: Folder, ports: tuple[int, int], lock: int, *, background: bool) -> Server:
    jars = class_path(settings.cache, settings.maven_url)
    password = settle_password(folder, given_password(settings))
    write_whole(folder.conf / "neo4j.conf", configure(settings, *ports))
    launch = plan_launch(folder, settings, jars)
    connection = managed_connection(settings, ports[0], password)
    logs = Logs.mark(folder)
    watchman = process.spawn(folder, launch, ports, lock, settings.stop_deadline, background=background)
    try:
        process.await_answer(watchman, logs, connection, ports[0], settings.start_deadline)
    except BaseException:
        process.end(watchman, folder, settings.stop_deadline)
        raise
    process.hand_over(watchman)
    keep_password(folder, password)
    return Server(connection, folder.home, *ports, settings.stop_deadline, watchman)


def end_orphan(folder: Folder) -> None:
    """Kill a JVM whose watchman is gone; nobody can be using it on purpose."""
    state = read_state(folder)
    if state and is_locked(folder.lock) and process.is_orphan(state, folder):
        process.kill(folder)


def attach(settings: Settings) -> Connection | None:
    """The connection to the managed Neo4j that somebody else runs on this folder, or None; waits if it is starting.

    Raises:
        ServerError: it runs but does not answer.
    """
    folder = Folder.of(settings.data)
    end = time.monotonic() + settings.start_deadline
    while is_locked(folder.lock):
        state = read_state(folder)
        if state and state.ready:
            connection = kept_connection(settings, folder, state.bolt_port)
            ask(connection, settings.store_deadline)
            return connection
        if time.monotonic() > end:
            raise ServerError(f"Neo4j on {folder.home} has been starting for {settings.start_deadline:g} s.")
        time.sleep(0.1)
    return None


@contextmanager
def connect_or_start(settings: Settings, *, exclusive: bool = False) -> Iterator[Connection]:
    """A Neo4j that answers: the one at ``neo4j_uri``; else the one that runs on the data folder; else one started
    now and stopped at the end.

    Args:
        settings: which one, and within which deadlines.
        exclusive: refuse if another process holds this folder the same way, or owns the Neo4j that runs on it.

    Raises:
        ServerError: none can be reached or started.
    """
    if not exclusive:
        with _connect_or_start(settings) as connection:
            yield connection
        return
    settings.data.mkdir(parents=True, exist_ok=True)
    busy = f"defgraph is already up on the data folder {settings.data} (process {{pid}})."
    with lock_folder(settings.data / "up.lock", busy):
        _refuse_owned(settings)
        with _connect_or_start(settings) as connection:
            yield connection


def _refuse_owned(settings: Settings) -> None:
    folder = Folder.of(settings.data)
    state = read_state(folder)
    if not settings.neo4j_uri and state and not state.background and is_locked(folder.lock):
        raise ServerRunning(
            f"Neo4j already runs on the data folder {settings.data}, for process {state.owner}.", pid=state.owner
        )


@contextmanager
def _connect_or_start(settings: Settings) -> Iterator[Connection]:
    if settings.neo4j_uri:
        connection = foreign_connection(settings, settings.neo4j_uri)
        ask(connection, settings.store_deadline)
        yield connection
    elif running := attach(settings):
        yield running
    else:
        with start(settings) as server:
            yield server.connection


def stop(settings: Settings) -> bool:
    """Stop the Neo4j left running in the background; False if none runs.

    Raises:
        ServerError: it belongs to a running process, which must be ended instead.
    """
    folder = Folder.of(settings.data)
    end_orphan(folder)
    state = read_state(folder)
    if state is None or not is_locked(folder.lock):
        return False
    if not state.background:
        raise ServerRunning(
            f"This Neo4j belongs to process {state.owner} and ends with it.", hint="Stop that one.", pid=state.owner
        )
    if process.is_ours(state.supervisor, folder):
        with suppress(ProcessLookupError):
            os.kill(state.supervisor, signal.SIGTERM)
    if not _await_unlocked(folder, settings.stop_deadline + process.GRACE):
        process.kill(folder)
        _await_unlocked(folder, process.GRACE)
    return True


def _await_unlocked(folder: Folder, deadline: float) -> bool:
    end = time.monotonic() + deadline
    while is_locked(folder.lock):
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True
