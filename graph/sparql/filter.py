"""A filter in the kernel (seccomp) for this process: no connection, no other program, no file written.

Linux has had it since 3.17, for any process that gives up gaining privileges; there is no way to take it off again. A
filter is a small program over the number and the arguments of each system call (`man 2 seccomp`).
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
from collections.abc import Mapping, Sequence
from typing import NamedTuple

NO_NEW_PRIVILEGES, SET_SECCOMP, MODE_FILTER = 38, 22, 2
ALLOW, REFUSE = 0x7FFF0000, 0x00050000 | errno.EACCES
LOAD, IS, AT_LEAST, ANY_OF, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
NUMBER, MACHINE, FLAGS = 0, 4, 32
"""Where the call's number stands, the machine it is for, and the third argument (the flags of openat)."""
FOREIGN = 0x40000000
"""Numbers from here on are calls of another kind (x32)."""
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


class Calls(NamedTuple):
    """A machine's mark and the numbers of its calls: how a file is opened, and those that nobody may make."""

    mark: int
    openat: int
    refused: Sequence[int]


MACHINES: Mapping[str, Calls] = {
    # socket, socketpair, open, creat, execve, execveat, ptrace, openat2, io_uring_setup
    "x86_64": Calls(0xC000003E, 257, (41, 53, 2, 85, 59, 322, 101, 437, 425)),
    # socket, socketpair, execve, execveat, ptrace, openat2, io_uring_setup
    "aarch64": Calls(0xC00000B7, 56, (198, 199, 221, 281, 117, 437, 425)),
}


class Step(ctypes.Structure):
    """One step: what to do, how many steps to leap if it is so and if not, and with which number."""

    _fields_ = (("code", ctypes.c_ushort), ("so", ctypes.c_ubyte), ("not_so", ctypes.c_ubyte), ("k", ctypes.c_uint))


class Program(ctypes.Structure):
    """The steps, counted."""

    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.POINTER(Step)))


def shut_out() -> bool:
    """Put the filter on this process, for ever; False if this system has none."""
    calls = MACHINES.get(platform.machine())
    if platform.system() != "Linux" or calls is None:
        return False
    steps = _steps(calls)
    program = Program(len(steps), (Step * len(steps))(*steps))
    control = ctypes.CDLL(None).prctl
    return bool(
        control(NO_NEW_PRIVILEGES, 1, 0, 0, 0) == 0 and control(SET_SECCOMP, MODE_FILTER, ctypes.byref(program)) == 0
    )


def _steps(calls: Calls) -> list[Step]:
    """The program: the checks one after the other, then what allows, then what refuses."""
    checks = [(IS, number) for number in calls.refused]
    refusal = len(checks) + 4  # steps from the first check to the last step
    return [
        Step(LOAD, 0, 0, MACHINE),
        Step(IS, 0, refusal + 2, calls.mark),
        Step(LOAD, 0, 0, NUMBER),
        Step(AT_LEAST, refusal, 0, FOREIGN),
        *(Step(code, refusal - place - 1, 0, number) for place, (code, number) in enumerate(checks)),
        Step(IS, 0, 2, calls.openat),
        Step(LOAD, 0, 0, FLAGS),
        Step(ANY_OF, 1, 0, WRITING),
        Step(RETURN, 0, 0, ALLOW),
        Step(RETURN, 0, 0, REFUSE),
    ]


__all__ = ["shut_out"]
