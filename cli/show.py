"""What the command line shows: answers on standard output, talk about them on standard error."""

import sys

from rich.console import Console
from rich.text import Text

from graph.receipt import Answer


def say(text: str) -> None:
    """A line of the answer."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def talk(text: str) -> None:
    """A line about the answer."""
    Console(stderr=True).print(Text(text), soft_wrap=True)


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
