"""The layouts GLEIF publishes in: answers of the API, golden copies in JSON, golden copies in CSV.

All say the same in other words; which of them a file has is told from what stands in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from loaders.gleif import api, golden, tables
from loaders.gleif.records import Json, Record
from loaders.json_stream import Member, read_members
from loaders.problem import Problem, refused, shown
from loaders.release import latest_day
from loaders.safe_read import open_regular
from loaders.stream import read_table

_NAMED = re.compile(r"(\d{4})(\d{2})(\d{2})-\d{4}-gleif-goldencopy")
_SAID = re.compile(rb'"publishDate"\s*:\s*"(\d{4}-\d{2}-\d{2})')
_BEGINNING = 4096
"""Bytes in which an answer says of when its golden copy is."""


def read_records(path: Path) -> Iterator[Record]:
    """The records of a file, whichever layout it has.

    Raises:
        Refused: it has none of the layouts, or cannot be read to its end; says where.
    """
    return _from_json(path) if path.suffix.lower() == ".json" else _from_csv(path)


def published_on(path: Path) -> str | None:
    """The day of the golden copy that a file is or was answered from: by its name, or by how an answer begins.

    >>> published_on(Path("20250515-0000-gleif-goldencopy-lei2-golden-copy.csv"))
    '2025-05-15'
    """
    if named := _NAMED.match(path.name):
        return latest_day(["-".join(named.groups())])
    with open_regular(path) as file:
        said = _SAID.search(file.read(_BEGINNING))
    return latest_day([said[1].decode()]) if said else None


def _from_json(path: Path) -> Iterator[Record]:
    found = False
    for member in read_members(path):
        if (read := _reader(member)) is None:
            continue
        try:
            record = read(member.object, member.line)
        except (AttributeError, IndexError, KeyError, TypeError) as error:
            message = f"This is no record of GLEIF's: {shown(str(error))} is missing, or not what stands there."
            raise refused([Problem(str(path), member.line, 1, "", None, message)]) from None
        except ValueError as error:
            raise refused([Problem(str(path), member.line, 1, "", None, str(error))]) from None
        found = True
        yield record
    if not found:
        message = "There are no LEI records, relationship records or reporting exceptions in this file."
        raise refused([Problem(str(path), 1, 1, "", None, message)])


def _reader(member: Member) -> Callable[[Json, int], Record] | None:
    if member.key == "data":
        return api.READERS.get(str(member.object.get("type")))
    return golden.READERS.get(member.key)


def _from_csv(path: Path) -> Iterator[Record]:
    read: Callable[[tables.Cells, int], Record] | None = None
    for line, cells in read_table(path, needed=()):
        read = read or tables.find_reader(cells, str(path))
        yield read(cells, line)
    if read is None:
        raise refused([Problem(str(path), 1, 1, "", None, "There is no row below the header.")])


__all__ = ["published_on", "read_records"]
