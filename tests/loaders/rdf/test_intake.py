"""Documents that partners send: read, or refused with the reason, without a trace of them in this process."""

import json
from pathlib import Path
from typing import Any

import pytest

from graph.claim import Claim, Value
from graph.errors import Refused
from graph.source import Dataset, Reliability, Source
from graph.sparql.job import Limits
from loaders.rdf import Received, receive
from loaders.rdf.intake import ask_worker
from loaders.rdf.suspicion import MOST_SAME
from loaders.rdf.worker import read_document
from ontology.iri import Iris
from ontology.vocabulary import load_vocabulary

BASE = "https://w3id.org/defgraph/"
PREFIXES = f"""
@prefix dg: <{BASE}ns#> . @prefix id: <{BASE}id/> . @prefix s: <{BASE}source/> . @prefix d: <{BASE}dataset/> .
@prefix dct: <http://purl.org/dc/terms/> . @prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
DOCUMENT = (
    PREFIXES
    + """
d:theirs a dg:Dataset ; dct:title "Theirs" ; dct:publisher "A partner" ; dct:rights "CC0" ; dg:coverage "One firm" ;
    dg:redistributable true .
s:gazette a dg:Source ; dct:title "Gazette" ; dg:inDataset d:theirs ; dg:reliability dg:Reliability-C .
<urn:x:1> a dg:Claim ; dg:concerns id:kite ; dg:claimedClass dg:Firm ; dg:saidBy s:gazette ;
    dg:claimStatus dg:ClaimStatus-asserted ; dg:credibility dg:Credibility-3 ; dg:says <urn:x:1-1> .
<urn:x:1-1> rdf:predicate dg:name ; rdf:object "Kite Yard"@en .
"""
)


def write(folder: Path, text: str, name: str = "partner.ttl") -> Path:
    file = folder / name
    file.write_text(text)
    return file


def here(data: bytes, form: str, base: str, path: Path) -> dict[str, Any]:
    """What the process would tell, without a process."""
    return read_document(data, form, Iris(base), load_vocabulary())


def read(file: Path) -> Received:
    return receive(file, load_vocabulary(), ask=here)


def refused(file: Path) -> str:
    with pytest.raises(Refused) as error:
        read(file)
    return str(error.value)


def lost(file: Path, seconds: float) -> str:
    """Why a process gives a file up."""
    form = "jsonld" if file.suffix == ".jsonld" else "turtle"
    limits = Limits(seconds=seconds, memory_mb=2048)
    try:
        told = ask_worker(file.read_bytes(), form, "https://w3id.org/defgraph/", file, limits)
    except Refused as error:
        return str(error)
    assert not told["ok"]
    return str(told["problems"])


def test_claims_sources_and_datasets_are_read(tmp_path: Path) -> None:
    received = read(write(tmp_path, DOCUMENT + "id:kite <https://example.org/colour> 'red' ."))
    assert received.claims == (
        Claim("kite", "Firm", "gazette", (Value("name", "Kite Yard", lang="en"),), credibility=3),
    )
    assert received.sources == (Source("gazette", "theirs", "Gazette", reliability=Reliability.C),)
    assert received.datasets == (Dataset("theirs", "Theirs", "A partner", "CC0", "One firm"),)
    assert received.foreign == {"https://example.org/colour": 1}


MANY = " , ".join(f"<urn:same:{number}>" for number in range(MOST_SAME + 1))


@pytest.mark.parametrize(
    ("added", "told"),
    [
        ("dg:Firm rdfs:label 'Enemy'@en .", "the ontology's own terms"),
        ("<urn:y> rdfs:subClassOf <urn:z> .", "what terms mean"),
        ("id:kite owl:sameAs id:israel-aerospace-industries .", "makes one of two things"),
        (f"id:kite owl:sameAs {MANY} .", "more than 10 other names"),
        ("id:kite owl:sameAs <urn:a> . this is no turtle", "not well-formed"),
        (
            "<urn:x:1> dg:says <urn:x:1-2> . <urn:x:1-2> rdf:predicate dg:colour ; rdf:object 'red' .",
            "no such property",
        ),
        ("<urn:x:1> dg:says <urn:x:1-2> . <urn:x:1-2> rdf:predicate dg:lei ; rdf:object 'short' .", "kite"),
        ("<urn:x:1> dg:concerns id:other .", "more than one"),
        ("s:gazette dg:reliability dg:Reliability-A .", "more than one"),
    ],
)
def test_what_a_document_must_not_say(tmp_path: Path, added: str, told: str) -> None:
    assert told in refused(write(tmp_path, DOCUMENT + added))


def test_foreign_named_graphs_are_refused_and_our_own_are_not(tmp_path: Path) -> None:
    body = DOCUMENT.removeprefix(PREFIXES)
    foreign = write(tmp_path, f"{PREFIXES} <urn:graph> {{ {body} }}", "partner.trig")
    assert "named graphs" in refused(foreign)
    own = write(tmp_path, f"{PREFIXES} <{BASE}graph/claims> {{ {body} }}", "partner.trig")
    assert len(read(own).claims) == 1


def test_a_share_of_150_percent_breaks_a_shape(tmp_path: Path) -> None:
    owned = """
<urn:x:2> a dg:Claim ; dg:concerns id:own ; dg:claimedClass dg:Ownership ; dg:saidBy s:gazette ;
    dg:claimStatus dg:ClaimStatus-asserted ; dg:credibility dg:Credibility-3 ; dg:says <urn:o> , <urn:a> , <urn:s> .
<urn:o> rdf:predicate dg:owner ; rdf:object id:iai . <urn:a> rdf:predicate dg:asset ; rdf:object id:kite .
<urn:s> rdf:predicate dg:share ; rdf:object 150 ; dg:unit "percent" .
"""
    assert "own" in refused(write(tmp_path, DOCUMENT + owned))
    assert len(read(write(tmp_path, DOCUMENT + owned.replace("150", "50"))).claims) == 2


@pytest.mark.parametrize("context", ["http://127.0.0.1:9/context.jsonld", "file:///etc/hostname"])
def test_remote_contexts_are_not_fetched(tmp_path: Path, context: str) -> None:
    document = {"@context": context, "@id": "urn:a", "name": "x"}
    assert "is not fetched" in refused(write(tmp_path, json.dumps(document), "partner.jsonld"))


@pytest.mark.parametrize(
    ("name", "text"), [("deep.ttl", "<urn:a> <urn:b> " + "[ <urn:b> " * 200_000), ("deep.jsonld", "[" * 500_000)]
)
def test_nesting_that_brings_a_parser_down_brings_down_the_reader_only(tmp_path: Path, name: str, text: str) -> None:
    assert lost(write(tmp_path, text, name), 60)


def test_a_document_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    assert "longer than" in lost(write(tmp_path, DOCUMENT * 50), 0.0001)


def test_the_process_reads_what_is_read_without_it(tmp_path: Path) -> None:
    file = write(tmp_path, DOCUMENT)
    assert receive(file, load_vocabulary()) == read(file)


@pytest.mark.parametrize(
    ("name", "told"), [("x.rdf", "not read as RDF"), ("x", "without an ending"), ("x.xml", "not read")]
)
def test_formats_that_are_not_read(tmp_path: Path, name: str, told: str) -> None:
    assert told in refused(write(tmp_path, "<!DOCTYPE a>", name))


def test_a_document_without_claims_says_nothing(tmp_path: Path) -> None:
    assert "no claim" in refused(write(tmp_path, PREFIXES + "id:iai dg:owns id:kite ."))
