"""The store that queries are run on: a view's quads in Oxigraph's files, in a folder that is whole or not there.

`patch` makes the store of a revision of that of an earlier one. The files that hold quads (RocksDB's sorted tables) are
never written to again, so both stores can have the same ones, and those who read the earlier store see nothing of it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from tempfile import mkdtemp

import orjson
from pyoxigraph import RdfFormat, Store, parse

from graph.rdf.changes import Changes
from graph.rdf.terms import Quad
from graph.view import View

BATCH = 100_000
"""Quads that are handed over at a time."""


def store_name(revision: int, view: View) -> str:
    """What the folder of a store is called: its revision, and what stands for its view and this version of the code.

    >>> store_name(7, View()) == store_name(7, View()), store_name(7, View()) == store_name(8, View())
    (True, False)
    """
    told = orjson.dumps([version("defgraph"), view.as_dict()], option=orjson.OPT_SORT_KEYS)
    return f"{revision}-{hashlib.sha256(told).hexdigest()[:16]}"


def build(quads: Iterable[Quad], folder: Path) -> None:
    """Make a store of quads (terms in N-Triples syntax); nothing if the folder is there.

    The store grows in a folder beside it, which takes its name when all is written: whoever sees the folder sees the
    whole store.
    """
    _grown(folder, lambda growing: _fill(growing, quads))


def patch(before: Path, changes: Changes, folder: Path) -> None:
    """Make a store that is the one in `before` but for some changes; as `build`."""
    _grown(folder, lambda growing: _patched(before, changes, growing))


def _grown(folder: Path, grow: Callable[[Path], None]) -> None:
    if folder.exists():
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    growing = Path(mkdtemp(prefix=".growing-", dir=folder.parent))
    try:
        grow(growing)
        growing.replace(folder)
    except OSError:
        if not folder.exists():  # else somebody was faster, with the same quads
            raise
    finally:
        shutil.rmtree(growing, ignore_errors=True)


def _patched(before: Path, changes: Changes, growing: Path) -> None:
    for file in before.iterdir():
        share = _link if file.suffix == ".sst" else shutil.copyfile
        share(file, growing / file.name)
    store = Store(str(growing))
    for quad in parse(_lines(changes.removed), RdfFormat.N_QUADS):
        store.remove(quad)
    store.extend(parse(_lines(changes.added), RdfFormat.N_QUADS))
    store.flush()


def _link(file: Path, to: Path) -> None:
    try:
        os.link(file, to)
    except OSError:  # the file system has no links
        shutil.copyfile(file, to)


def _lines(quads: Iterable[Quad]) -> bytes:
    return "".join(" ".join(quad) + " .\n" for quad in quads).encode()


def _fill(folder: Path, quads: Iterable[Quad]) -> None:
    store, rest = Store(str(folder)), iter(quads)
    while some := list(islice(rest, BATCH)):
        store.bulk_load(_lines(some), RdfFormat.N_QUADS)
    store.optimize()  # a third of the files, and half of the time of a query that goes through all of them


__all__ = ["build", "patch", "store_name"]
