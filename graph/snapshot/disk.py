"""Snapshots kept on disk, by what they are of: a file that can be mapped into memory as it is.

A file is named by its revision and by a digest of all that it follows from: the store's revisions, the ontology, and
the code that lays snapshots out. So a file of another store, of another ontology or of another version is not even
looked at. One that is damaged, or that somebody else can write, is passed over. Nothing in it is run.
"""

from __future__ import annotations

import hashlib
import logging
import mmap
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from graph.snapshot.packed import pack, unpack

if TYPE_CHECKING:
    from graph.snapshot.snapshot import Snapshot
    from graph.source import Revision
    from ontology.vocabulary import Vocabulary

KEPT = 2
"""How many snapshots a folder keeps: the last one, and the one before it that a reader may be opening."""
ENDING = ".snapshot"

log = logging.getLogger("defgraph.snapshot")


class Shelf:
    """A folder of snapshots; whatever goes wrong with it, the store can be read instead."""

    def __init__(self, folder: Path, vocabulary: Vocabulary) -> None:
        self._folder, self._vocabulary = folder, vocabulary

    def find(self, revisions: Sequence[Revision]) -> Snapshot | None:
        """The latest snapshot that was made on the way to these revisions."""
        kept = set(self._names())
        for count in range(len(revisions), 0, -1):
            if (name := self._name(revisions[:count])) in kept and (found := self._read(self._folder / name)):
                return found
        return None

    def keep(self, snapshot: Snapshot) -> None:
        """Write a snapshot, whole or not at all, and drop those before the last."""
        path = self._folder / self._name(snapshot.revisions)
        part = path.with_suffix(f".{os.getpid()}.part")
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not path.exists():
                _write(part, pack(snapshot))
                part.replace(path)
            self._prune(path)
        except OSError as error:
            log.warning("The snapshot was not kept: %s", error)
            with suppress(OSError):
                part.unlink(missing_ok=True)

    def _name(self, revisions: Sequence[Revision]) -> str:
        told = orjson.dumps([asdict(revision) for revision in revisions])
        digest = hashlib.sha256(told + _ontology(self._vocabulary) + _code()).hexdigest()[:32]
        return f"{revisions[-1].number if revisions else 0}-{digest}{ENDING}"

    def _names(self) -> Iterator[str]:
        with suppress(OSError):
            yield from (entry.name for entry in os.scandir(self._folder) if entry.name.endswith(ENDING))

    def _read(self, path: Path) -> Snapshot | None:
        try:
            with open(path, "rb", opener=lambda name, flags: os.open(name, flags | os.O_NOFOLLOW)) as file:
                found = os.fstat(file.fileno())
                if not stat.S_ISREG(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o022:
                    raise ValueError("others may have written it")
                data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            return unpack(data, self._vocabulary)
        except (OSError, ValueError, KeyError, TypeError) as error:
            log.warning("The snapshot %s is passed over: %s", path.name, error)
            return None

    def _prune(self, last: Path) -> None:
        dated = sorted((path.stat().st_mtime, path) for path in self._folder.glob(f"*{ENDING}") if path != last)
        for _, path in dated[: max(0, len(dated) - KEPT + 1)]:
            path.unlink(missing_ok=True)
        for path in self._folder.glob("*.part"):
            if not _runs(path):
                path.unlink(missing_ok=True)


def _write(path: Path, parts: Iterable[bytes | memoryview]) -> None:
    with open(path, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        for part in parts:
            file.write(part)
        file.flush()
        os.fsync(file.fileno())


def _runs(part: Path) -> bool:
    """Whether the process that is named in a half written file may still be writing it."""
    try:
        os.kill(int(part.suffixes[-2][1:]), 0)
    except (ProcessLookupError, ValueError, IndexError):
        return False
    except PermissionError:
        return True
    return True


@cache
def _code() -> bytes:
    """A digest of the code that snapshots follow from."""
    here = Path(__file__).parent
    files = sorted((*here.glob("*.py"), *here.parent.glob("*.py"), *here.parent.glob("identity/*.py")))
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).digest()


@cache
def _ontology(vocabulary: Vocabulary) -> bytes:
    files = sorted(vocabulary.folder.glob("*.ttl"))
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).digest()


__all__ = ["Shelf"]
