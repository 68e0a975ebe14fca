"""Ctrl-C in the middle of a load: what has become of it, in words, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from cli.show import talk
from cli.signals import told_as_ctrl_c

if TYPE_CHECKING:
    from graph.store import Progress

INTERRUPTED = 130
"""The exit code of a command that Ctrl-C ended, as shells have it."""
UNTOUCHED = "Interrupted: nothing was written. Load again when you like."
TOLD: Mapping[str, str] = {
    "record": "Interrupted: the graph is as it was, nobody sees what had been written so far. Loading the same again"
    " goes on from there; any other load takes it back first, and so does `defgraph rollback`.",
    "publish": "Interrupted while it was being published: `defgraph revisions` says whether it is loaded. If it is not,"
    " loading the same again goes on from there.",
    "materialise": "Interrupted: it is loaded, but what Cypher shows is not up to it yet. The next load or start sees"
    " to that.",
}
"""By the stage that was under way."""


@contextmanager
def interruptible() -> Iterator[Callable[[Progress], Progress]]:
    """Say what has become of a load that Ctrl-C ends; it must tell its stages to what the yielded function returns."""
    reached = ["read"]

    def watch(tell: Progress) -> Progress:
        def watched(stage: str, done: int, total: int) -> None:
            reached.append(stage)
            del reached[0]
            tell(stage, done, total)

        return watched

    with told_as_ctrl_c():
        try:
            yield watch
        except KeyboardInterrupt:
            talk(TOLD.get(reached[0], UNTOUCHED))
            raise typer.Exit(INTERRUPTED) from None
