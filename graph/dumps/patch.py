"""Changes as an RDF Patch (https://afs.github.io/rdf-delta/rdf-patch.html): written, and read again."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

from graph.rdf.changes import Changes
from graph.rdf.terms import Quad

RDF_PATCH = "application/rdf-patch"
NAME = "changes-from-{}.rdfp"
"""What a file of changes is called, by the revision that it leads from."""


def patch(found: Changes) -> Iterator[bytes]:
    """Changes as a patch: a line for each quad, `D` deleted and `A` added.

    >>> print(b"".join(patch(Changes(1, 2, (("<a>", "<b>", '"c d"', "<g>"),), ()))).decode(), end="")
    H revision "2" .
    H before "1" .
    TX .
    D <a> <b> "c d" <g> .
    TC .
    """
    yield f'H revision "{found.after}" .\nH before "{found.before}" .\nTX .\n'.encode()
    for sign, quads in (("D", found.removed), ("A", found.added)):
        yield from (f"{sign} {' '.join(quad)} .\n".encode() for quad in quads)
    yield b"TC .\n"


def earlier_patches(folder: Path) -> Iterator[Changes]:
    """The changes that lead to the version in a folder, from each version that has its own folder beside it."""
    for path in sorted(folder.glob(f"{NAME.format('*')}.gz")):
        found = _read(path)
        if (folder.parent / str(found.before)).is_dir():
            yield found


def _read(path: Path) -> Changes:
    """A patch that `patch` has written."""
    told: dict[str, list[str]] = {"H": [], "D": [], "A": [], "TX": [], "TC": []}
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as lines:
        for line in lines:
            sign, _, rest = line.rstrip("\n").removesuffix(" .").partition(" ")
            told[sign].append(rest)
    after, before = (int(head.split('"')[1]) for head in told["H"])
    removed, added = (tuple(map(_quad, told[sign])) for sign in ("D", "A"))
    return Changes(before, after, removed, added)


def _quad(line: str) -> Quad:
    """A line's terms: only the third can hold a space."""
    subject, predicate, rest = line.split(" ", 2)
    thing, graph = rest.rsplit(" ", 1)
    return subject, predicate, thing, graph


__all__ = ["NAME", "RDF_PATCH", "earlier_patches", "patch"]
