"""Start, find, watch and stop the managed Neo4j of a data folder."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType

from graph.errors import ServerError, ServerRunning
from graph.server import process
from graph.server.config import configure, plan_launch
from graph.server.connection import Connection, ask
from graph.server.folder import (
    LOOPBACK,
    Folder,
    choose_ports,
    is_locked,
    keep_password,
    kept_password,
    lock_folder,
    read_state,
    settle_password,
)
from graph.server.jars import class_path, read_lock, repair
from graph.server.logs import Logs
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


@dataclass(frozen=True, slots=True)
class Status:
    """What runs on a data folder; ``problem`` says why it does not answer, if it does not."""

    running: bool
    answers: bool
    version: str
    home: str | None
    pid: int | None = None
    supervisor: int | None = None
    owner: int | None = None
    background: bool = False
    bolt: str | None = None
    http: str | None = None
    user: str | None = None
    password_file: str | None = None
    problem: str | None = None


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
    password = settle_password(folder, _given_password(settings))
    write_whole(folder.conf / "neo4j.conf", configure(settings, *ports))
    launch = plan_launch(folder, settings, jars)
    connection = _managed_connection(settings, ports[0], password)
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


def _given_password(settings: Settings) -> str | None:
    return settings.neo4j_password.get_secret_value() if settings.neo4j_password else None


def _managed_connection(settings: Settings, port: int, password: str) -> Connection:
    return Connection(f"bolt://{LOOPBACK}:{port}", "neo4j", password, settings.neo4j_database)


def _kept_connection(settings: Settings, folder: Folder, port: int) -> Connection:
    password = _given_password(settings) or kept_password(folder) or ""
    return _managed_connection(settings, port, password)


def _foreign_connection(settings: Settings, uri: str) -> Connection:
    return Connection(uri, settings.neo4j_user, _given_password(settings) or "", settings.neo4j_database)


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
            connection = _kept_connection(settings, folder, state.bolt_port)
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
        connection = _foreign_connection(settings, settings.neo4j_uri)
        ask(connection, settings.store_deadline)
        yield connection
    elif running := attach(settings):
        yield running
    else:
        with start(settings) as server:
            yield server.connection


def status(settings: Settings) -> Status:
    """What runs on the data folder, and whether it answers within ``store_deadline``."""
    if settings.neo4j_uri:
        return _foreign_status(settings, settings.neo4j_uri)
    folder, version = Folder.of(settings.data), read_lock().version
    state = read_state(folder)
    if state is None or not is_locked(folder.lock):
        return Status(running=False, answers=False, version=version, home=str(folder.home))
    problem = _problem(lambda: _kept_connection(settings, folder, state.bolt_port), settings.store_deadline)
    return Status(
        running=True,
        answers=problem is None,
        version=version,
        home=str(folder.home),
        pid=state.jvm,
        supervisor=state.supervisor,
        owner=None if state.background else state.owner,
        background=state.background,
        bolt=f"bolt://{LOOPBACK}:{state.bolt_port}",
        http=f"http://{LOOPBACK}:{state.http_port}",
        user="neo4j",
        password_file=str(folder.password),
        problem=problem,
    )


def _foreign_status(settings: Settings, uri: str) -> Status:
    problem = _problem(lambda: _foreign_connection(settings, uri), settings.store_deadline)
    found = Status(running=True, answers=problem is None, version="of your own", home=None)
    return replace(found, bolt=uri, user=settings.neo4j_user, problem=problem)


def _problem(connect: Callable[[], Connection], deadline: float) -> str | None:
    try:
        ask(connect(), deadline)
    except ServerError as error:
        return str(error)
    return None


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
