"""Bytes to text: raw exports are Windows-1252, copies saved again by a spreadsheet UTF-8 with a byte order mark."""

from __future__ import annotations

import re
from pathlib import Path

from loaders.problem import Problem, refused
from loaders.safe_read import read_bytes

MAX_BYTES = 64 * 2**20
"""The largest export that is read; a whole register has 4 MB."""
_WIDE = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def read_export(path: Path) -> str:
    """The text of an export, whichever way it is encoded.

    Raises:
        Refused: it is no regular file, too large, in another encoding, or has control characters; says where.
    """
    data = read_bytes(path, MAX_BYTES)
    text = decode(data, str(path))
    if bad := _CONTROL.search(text):
        before = text[: bad.start()]
        raise refused([_problem(str(path), before, f"The character U+{ord(bad[0]):04X} is not allowed in an export.")])
    return text


def decode(data: bytes, name: str) -> str:
    """The text that bytes stand for: UTF-8 if they are that, else Windows-1252.

    >>> decode("K\xf6ln".encode("latin-1"), "x") == decode("K\xf6ln".encode("utf-8-sig"), "x") == "K\xf6ln"
    True
    """
    if wide := _WIDE.get(data[:2]):
        raise refused([_problem(name, "", f"This is {wide}. Save it as UTF-8, or download it again.")])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if data.startswith(b"\xef\xbb\xbf"):
            message = f"Byte {data[error.start + 3]:#04x} is not UTF-8, which the file claims to be."
            raise refused([_problem(name, data[: error.start + 3].decode("utf-8-sig"), message)]) from None
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError as error:
        message = f"Byte {data[error.start]:#04x} is neither UTF-8 nor Windows-1252. Download the export again."
        raise refused([_problem(name, data[: error.start].decode("latin-1"), message)]) from None


def _problem(name: str, before: str, message: str) -> Problem:
    line = before.count("\n") + 1
    return Problem(name, line, len(before) - before.rfind("\n"), "", None, message)


__all__ = ["MAX_BYTES", "decode", "read_export"]
