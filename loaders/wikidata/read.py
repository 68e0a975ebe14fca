"""Reading a file of items: once to learn which are in it and of which class, once for their claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.claim import Claim
from graph.loadset import LoadSet
from loaders.description import read_description
from loaders.json_stream import read_members
from loaders.problem import Problem, refused
from loaders.release import Notes, Release, dated, latest_day
from loaders.stream import read_objects
from loaders.wikidata.mapping import FOLDER, Reader, class_of, is_item, read_properties

if TYPE_CHECKING:
    from ontology.vocabulary import Vocabulary

LINES = (".jsonl", ".ndjson")
LARGEST = 2**26
"""Bytes of the largest answer of the API, which has up to 50 items."""
ANSWER = "entities"


def read_release(path: Path, vocabulary: Vocabulary, *, strict: bool = False, only: Collection[str] = ()) -> Release:
    """All that a file says of items of the classes that are read, and what of it could not be used.

    Args:
        path: an answer of the API, a file of Special:EntityData, a list of items, or items in JSON lines.
        vocabulary: the ontology, which values are checked against.
        strict: refuse the file at the first value that cannot be used.
        only: ids of items; if there are any, only these are read.

    Raises:
        Refused: it holds no items of Wikidata, or cannot be read to its end; says where.
    """
    table, notes, counts = read_properties(), Notes(str(path), strict), Counter[str]()
    classes, modified = _learn(path, only, counts)
    described = read_description(FOLDER, vocabulary)
    reader = Reader(table, vocabulary, notes, classes, counts)
    claims = (
        claim for line, item in _items(path) if item["id"] in classes for claim in _read(path, line, item, reader)
    )
    sources = dated(described.sources.values(), modified)
    loadset = LoadSet(described.dataset, sources, claims, keeps=_keeper(classes))
    return Release(loadset, notes.problems, counts)


def _read(path: Path, line: int, item: dict[str, Any], reader: Reader) -> Iterator[Claim]:
    try:
        yield from reader.claims_of(line, item)
    except (AttributeError, KeyError, TypeError) as error:
        message = f"{item['id']} is not built as Wikidata's items are: {error}."
        raise refused([Problem(str(path), line, 1, "", None, message)]) from None


def _learn(path: Path, only: Collection[str], counts: Counter[str]) -> tuple[Mapping[str, str], str | None]:
    """The classes of the items that are read, and the day on which one of them was last changed."""
    classes, table, modified = dict[str, str](), read_properties(), None
    for line, item in _items(path):
        if only and item["id"] not in only:
            continue
        try:
            kind = class_of(item, table)
        except (AttributeError, KeyError, TypeError) as error:
            message = f"{item['id']} is not built as Wikidata's items are: {error}."
            raise refused([Problem(str(path), line, 1, "", None, message)]) from None
        counts["items" if kind else "items of other classes"] += 1
        if kind:
            classes[item["id"]] = kind
            modified = latest_day((modified, item.get("modified")))
    if not classes:
        message = "There is no item in it of a class that is read."
        raise refused([Problem(str(path), 1, 1, "", None, message)])
    return classes, modified


def _items(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The items of a file with their lines; an answer of the API has them all in one object."""
    if path.suffix.lower() in LINES:
        found = read_objects(path, longest=LARGEST)
    else:
        members = read_members(path, largest=LARGEST)
        found = ((m.line, item) for m in members for item in (m.object.values() if m.key == ANSWER else [m.object]))
    for line, item in found:
        if isinstance(item, dict) and is_item(item.get("id")):
            yield line, item


def _keeper(classes: Collection[str]) -> Callable[[Sequence[Claim]], frozenset[str]]:
    """What stays: what is said by items that the file does not have. A claim's locator begins with its item."""

    def keeps(unsaid: Sequence[Claim]) -> frozenset[str]:
        return frozenset(claim.id for claim in unsaid if _item_of(claim) not in classes)

    return keeps


def _item_of(claim: Claim) -> str:
    """The item that says it; old statements have it in small letters."""
    return (claim.locator or "").partition(";")[0].partition("$")[0].upper()


__all__ = ["read_release"]
