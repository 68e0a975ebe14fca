"""What the command line shows: answers on standard output, talk about them on standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.progress import Progress as Bar
from rich.text import Text

from graph.store import Progress

if TYPE_CHECKING:
    from graph.questions.receipt import Answer


def say(text: str) -> None:
    """A line of the answer."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def talk(text: str) -> None:
    """A line about the answer."""
    Console(stderr=True).print(Text(text), soft_wrap=True)


@contextmanager
def progress_bar(text: str) -> Iterator[Progress]:
    """A bar on standard error, if that is a terminal, to be told stage, what is done and what there is.

    It shows how many are done in a second, and how long the stage will still take.
    """
    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Rate())
    with Bar(*columns, TimeRemainingColumn(), console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(text, total=None)

        def tell(stage: str, done: int, total: int) -> None:
            if stage != bar.tasks[task].description:
                bar.reset(task, description=stage, total=total or None)
            bar.update(task, completed=done, total=total or None)

        yield tell


class Rate(ProgressColumn):
    """How many are done in a second."""

    def render(self, task: Task) -> Text:
        """The column."""
        return Text(f"{task.speed:,.0f}/s" if task.speed else "")


def write_bytes(content: bytes) -> None:
    """The answer, byte for byte; ends the line if a person reads it."""
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    if sys.stdout.isatty() and not content.endswith(b"\n"):
        sys.stdout.buffer.write(b"\n")
    sys.stdout.buffer.flush()


def write_json(answer: Answer) -> None:
    """An answer as the API would send it."""
    write_bytes(answer.to_json())
