"""The suites of RDF's formats and of JSON-LD: read as this project reads, written as it writes, and read again.

Tests of evaluation and syntax hold what is read against the suite's N-Triples or N-Quads. Each document of the Turtle
and TriG suites is also written as Turtle and as JSON-LD by `graph.rdf` and read back; its blank nodes have names then,
as all nodes have in what is written here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox
import rdflib
from rdflib import Namespace

from graph.rdf import FORMATS, Model, dumps
from ontology.iri import Iris
from ontology.vocabulary import load_vocabulary
from tests.conformance.manifests import MF, Case, address_of, cases, file_of
from tests.conformance.outcome import Outcome

RDFT = Namespace("http://www.w3.org/ns/rdftest#")
RDF11 = ("rdf-tests", "rdf", "rdf11")
FOLDERS = {
    "RDF 1.1 Turtle": ("rdf-turtle", "turtle"),
    "RDF 1.1 TriG": ("rdf-trig", "trig"),
    "RDF 1.1 N-Triples": ("rdf-n-triples", "ntriples"),
    "RDF 1.1 N-Quads": ("rdf-n-quads", "nquads"),
    "RDF 1.1 XML": ("rdf-xml", "rdfxml"),
}
JSONLD = address_of("json-ld-api", "tests", "toRdf-manifest.jsonld")
Quads = frozenset[ox.Quad]


def run() -> Iterator[Outcome]:
    """Every test, and what came of it."""
    for suite, (folder, name) in FOLDERS.items():
        for case in cases(address_of(*RDF11, folder, "manifest.ttl")):
            yield Outcome(suite, case.iri, _wrong(case, name))
            if name in {"turtle", "trig"} and case.kind.endswith("Eval"):
                for again in ("turtle", "jsonld"):
                    yield Outcome(f"{suite} written as {FORMATS[again].name}", case.iri, _round(case, name, again))
    yield from _jsonld()


def read(data: bytes, name: str, base: str) -> Quads:
    """What a document says."""
    return frozenset(ox.parse(data, FORMATS[name].parsed, base_iri=base))


def same(ours: Iterable[ox.Quad], theirs: Iterable[ox.Quad]) -> bool:
    """Whether two sets of quads are the same but for the names of blank nodes."""
    sides = [ox.Dataset(side) for side in (ours, theirs)]
    for side in sides:
        side.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sides[0] == sides[1]


def _wrong(case: Case, name: str) -> str:
    action = case.address(MF.action)
    try:
        found = read(file_of(action).read_bytes(), name, _base(case, action))
    except SyntaxError as error:
        return "" if "Negative" in case.kind else f"refused: {error}"
    if "Negative" in case.kind:
        return "what is no such document was read"
    if not case.kind.endswith("Eval"):
        return ""
    wanted = case.address(MF.result)
    other = "nquads" if wanted.endswith(".nq") else "ntriples"
    return "" if same(found, read(file_of(wanted).read_bytes(), other, wanted)) else "it was read as something else"


def _base(case: Case, action: str) -> str:
    """The address that a suite's files are to be read at."""
    (manifest,) = case.told.subjects(MF.entries, None)
    home = str(manifest).rpartition("/")[0] + "/"
    given = [str(base) for base in case.told.objects(manifest, MF.assumedTestBase)]
    return (given[0] if given else home) + action.removeprefix(home)


def _round(case: Case, name: str, again: str) -> str:
    """Written in a format and read again."""
    action = case.address(MF.action)
    said = {_named(quad) for quad in read(file_of(action).read_bytes(), name, _base(case, action))}
    if again == "turtle":
        said = {ox.Quad(*quad.triple) for quad in said}
    rows = sorted((str(q.graph_name), str(q.subject), str(q.predicate), str(q.object)) for q in said)
    written = dumps([(s, p, o, g) for g, s, p, o in rows], again, MODEL)
    if again == "turtle":
        plain = dumps([(s, p, o, g) for g, s, p, o in rows], "ntriples", MODEL)
        came = _by_rdflib(written, "turtle") == _by_rdflib(plain, "nt")
    else:
        came = read(written, again, action) == said
    return "" if came else "it came back as something else"


MODEL = Model(load_vocabulary(), Iris())


def _named(quad: ox.Quad) -> ox.Quad:
    """A quad with names for its blank nodes, and in a named graph."""
    graph = ox.NamedNode("urn:default") if isinstance(quad.graph_name, ox.DefaultGraph) else quad.graph_name
    parts = (quad.subject, quad.predicate, quad.object, graph)
    return ox.Quad(*(ox.NamedNode(f"urn:b:{quote(t.value)}") if isinstance(t, ox.BlankNode) else t for t in parts))  # type: ignore[arg-type]


def _by_rdflib(data: bytes, name: str) -> set[tuple[object, ...]]:
    """The triples of a document as rdflib reads them."""
    return set(rdflib.Graph().parse(data=data, format=name))


def _jsonld() -> Iterator[Outcome]:
    manifest = json.loads(file_of(JSONLD).read_bytes())
    for test in manifest["sequence"]:
        yield Outcome("JSON-LD 1.1 to RDF", JSONLD + test["@id"], _read_jsonld(test, manifest["baseIri"]))


def _read_jsonld(test: dict[str, Any], base: str) -> str:
    """A test of JSON-LD; where it says how a document is to be taken, only its base can be said here."""
    folder = JSONLD.rpartition("/")[0] + "/"
    options, negative = test.get("option", {}), "jld:NegativeEvaluationTest" in test["@type"]
    try:
        at = options.get("base", base + test["input"])
        found = read(file_of(folder + test["input"]).read_bytes(), "jsonld", at)
    except (SyntaxError, ValueError) as error:
        return "" if negative else f"refused: {error}"
    if negative:
        return "what is no such document was read"
    if "expect" not in test:
        return ""
    if options.get("produceGeneralizedRdf"):
        return "the result is no RDF: a predicate without an IRI"
    wanted = read(file_of(folder + test["expect"]).read_bytes(), "nquads", base)
    return "" if same(found, wanted) else "it was read as something else"
