"""Reading GLEIF's files, one or a folder of them, into claims: record by record, with memory for one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from graph.claim import Claim
from graph.errors import Refused
from graph.loadset import LoadSet
from loaders.description import read_description
from loaders.gleif.codes import FOLDER, Codes, read_codes
from loaders.gleif.layouts import published_on, read_records
from loaders.gleif.leis import family
from loaders.gleif.mapping import check_lei, claims_of, entity_id, named_only
from loaders.gleif.records import Entity, NoParent, Record, Relation
from loaders.gleif.scope import Scope, is_whole
from loaders.id_set import IdSet
from loaders.problems import Problems
from loaders.release import Notes, Release, dated, latest_day

if TYPE_CHECKING:
    from ontology.vocabulary import Vocabulary

COUNTED = {Entity: "entities", Relation: "relationships", NoParent: "exceptions"}
"""The kinds of records, by words for people."""
ORDER = tuple(COUNTED)
"""Entities first: of an entity that has no record, no more is known than that others name it."""
SUFFIXES = (".csv", ".json")


@dataclass(slots=True)
class _Work:
    """What is known while files are read: who is wanted (None: all), what they speak of, who has only been named."""

    codes: Codes
    notes: Mapping[Path, Notes]
    scope: Scope = field(default_factory=Scope)
    wanted: IdSet | None = None
    counts: Counter[str] = field(default_factory=Counter)
    named: set[str] = field(default_factory=set)


def read_release(path: Path, vocabulary: Vocabulary, *, strict: bool = False, only: Collection[str] = ()) -> Release:
    """All that files of GLEIF's say, and what of it could not be used.

    Args:
        path: a file, or a folder of files.
        vocabulary: the ontology, which the description of the source is checked against.
        strict: refuse the files at the first value that cannot be used.
        only: LEIs; if there are any, only these entities and all their parents and children are read.

    Raises:
        Refused: a file has none of GLEIF's layouts, or cannot be read to its end; says where.
    """
    files, problems = find_files(path), Problems()
    work = _Work(read_codes(), {file: Notes(str(file), strict, problems) for file in files})
    if only:
        work.wanted = _family(only, files, work.codes)
    else:
        work.scope.whole.update(kind for file, kind in files.items() if is_whole(file))
    claims = (claim for file in files for claim in _claims(file, work))
    described = read_description(FOLDER, vocabulary)
    sources = dated(described.sources.values(), latest_day(map(published_on, files)))
    loadset = LoadSet(described.dataset, sources, claims, keeps=work.scope.keeps)
    return Release(loadset, problems, work.counts)


def find_files(path: Path) -> Mapping[Path, type]:
    """The files at a path, with the kind of their records, in the order in which they are read."""
    files = sorted(file for file in path.iterdir() if file.suffix in SUFFIXES) if path.is_dir() else [path]
    if not files:
        raise Refused(f"The folder {path} has no file that ends in {' or '.join(SUFFIXES)}.")
    kinds = {file: type(record) for file in files for record in islice(read_records(file), 1)}
    return dict(sorted(kinds.items(), key=lambda item: (ORDER.index(item[1]), item[0])))


def _family(only: Iterable[str], files: Mapping[Path, type], codes: Codes) -> IdSet:
    """The LEIs that are asked for, with all parents and children."""
    relations = (record for file, kind in files.items() if kind is Relation for record in read_records(file))
    pairs = ((r.child, r.parent) for r in relations if isinstance(r, Relation) and codes.relationship.get(r.kind))
    return family([_asked(lei) for lei in only], pairs)


def _asked(text: str) -> str:
    try:
        return check_lei(text.upper())
    except ValueError as error:
        raise Refused(str(error), hint="Give the LEIs of the firms that you want.") from None


def _claims(file: Path, work: _Work) -> Iterator[Claim]:
    """The claims of a file; `work` is told what was met."""
    for record in read_records(file):
        ends = _ends(record)
        if work.wanted is not None and ends[0] not in work.wanted:
            continue
        work.scope.take(record)
        work.counts[COUNTED[type(record)]] += 1
        made = tuple(claims_of(record, work.codes, work.notes[file]))
        yield from made
        if isinstance(record, Entity) or not made:
            continue
        unknown = {lei for lei in ends if entity_id(lei) not in work.scope.entities} - work.named
        yield from map(named_only, sorted(unknown))
        work.named |= unknown


def _ends(record: Record) -> tuple[str, ...]:
    """The entities that a record is about."""
    return (record.child, record.parent) if isinstance(record, Relation) else (record.lei,)


__all__ = ["find_files", "read_release"]
