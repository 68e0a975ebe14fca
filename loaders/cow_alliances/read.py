"""Reading the formal alliances, from a folder or one file to the claims that a load brings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from graph.claim import Claim
from graph.loadset import LoadSet
from loaders.cow_alliances.layout import NEEDED, find_files, records
from loaders.cow_alliances.mapping import SOURCES, Reader
from loaders.description import read_description
from loaders.part import as_part
from loaders.release import Notes, Release
from loaders.states.table import read_states

if TYPE_CHECKING:
    from ontology.vocabulary import Vocabulary

FOLDER = Path(__file__).parent
WHOLE = 414
"""The alliances of version 4.1, by its codebook. A file with fewer is taken for a part of it."""


def read_release(path: Path, vocabulary: Vocabulary, *, strict: bool = False) -> Release:
    """All that the files say, and what of it could not be used.

    Args:
        path: the folder with the files by member and by pair, or one of them; what the other says stays, and what a
            file says of others if it does not have all alliances.
        vocabulary: the ontology, which the description of the source is checked against.
        strict: refuse a file at the first value that cannot be used.

    Raises:
        Refused: there is no such file, or it cannot be read; says where.
    """
    files = find_files(path)
    reader, notes = Reader(read_states()), {kind: Notes(str(file), strict) for kind, file in files.items()}
    rows = {kind: records(file, kind) for kind, file in files.items()}

    def read() -> Iterator[Claim]:
        for kind in (kind for kind in NEEDED if kind in files):
            yield from (reader.members if kind == "members" else reader.dyads)(rows[kind], notes[kind])
        yield from reader.names(SOURCES[next(kind for kind in NEEDED if kind in files)])

    claims = tuple(dict.fromkeys(read()))
    described = read_description(FOLDER, vocabulary)
    problems = tuple(problem for of in notes.values() for problem in of.told())
    counts = {kind: len(of) for kind, of in rows.items()} | {"alliances": len(reader.parties)}
    sources = tuple(source for source in described.sources.values())
    loadset = LoadSet(described.dataset, sources, claims, _keeper(files))
    whole = all(len({row.cells["version4id"] for row in of}) >= WHOLE for of in rows.values())
    return Release(loadset if whole else as_part(loadset), problems, MappingProxyType(counts))


def _keeper(files: Mapping[str, Path]) -> Callable[[Sequence[Claim]], frozenset[str]] | None:
    """What stays: all that a file says that is not there. Both are the whole."""
    silent = {SOURCES[kind] for kind in NEEDED if kind not in files}
    return (lambda unsaid: frozenset(claim.id for claim in unsaid if claim.source in silent)) if silent else None


__all__ = ["read_release"]
