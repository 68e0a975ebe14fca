"""What a data folder holds of the managed Neo4j, and who may use it: layout, password, ports, lock.

::

    <data>/neo4j/           owner only
      conf/neo4j.conf       written anew at each start
      data/                 the store and its transaction logs
      logs/                 neo4j.log, debug.log, console.log (what the JVM itself says)
      password              of the user neo4j; owner only
      ports.json            the ports of last time, tried first
      server.json           who runs, on which ports; there only while it runs
      server.lock           held (flock) by whoever runs
"""

import fcntl
import hashlib
import json
import os
import secrets
import socket
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import disk_usage

from graph.errors import ServerError, ServerRunning
from graph.server.supervise import write_whole

LOOPBACK = "127.0.0.1"
USUAL_BOLT, USUAL_HTTP = 7687, 7474
HASH_ROUNDS = 1024
LOCK_PATIENCE = 2.0
"""Seconds a lock held by somebody who is just ending is waited for."""


@dataclass(frozen=True, slots=True)
class Folder:
    """The paths below ``<data>/neo4j``."""

    home: Path

    @classmethod
    def of(cls, data: Path) -> "Folder":
        """The folder of the managed Neo4j in a data folder."""
        return cls(data / "neo4j")

    @property
    def conf(self) -> Path:
        """Folder of ``neo4j.conf``."""
        return self.home / "conf"

    @property
    def logs(self) -> Path:
        """Folder of the logs."""
        return self.home / "logs"

    @property
    def console(self) -> Path:
        """What the JVM itself says on its outputs."""
        return self.logs / "console.log"

    @property
    def log(self) -> Path:
        """What Neo4j says to its user."""
        return self.logs / "neo4j.log"

    @property
    def password(self) -> Path:
        """The generated password."""
        return self.home / "password"

    @property
    def ports(self) -> Path:
        """Ports of the last start."""
        return self.home / "ports.json"

    @property
    def state(self) -> Path:
        """Who runs, while somebody does."""
        return self.home / "server.json"

    @property
    def lock(self) -> Path:
        """The file whose lock says that somebody runs."""
        return self.home / "server.lock"

    def make(self) -> None:
        """Make the folders that Neo4j expects, for the owner only.

        Raises:
            ServerError: the place cannot be written.
        """
        try:
            for path in (self.home, self.conf, self.logs, self.home / "data", self.home / "run"):
                path.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.home.chmod(0o700)
        except OSError as error:
            raise ServerError(
                f"The data folder {self.home} cannot be written: {error.strerror}.",
                hint="Choose another with --data or DEFGRAPH_DATA.",
            ) from error

    def require_space(self, megabytes: int) -> None:
        """Refuse to start where Neo4j would soon stand on a full disk.

        Raises:
            ServerError: less than this is free; says how much.
        """
        free = disk_usage(self.home).free // 1_000_000
        if free < megabytes:
            raise ServerError(
                f"Only {free} MB are free on the disk of {self.home}; Neo4j is not started below {megabytes} MB.",
                hint="Make room, choose another folder (--data), or lower DEFGRAPH_NEO4J_MIN_FREE_MB.",
            )


@dataclass(frozen=True, slots=True)
class State:
    """Who runs on a folder: the watchman, its JVM, who asked for them, and where Neo4j listens."""

    supervisor: int
    jvm: int
    owner: int
    background: bool
    bolt_port: int
    http_port: int
    ready: bool = False


def read_state(folder: Folder) -> State | None:
    """The state file, or None if there is none that can be read."""
    try:
        return State(**json.loads(folder.state.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


# -- password -------------------------------------------------------------------------------------------------------


def settle_password(folder: Folder, wanted: str | None) -> str:
    """The password of the managed Neo4j: the wanted one, else the one kept, else (for a new store) a generated one.

    A store learns it before its first start from ``auth.ini``, as ``neo4j-admin dbms set-initial-password`` would
    write it, so it never stands in a command line.

    Raises:
        ServerError: there is a store, but no password is kept and none was given.
    """
    fresh = not (folder.home / "data" / "databases").exists()
    password = wanted or kept_password(folder) or (secrets.token_urlsafe(24) if fresh else None)
    if password is None:
        raise ServerError(
            f"The password of the store in {folder.home} is lost: {folder.password} is gone.",
            hint="Put it back, or give the password as DEFGRAPH_NEO4J_PASSWORD.",
        )
    if fresh:
        keep_password(folder, password)
        dbms = folder.home / "data" / "dbms"
        dbms.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(dbms / "auth.ini", f"neo4j:{hash_password(password, secrets.token_bytes(32))}:\n")
    return password


def kept_password(folder: Folder) -> str | None:
    """The password in the folder, or None."""
    try:
        return folder.password.read_text(encoding="utf-8").strip() or None
    except FileNotFoundError:
        return None


def keep_password(folder: Folder, password: str) -> None:
    """Keep a password of which the store is known to accept it."""
    if kept_password(folder) != password:
        write_whole(folder.password, password + "\n")


def hash_password(password: str, salt: bytes) -> str:
    """A password as Neo4j keeps it: SHA-256 of salt and password, hashed again 1023 times.

    >>> hash_password("secret", b"salt").split(",")[0::3]
    ['SHA-256', '1024']
    """
    digest = hashlib.sha256(salt + password.encode()).digest()
    for _ in range(HASH_ROUNDS - 1):
        digest = hashlib.sha256(digest).digest()
    return f"SHA-256,{digest.hex()},{salt.hex()},{HASH_ROUNDS}"


# -- ports ----------------------------------------------------------------------------------------------------------


def choose_ports(folder: Folder, bolt: int | None, http: int | None, *, avoid: frozenset[int]) -> tuple[int, int]:
    """Ports for Bolt and HTTP: those asked for, else those of last time, else the usual, else any that is free.

    Raises:
        ServerError: a port that was asked for is taken.
    """
    last = _last_ports(folder)
    chosen_bolt = _choose("Bolt", bolt, (last[0], USUAL_BOLT), avoid)
    chosen_http = _choose("HTTP", http, (last[1], USUAL_HTTP), avoid | {chosen_bolt})
    write_whole(folder.ports, json.dumps({"bolt": chosen_bolt, "http": chosen_http}))
    return chosen_bolt, chosen_http


def _last_ports(folder: Folder) -> tuple[int, int]:
    try:
        ports = json.loads(folder.ports.read_text(encoding="utf-8"))
        return int(ports["bolt"]), int(ports["http"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0, 0


def _choose(what: str, asked: int | None, likely: tuple[int, ...], avoid: frozenset[int]) -> int:
    if asked:
        if not is_free(asked):
            raise ServerError(
                f"Port {asked}, asked for as Neo4j's {what} port, is taken by another program.",
                hint="Choose another, or leave it unset and a free one is found.",
            )
        return asked
    return next((port for port in likely if port and port not in avoid and is_free(port)), None) or _any_port(avoid)


def is_free(port: int) -> bool:
    """Whether a server could listen on this port of the loopback address now."""
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
        return True


def _any_port(avoid: frozenset[int]) -> int:
    while True:
        with closing(socket.socket()) as probe:
            probe.bind((LOOPBACK, 0))
            port = int(probe.getsockname()[1])
        if port not in avoid:
            return port


# -- lock -----------------------------------------------------------------------------------------------------------


@contextmanager
def lock_folder(path: Path, message: str) -> Iterator[int]:
    """Hold a lock file; yields its descriptor, which a child may inherit to keep the lock beyond this block.

    Raises:
        ServerRunning: somebody else holds it; ``message`` is said, with ``{pid}`` filled in.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        if not _try_lock(descriptor, LOCK_PATIENCE):
            pid = _holder(descriptor)
            raise ServerRunning(message.format(pid=pid or "unknown"), pid=pid)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        yield descriptor
    finally:
        os.close(descriptor)


def is_locked(path: Path) -> bool:
    """Whether somebody holds the lock file."""
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        return not _try_lock(descriptor, 0, fcntl.LOCK_SH)  # two who only look don't hinder each other
    finally:
        os.close(descriptor)


def _try_lock(descriptor: int, patience: float, kind: int = fcntl.LOCK_EX) -> bool:
    end = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= end:
                return False
            time.sleep(0.05)
        else:
            return True


def _holder(descriptor: int) -> int | None:
    text = os.pread(descriptor, 20, 0).decode(errors="replace")
    return int(text) if text.isdigit() else None
