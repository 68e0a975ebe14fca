"""A process that reads one RDF document from its input, and tells what it says, or what is wrong with it, as JSON.

    python -m loaders.rdf.worker FORMAT BASE SECONDS MEGABYTES BYTES

A few kilobytes of brackets bring any parser of RDF down, and some documents take it for ever: they are read here. The
kernel ends the process at the deadline or beyond its memory; it can open no file and no connection.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

import orjson
import pyoxigraph as ox

from graph.claim import Claim
from graph.errors import DefgraphError
from graph.rdf.read import Records, read_records
from graph.rdf.serialise import FORMATS
from graph.sparql.job import Limits
from graph.sparql.worker import alarm, confine
from loaders.rdf.suspicion import Suspicion
from ontology.iri import Iris
from ontology.vocabulary import Vocabulary, load_vocabulary

TOLD = 100
"""Problems of one document that are told."""
REMOTE = "It names a context that stands elsewhere, which is not fetched. Put the context into the document."
WARM = b"""@prefix dg: <https://w3id.org/defgraph/ns#> .
<https://w3id.org/defgraph/claim/c> a dg:Claim ."""


def read_document(data: bytes, form: str, iris: Iris, vocabulary: Vocabulary) -> dict[str, Any]:
    """What a document says, or what is wrong with it."""
    suspicion = Suspicion(iris)
    try:
        suspicion.take(ox.parse(data, FORMATS[form].parsed))
        if reasons := list(suspicion.reasons()):
            return _wrong(reasons)
        records = read_records(data, form, iris, vocabulary)
        standing = [claim for claim, _, retracted in records.rows if retracted is None]
    except SyntaxError as error:
        remote = "LoadDocumentCallback" in str(error)
        return _wrong([REMOTE if remote else f"It is not well-formed: {error}."])
    except (DefgraphError, ValueError) as error:
        return _wrong([str(error)])
    except (MemoryError, RecursionError) as error:
        return _wrong([f"It is too much to read: {type(error).__name__}."])
    return _told(records, standing, suspicion)


def _told(records: Records, standing: list[Claim], suspicion: Suspicion) -> dict[str, Any]:
    if not standing:
        return _wrong(["There is no claim in it. Only claims are read: what else is in RDF follows from them."])
    return {
        "ok": True,
        "datasets": [asdict(dataset) for dataset in records.datasets],
        "sources": [asdict(source) for source in records.sources],
        "claims": [claim.as_dict() for claim in standing],
        "quads": suspicion.quads,
        "history": len(records.rows) - len(standing),
        "foreign": dict(suspicion.foreign.most_common(TOLD)),
    }


def _wrong(problems: Iterable[str]) -> dict[str, Any]:
    return {"ok": False, "problems": list(problems)[:TOLD]}


def answer(told: Mapping[str, Any], most: int) -> bytes:
    """What is told, as JSON of no more than so many bytes."""
    text = orjson.dumps(told)
    return text if len(text) <= most else orjson.dumps(_wrong([f"What it says is more than {most:,} bytes."]))


def main(form: str, base: str, seconds: str, memory_mb: str, most: str) -> None:
    """Learn the ontology, close the door, read, tell."""
    limits = Limits(float(seconds), int(memory_mb), int(most))
    vocabulary = load_vocabulary()
    read_document(WARM, "turtle", Iris(), vocabulary)
    confine(limits)
    data = sys.stdin.buffer.read()
    with alarm(limits.seconds):
        told = answer(read_document(data, form, Iris(base), vocabulary), limits.answer_bytes)
    sys.stdout.buffer.write(told)


if __name__ == "__main__":
    main(*sys.argv[1:])
