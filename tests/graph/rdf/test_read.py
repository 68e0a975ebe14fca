"""Does a dump hold everything? What is written reads back as the same claims, whatever strange things they say."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from graph.claim import Claim
from graph.errors import DefgraphError, Refused
from graph.rdf import FORMATS, Records, dumps, read, read_records
from graph.rdf.claims import in_order
from graph.snapshot import Snapshot
from tests.graph.rdf.strategies import records
from tests.graph.rdf.world import IRIS, MODEL, THINGS, VOCABULARY, claim, quads_of, snapshot_of, value


def snapshot_from(held: Records) -> Snapshot:
    return Snapshot.build(VOCABULARY, len(held.revisions), held.datasets, held.sources, held.rows, held.revisions)


def settled(claim: Claim) -> Claim:
    """With its values in the order that doesn't matter."""
    return replace(claim, values=in_order(claim))


@settings(max_examples=60, deadline=None)
@given(records())
def test_claims_sources_datasets_and_revisions_come_back_as_they_were(held: Records):
    for name in ("nquads", "jsonld"):
        found = read_records(dumps(quads_of(snapshot_from(held)), name, MODEL), name, IRIS, VOCABULARY)
        assert (found.datasets, found.sources, found.revisions) == (held.datasets, held.sources, held.revisions)
        assert [(settled(claim), *known) for claim, *known in held.rows] == list(found.rows)
        assert [c.id for c, _, _ in found.rows] == [c.id for c, _, _ in held.rows]


@settings(max_examples=30, deadline=None)
@given(records())
def test_writing_again_what_was_read_gives_the_same_graph(held: Records):
    once = set(quads_of(snapshot_from(held)))
    again = read_records(dumps(once, "trig", MODEL), "trig", IRIS, VOCABULARY)
    assert set(quads_of(snapshot_from(again))) == once


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_reads_back(name: str):
    """The union of the graphs is enough."""
    stake = claim("stake", "Ownership", {"owner": "northwind", "share": value("share", 50, unit="percent")})
    world = snapshot_of(*THINGS, stake)
    [press] = read(dumps(quads_of(world), name, MODEL), name, IRIS, VOCABULARY)
    assert {c.id for c in press.claims} == set(world.claims)
    assert press.dataset == world.datasets["press"]


def test_the_curated_dataset_comes_back_whole(curated: Snapshot):
    [found] = read(dumps(quads_of(curated), "trig", MODEL), "trig", IRIS, VOCABULARY)
    assert {c.id for c in found.claims} == set(curated.claims)
    assert {s.id: s for s in found.sources} == curated.sources


def test_only_what_stands_is_loaded():
    gone = claim("stake", "Ownership", {"owner": "northwind", "asset": "lantern"})
    [press] = read(dumps(quads_of(snapshot_of(*THINGS, retracted=[gone])), "nquads", MODEL), "nquads", IRIS, VOCABULARY)
    assert gone.id not in {c.id for c in press.claims}


PARTNER = """
@prefix dg: <https://w3id.org/defgraph/ns#> . @prefix id: <https://w3id.org/defgraph/id/> .
@prefix prov: <http://www.w3.org/ns/prov#> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix dct: <http://purl.org/dc/terms/> . @prefix p: <https://partner.example.org/> .
@prefix source: <https://w3id.org/defgraph/source/> . @prefix dataset: <https://w3id.org/defgraph/dataset/> .

p:claim-7 a dg:Claim ; dg:concerns id:morocco ; dg:claimedClass dg:State ; dg:saidBy source:p1 ;
    dg:claimStatus dg:ClaimStatus-asserted ; dg:credibility dg:Credibility-2 ; dg:quote "..." ;
    dg:says [ rdf:predicate dg:name ; rdf:object "Morocco"@en ] , [ rdf:predicate dg:iso3166 ; rdf:object "MA" ] .
source:p1 a dg:Source ; dct:title "Atlas" ; dg:reliability dg:Reliability-B ; dg:inDataset dataset:partner .
dataset:partner a dg:Dataset ; dct:title "Partner" ; dct:publisher "Partner" ; dct:rights "CC0" ; dg:coverage "States" ;
    dg:redistributable true .
"""


def test_a_partner_may_write_it_by_hand():
    """With nameless values, IRIs of their own for claims, and our own terms in place of PROV's."""
    [partner] = read(PARTNER.encode(), "turtle", IRIS, VOCABULARY)
    [said] = partner.claims
    assert (said.subject, said.type, said.source, said.credibility, said.quote) == ("morocco", "State", "p1", 2, "...")
    assert {(v.property, v.value, v.lang) for v in said.values} == {("name", "Morocco", "en"), ("iso3166", "MA", None)}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("dg:name ;", "dg:nmae ;", "There is no such property or role"),
        ("dg:State ;", "dg:Stat ;", "There is no such class"),
        ("dg:Credibility-2", "dg:Credibility-9", "It has to be a concept of Credibility"),
        ("dg:concerns id:morocco ;", "", "It is missing"),
        ("dg:concerns id:morocco ;", "dg:concerns id:morocco , id:mali ;", "There is more than one"),
        ("dg:concerns id:morocco ;", "dg:concerns p:morocco ;", "It has to be the IRI of a entity"),
        ('"MA"', "id:MA", "It has to be a literal"),
        ('"MA"', '"x"^^<http://www.w3.org/2001/XMLSchema#integer>', "It is not what its datatype says"),
        ("source:p1 a dg:Source", "source:p2 a dg:Source", "is named but not described"),
        ("dataset:partner a dg:Dataset", "dataset:other a dg:Dataset", "is named but not described"),
        ("dg:redistributable true .", "dg:redistributable true", "It is not well-formed"),
    ],
)
def test_what_does_not_fit_is_refused_with_the_reason(old: str, new: str, told: str):
    assert old in PARTNER
    with pytest.raises(Refused, match=told):
        read(PARTNER.replace(old, new).encode(), "turtle", IRIS, VOCABULARY)


def test_a_misspelt_name_gets_a_suggestion():
    with pytest.raises(Refused, match="allowed: name"):
        read(PARTNER.replace("dg:name ;", "dg:nmae ;").encode(), "turtle", IRIS, VOCABULARY)


def test_an_unknown_format_is_refused():
    with pytest.raises(DefgraphError, match="turtel"):
        read(b"", "turtel", IRIS, VOCABULARY)


def test_a_broken_line_is_named():
    with pytest.raises(Refused) as refused:
        read(b"<a:b> <a:c> <a:d> .\n<a:b> oops .\n", "ntriples", IRIS, VOCABULARY)
    assert refused.value.line == 2
