"""What the command line shows: answers on standard output, talk about them on standard error."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn
from rich.progress import Progress as Bar
from rich.text import Text

from graph.questions.receipt import Answer
from graph.store import Progress


def say(text: str) -> None:
    """A line of the answer."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def talk(text: str) -> None:
    """A line about the answer."""
    Console(stderr=True).print(Text(text), soft_wrap=True)


@contextmanager
def progress_bar(text: str) -> Iterator[Progress]:
    """A bar on standard error, if that is a terminal, to be told stage, what is done and what there is."""
    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Bar(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(text, total=None)
        yield lambda stage, done, total: bar.update(task, description=stage, completed=done, total=total)


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
