"""Opening files that others wrote: regular files only, of a bounded size, in UTF-8, with nothing hidden in them."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path

from loaders.problem import Problem, refused

MAX_BYTES = 16 * 2**20
"""The largest file that is read."""
_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)


def read_text(path: Path, limit: int = MAX_BYTES) -> str:
    """The text of a file.

    A link, folder, pipe or device is not opened or not read, a file of more than `limit` bytes neither.

    Raises:
        Refused: it cannot be read, is too large, is not UTF-8, starts with a byte order mark or has NUL bytes.
    """
    return _decode(str(path), read_bytes(path, limit))


def read_bytes(path: Path, limit: int = MAX_BYTES) -> bytes:
    """The bytes of a regular file of at most `limit` bytes; raises `Refused` as `read_text` does."""
    name = str(path)
    with open_regular(path) as file:
        try:
            data = file.read(limit + 1)
        except OSError as error:
            raise refused([_whole(name, _reason(path, error))]) from None
    if len(data) > limit:
        raise refused([_whole(name, f"The file is larger than {limit:,} bytes. Split it.")])
    return data


@contextmanager
def open_regular(path: Path) -> Iterator[BufferedReader]:
    """A regular file, open for reading, however large; raises `Refused` for a link, folder, pipe or device."""
    name = str(path)
    try:
        descriptor = os.open(path, _FLAGS)
    except (OSError, ValueError) as error:
        raise refused([_whole(name, _reason(path, error))]) from None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise refused([_whole(name, "This is no regular file.")])
    with os.fdopen(descriptor, "rb") as file:
        yield file


def _reason(path: Path, error: Exception) -> str:
    if isinstance(error, ValueError) or "\0" in str(path):
        return "The file's name has a NUL character."
    if path.is_symlink():
        return "This is a link. Give the file itself."
    return f"The file cannot be read: {(error.strerror or str(error)) if isinstance(error, OSError) else error}."


def _decode(name: str, data: bytes) -> str:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        message = f"Byte {data[error.start]:#04x} is not UTF-8. Save the file as UTF-8."
        raise refused([_at(name, data[: error.start].decode("utf-8"), message)]) from None
    if text.startswith(_BOM):
        raise refused([_whole(name, "The file starts with a byte order mark. Save it as UTF-8 without one.")])
    if (nul := text.find("\0")) >= 0:
        raise refused([_at(name, text[:nul], "There is a NUL character.")])
    return text


def _at(name: str, before: str, message: str) -> Problem:
    return Problem(name, before.count("\n") + 1, len(before) - before.rfind("\n"), "", None, message)


def _whole(name: str, message: str) -> Problem:
    return Problem(name, 1, 1, "", None, message)


__all__ = ["MAX_BYTES", "open_regular", "read_bytes", "read_text"]
