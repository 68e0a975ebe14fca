"""Make the archive that halves the start of Neo4j: run as a script beside the first server, standard library only.

The JVM can keep what it learnt of the classes it loaded (JEP 483, 514 and 515) and map it at the next start. To learn
it, Neo4j is run once on an empty folder of its own until it listens, at the lowest priority, and stopped; it writes
the archive as it ends. Whatever goes wrong, nothing is lost but the time that would be saved.

The one argument is JSON: ``command``, the JVM's, in which ``{home}`` and ``{part}`` stand for its folder and for the
file it is to write; ``conf``, the text of ``neo4j.conf``, in which ``{port}`` stands for a free port; ``archive``,
where the file goes when it is whole.
"""

import ctypes
import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType

DEADLINE = 900.0
"""Seconds for each half of the work, which only gets the time that nobody else wants."""

LOWEST_PRIORITY = 19
PR_SET_PDEATHSIG = 1


def train(order: Mapping[str, str], command: list[str]) -> bool:
    """Run Neo4j once and keep its archive; whether that succeeded. Only one of us does it at a time."""
    archive = Path(order["archive"])
    archive.parent.mkdir(parents=True, exist_ok=True)
    with (archive.parent / "lock").open("a") as lock, suppress(BlockingIOError):
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        with TemporaryDirectory(dir=archive.parent, ignore_cleanup_errors=True) as folder:
            return archive.exists() or _learn(order["conf"], command, Path(folder), archive)
    return False


def _learn(conf: str, command: list[str], home: Path, archive: Path) -> bool:
    port, part = _free_port(), home / "archive"
    (home / "conf").mkdir()
    (home / "conf" / "neo4j.conf").write_text(conf.replace("{port}", str(port)), "utf-8")
    words = [word.replace("{home}", str(home)).replace("{part}", str(part)) for word in command]
    with subprocess.Popen(  # noqa: S603 - the command is the server's own
        words,
        cwd=home,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=_stand_back,  # noqa: PLW1509 - this process has one thread
    ) as jvm:
        try:
            listening = _wait(lambda: _listens(port) or jvm.poll() is not None)
            jvm.terminate()
            ended = listening and _wait(lambda: jvm.poll() is not None)
        finally:
            jvm.kill()
    if not ended or not part.exists():
        return False
    _keep_only(part, archive)
    return True


def _keep_only(part: Path, archive: Path) -> None:
    """Put the archive in place of those of earlier jars."""
    for old in archive.parent.glob("*.aot"):
        old.unlink(missing_ok=True)
    part.replace(archive)


def _wait(done: Callable[[], bool]) -> bool:
    """Wait until it is done; False if that takes too long or whoever started us is gone."""
    end, parent = time.monotonic() + DEADLINE, os.getppid()
    while not done():
        if time.monotonic() > end or os.getppid() != parent:
            return False
        time.sleep(0.5)
    return True


def _listens(port: int) -> bool:
    with closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _stand_back() -> None:
    """Take the lowest priority, and (on Linux) end when the parent does."""
    os.nice(LOWEST_PRIORITY)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def _end(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(1)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _end)
    given = json.loads(sys.argv[1])
    sys.exit(0 if train(given, given["command"]) else 1)
