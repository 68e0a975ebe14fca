"""The store that queries are run on: a view's quads in Oxigraph's files, in a folder that is whole or not there."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path
from tempfile import mkdtemp

from pyoxigraph import RdfFormat, Store

from graph.rdf.terms import Quad

BATCH = 100_000
"""Quads that are handed over at a time."""


def build(quads: Iterable[Quad], folder: Path) -> int:
    """Make a store of quads (terms in N-Triples syntax), and tell how many there are; nothing if the folder is there.

    The store grows in a folder beside it, which takes its name when all is written: whoever sees the folder sees the
    whole store.
    """
    if folder.exists():
        return len(Store.read_only(str(folder)))
    folder.parent.mkdir(parents=True, exist_ok=True)
    growing = Path(mkdtemp(prefix=".growing-", dir=folder.parent))
    try:
        count = _fill(growing, quads)
        growing.replace(folder)
    except OSError:
        if not folder.exists():  # else somebody was faster, with the same quads
            raise
        count = len(Store.read_only(str(folder)))
    finally:
        shutil.rmtree(growing, ignore_errors=True)
    return count


def _fill(folder: Path, quads: Iterable[Quad]) -> int:
    store = Store(str(folder))
    lines, count = list[str](), 0
    for quad in quads:
        lines.append(" ".join(quad) + " .\n")
        if len(lines) == BATCH:
            count += _hand_over(store, lines)
    count += _hand_over(store, lines)
    store.flush()
    return count


def _hand_over(store: Store, lines: list[str]) -> int:
    store.bulk_load("".join(lines).encode(), RdfFormat.N_QUADS)
    count = len(lines)
    lines.clear()
    return count


__all__ = ["build"]
