"""Quads in the formats that partners read.

N-Quads and N-Triples are written as they stream by. Turtle, TriG and RDF/XML are made from them by pyoxigraph
(Oxigraph's serialisers), JSON-LD by `graph.rdf.jsonld` with the ontology's context. Turtle, N-Triples and RDF/XML
have no named graphs: they hold the union. Whatever the format, memory stays flat.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from types import MappingProxyType
from typing import IO, TYPE_CHECKING

import pyoxigraph as ox

from graph.budget import check_time
from graph.checks import one_of
from graph.errors import BadQuestion
from graph.rdf.jsonld import jsonld_chunks
from graph.rdf.model import Model
from graph.rdf.terms import Quad

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its media type, the suffix of its files, whether it has named graphs."""

    name: str
    media_type: str
    suffix: str
    graphs: bool
    parsed: ox.RdfFormat


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        f.name: f
        for f in (
            Format("trig", "application/trig", ".trig", True, ox.RdfFormat.TRIG),
            Format("turtle", "text/turtle", ".ttl", False, ox.RdfFormat.TURTLE),
            Format("nquads", "application/n-quads", ".nq", True, ox.RdfFormat.N_QUADS),
            Format("ntriples", "application/n-triples", ".nt", False, ox.RdfFormat.N_TRIPLES),
            Format("jsonld", "application/ld+json", ".jsonld", True, ox.RdfFormat.JSON_LD),
            Format("rdfxml", "application/rdf+xml", ".rdf", False, ox.RdfFormat.RDF_XML),
        )
    }
)
"""The formats by name."""

CHUNK = 4096
"""Quads that are put together before they are written."""

_NOT_IN_XML = re.compile(rb"(?<!\\)(?:\\\\)*\\[rbfu]|\xef\xbf[\xbe\xbf]")
"""In N-Triples: an escaped control character, or one of the two code points that are no characters."""


def write(quads: Iterable[Quad], format: str, stream: IO[bytes], model: Model) -> None:  # noqa: A002
    """Write quads to a binary stream in one of `FORMATS`; `model` gives the prefixes and the JSON-LD context.

    Raises:
        BadQuestion: the format is not known, or a text holds a control character, which RDF/XML cannot.
        OutOfTime: the time budget is used up.
    """
    chosen = FORMATS[one_of("format", format, FORMATS)]
    lines = _lines(quads, graphs=chosen.graphs)
    match chosen.name:
        case "nquads" | "ntriples":
            stream.writelines(lines)
        case "jsonld":
            stream.writelines(jsonld_chunks(model, _parsed(lines)))
        case _:
            _convert(_checked(lines) if chosen.name == "rdfxml" else lines, chosen, stream, model)


def dumps(quads: Iterable[Quad], format: str, model: Model) -> bytes:  # noqa: A002
    """Quads in a format, as bytes: `write` for what is small."""
    stream = io.BytesIO()
    write(quads, format, stream, model)
    return stream.getvalue()


def _lines(quads: Iterable[Quad], *, graphs: bool) -> Iterator[bytes]:
    """N-Quads, or N-Triples, some thousand lines at a time."""
    rest = iter(quads)
    while some := list(islice(rest, CHUNK)):
        check_time()
        lines = (
            [f"{s} {p} {o} {g} .\n" for s, p, o, g in some] if graphs else [f"{s} {p} {o} .\n" for s, p, o, _ in some]
        )
        yield "".join(lines).encode()


def _parsed(lines: Iterator[bytes]) -> Iterator[ox.Quad]:
    return ox.parse(io.BufferedReader(Pieces(lines)), ox.RdfFormat.N_QUADS)


def _convert(lines: Iterator[bytes], chosen: Format, stream: IO[bytes], model: Model) -> None:
    quads = _parsed(lines)
    statements = quads if chosen.graphs else (quad.triple for quad in quads)
    ox.serialize(statements, stream, chosen.parsed, prefixes=dict(model.prefixes))


def _checked(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Refuse what XML 1.0 has no way to write."""
    for chunk in lines:
        if _NOT_IN_XML.search(chunk):
            raise BadQuestion(
                "A text holds a control character, which RDF/XML cannot.", hint="Use turtle.", parameter="format"
            )
        yield chunk


class Pieces(io.RawIOBase):
    """Bytes that come in pieces, as a file to read from."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        super().__init__()
        self._pieces, self._rest = pieces, b""

    def readable(self) -> bool:
        """It can be read."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill a buffer with what comes next; 0 at the end."""
        self._rest = self._rest or next(self._pieces, b"")
        view = memoryview(buffer).cast("B")
        count = min(len(view), len(self._rest))
        view[:count], self._rest = self._rest[:count], self._rest[count:]
        return count


__all__ = ["FORMATS", "Format", "dumps", "write"]
