"""Large files that others wrote, read piece by piece: lines, rows of a table, JSON objects, each with its line.

What `loaders.safe_read` says of whole files holds here too. Nothing of a file is kept: what is wrong with it is found
when that place is read, and refused with the line.
"""

from __future__ import annotations

import csv
import json
import math
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import orjson

from loaders.problem import Problem, refused, shown
from loaders.safe_read import open_regular

LONGEST_LINE = 2**20
"""Bytes of the longest line that is read."""
LONGEST_FIELD = 2**16
"""Characters of the longest field of a table; it is what a claim can hold."""
LARGEST = 2**63
"""Where the integers end that can be stored."""
_BOM = b"\xef\xbb\xbf"
_FOREIGN = {
    b"\xff\xfe": "This is UTF-16. Save it as UTF-8.",
    b"\xfe\xff": "This is UTF-16. Save it as UTF-8.",
    b"PK\x03\x04": "The file is packed with zip. Unpack it first.",
    b"\x1f\x8b": "The file is packed with gzip. Unpack it first.",
    b"BZh": "The file is packed with bzip2. Unpack it first.",
    b"\xfd7zXZ": "The file is packed with xz. Unpack it first.",
    b"(\xb5/\xfd": "The file is packed with zstd. Unpack it first.",
}
"""What a file begins with that is no text in one byte after the other."""
_LONG_NUMBER = re.compile(rb"\d{19}")


def read_lines(path: Path, *, encoding: str = "utf-8", longest: int = LONGEST_LINE) -> Iterator[tuple[int, str]]:
    """The lines of a text, numbered from 1, with their ends; a byte order mark before UTF-8 is passed over.

    Raises:
        Refused: it is no regular file, is in another encoding, has a NUL character, or a line of more than `longest`
            bytes.
    """
    name = str(path)
    with open_regular(path) as file:
        number = 0
        while data := file.readline(longest + 1):
            number += 1
            if len(data) > longest:
                _refuse(name, number, f"The line is longer than {longest:,} bytes.")
            if number == 1:
                data = begin(data, name)
            yield number, _decode(data, encoding, name, number)


def begin(data: bytes, name: str) -> bytes:
    """The beginning of a file without its byte order mark.

    Raises:
        Refused: the file is packed, or in UTF-16.
    """
    if reason := next((told for head, told in _FOREIGN.items() if data.startswith(head)), None):
        _refuse(name, 1, reason)
    return data.removeprefix(_BOM)


def read_rows(path: Path, *, delimiter: str = ",", encoding: str = "utf-8") -> Iterator[tuple[int, list[str]]]:
    """The rows of a table, each with the line on which it ends; empty lines are left out.

    Raises:
        Refused: as `read_lines`; a field is too long, or quotes are not closed.
    """
    lines = read_lines(path, encoding=encoding, longest=LONGEST_LINE)
    rows = csv.reader((text for _, text in lines), delimiter=delimiter, strict=True)
    while True:
        try:
            row = next(rows, None)
        except csv.Error as error:
            _refuse(str(path), rows.line_num, f"The row cannot be read: {error}.")
        if row is None:
            return
        if any(len(cell) > LONGEST_FIELD for cell in row):
            _refuse(str(path), rows.line_num, f"A field is longer than {LONGEST_FIELD:,} characters.")
        if row:
            yield rows.line_num, row


def read_table(
    path: Path, needed: Iterable[str], *, delimiter: str = ",", encoding: str = "utf-8"
) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a table by the names in its first row.

    Raises:
        Refused: as `read_rows`; the table is empty, lacks one of the columns `needed`, has a name twice, or a row has
            not as many fields as the first.
    """
    rows = read_rows(path, delimiter=delimiter, encoding=encoding)
    _, header = next(rows, (1, []))
    names = [cell.strip() for cell in header]
    if not names:
        _refuse(str(path), 1, "The file is empty.")
    if missing := [name for name in needed if name not in names]:
        _refuse(str(path), 1, f"The header lacks: {', '.join(missing)}.")
    if twice := [name for name in names if name and names.count(name) > 1]:
        _refuse(str(path), 1, f"The header has {shown(twice[0])} twice.")
    for line, row in rows:
        if len(row) != len(names):
            _refuse(str(path), line, f"The row has {len(row)} fields instead of {len(names)}.")
        yield line, dict(zip(names, row, strict=True))


def read_objects(path: Path, *, longest: int = LONGEST_LINE) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a file with a JSON object in each line; empty lines are left out.

    Raises:
        Refused: as `read_lines`; a line is no JSON object, or has a number that cannot be stored.
    """
    for number, text in read_lines(path, longest=longest):
        if text.strip():
            yield number, parse_object(text, str(path), number)


def parse_object(text: str, name: str, line: int) -> dict[str, Any]:
    """A JSON object; `name` and `line` are its place.

    >>> parse_object('{"a": [1, 2.5]}', "x.json", 1)
    {'a': [1, 2.5]}
    """
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise refused([Problem(name, line, error.colno, "", None, f"This is no JSON: {error.msg}.")]) from None
    if not isinstance(found, dict):
        _refuse(name, line, "This is no JSON object.")
    if _LONG_NUMBER.search(text.encode()):
        _check_numbers(text, name, line)
    return found


def _check_numbers(text: str, name: str, line: int) -> None:
    """Refuse numbers of which a reader with 64 bits would keep a part only."""

    def whole(digits: str) -> int:
        number = int(digits) if len(digits) < 32 else LARGEST  # noqa: PLR2004 - long enough to be sure
        if not -LARGEST <= number < LARGEST:
            _refuse(name, line, f"The number {shown(digits)} has more than 64 bits.")
        return number

    def broken(digits: str) -> float:
        if not math.isfinite(number := float(digits)):
            _refuse(name, line, f"The number {shown(digits)} is too large.")
        return number

    json.loads(text, parse_int=whole, parse_float=broken)


def _decode(data: bytes, encoding: str, name: str, number: int) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        column = len(data[: error.start].decode(encoding, errors="replace")) + 1
        message = f"Byte {data[error.start]:#04x} is not {encoding.upper()}. Save the file as {encoding.upper()}."
        raise refused([Problem(name, number, column, "", None, message)]) from None
    if (nul := text.find("\0")) >= 0:
        raise refused([Problem(name, number, nul + 1, "", None, "There is a NUL character.")])
    return text


def _refuse(name: str, line: int, message: str) -> NoReturn:
    raise refused([Problem(name, line, 1, "", None, message)])


__all__ = ["begin", "parse_object", "read_lines", "read_objects", "read_rows", "read_table"]
