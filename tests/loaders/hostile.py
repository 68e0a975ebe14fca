"""Files as they should not be, made from a loader's sample: cut off, in another encoding, with cells that do harm."""

from __future__ import annotations

import gzip
import io
import json
import random
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

FORMULAS = ('=HYPERLINK("http://x.invalid","a")', "+1+1", "-2+3", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0")
CELLS = ("9" * 40, "-1", "nan", "\u202egnp.exe", "2020-02-30")
SEED = 20


def zipped(name: str, content: bytes) -> bytes:
    """An archive with one file in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def anything(sample: bytes) -> Iterator[tuple[str, bytes]]:
    """What can be done to a file whatever is in it."""
    yield "empty", b""
    yield "blank", b" \n\n"
    for part in (0.1, 0.5, 0.9):
        yield f"cut off after {part:.0%}", sample[: int(len(sample) * part)]
    yield "cut off before its last byte", sample.rstrip()[:-1]
    yield "zeros", b"\0" * 1000
    yield "noise", random.Random(SEED).randbytes(5000)
    yield "a document type", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>'
    yield "an archive", zipped("sample", sample)
    yield "an archive that grows", zipped("[Content_Types].xml", b"0" * 20_000_000)
    yield "compressed", gzip.compress(sample)


def texts(sample: bytes) -> Iterator[tuple[str, bytes]]:
    """What can be done to a text."""
    half = len(sample) // 2
    text = sample.decode("utf-8", errors="replace").removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
    yield "UTF-16", text.encode("utf-16")
    yield "UTF-16 without a mark", text.encode("utf-16-le")
    yield "UTF-32", text.encode("utf-32")
    yield "a byte order mark", b"\xef\xbb\xbf" + text.encode()
    yield "two byte order marks", b"\xef\xbb\xbf" * 2 + text.encode()
    for name, bad in (("NUL", b"\0"), ("no UTF-8", b"\xff"), ("half a pair", b"\xed\xa0\x80"), ("control", b"\x1b[2J")):
        yield f"{name} in the middle", sample[:half] + bad + sample[half:]
    yield "a field of 200,000 letters", sample[:half] + b"x" * 200_000 + sample[half:]
    yield "a line of 3,000,000 letters", sample + b"\n" + b"y" * 3_000_000 + b"\n"
    yield "old line ends", text.replace("\r\n", "\n").replace("\n", "\r").encode()
    yield "an open quote", sample + b'"'
    yield "turned around", sample[::-1]


def tables(sample: bytes) -> Iterator[tuple[str, bytes]]:
    """What can be done to lines of fields."""
    lines = sample.splitlines(keepends=True)
    header = next(i for i, line in enumerate(lines) if line.count(b",") == max(other.count(b",") for other in lines))
    yield "only its header", b"".join(lines[: header + 1])
    yield "without its header", b"".join(lines[:header] + lines[header + 1 :])
    yield "a renamed column", sample.replace(lines[header], b"xyzzy" + lines[header], 1)
    yield "a column more", b"".join([*lines[:header], b"extra," + lines[header], *lines[header + 1 :]])
    yield "a column less", b"".join([*lines[:header], lines[header].split(b",", 1)[1], *lines[header + 1 :]])
    yield "the columns turned around", b"".join([*lines[:header], _turned(lines[header]), *lines[header + 1 :]])
    yield "other delimiters", sample.replace(b",", b";")
    yield "a field more in a row", b"".join([*lines[:-1], lines[-1].rstrip() + b",more\n"])
    yield "a field less in a row", b"".join([*lines[:-1], lines[-1].rsplit(b",", 1)[0] + b"\n"])
    yield "each row ten times", b"".join([*lines[: header + 1], *(lines[header + 1 :] * 10)])
    fields = lines[-1].rstrip(b"\r\n").split(b",")
    for i, _ in enumerate(fields):
        for evil in (
            FORMULAS[i % len(FORMULAS)].replace(",", ";"),
            "9" * 40,
            "-1",
            "nan",
            "\u202egnp.exe",
            "2020-02-30",
        ):
            cells = [*fields[:i], evil.encode(), *fields[i + 1 :]]
            yield f"{evil[:12]!r} in field {i + 1}", b"".join([*lines[:-1], b",".join(cells), b"\n"])


def _turned(line: bytes) -> bytes:
    return b",".join(line.strip().split(b",")[::-1]) + b"\n"


def documents(sample: bytes) -> Iterator[tuple[str, bytes]]:
    """What can be done to JSON, of one document or one in each line."""
    yield "deep brackets", b"[" * 100_000
    yield "deep braces", b'{"a":' * 100_000
    yield "a number for a document", b"1"
    yield "a text for a document", b'"a"'
    yield "a list of lists", b"[[[]]]"
    yield "an object of nothing", b"{}"
    yield "a remote context", b'{"@context": "http://x.invalid/context.jsonld", "@id": "a"}'
    for literal in (b"NaN", b"Infinity", b"1e999", b"9" * 40, b'"\\ud800"'):
        yield f"{literal[:12].decode()} at the first value", _first_value(sample, literal)
    for number, changed in enumerate(_changed(sample)):
        yield f"another kind of value, {number}", changed


def _first_value(sample: bytes, literal: bytes) -> bytes:
    before, _, after = sample.partition(b":")
    rest = after.partition(b",")[2]
    return before + b":" + literal + b"," + rest


def _changed(sample: bytes) -> Iterator[bytes]:
    """The first object of a sample with each of its values replaced by one of another kind, in turn."""
    try:
        whole, single = json.loads(sample), True
    except ValueError:
        whole, single = json.loads(sample.splitlines()[0]), False
    for spot, holder in _spots(whole):
        kept = holder[spot]
        for other in (None, [], {}, 1.5, "", "x" * 100_000):
            if type(other) is not type(kept):
                holder[spot] = other
                yield json.dumps(whole, indent=1 if single else None).encode()
        holder[spot] = kept


def _spots(node: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(node, Mapping):
        for key, value in list(node.items()):
            yield key, node
            yield from _spots(value)
    elif isinstance(node, list):
        for i, value in enumerate(node[:2]):
            yield i, node
            yield from _spots(value)


def hostile(suffix: str, sample: bytes) -> Iterator[tuple[str, bytes]]:
    """All that is done to a sample of that kind, with what it is called."""
    yield from anything(sample)
    if suffix in {".xlsx", ".parquet"}:
        return
    yield from texts(sample)
    yield from tables(sample) if suffix in {".csv", ".tab", ".tsv"} else documents(sample)
