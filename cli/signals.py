"""Signals that ask a command to end, so that what it started ends before it and in order."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from cli.show import talk

if TYPE_CHECKING:
    import uvicorn

STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def told_as_ctrl_c() -> Iterator[None]:
    """Have every signal that asks to end be told as Ctrl-C is."""
    before = [signal.signal(number, signal.default_int_handler) for number in STOPS]
    try:
        yield
    finally:
        for number, handler in zip(STOPS, before, strict=True):
            signal.signal(number, handler)


@contextmanager
def stoppable() -> Iterator[None]:
    """Have every signal that asks to end be told as Ctrl-C is, so that what was started is stopped; Ctrl-C is no error
    here."""
    with told_as_ctrl_c():
        try:
            yield
        except KeyboardInterrupt:
            talk("Stopped.")
            raise typer.Exit(0) from None


@contextmanager
def ending(server: uvicorn.Server) -> Iterator[None]:
    """While inside, the first signal lets the server finish what it answers, the second does not."""
    loop = asyncio.get_running_loop()

    def stop() -> None:
        server.force_exit, server.should_exit = server.should_exit, True

    for number in STOPS:
        loop.add_signal_handler(number, stop)
    try:
        yield
    finally:
        for number in STOPS:
            loop.remove_signal_handler(number)
            signal.signal(number, signal.SIG_IGN)  # what is left is stopping, which has its own deadlines
