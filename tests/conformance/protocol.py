"""The suites of the SPARQL 1.1 Protocol, the Graph Store HTTP Protocol and the Service Description, over HTTP.

A request goes out as the manifest has it: its method, its parameters, its headers, its bytes.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from http import HTTPStatus
from urllib.parse import parse_qsl, urlsplit

import httpx
import pyoxigraph as ox
from rdflib import RDF, RDFS, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from graph.rdf.terms import Quad
from tests.conformance import solutions
from tests.conformance.manifests import MF, UT, Case, address_of, cases, file_of, parsed
from tests.conformance.outcome import Outcome

HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
FOLDER = ("rdf-tests", "sparql", "sparql11")
MANIFESTS = {
    "SPARQL 1.1 Protocol": address_of(*FOLDER, "protocol", "manifest.ttl"),
    "SPARQL 1.1 Graph Store Protocol, direct": address_of(*FOLDER, "graph-store-protocol", "manifest-direct.ttl"),
    "SPARQL 1.1 Graph Store Protocol, indirect": address_of(*FOLDER, "graph-store-protocol", "manifest-indirect.ttl"),
    "SPARQL 1.1 Service Description": address_of(*FOLDER, "service-description", "manifest.ttl"),
}
KINDS = {
    "boolean": ("application/sparql-results+json", "application/sparql-results+xml"),
    "tabular": ("application/sparql-results+json", "application/sparql-results+xml", "text/csv"),
    "RDF": ("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"),
}


def quads() -> Iterator[Quad]:
    """The graphs that the tests of the protocol ask of."""
    told = parsed(MANIFESTS["SPARQL 1.1 Protocol"])
    graphs = {(str(told.value(g, UT.graph)), str(told.value(g, RDFS.label))) for g in told.objects(None, UT.graphData)}
    for address, name in sorted(graphs):
        for quad in ox.parse(path=str(file_of(address)), format=ox.RdfFormat.N_TRIPLES, rename_blank_nodes=True):
            yield str(quad.subject), str(quad.predicate), str(quad.object), f"<{name}>"


async def run(client: httpx.AsyncClient) -> AsyncIterator[Outcome]:
    """Every test of the three suites, and what came of it."""
    for suite, manifest in MANIFESTS.items():
        for case in cases(manifest):
            wrong = _described if case.kind == "ServiceDescriptionTest" else _requested
            yield Outcome(suite, case.iri, await wrong(client, case))


async def _requested(client: httpx.AsyncClient, case: Case) -> str:
    requests = case.value(MF.action, HT.requests)
    for request in Collection(case.told, requests) if requests else ():
        answer = await _send(client, case.told, request)
        if wrong := _wrong(case.told, case.told.value(request, HT.resp), answer):
            return f"{answer.request.method} {answer.status_code}: {wrong}"
    return "" if requests else "no requests"


async def _send(client: httpx.AsyncClient, told: Graph, request: Node) -> httpx.Response:
    headers = {
        str(told.value(header, HT.fieldName)): str(told.value(header, HT.fieldValue))
        for header in Collection(told, told.value(request, HT.headers) or RDF.nil)
    }
    address = urlsplit(str(told.value(request, HT.absolutePath)))
    body, method = told.value(request, HT.body), str(told.value(request, HT.methodName))
    path = "/sparql" if address.path.startswith("/sparql") else address.path.replace("/gsp", "/graphs", 1)
    query = parse_qsl(address.query, keep_blank_values=True)
    return await client.request(method, path, params=query, content=_content(told, body), headers=headers)


def _content(told: Graph, body: Node | None) -> bytes | None:
    if body is None:
        return None
    return str(told.value(body, CNT.chars)).encode(str(told.value(body, CNT.characterEncoding) or "utf-8"))


def _wrong(told: Graph, expected: Node | None, answer: httpx.Response) -> str:
    if expected is None:
        return ""
    statuses = told.objects(expected, MF.expectedStatus)
    codes = [str(status).rpartition("#")[2].removeprefix("StatusCode") for status in statuses]
    if codes and not any(_is_code(code, answer.status_code) for code in codes):
        return f"in place of {' or '.join(sorted(codes))}"
    kind = told.value(expected, MF.expectedFormat)
    if kind and answer.headers["content-type"].partition(";")[0] not in KINDS[str(kind)]:
        return f"{answer.headers['content-type']} is not {kind}"
    boolean = told.value(expected, MF.expectedBoolean)
    if isinstance(boolean, Literal) and solutions.from_json(answer.content).boolean is not boolean.toPython():
        return f"not {boolean}"
    return ""


def _is_code(told: str, status: int) -> bool:
    """Whether a status is the one that is told: a class of them (2xx), or a phrase (NoContent).

    >>> _is_code("4xx", 404), _is_code("NotFound", 404), _is_code("OK", 204)
    (True, True, False)
    """
    return told in {f"{status // 100}xx", HTTPStatus(status).phrase.title().replace(" ", "").replace("Ok", "OK")}


async def _described(client: httpx.AsyncClient, case: Case) -> str:
    """The three tests of the description, which the manifest only names."""
    answer = await client.get("/sparql", headers={"Accept": "text/turtle"})
    told = Graph().parse(data=answer.content, format="turtle")
    (service,) = told.subjects(RDF.type, SD.Service)
    match case.iri.rpartition("#")[2]:
        case "returns-rdf":
            return "" if len(told) else "nothing is described"
        case "has-endpoint-triple":
            return "" if (service, SD.endpoint, URIRef(str(answer.request.url))) in told else "another endpoint"
        case "conforms-to-schema":
            return _unfit(told)
    return "an unknown test"


def _unfit(told: Graph) -> str:
    """What of a description doesn't fit its vocabulary: unknown terms, or one used on another class than its domain."""
    terms = {SD[name] for name in NAMES}
    used = {node for triple in told for node in triple if isinstance(node, URIRef) and str(node).startswith(str(SD))}
    if unknown := used - terms:
        return f"unknown terms: {sorted(unknown)}"
    for prop, domain in DOMAINS.items():
        for subject in told.subjects(SD[prop], None):
            if (subject, RDF.type, SD[domain]) not in told:
                return f"{prop} is of something that is no {domain}"
    return ""


DOMAINS = {
    "endpoint": "Service",
    "feature": "Service",
    "defaultDataset": "Service",
    "supportedLanguage": "Service",
    "resultFormat": "Service",
    "defaultGraph": "Dataset",
    "namedGraph": "Dataset",
    "name": "NamedGraph",
}
"""The properties that a description here uses, and what they are of by the specification."""
NAMES = {*DOMAINS, *DOMAINS.values(), "Graph", "graph", "UnionDefaultGraph", "SPARQL11Query"}
