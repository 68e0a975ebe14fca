"""Reading ATOP's files, from a folder or one of them to the claims that a load brings."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from graph.claim import Claim
from graph.loadset import LoadSet
from loaders.atop.layout import NEEDED, Record, find_files, records
from loaders.atop.mapping import ALLIANCES, INSTITUTIONS, MEMBERS, Reader
from loaders.description import read_description
from loaders.lookup import mapping, read_lookup
from loaders.part import as_part
from loaders.release import Notes, Release
from loaders.states.table import read_states

if TYPE_CHECKING:
    from ontology.vocabulary import Vocabulary

FOLDER = Path(__file__).parent
SOURCES = {"members": MEMBERS, "alliances": ALLIANCES, "institutions": INSTITUTIONS}
"""The source of what each file says, in the order in which they are read."""
WHOLE = 789
"""The alliances of version 5.1, all of which are in each of its files. A file with fewer is a part of it."""


def read_release(path: Path, vocabulary: Vocabulary, *, strict: bool = False) -> Release:
    """All that ATOP's files say, and what of it could not be used.

    Args:
        path: the folder with the files, or one of them; what a file that is not there says stays, and what a file
            says of others if it does not have all alliances.
        vocabulary: the ontology, which the description of the source is checked against.
        strict: refuse a file at the first value that cannot be used.

    Raises:
        Refused: there is no file of ATOP's, or it cannot be read; says where.
    """
    files = find_files(path)
    reader, notes = Reader(known_accords(), read_states()), {kind: Notes(str(files[kind]), strict) for kind in files}
    rows = {kind: records(file, kind) for kind, file in files.items()}
    claims = tuple(dict.fromkeys(_claims(reader, rows, notes)))
    described = read_description(FOLDER, vocabulary)
    problems = tuple(problem for of in notes.values() for problem in of.told())
    counts = {kind: len(rows[kind]) for kind in SOURCES if kind in rows} | {"states": len(reader.met)}
    loadset = LoadSet(described.dataset, tuple(described.sources.values()), claims, _keeper(files))
    whole = all(len({row.cells["atopid"] for row in of}) >= WHOLE for of in rows.values())
    return Release(loadset if whole else as_part(loadset), problems, MappingProxyType(counts))


@functools.cache
def known_accords() -> Mapping[str, str]:
    """Ids of alliances that other datasets know, by ATOP's numbers."""
    return mapping(read_lookup(FOLDER / "accords.yaml")["ids"])


def _claims(reader: Reader, rows: Mapping[str, Sequence[Record]], notes: Mapping[str, Notes]) -> Iterator[Claim]:
    for kind in SOURCES:
        if kind in rows:
            yield from getattr(reader, kind)(rows[kind], notes[kind])
    yield from reader.about_states()


def _keeper(files: Mapping[str, Path]) -> Callable[[Sequence[Claim]], frozenset[str]] | None:
    """What stays: all that files say that are not there. All three are the whole."""
    if files.keys() == NEEDED.keys():
        return None
    silent = {SOURCES[kind] for kind in SOURCES if kind not in files}
    return lambda unsaid: frozenset(claim.id for claim in unsaid if claim.source in silent)


__all__ = ["FOLDER", "read_release"]
