"""The watchman between a Neo4j and whoever asked for it: run as a script, standard library only.

It starts the JVM, writes who runs into the state file, starts the JVM again when it dies, and ends it

* when its standard input closes, or its parent is gone (unless the server was handed over to the background);
* on SIGTERM or SIGINT.

On its standard input the parent says ``ready`` once Neo4j answers; before that the JVM's death is final.
Where the system can (Linux), the kernel kills the JVM should the watchman itself be killed.

The lock on the data folder is an open file that this process and the JVM inherit, so that it is held for as
long as either lives and by nobody afterwards.
"""

import ctypes
import json
import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

TICK = 0.25
"""Seconds between two looks at the JVM and the parent."""

RESTARTS = 5
"""A JVM that dies this often within RESTART_WINDOW seconds is not started again."""

RESTART_WINDOW = 600.0
PR_SET_PDEATHSIG = 1


class Watch:
    """One watched JVM; ``run`` returns when it has ended for good."""

    def __init__(self, order: dict[str, object]) -> None:
        self.command = [str(part) for part in order["command"]]  # type: ignore[attr-defined]
        self.folder = Path(str(order["folder"]))
        self.state_file = Path(str(order["state_file"]))
        self.console = Path(str(order["console"]))
        self.lock_fd = int(str(order["lock_fd"]))
        self.stop_deadline = float(str(order["stop_deadline"]))
        self.background = bool(order["background"])
        self.state = dict(order["state"])  # type: ignore[call-overload]
        self.parent = os.getppid()
        self.ready = False
        self.stopping = False
        self.deaths: list[float] = []

    def run(self) -> int:
        """Watch until the JVM has ended; its exit status."""
        signal.signal(signal.SIGTERM, self._ask_to_stop)
        signal.signal(signal.SIGINT, self._ask_to_stop)
        jvm = self._start()
        while not self._should_stop():
            if jvm.poll() is not None:
                if not self._may_restart():
                    return jvm.returncode
                jvm = self._start()
        return self._stop(jvm)

    def _start(self) -> "subprocess.Popen[bytes]":
        with self.console.open("ab") as console:
            jvm = subprocess.Popen(
                self.command,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=console,
                stderr=console,
                pass_fds=(self.lock_fd,),
                preexec_fn=die_with_parent,
            )
        self.state |= {"supervisor": os.getpid(), "jvm": jvm.pid}
        write_whole(self.state_file, json.dumps(self.state))
        return jvm

    def _should_stop(self) -> bool:
        """Wait one tick, then say whether the reason to run has gone."""
        try:
            readable = select.select([sys.stdin], [], [], TICK)[0] if sys.stdin else time.sleep(TICK)
        except InterruptedError:
            readable = []
        if readable:
            self._read_parent()
        orphaned = not (self.ready and self.background) and os.getppid() != self.parent
        return self.stopping or orphaned

    def _read_parent(self) -> None:
        if os.read(0, 64).startswith(b"ready"):
            self.ready = True
            write_whole(self.state_file, json.dumps(self.state | {"ready": True}))
            self.state["ready"] = True
        elif self.ready and self.background:
            sys.stdin = None  # type: ignore[assignment]
        else:
            self.stopping = True

    def _may_restart(self) -> bool:
        now = time.monotonic()
        self.deaths = [death for death in self.deaths if now - death < RESTART_WINDOW] + [now]
        return self.ready and len(self.deaths) <= RESTARTS

    def _ask_to_stop(self, _signal: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def _stop(self, jvm: "subprocess.Popen[bytes]") -> int:
        jvm.terminate()
        try:
            return jvm.wait(self.stop_deadline)
        except subprocess.TimeoutExpired:
            jvm.kill()
            return jvm.wait()


def die_with_parent() -> None:
    """Ask the kernel to kill this process when its parent ends; on other systems than Linux, nothing."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def write_whole(path: Path, text: str) -> None:
    """Replace a file so that a reader sees the old or the new text, never half of one."""
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8")
    part.chmod(0o600)
    part.replace(path)


def main() -> int:
    """Read the order (one line of JSON on standard input) and carry it out."""
    line = bytearray()
    while not line.endswith(b"\n"):
        byte = os.read(0, 1)
        if not byte:
            return 1
        line += byte
    watch = Watch(json.loads(line))
    try:
        return watch.run()
    finally:
        watch.state_file.unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main())
