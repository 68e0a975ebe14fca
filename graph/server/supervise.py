"""The watchman between a Neo4j and whoever asked for it: run as a script, standard library only.

It starts the JVM, writes who runs into the state file, starts the JVM again when it dies, and ends it

* when its standard input closes or its parent is gone, unless the server was handed over to the background;
* on SIGTERM or SIGINT.

On its standard input the parent first sends the order (one line of JSON) and says ``ready`` once Neo4j answers; before
that the JVM's death is final. Where the system can (Linux), the kernel kills the JVM should the watchman be killed.

The lock on the data folder is an open file that this process and the JVM inherit, so that it is held for as long as
either lives and by nobody afterwards.
"""

import ctypes
import json
import os
import select
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

TICK = 0.25
"""Seconds between two looks at the JVM and the parent."""

RESTARTS = 5
"""A JVM that dies more often than this within RESTART_WINDOW seconds is not started again."""

RESTART_WINDOW = 600.0
PR_SET_PDEATHSIG = 1
Jvm = subprocess.Popen[bytes]


@dataclass(frozen=True, slots=True)
class Order:
    """What the parent wants: the JVM's command, where it runs, and how it is to be watched.

    ``state`` is what the state file says besides who runs. ``trainer`` is a command to run, once, ``train_after``
    seconds after Neo4j is up; empty for none.
    """

    command: list[str]
    folder: str
    state_file: str
    console: str
    lock_fd: int
    stop_deadline: float
    background: bool
    state: dict[str, object]
    trainer: list[str]
    train_after: float


@dataclass(slots=True)
class Watch:
    """One watched JVM; ``run`` returns when it has ended for good."""

    order: Order
    parent: int = field(default_factory=os.getppid)
    ready_since: float | None = None
    listening: bool = True
    stopping: bool = False
    deaths: list[float] = field(default_factory=list)
    trainer: Jvm | None = None

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
            self._train()
        return self._stop(jvm)

    def _start(self) -> Jvm:
        with Path(self.order.console).open("ab") as console:
            jvm = subprocess.Popen(  # noqa: S603 - the parent's own command
                self.order.command,
                cwd=self.order.folder,
                stdin=subprocess.DEVNULL,
                stdout=console,
                stderr=console,
                pass_fds=(self.order.lock_fd,),
                preexec_fn=die_with_parent,  # noqa: PLW1509 - this process has one thread
            )
        self.order.state.update(supervisor=os.getpid(), jvm=jvm.pid)
        self._tell()
        return jvm

    def _tell(self) -> None:
        state = {**self.order.state, "ready": self.ready_since is not None}
        write_whole(Path(self.order.state_file), json.dumps(state))

    def _should_stop(self) -> bool:
        """Wait one tick or until the parent says something, then say whether the reason to run has gone."""
        if self.listening and select.select([0], [], [], TICK)[0]:
            self._hear_parent()
        elif not self.listening:
            time.sleep(TICK)
        handed_over = self.order.background and self.ready_since is not None
        return self.stopping or (not handed_over and os.getppid() != self.parent)

    def _hear_parent(self) -> None:
        if os.read(0, 64):
            self.ready_since = time.monotonic()
            self._tell()
            return
        self.listening = False
        self.stopping |= not self.order.background or self.ready_since is None

    def _may_restart(self) -> bool:
        now = time.monotonic()
        self.deaths = [death for death in self.deaths if now - death < RESTART_WINDOW] + [now]
        return self.ready_since is not None and len(self.deaths) <= RESTARTS

    def _train(self) -> None:
        """Start the trainer when it is time; it is not waited for."""
        if self.trainer is None and self.order.trainer and self.ready_since is not None:
            if time.monotonic() - self.ready_since < self.order.train_after:
                return
            quiet = subprocess.DEVNULL
            self.trainer = subprocess.Popen(self.order.trainer, stdin=quiet, stdout=quiet, stderr=quiet)  # noqa: S603

    def _ask_to_stop(self, _signal: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def _stop(self, jvm: Jvm) -> int:
        if self.trainer is not None:
            self.trainer.terminate()
        jvm.terminate()
        try:
            return jvm.wait(self.order.stop_deadline)
        except subprocess.TimeoutExpired:
            jvm.kill()
            return jvm.wait()


def die_with_parent() -> None:
    """Ask the kernel to kill this process when its parent ends; on other systems than Linux, nothing."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def write_whole(path: Path, text: str) -> None:
    """Replace a file, readable by its owner only, so that a reader sees the old or the new text, never half of one."""
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    with open(part, "x", encoding="utf-8", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        file.write(text)
    part.replace(path)


def read_order() -> Order | None:
    """The first line of standard input, read byte by byte so that nothing after it is swallowed."""
    line = bytearray()
    while not line.endswith(b"\n"):
        byte = os.read(0, 1)
        if not byte:
            return None
        line += byte
    return Order(**json.loads(line))


def main() -> int:
    """Carry out the order; the state file goes when the JVM has gone."""
    order = read_order()
    if order is None:
        return 1
    try:
        return Watch(order).run()
    finally:
        Path(order.state_file).unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main())
