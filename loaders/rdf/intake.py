"""Receiving an RDF document: it is read by a process that may die, and what comes back is plain data."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from graph.claim import Claim
from graph.errors import Refused
from graph.rdf.serialise import FORMATS
from graph.source import Dataset, Reliability, Source
from graph.sparql.job import Limits
from loaders.gate import claims_graph
from loaders.problem import Problem, refused
from loaders.safe_read import read_bytes
from ontology.iri import BASE, Iris
from ontology.validation import validate

if TYPE_CHECKING:
    from ontology.vocabulary import Vocabulary

LARGEST = 64 * 2**20
"""Bytes of the largest document."""
LIMITS = Limits(seconds=120.0, memory_mb=4096, answer_bytes=256 * 2**20)
TOLD = 100
"""Violations of shapes that are told."""
GRACE = 30.0
"""Seconds beyond the deadline: the process has to start, and to learn the ontology."""
BY_SUFFIX = {form.suffix: form.name for form in FORMATS.values() if form.name != "rdfxml"} | {".json": "jsonld"}
"""The formats that are read; RDF/XML is not, because of what XML can declare."""


@dataclass(frozen=True, slots=True)
class Received:
    """What a document says: datasets, sources, the claims that stand, and counts of what is not read of it."""

    name: str
    digest: str
    datasets: tuple[Dataset, ...]
    sources: tuple[Source, ...]
    claims: tuple[Claim, ...]
    quads: int
    history: int
    foreign: Mapping[str, int]


Ask = Callable[[bytes, str, str, Path], dict[str, Any]]
"""What reads a document: given its bytes, its format, the base of IRIs and its path, it tells what it says."""


def receive(path: Path, vocabulary: Vocabulary, base: str = BASE, ask: Ask | None = None) -> Received:
    """What a document says, if it may say that.

    Raises:
        Refused: it is in no format that is read, is broken, breaks a rule of the ontology or says what is not a
            document's to say, or reading it took too long, too much memory, or brought the reader down.
    """
    form = BY_SUFFIX.get(path.suffix.lower())
    if form is None:
        message = f"{path.suffix or 'A file without an ending'} is not read as RDF."
        raise refused([Problem(str(path), 1, 1, "", None, message, tuple(BY_SUFFIX))])
    data = read_bytes(path, LARGEST)
    told = (ask or ask_worker)(data, form, base, path)
    if not told["ok"]:
        raise refused([Problem(str(path), 1, 1, "", None, text) for text in told["problems"]])
    received = from_plain(path.name, sha256(data).hexdigest(), told)
    if wrong := shape_violations(received.claims, vocabulary)[:TOLD]:
        raise refused([Problem(str(path), 1, 1, "", None, text) for text in wrong])
    return received


def shape_violations(claims: Sequence[Claim], vocabulary: Vocabulary) -> list[str]:
    """The values that violate a shape of the ontology.

    What is missing is no matter here: the graph may have it, as it may have the entities that are only named.
    """
    known = {claim.subject: claim.type for claim in claims}
    outside = {
        str(value.value): vocabulary.roles[value.property].range[0]
        for claim in claims
        for value in claim.values
        if value.property in vocabulary.roles and value.value not in known
    }
    outside.pop("None", None)
    iris, own = Iris(), {Iris().entity(name) for name in known} | {Iris().claim(claim.id) for claim in claims}
    found = validate(claims_graph(claims, outside, vocabulary), vocabulary)
    return [
        f"{violation.focus.removeprefix(iris.base)}: {violation.message}"
        for violation in found
        if violation.severity == "Violation"
        and violation.focus in own
        and violation.value not in (None, violation.focus)
    ]


def from_plain(name: str, digest: str, told: Mapping[str, Any]) -> Received:
    """What was told, as objects."""
    return Received(
        name,
        digest,
        tuple(Dataset(**dataset) for dataset in told["datasets"]),
        tuple(_source(source) for source in told["sources"]),
        tuple(Claim.from_dict(claim) for claim in told["claims"]),
        told["quads"],
        told["history"],
        told["foreign"],
    )


def _source(told: Mapping[str, Any]) -> Source:
    return Source(
        **{**told, "reliability": Reliability(told["reliability"]), "derived_from": tuple(told["derived_from"])}
    )


def ask_worker(data: bytes, form: str, base: str, path: Path, limits: Limits = LIMITS) -> dict[str, Any]:
    """What a process of its own reads.

    Raises:
        Refused: the process ended without an answer.
    """
    told = [str(part) for part in (limits.seconds, limits.memory_mb, limits.answer_bytes)]
    command = [sys.executable, "-m", "loaders.rdf.worker", form, base, *told]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=limits.seconds + GRACE, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise _lost(path, f"Reading it takes longer than {limits.seconds:g} s.") from None
    if done.returncode == -signal.SIGALRM:
        raise _lost(path, f"Reading it takes longer than {limits.seconds:g} s.")
    if done.returncode or not done.stdout:
        raise _lost(path, "Reading it brought the reader down: it is nested too deep, or needs too much memory.")
    found: dict[str, Any] = orjson.loads(done.stdout)
    return found


def _lost(path: Path, message: str) -> Refused:
    return refused([Problem(str(path), 1, 1, "", None, message)])


__all__ = ["BY_SUFFIX", "LARGEST", "LIMITS", "Received", "ask_worker", "from_plain", "receive"]
