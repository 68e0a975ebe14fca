"""Results of queries as the W3C's suites write them, read without the engine's help, and compared.

A term is a tuple: its kind and text, and a literal's datatype or language. Numbers and booleans are compared by
datatype and value, blank nodes by where they stand, rows in any order.
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from xml.etree import ElementTree

from rdflib import RDF, Graph, URIRef
from rdflib.term import BNode, Literal, Node
from rdflib.util import from_n3

from tests.conformance.manifests import RS

SRX = "{http://www.w3.org/2005/sparql-results#}"
XSD = "http://www.w3.org/2001/XMLSchema#"
NUMBERS = frozenset(XSD + name for name in ("integer", "decimal", "double", "float", "nonPositiveInteger", "long"))

Term = tuple[str, ...]
Row = Mapping[str, Term]


@dataclass(frozen=True, slots=True)
class Solutions:
    """The rows of a SELECT, or whether it is so of an ASK."""

    names: frozenset[str]
    rows: tuple[Row, ...]
    boolean: bool | None = None


def term(kind: str, text: str, datatype: str | None = None, language: str | None = None) -> Term:
    """A term, in the one form that it is compared in.

    >>> term("literal", "1.50", XSD + "decimal") == term("literal", "1.5", XSD + "decimal")
    True
    """
    if kind in {"uri", "bnode"}:
        return (kind, text)
    if language:
        return ("literal", text, "@" + language.lower())
    return ("literal", _canonical(text, datatype), datatype or XSD + "string")


def _canonical(text: str, datatype: str | None) -> str:
    if datatype == XSD + "boolean":
        return {"1": "true", "0": "false"}.get(text, text)
    return _number(text) if datatype in NUMBERS else text


def _number(text: str) -> str:
    try:
        return str(Decimal(text.replace("INF", "Infinity")).normalize())
    except InvalidOperation:
        return text


def from_json(body: bytes) -> Solutions:
    told = json.loads(body)
    if "boolean" in told:
        return Solutions(frozenset(), (), told["boolean"])
    rows = told["results"]["bindings"]
    read = tuple({name: _from_object(found) for name, found in row.items()} for row in rows)
    return Solutions(frozenset(told["head"]["vars"]), read)


def _from_object(found: Mapping[str, str]) -> Term:
    kind = found["type"].removeprefix("typed-")
    return term(kind, found["value"], found.get("datatype"), found.get("xml:lang"))


def from_xml(body: bytes) -> Solutions:
    root = ElementTree.fromstring(body)
    boolean = root.findtext(f"{SRX}boolean")
    if boolean is not None:
        return Solutions(frozenset(), (), boolean.strip() == "true")
    names = frozenset(v.attrib["name"] for v in root.iterfind(f"{SRX}head/{SRX}variable"))
    results = root.iterfind(f"{SRX}results/{SRX}result")
    return Solutions(names, tuple({b.attrib["name"]: _from_element(b[0]) for b in result} for result in results))


def _from_element(found: ElementTree.Element) -> Term:
    language = found.get("{http://www.w3.org/XML/1998/namespace}lang")
    return term(found.tag.removeprefix(SRX), found.text or "", found.get("datatype"), language)


def from_graph(told: Graph) -> Solutions:
    """A result set written as RDF, as the suite of SPARQL 1.0 has it."""
    (result,) = told.subjects(RDF.type, RS.ResultSet)
    if (boolean := told.value(result, RS.boolean)) is not None:
        return Solutions(frozenset(), (), str(boolean) == "true")
    names = frozenset(map(str, told.objects(result, RS.resultVariable)))
    return Solutions(names, tuple(_from_solution(told, node) for node in told.objects(result, RS.solution)))


def _from_solution(told: Graph, solution: Node) -> Row:
    bindings = told.objects(solution, RS.binding)
    return {str(told.value(b, RS.variable)): from_node(told.value(b, RS.value)) for b in bindings}


def from_node(node: object) -> Term:
    """A term of rdflib's."""
    if isinstance(node, Literal):
        return term("literal", str(node), node.datatype and str(node.datatype), node.language)
    assert isinstance(node, (URIRef, BNode))
    return term("uri" if isinstance(node, URIRef) else "bnode", str(node))


def from_csv(body: bytes) -> Solutions:
    """CSV, which tells no kinds: numbers by value, blank nodes as such, all else by its text."""
    head, *rows = csv.reader(io.StringIO(body.decode(), newline=""))
    read = [{name: _from_cell(cell) for name, cell in zip(head, row, strict=True) if cell} for row in rows]
    return Solutions(frozenset(head), tuple(read))


def _from_cell(cell: str) -> Term:
    return ("bnode", cell) if cell.startswith("_:") else ("cell", _number(cell))


def from_tsv(body: bytes) -> Solutions:
    """TSV, whose cells are terms as Turtle writes them."""
    head, *rows = (line.split("\t") for line in body.decode().splitlines())
    names = [name.removeprefix("?") for name in head]
    read = [{n: from_node(from_n3(cell)) for n, cell in zip(names, row, strict=True) if cell} for row in rows]
    return Solutions(frozenset(names), tuple(read))


def same(ours: Solutions, theirs: Solutions, *, lax: bool = False) -> bool:
    """Whether two results are the same but for the names of blank nodes and the order of rows.

    `lax`: our rows may be fewer where theirs are repeated (REDUCED).
    """
    if lax and theirs.boolean is None:
        fewer = len(ours.rows) <= len(theirs.rows)
        return fewer and ours.names == theirs.names and set(_shapes(ours.rows)) == set(_shapes(theirs.rows))
    if ours.boolean is not None or theirs.boolean is not None:
        return ours.boolean == theirs.boolean
    if ours.names != theirs.names or _shapes(ours.rows).keys() != _shapes(theirs.rows).keys():
        return False
    mine = _shapes(ours.rows)
    if any(len(rows) != len(mine[shape]) for shape, rows in _shapes(theirs.rows).items()):
        return False
    wanted = [row for _, rows in sorted(_shapes(theirs.rows).items(), key=lambda item: len(item[1])) for row in rows]
    return _pair(wanted, {shape: Counter(map(_frozen, rows)) for shape, rows in mine.items()}, {}, {})


def _frozen(row: Row) -> frozenset[tuple[str, Term]]:
    return frozenset(row.items())


def _shape(row: Row) -> frozenset[tuple[str, Term]]:
    """A row without the names of blank nodes."""
    return frozenset((name, found if found[0] != "bnode" else ("bnode",)) for name, found in row.items())


def _shapes(rows: Iterable[Row]) -> Mapping[frozenset[tuple[str, Term]], list[Row]]:
    found = defaultdict[frozenset[tuple[str, Term]], list[Row]](list)
    for row in rows:
        found[_shape(row)].append(row)
    return found


def _pair(
    wanted: list[Row],
    left: Mapping[frozenset[tuple[str, Term]], Counter[frozenset[tuple[str, Term]]]],
    there: Mapping[Term, Term],
    back: Mapping[Term, Term],
) -> bool:
    """Whether each row that is wanted has one of those left to itself, with one name for each blank node."""
    if not wanted:
        return True
    row, *rest = wanted
    candidates = left[_shape(row)]
    for candidate in [found for found, count in candidates.items() if count]:
        nodes = {row[name]: found for name, found in candidate if found[0] == "bnode"}
        fits = all(there.get(w, f) == f and back.get(f, w) == w for w, f in nodes.items())
        if fits and len(set(nodes.values())) == len(nodes):
            candidates[candidate] -= 1
            if _pair(rest, left, {**there, **nodes}, {**back, **{f: w for w, f in nodes.items()}}):
                return True
            candidates[candidate] += 1
    return False
