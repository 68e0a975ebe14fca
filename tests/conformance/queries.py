"""The suites of SPARQL 1.0 and 1.1, asked of the running endpoint.

All data files of all tests are in one store, each as a graph of its own address; a request names the graphs of its
test, so that each test also is one of `default-graph-uri` and `named-graph-uri`. Tests whose query names its dataset
send none. A query is read relative to its file, which BASE before it says.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from functools import cache

import httpx
import pyoxigraph as ox
from rdflib import RDF, Graph
from rdflib.compare import isomorphic

from graph.rdf.terms import Quad
from tests.conformance import solutions
from tests.conformance.manifests import MF, QT, RS, Case, address_of, cases, file_of, included
from tests.conformance.outcome import Outcome
from tests.conformance.solutions import Solutions

TOPS = (
    ("SPARQL 1.0", address_of("rdf-tests", "sparql", "sparql10", "manifest.ttl")),
    ("SPARQL 1.1", address_of("rdf-tests", "sparql", "sparql11", "manifest-all.ttl")),
)
ELSEWHERE = ("protocol/", "service-description/", "graph-store-protocol/")
"""Manifests that are about HTTP, not about queries."""
EMPTY = address_of("no-such-graph")
JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
UPDATE = "application/sparql-update"
NAMES_ITS_DATASET = re.compile(r"\bFROM\s+(?:NAMED\s+)?[<\w:]", re.IGNORECASE)
WRITTEN = {
    ".srj": solutions.from_json,
    ".srx": solutions.from_xml,
    ".csv": solutions.from_csv,
    ".tsv": solutions.from_tsv,
}
READ = dict(zip((JSON, XML, "text/csv", "text/tab-separated-values"), WRITTEN.values(), strict=True))
FORMATS = {".ttl": "turtle", ".n3": "n3", ".nt": "nt", ".rdf": "xml"}


def suites() -> Iterator[tuple[str, str]]:
    """The suites by name, each with its manifest."""
    for title, top in TOPS:
        for manifest in included(top):
            if not manifest.endswith(tuple(f"{folder}manifest.ttl" for folder in ELSEWHERE)):
                yield f"{title}: {manifest.split('/')[-2]}", manifest


def quads() -> Iterator[Quad]:
    """Everything that any test is asked over: each data file as the graph of its address."""
    told = {address for _, manifest in suites() for case in cases(manifest) for address in _data(case)}
    for address in sorted(told):
        parser = ox.RdfFormat.from_extension(file_of(address).suffix[1:].replace("n3", "ttl"))
        for quad in ox.parse(path=str(file_of(address)), format=parser, base_iri=address, rename_blank_nodes=True):
            yield str(quad.subject), str(quad.predicate), str(quad.object), f"<{address}>"


def _data(case: Case) -> set[str]:
    if ("Evaluation" not in case.kind and "Result" not in case.kind) or "Update" in case.kind:
        return set()
    text = file_of(case.address(MF.action, QT.query)).read_text(encoding="utf-8")
    base = case.address(MF.action, QT.query).rpartition("/")[0]
    named = {f"{base}/{name}" for name in re.findall(r"FROM\s+(?:NAMED\s+)?<([^>:]+)>", text, re.IGNORECASE)}
    return {*case.addresses(QT.data), *case.addresses(QT.graphData), *named}


async def run(client: httpx.AsyncClient) -> AsyncIterator[Outcome]:
    """Every test of every suite, and what came of it."""
    for suite, manifest in suites():
        for case in cases(manifest):
            yield Outcome(suite, case.iri, await _wrong(client, case))


async def _wrong(client: httpx.AsyncClient, case: Case) -> str:
    match case.kind:
        case "PositiveSyntaxTest" | "PositiveSyntaxTest11":
            return _status(await _ask(client, case, case.address(MF.action), "*/*"), 200)
        case "NegativeSyntaxTest" | "NegativeSyntaxTest11":
            return _status(await _ask(client, case, case.address(MF.action), "*/*"), 400)
        case "QueryEvaluationTest" | "CSVResultFormatTest":
            return await _evaluated(client, case)
    return _status(await client.post("/sparql", content="CLEAR ALL", headers={"Content-Type": UPDATE}), 200)


def _status(answer: httpx.Response, wanted: int) -> str:
    told = answer.json()["detail"] if answer.status_code >= 400 else "answered"
    return "" if answer.status_code == wanted else f"status {answer.status_code} in place of {wanted}: {told}"


async def _evaluated(client: httpx.AsyncClient, case: Case) -> str:
    """An evaluation test, asked in each format that can tell its result."""
    wanted = case.address(MF.result)
    for accept in _formats(wanted):
        answer = await _ask(client, case, case.address(MF.action, QT.query), accept)
        if wrong := _status(answer, 200):
            return wrong
        if not _fits(answer, wanted, lax=case.value(MF.resultCardinality) == MF.LaxCardinality):
            return f"another answer than {wanted.rpartition('/')[2]}, as {accept}"
    return ""


def _formats(wanted: str) -> tuple[str, ...]:
    if wanted.endswith((".csv", ".tsv")):
        return ("text/csv" if wanted.endswith(".csv") else "text/tab-separated-values",)
    if _expected_graph(wanted):
        return "text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"
    return JSON, XML


def _expected_graph(wanted: str) -> bool:
    """Whether a result is a graph, and no set of solutions written as one."""
    return wanted.endswith(tuple(FORMATS)) and (None, RDF.type, RS.ResultSet) not in _graph(wanted)


@cache
def _graph(address: str) -> Graph:
    return Graph().parse(file_of(address), publicID=address, format=FORMATS[file_of(address).suffix])


def _fits(answer: httpx.Response, wanted: str, *, lax: bool) -> bool:
    media = answer.headers["content-type"].partition(";")[0]
    if media in READ:
        return solutions.same(READ[media](answer.content), _expected(wanted), lax=lax)
    return isomorphic(Graph().parse(data=answer.content, format=media), _graph(wanted))


def _expected(wanted: str) -> Solutions:
    read = WRITTEN.get(file_of(wanted).suffix)
    return read(file_of(wanted).read_bytes()) if read else solutions.from_graph(_graph(wanted))


async def _ask(client: httpx.AsyncClient, case: Case, query: str, accept: str) -> httpx.Response:
    text = file_of(query).read_text(encoding="utf-8")
    given = {"default-graph-uri": case.addresses(QT.data), "named-graph-uri": case.addresses(QT.graphData)}
    dataset = given if any(given.values()) else {"default-graph-uri": (EMPTY,)}
    if NAMES_ITS_DATASET.search(text):
        dataset = {}
    form = {"query": f"BASE <{query}>\n{text}", **{name: list(iris) for name, iris in dataset.items()}}
    return await client.post("/sparql", data=form, headers={"Accept": accept})
