"""The core suite of SHACL, checked as the gate checks what is loaded.

A result counts as the same if its node, path, value and severity are; nodes and paths without a name are compared as
such.
"""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import SH, Graph, Namespace, URIRef
from rdflib.term import Literal, Node

from ontology.validation import violations
from tests.conformance.manifests import MF, Case, address_of, cases, file_of, included
from tests.conformance.outcome import Outcome

SHT = Namespace("http://www.w3.org/ns/shacl-test#")
TOP = address_of("data-shapes", "data-shapes-test-suite", "tests", "core", "manifest.ttl")
Result = tuple[str | None, ...]


def run() -> Iterator[Outcome]:
    """Every test of the suite, and what came of it."""
    for folder in included(TOP):
        for manifest in included(folder):
            for case in cases(manifest):
                yield Outcome(f"SHACL core: {folder.split('/')[-2]}", case.iri, _wrong(case))


def _wrong(case: Case) -> str:
    data, shapes = (_copy(case.address(MF.action, step)) for step in (SHT.dataGraph, SHT.shapesGraph))
    if (expected := case.value(MF.result)) == SHT.Failure:
        return _refusal(data, shapes)
    wanted = {_result(case.told, result) for result in case.told.objects(expected, SH.result)}
    found = {(_name(v.focus), v.path, v.value, v.severity) for v in violations(data, shapes)}
    return "" if wanted == found else f"{len(found - wanted)} results too many, {len(wanted - found)} missing"


def _refusal(data: Graph, shapes: Graph) -> str:
    """For shapes that are not well-formed: there has to be an error."""
    try:
        violations(data, shapes)
    except Exception:
        return ""
    return "the shapes were taken"


def _copy(address: str) -> Graph:
    """A graph of its own, as inference would add to it."""
    return Graph().parse(file_of(address), publicID=address, format="turtle")


def _result(told: Graph, result: Node) -> Result:
    focus, severity = told.value(result, SH.focusNode), told.value(result, SH.resultSeverity)
    path, value = (_text(told.value(result, step)) for step in (SH.resultPath, SH.value))
    return _name(str(focus)), path, value, str(severity).rpartition("#")[2]


def _text(node: Node | None) -> str | None:
    return str(node) if isinstance(node, (URIRef, Literal)) else None


def _name(focus: str) -> str:
    """A focus node, or that it has no name."""
    return focus if ":" in focus else "literal or nameless"
