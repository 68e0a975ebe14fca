"""Starting the watchman (``supervise.py``) and its JVM, waiting until Neo4j answers, ending them."""

import json
import os
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import asdict
from itertools import chain, repeat

import psutil

from graph.errors import ServerError, StoreUnavailable
from graph.server import archive, supervise
from graph.server.config import Launch, environment
from graph.server.connection import Connection, ask
from graph.server.folder import Folder, State, read_state
from graph.server.logs import Logs
from graph.server.ports import is_free

Process = subprocess.Popen[bytes]
GRACE = 5.0
"""Seconds the watchman gets beyond the JVM's own deadline."""

PATIENCE = (1.0, 2.0, 4.0)
"""Seconds the first questions get while Neo4j is starting; it may accept a question before it can answer any."""


class DiedEarly(ServerError):
    """The JVM ended before Neo4j answered; ``port_taken`` if that was because of a port."""

    def __init__(self, detail: str, *, hint: str, port_taken: bool) -> None:
        super().__init__(detail, hint=hint)
        self.port_taken = port_taken


def spawn(
    folder: Folder, launch: Launch, ports: tuple[int, int], lock: int, stop_deadline: float, *, background: bool
) -> Process:
    """Start the watchman in a session of its own, so that Ctrl-C reaches only us; it starts the JVM."""
    order = supervise.Order(
        command=list(launch.command),
        folder=str(folder.home),
        state_file=str(folder.state),
        console=str(folder.console),
        lock_fd=lock,
        stop_deadline=stop_deadline,
        background=background,
        state={"owner": os.getpid(), "background": background, "bolt_port": ports[0], "http_port": ports[1]},
        trainer=list(launch.trainer),
        train_after=archive.TRAIN_AFTER,
    )
    with folder.console.open("ab") as console:
        watchman = subprocess.Popen(  # noqa: S603 - our own interpreter and our own script
            (sys.executable, "-I", supervise.__file__, str(folder.home)),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=console,
            env=environment(),
            start_new_session=True,
            pass_fds=(lock,),
        )
    assert watchman.stdin is not None
    watchman.stdin.write(json.dumps(asdict(order)).encode() + b"\n")
    watchman.stdin.flush()
    return watchman


def await_answer(watchman: Process, logs: Logs, connection: Connection, port: int, deadline: float) -> None:
    """Wait until Neo4j answers a query, watching for an early death and for a store that cannot be opened.

    Raises:
        ServerError: it died, said no, or the deadline passed; with what its log says about it.
    """
    end = time.monotonic() + deadline
    patience = chain(PATIENCE, repeat(PATIENCE[-1]))
    while time.monotonic() < end:
        _check_alive(watchman, logs)
        if not is_free(port) and _listens(watchman, port):
            with suppress(StoreUnavailable):
                return ask(connection, min(next(patience), end - time.monotonic() + 0.1))
        time.sleep(0.1)
    raise ServerError(
        f"Neo4j was not up within {deadline:g} s; {logs.last_words()}.",
        hint="Give it longer with DEFGRAPH_START_DEADLINE, or see 'defgraph neo4j logs'.",
    )


def _listens(watchman: Process, port: int) -> bool:
    """Whether it is our JVM that has the port, and not one that another start gave it to at the same moment."""
    with suppress(psutil.Error):
        children = psutil.Process(watchman.pid).children()
        sockets = (socket for child in children for socket in child.net_connections("tcp"))
        return any(socket.status == psutil.CONN_LISTEN and socket.laddr.port == port for socket in sockets)
    return False


def _check_alive(watchman: Process, logs: Logs) -> None:
    if watchman.poll() is not None:
        raise DiedEarly(
            f"Neo4j ended while starting; {logs.last_words()}.",
            hint="'defgraph neo4j logs' shows the whole log.",
            port_taken=logs.port_was_taken(),
        )
    if reason := logs.store_failure():
        raise ServerError(
            f"Neo4j cannot open the store in {logs.folder.home}: {reason}.",
            hint="Restore the folder from a backup, or move it away and load the datasets again.",
        )


def hand_over(watchman: Process) -> None:
    """Tell the watchman that Neo4j is up: from now on a JVM that dies is started again."""
    assert watchman.stdin is not None
    with suppress(BrokenPipeError):
        watchman.stdin.write(b"ready\n")
        watchman.stdin.flush()


def end(watchman: Process, folder: Folder, stop_deadline: float) -> None:
    """Close the watchman's input, which asks it to stop the JVM, and wait; kill both if it takes too long."""
    if watchman.stdin is not None:
        with suppress(BrokenPipeError):
            watchman.stdin.close()
    try:
        watchman.wait(stop_deadline + GRACE)
    except subprocess.TimeoutExpired:
        kill(folder)
        watchman.kill()
        watchman.wait()


def is_ours(pid: int, folder: Folder) -> bool:
    """Whether the process lives and is a watchman or JVM of this folder, and not one that got the same number."""
    try:
        process = psutil.Process(pid)
        return process.status() != psutil.STATUS_ZOMBIE and str(folder.home) in " ".join(process.cmdline())
    except psutil.Error:
        return False


def kill(folder: Folder) -> None:
    """Kill what the state file names, watchman first, if it is still what the file says it is."""
    if state := read_state(folder):
        for pid in (state.supervisor, state.jvm):
            if is_ours(pid, folder):
                with suppress(psutil.Error):
                    psutil.Process(pid).kill()


def is_orphan(state: State, folder: Folder) -> bool:
    """Whether the JVM runs on without its watchman."""
    return is_ours(state.jvm, folder) and not is_ours(state.supervisor, folder)
