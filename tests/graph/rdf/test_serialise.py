"""Do the tools that partners use read every format as the same graph?"""

import io
import itertools
import json

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from rdflib.compare import isomorphic

from graph.budget import time_budget
from graph.errors import BadQuestion, OutOfTime
from graph.rdf import FORMATS, context, dumps, write
from graph.rdf.terms import text_literal
from graph.snapshot import Snapshot
from ontology.iri import NAMESPACE
from tests.graph.rdf.strategies import TEXT
from tests.graph.rdf.world import IRIS, MODEL, THINGS, VOCABULARY, claim, quads_of, snapshot_of, value

pytestmark = pytest.mark.filterwarnings("ignore:(Dataset|ConjunctiveGraph).*deprecated:DeprecationWarning")  # in rdflib

RDFLIB = {
    "trig": "trig",
    "turtle": "turtle",
    "nquads": "nquads",
    "ntriples": "nt",
    "jsonld": "json-ld",
    "rdfxml": "xml",
}
WORLD = snapshot_of(
    *THINGS,
    claim("arcadia", "State", {"name": value("name", "أركاديا", lang="ar"), "website": "https://arcadia.example.org/"}),
    claim(
        "deal",
        "Transfer",
        {
            "supplier": "northwind",
            "recipient": "arcadia",
            "quantityOrdered": 3,
            "value": value("value", 12.5, unit="USD"),
            "orderDate": "2021-11~",
            "transferStatus": "delivered",
        },
        quote='He said:\n\t"yes" \\ no',
        valid="2021-11-24",
    ),
)


def union_by_rdflib(data: bytes, name: str) -> rdflib.Graph:
    dataset = rdflib.Dataset()
    dataset.parse(data=data, format=RDFLIB[name])
    union = rdflib.Graph()
    for triple in {(s, p, o) for s, p, o, _ in dataset.quads()}:
        union.add(triple)
    return union


def union_by_oxigraph(data: bytes, name: str) -> set[str]:
    return {str(quad.triple) for quad in ox.parse(data, FORMATS[name].parsed)}


@pytest.mark.parametrize("name", FORMATS)
def test_rdflib_and_oxigraph_read_the_same_graph_from_every_format(name: str):
    quads = quads_of(WORLD)
    written, reference = dumps(quads, name, MODEL), dumps(quads, "ntriples", MODEL)
    assert union_by_oxigraph(written, name) == union_by_oxigraph(reference, "ntriples")
    assert isomorphic(union_by_rdflib(written, name), union_by_rdflib(reference, "ntriples"))


@pytest.mark.parametrize("name", [name for name, kind in FORMATS.items() if kind.graphs])
def test_named_graphs_survive(name: str):
    quads = quads_of(WORLD)
    found = ox.parse(dumps(quads, name, MODEL), FORMATS[name].parsed)
    assert {(str(q.subject), str(q.predicate), str(q.graph_name)) for q in found} == {(s, p, g) for s, p, _, g in quads}


def test_the_curated_dataset_is_the_same_in_every_format(curated: Snapshot):
    quads = quads_of(curated)
    graphs = [union_by_oxigraph(dumps(quads, name, MODEL), name) for name in FORMATS]
    assert all(graph == graphs[0] for graph in graphs)
    assert len(graphs[0]) == len(quads)


@settings(max_examples=200, deadline=None)
@given(TEXT)
def test_any_text_comes_back_from_n_triples(text: str):
    line = f"<a:s> <a:p> {text_literal(text)} ."
    [quad] = ox.parse(line, ox.RdfFormat.N_TRIPLES)
    assert isinstance(quad.object, ox.Literal)
    assert quad.object.value == text


@settings(max_examples=100, deadline=None)
@given(TEXT)
def test_any_text_comes_back_from_xml_or_is_refused(text: str):
    quad = (MODEL.things["x"], MODEL.own["note"], text_literal(text), MODEL.graphs["claims"])
    try:
        written = dumps([quad], "rdfxml", MODEL)
    except BadQuestion:
        assert any(ord(c) < 32 or ord(c) in (0x7F, 0xFFFE, 0xFFFF) for c in text)
        return
    [(_, _, found)] = rdflib.Graph().parse(data=written, format="xml")
    assert str(found) == text


def test_an_unknown_format_names_the_known_ones():
    with pytest.raises(BadQuestion, match="turtle"):
        write([], "turtel", io.BytesIO(), MODEL)


@pytest.mark.parametrize("name", FORMATS)
def test_a_long_dump_ends_when_its_time_is_up(name: str):
    endless = itertools.cycle(quads_of(WORLD))
    with time_budget(0.3), pytest.raises(OutOfTime):
        write(endless, name, io.BytesIO(), MODEL)


def test_nothing_is_still_a_document():
    for name in FORMATS:
        assert union_by_oxigraph(dumps([], name, MODEL), name) == set()


def test_turtle_is_written_with_short_names():
    text = dumps(quads_of(WORLD), "turtle", MODEL).decode()
    assert "id:deal a dg:Transfer" in text
    assert "id:northwind dg:supplies id:arcadia" in text


def node(document: dict[str, object], graph: str, name: str) -> dict[str, object]:
    [members] = [g["@graph"] for g in document["@graph"] if g["@id"] == f"graph:{graph}"]  # type: ignore[attr-defined, index]
    [found] = [n for n in members if n["@id"] == name]
    return found


def test_json_reads_without_knowing_rdf():
    document = json.loads(dumps(quads_of(WORLD), "jsonld", MODEL))
    deal = node(document, "entities", "id:deal")
    assert deal["@type"] == "Transfer"
    assert (deal["supplier"], deal["recipient"]) == ("id:northwind", "id:arcadia")
    assert (deal["transferStatus"], deal["quantityOrdered"]) == ("TransferStatus-delivered", 3)
    assert deal["orderDate"] == "2021-11~"
    assert deal["validFrom"] == "2021-11-24"
    assert {"@language": "ar", "@value": "أركاديا"} in node(document, "entities", "id:arcadia")["name"]  # type: ignore[operator]


def test_the_context_alone_makes_json_rdf():
    """As a partner would use it: their JSON, our context."""
    theirs = {"@id": "id:x", "@type": "Firm", "established": "2002", "website": "https://x.example.org/"}
    graph = rdflib.Graph().parse(data=json.dumps(context(VOCABULARY, IRIS) | theirs), format="json-ld")
    thing, dg = rdflib.URIRef(IRIS.entity("x")), rdflib.Namespace(NAMESPACE)
    assert (thing, rdflib.RDF.type, dg.Firm) in graph
    assert (thing, dg.website, rdflib.URIRef("https://x.example.org/")) in graph
    [date] = graph.objects(thing, dg.established)
    assert str(date.datatype) == "http://id.loc.gov/datatypes/edtf/EDTF"  # type: ignore[attr-defined]


def test_the_context_knows_every_role_and_projection():
    terms = context(VOCABULARY, IRIS)["@context"]
    assert all(terms[name] == {"@type": "@id"} for name in (*VOCABULARY.roles, *VOCABULARY.projections))
