"""Reading a file of statements: once to learn which is the latest on each record, once for its claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from graph.claim import Claim
from graph.errors import Refused
from graph.loadset import LoadSet
from graph.source import Source
from loaders.bods.mapping import FOLDER, Codes, Json, Reader, read_codes, record_id, source_of
from loaders.description import read_description
from loaders.json_stream import read_members
from loaders.problem import Problem, refused, shown
from loaders.release import Notes, Release, latest_day
from loaders.stream import LONGEST_FIELD, read_objects

if TYPE_CHECKING:
    from ontology.vocabulary import Vocabulary

LINES = (".jsonl", ".ndjson", ".ijson")
TYPES = ("entity", "person", "relationship")
LONGEST = 2**24
MALFORMED = (AttributeError, IndexError, KeyError, TypeError)
"""What comes of a statement in which something stands that is not of the kind that the standard has there."""


@dataclass(slots=True)
class _Learnt:
    """What a file has: the latest statement on each record, what records are about, sources, licences."""

    latest: dict[str, tuple[str, str]] = field(default_factory=dict)
    named: dict[str, str] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    licences: set[str] = field(default_factory=set)


def read_release(path: Path, vocabulary: Vocabulary, *, strict: bool = False) -> Release:
    """All that a file of statements says, and what of it could not be used.

    Args:
        path: statements in JSON (one list) or in JSON lines.
        vocabulary: the ontology, which values are checked against.
        strict: refuse the file at the first value that cannot be used.

    Raises:
        Refused: it holds no statements of BODS 0.4, or cannot be read to its end; says where.
    """
    codes, notes, counts = read_codes(), Notes(str(path), strict), Counter[str]()
    described = read_description(FOLDER, vocabulary)
    learnt = _learn(path, codes, described.dataset.id, notes)
    reader = Reader(codes, vocabulary, notes, learnt.named, described.dataset.id)
    passable = all(any(part in licence for part in codes.open) for licence in learnt.licences)
    dataset = replace(described.dataset, redistribute=passable)
    sources = tuple(learnt.sources[name] for name in sorted(learnt.sources))
    loadset = LoadSet(dataset, sources, _claims(path, reader, learnt, counts), keeps=_keeper(learnt))
    return Release(loadset, notes.problems, counts)


def _statements(path: Path) -> Iterator[tuple[int, Json]]:
    """The statements of a file with their lines.

    Raises:
        Refused: there is something else in it.
    """
    if path.suffix.lower() in LINES:
        found = read_objects(path, longest=LONGEST)
    else:
        found = ((member.line, member.object) for member in read_members(path))
    for line, statement in found:
        texts = [statement.get(name) for name in ("recordId", "recordType")]
        if not all(isinstance(text, str) and text for text in texts) or not isinstance(
            statement.get("recordDetails"), dict
        ):
            message = "This is no statement of BODS 0.4: recordId, recordType or recordDetails is missing."
            raise refused([Problem(str(path), line, 1, "", None, message)])
        if any(len(text) > LONGEST_FIELD // 4 for text in _texts(statement)):
            message = f"A text in this statement is longer than {LONGEST_FIELD // 4:,} characters."
            raise refused([Problem(str(path), line, 1, "", None, message)])
        yield line, statement


def _texts(node: object) -> Iterator[str]:
    """All texts in what JSON holds."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict | list):
        for inner in node.values() if isinstance(node, dict) else node:
            yield from _texts(inner)


def _learn(path: Path, codes: Codes, dataset: str, notes: Notes) -> _Learnt:
    learnt = _Learnt()
    for line, statement in _statements(path):
        try:
            _take(learnt, line, statement, source_of(statement, dataset, codes), notes)
        except MALFORMED as error:
            raise _malformed(path, line, statement, error) from None
    if not learnt.latest:
        raise refused([Problem(str(path), 1, 1, "", None, "There is no statement in this file.")])
    return learnt


def _take(learnt: _Learnt, line: int, statement: Json, source: Source, notes: Notes) -> None:
    """Note a statement, if it is the latest on its record so far."""
    record, kind = statement["recordId"], statement["recordType"]
    if kind not in TYPES:
        notes.note(line, 1, "recordType", kind, f"{shown(kind)} is no type of record.")
        return
    place = (str(statement.get("statementDate") or ""), str(statement.get("statementId") or ""))
    if place < learnt.latest.get(record, ("", "")):
        return
    learnt.latest[record] = place
    earlier = learnt.sources.get(source.id, source)
    published = (statement.get("publicationDetails") or {}).get("publicationDate")
    learnt.sources[source.id] = replace(source, date=latest_day((earlier.date, published)))
    learnt.licences.add(str((statement.get("publicationDetails") or {}).get("license") or ""))
    if kind != "relationship":
        learnt.named[record] = _class(line, statement, notes)


def _malformed(path: Path, line: int, statement: Json, error: Exception) -> Refused:
    message = f"{shown(statement['recordId'])} is not built as statements of BODS 0.4 are: {shown(str(error))}."
    return refused([Problem(str(path), line, 1, "", None, message)])


def _class(line: int, statement: Json, notes: Notes) -> str:
    """The class of what a record is about; "" if that is somebody unknown."""
    details, codes = statement["recordDetails"], read_codes()
    if statement["recordType"] == "person":
        kind, table = details.get("personType"), codes.person
    else:
        told = details.get("entityType")
        kind, table = (told.get("type") if isinstance(told, dict) else told), codes.entity
    if kind not in table:
        notes.note(line, 1, "entityType", str(kind), f"{shown(str(kind))} is in no table of this loader.")
    return table.get(kind, "")


def _claims(path: Path, reader: Reader, learnt: _Learnt, counts: Counter[str]) -> Iterator[Claim]:
    for line, statement in _statements(path):
        place = (str(statement.get("statementDate") or ""), str(statement.get("statementId") or ""))
        if learnt.latest.get(statement["recordId"]) == place:
            counts[statement["recordType"]] += 1
            try:
                yield from reader.claims_of(line, statement)
            except MALFORMED as error:
                raise _malformed(path, line, statement, error) from None
        else:
            counts["earlier statements"] += 1


def _keeper(learnt: _Learnt) -> Callable[[Sequence[Claim]], frozenset[str]]:
    """What stays: what is said of records that the file does not have."""
    spoken_of = {record_id(record) for record in learnt.latest}

    def keeps(unsaid: Sequence[Claim]) -> frozenset[str]:
        return frozenset(claim.id for claim in unsaid if claim.subject not in spoken_of)

    return keeps


__all__ = ["read_release"]
