"""Does the whole graph conform to the shapes? Asked in SPARQL, reported as SHACL has it."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import mkdtemp
from typing import IO, cast

from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, RdfFormat, Store, serialize

from ontology.constraints import Check, checks_of
from ontology.vocabulary import Vocabulary

SH = "http://www.w3.org/ns/shacl#"
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
MOST = 1_000
"""Results of one shape that are reported; how many there are is told in any case."""


@dataclass(frozen=True, slots=True)
class Found:
    """What violates a shape: how many things, and the first of them."""

    check: Check
    count: int
    things: tuple[str, ...]


def violations(store: Store, vocabulary: Vocabulary) -> Iterator[Found]:
    """What of a store violates which shape."""
    for check in checks_of(vocabulary):
        solutions = store.query(check.query, use_default_graph_as_union=True)
        assert isinstance(solutions, QuerySolutions)
        things = (str(solution["this"]).strip("<>") for solution in solutions)
        first = tuple(islice(things, MOST))
        count = len(first) + sum(1 for _ in things)
        if count:
            yield Found(check, count, first)


def conforms(found: Iterable[Found]) -> bool:
    """Whether nothing but warnings was found."""
    return all(one.check.severity != "Violation" for one in found)


def examined(path: Path, vocabulary: Vocabulary) -> tuple[Found, ...]:
    """What of a file of N-Quads (gzip) violates which shape; a store is made of it for that time, beside it."""
    folder = Path(mkdtemp(prefix=".examined-", dir=path.parent))
    try:
        store = Store(str(folder))
        with gzip.open(path) as quads:
            store.bulk_load(cast("IO[bytes]", quads), RdfFormat.N_QUADS)
        return tuple(violations(store, vocabulary))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def report(found: Iterable[Found], name: str) -> bytes:
    """The report as Turtle, under an IRI that names it; every result has an IRI of its own."""
    prefixes = {"sh": SH, "shapes": "https://w3id.org/defgraph/shapes#"}
    triples = (quad.triple for quad in _report(tuple(found), name))
    return serialize(triples, format=RdfFormat.TURTLE, prefixes=prefixes) or b""


def _report(found: tuple[Found, ...], name: str) -> Iterator[Quad]:
    told = NamedNode(name)
    boolean = NamedNode("http://www.w3.org/2001/XMLSchema#boolean")
    yield Quad(told, TYPE, NamedNode(f"{SH}ValidationReport"))
    yield Quad(told, NamedNode(f"{SH}conforms"), Literal(str(not found).lower(), datatype=boolean))
    for i, one in enumerate(found):
        for j, thing in enumerate(one.things):
            result = NamedNode(f"{name}#{i}-{j}")
            yield Quad(told, NamedNode(f"{SH}result"), result)
            yield Quad(result, TYPE, NamedNode(f"{SH}ValidationResult"))
            yield Quad(result, NamedNode(f"{SH}focusNode"), NamedNode(thing))
            yield Quad(result, NamedNode(f"{SH}sourceShape"), NamedNode(one.check.shape))
            yield Quad(result, NamedNode(f"{SH}resultSeverity"), NamedNode(f"{SH}{one.check.severity}"))
            yield Quad(result, NamedNode(f"{SH}resultMessage"), Literal(one.check.message, language="en"))
            if one.check.path:
                yield Quad(result, NamedNode(f"{SH}resultPath"), NamedNode(one.check.path))


__all__ = ["Found", "conforms", "examined", "report", "violations"]
