"""A full disk, told so that a person knows which one and what to do."""

from __future__ import annotations

import errno
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.errors import DiskFull

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextmanager
def needing_room(folder: Path | None = None) -> Iterator[None]:
    """Tell of a disk that is full while the block writes to `folder`, or else to files without a name.

    Raises:
        DiskFull: what was written so far is of no use to anybody, and will be gone.

    >>> with needing_room(Path("/srv/data")):
    ...     raise OSError(errno.ENOSPC, "No space left on device")
    Traceback (most recent call last):
    graph.errors.DiskFull: The disk is full: nothing more can be written to /srv/data. Make room there, then load again.
    """
    try:
        yield
    except (OSError, sqlite3.OperationalError) as error:
        if not _is_full(error):
            raise
        where, hint = (folder, "") if folder else (scratch_folder(), ", or name another folder in TMPDIR")
        raise DiskFull(
            f"The disk is full: nothing more can be written to {where}.",
            hint=f"Make room there{hint}, then load again.",
        ) from error


def _is_full(error: OSError | sqlite3.OperationalError) -> bool:
    if isinstance(error, OSError):
        return error.errno in FULL
    return error.sqlite_errorcode in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE)


def scratch_folder() -> Path:
    """Where SQLite puts files without a name."""
    named = (os.environ.get("SQLITE_TMPDIR"), os.environ.get("TMPDIR"), "/var/tmp", tempfile.gettempdir())  # noqa: S108
    return next(Path(name) for name in named if name and os.access(name, os.W_OK | os.X_OK))


__all__ = ["needing_room", "scratch_folder"]
