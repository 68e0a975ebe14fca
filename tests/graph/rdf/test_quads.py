"""What does a partner find in a dump, and can they rely on it?"""

import re
from collections import Counter
from dataclasses import replace

import pyoxigraph as ox
import pytest
from rdflib import Graph

from graph.claim import Claim
from graph.rdf import Quad, dumps, to_quads
from graph.snapshot import Snapshot
from graph.view import View
from ontology.iri import NAMESPACE, Iris
from ontology.validation import validate
from tests.graph.rdf.world import (
    IRIS,
    MODEL,
    SOURCES,
    THINGS,
    VOCABULARY,
    Marker,
    Status,
    ask,
    claim,
    quads_of,
    rows,
    snapshot_of,
    store_of,
    value,
)

OWNED = {"owner": "northwind", "asset": "lantern"}
HALF = claim(
    "stake",
    "Ownership",
    {**OWNED, "share": value("share", 50, unit="percent", marker=Marker.APPROXIMATE, text="about half")},
    valid="2021-05/..",
    quote="Northwind holds about half of Lantern.",
    locator="p. 4",
    note="Check the annex.",
)
ALL = claim("stake", "Ownership", {**OWNED, "share": value("share", 100, unit="percent")}, "other", valid="2021")
DENIED = claim("stake", "Ownership", OWNED, "gossip", status=Status.DENIED)
DEAL = claim(
    "deal",
    "Transfer",
    {
        "supplier": "northwind",
        "recipient": "arcadia",
        "system": value("system", None, marker=Marker.UNKNOWN),
        "value": value("value", 500_000_000, upper=585_000_000, unit="USD", marker=Marker.AT_LEAST),
        "orderDate": "2021-11",
        "transferStatus": "ordered",
    },
)
WORLD = snapshot_of(*THINGS, HALF, ALL, DENIED, retracted=[DEAL])


@pytest.fixture(scope="module")
def world() -> list[Quad]:
    return quads_of(WORLD)


@pytest.fixture(scope="module")
def store(world: list[Quad]) -> ox.Store:
    return store_of(world)


def test_each_triple_stands_in_exactly_one_graph(world: list[Quad]):
    assert max(Counter(quad[:3] for quad in world).values()) == 1
    assert {quad[3] for quad in world} == {
        MODEL.graphs[g] for g in ("direct", "entities", "claims", "sources", "meta")
    } - {MODEL.graphs["direct"]}  # the only edge is denied


def test_what_is_said_of_one_subject_stands_together(world: list[Quad]):
    subjects = [(quad[3], quad[0]) for quad in world]
    changes = [pair for before, pair in zip([None, *subjects], subjects, strict=False) if before != pair]
    assert len(changes) == len(set(changes))


def test_nothing_is_nameless(world: list[Quad]):
    assert not any(term.startswith("_:") for quad in world for term in quad)


def test_every_term_of_ours_is_in_the_ontology(world: list[Quad]):
    used = set(re.findall(rf"<{re.escape(NAMESPACE)}([^>]*)>", "\n".join(" ".join(quad) for quad in world)))
    known = {term.iri.removeprefix(NAMESPACE) for term in VOCABULARY.terms()}
    assert used and used <= known


def test_a_claim_says_who_when_how_surely_and_since_when_it_is_known(store: ox.Store):
    [row] = rows(
        store,
        """SELECT ?source ?class ?status ?grade ?weight ?text ?from ?quote ?where ?note ?revision ?dataset {
        ?claim a dg:Claim, prov:Entity ; dg:concerns id:stake ; prov:wasDerivedFrom ?source ; dg:claimedClass ?class ;
          dg:claimStatus ?status ; dg:credibility ?grade ; dg:weight ?weight ; dg:validText ?text ; dg:validFrom ?from ;
          oa:exact ?quote ; dg:locator ?where ; dg:claimNote ?note ; prov:wasGeneratedBy ?revision .
        ?source dct:isPartOf ?dataset . ?dataset dct:license ?licence . ?revision a prov:Activity }""",
    )
    assert row == (
        *("good", "Ownership", "ClaimStatus-asserted", "Credibility-1", "1", "2021-05/..", "2021-05-01"),
        *("Northwind holds about half of Lantern.", "p. 4", "Check the annex.", "1", "press"),
    )


def test_a_value_keeps_its_marker_unit_and_wording(store: ox.Store):
    query = """SELECT ?number ?marker ?unit ?text { ?claim dg:says ?said ; prov:wasDerivedFrom source:good .
        ?said a rdf:Statement, dg:ClaimValue ; rdf:subject id:stake ; rdf:predicate dg:share ; rdf:object ?number ;
        dg:unit ?unit ; dg:marker ?marker ; dg:originalText ?text }"""
    assert rows(store, query) == [("50", "Marker-approximate", "percent", "about half")]


def test_a_range_has_both_its_ends(store: ox.Store):
    query = "SELECT ?low ?high ?unit { ?v rdf:predicate dg:value ; rdf:object ?low ; dg:upper ?high ; dg:unit ?unit }"
    assert rows(store, query) == [("500000000", "585000000", "USD")]


def test_that_something_is_unknown_is_said(store: ox.Store):
    assert ask(store, "ASK { ?v rdf:subject id:deal ; rdf:predicate dg:system ; dg:marker dg:Marker-unknown }")
    assert not ask(store, "ASK { ?v rdf:subject id:deal ; rdf:predicate dg:system ; rdf:object ?o }")


def test_a_dated_value_can_be_filtered_by_day(store: ox.Store):
    query = """SELECT ?text ?last {
        ?v rdf:predicate dg:orderDate ; rdf:object ?text ; dg:earliest ?first ; dg:latest ?last
        FILTER (?first >= "2021-11-01"^^xsd:date && ?last < "2021-12-01"^^xsd:date) }"""
    assert rows(store, query) == [("2021-11", "2021-11-30")]


def test_retracted_claims_are_told_as_such(store: ox.Store):
    query = "SELECT ?thing ?from ?to { ?c dg:concerns ?thing ; prov:wasGeneratedBy ?from ; prov:wasInvalidatedBy ?to }"
    assert rows(store, query) == [("deal", "1", "2")]
    assert not ask(store, "ASK { GRAPH graph:entities { id:deal ?p ?o } }")


def test_a_denied_relationship_is_there_but_marked(store: ox.Store):
    assert ask(store, "ASK { id:stake dg:owner id:northwind ; dg:contested true }")
    assert not ask(store, "ASK { id:northwind dg:owns ?x }")
    query = "SELECT ?status { ?c dg:concerns id:stake ; dg:claimStatus ?status }"
    assert rows(store, query) == [("ClaimStatus-asserted",), ("ClaimStatus-asserted",), ("ClaimStatus-denied",)]


def test_rival_values_are_claimed_but_not_stated(store: ox.Store):
    assert not ask(store, "ASK { GRAPH graph:entities { id:stake dg:share ?share } }")
    assert rows(store, "SELECT ?n { ?v rdf:predicate dg:share ; rdf:object ?n }") == [("100",), ("50",)]
    assert ask(store, "ASK { id:stake dg:contested true }")


def test_a_relationship_is_a_dated_node_with_roles(store: ox.Store):
    query = """SELECT ?o ?a ?label ?from {
        id:stake a dg:Ownership ; dg:owner ?o ; dg:asset ?a ; rdfs:label ?label ; dg:validFrom ?from }"""
    assert rows(store_of(quads_of(snapshot_of(*THINGS, HALF))), query) == [
        ("northwind", "lantern", "Northwind Optics owns Lantern", "2021-05-01")
    ]
    texts = rows(store, "SELECT ?t { id:stake dg:validText ?t }")
    assert texts == [("2021",), ("2021-05/..",)]


@pytest.mark.parametrize(
    ("said", "stated"),
    [
        (value("share", 50, unit="percent"), True),  # percent is the only unit it can have
        (value("share", 50, unit="percent", marker=Marker.AT_LEAST), False),
        (value("share", 50, unit="percent", upper=60), False),
    ],
)
def test_only_what_is_said_outright_is_stated(said: object, stated: bool):
    world = snapshot_of(*THINGS, claim("stake", "Ownership", {**OWNED, "share": said}))
    assert ask(store_of(quads_of(world)), "ASK { GRAPH graph:entities { id:stake dg:share 50 } }") is stated


def test_an_amount_is_never_stated_without_its_currency():
    bid = claim(
        "bid", "Acquisition", {"acquirer": "northwind", "target": "lantern", "price": value("price", 5, unit="EUR")}
    )
    written = store_of(quads_of(snapshot_of(*THINGS, bid)))
    assert rows(written, "SELECT ?n ?u { ?v rdf:predicate dg:price ; rdf:object ?n ; dg:unit ?u }") == [("5", "EUR")]
    assert not ask(written, "ASK { ?thing dg:price ?n }")


def test_an_identifier_leads_to_the_same_thing_elsewhere():
    known = claim("arcadia", "State", {"name": value("name", "Arcadia", lang="en"), "wikidata": "Q1028"})
    written = store_of(quads_of(snapshot_of(known)))
    assert ask(
        written, "ASK { id:arcadia skos:exactMatch <http://www.wikidata.org/entity/Q1028> ; dg:wikidata 'Q1028' }"
    )


def test_sources_and_datasets_are_described(store: ox.Store):
    query = """SELECT ?title ?date ?page ?grade ?dataset {
        source:good a dg:Source ; dct:title ?title ; dct:issued ?date ;
        schema:url ?page ; dg:reliability ?grade ; dct:isPartOf ?dataset }"""
    assert rows(store, query) == [("Annual report", "2021-11-24", "a", "Reliability-A", "press")]
    assert ask(
        store, 'ASK { source:other dct:issued ?d ; dg:latest "2021-12-31"^^xsd:date ; prov:wasDerivedFrom source:good }'
    )
    assert ask(store, 'ASK { dataset:press dct:license <https://example.org/by> ; dct:rights "CC BY 4.0" }')


def test_the_dump_says_which_revision_it_is_of(store: ox.Store):
    assert rows(store, "SELECT ?r { ?dump a void:Dataset ; prov:wasGeneratedBy ?r }") == [("2",)]
    assert ask(store, 'ASK { revision:1 prov:endedAtTime "2022-01-31T12:00:00Z"^^xsd:dateTime ; dg:added 3 }')


CLOSED_CLAIM = claim("stake", "Ownership", OWNED, "register")


def test_what_a_licence_closes_is_left_out_and_counted():
    world = snapshot_of(*THINGS, CLOSED_CLAIM)
    written = store_of(quads_of(world))
    assert not ask(
        written, "ASK { { id:northwind dg:owns ?x } UNION { source:register ?p ?o } UNION { id:stake ?p ?o } }"
    )
    [(remark,)] = rows(written, "SELECT ?text { ?dump a void:Dataset ; rdfs:comment ?text }")
    assert remark.startswith("1 claims of the dataset closed")


def test_a_name_that_only_a_closed_dataset_gives_is_told_to_nobody_else():
    deal = claim("deal", "Transfer", {"supplier": "foundry", "recipient": "arcadia"})
    named = claim("foundry", "Firm", {"name": value("name", "Hidden Foundry", lang="en")}, "register")
    world = snapshot_of(*THINGS, deal, named)
    assert not any("Hidden Foundry" in str(quad) for quad in quads_of(world))
    assert any("foundry" in str(quad) for quad in quads_of(world))
    assert any("Hidden Foundry" in str(quad) for quad in quads_of(world, whole=True))


def test_it_can_be_kept_for_own_use():
    written = store_of(quads_of(snapshot_of(*THINGS, CLOSED_CLAIM), whole=True))
    assert ask(written, "ASK { id:northwind dg:owns id:lantern . source:register dct:isPartOf dataset:closed }")


def _subjects(world: Snapshot, view: View) -> set[str]:
    found = rows(store_of(quads_of(world, view)), "SELECT DISTINCT ?thing { ?claim dg:concerns ?thing }")
    return {thing for (thing,) in found}


def test_a_view_by_class_keeps_only_its_things():
    world = snapshot_of(*THINGS, HALF, replace(DEAL, values=(*DEAL.values[:2], *DEAL.values[5:])))
    assert _subjects(world, View(relationships=("Ownership",))) == {"stake", "northwind", "lantern"}


def test_a_view_by_source_keeps_its_claims_and_its_history():
    assert _subjects(WORLD, View(sources=("gossip",))) == {"stake"}
    assert "deal" in _subjects(WORLD, View(sources=("good",)))
    assert "deal" not in _subjects(WORLD, View(as_of="2021"))


def test_an_earlier_revision_knows_nothing_of_later_ones():
    later = [(claim, 2, None) for claim in (HALF, *THINGS)]
    world = Snapshot.build(VOCABULARY, 2, WORLD.datasets.values(), SOURCES, later, WORLD.revisions)
    written = quads_of(world, View(known_at=1))
    assert not any(quad[3] == MODEL.graphs["claims"] for quad in written)
    assert not any(MODEL.revision(2) in quad for quad in written)


def test_another_base_moves_the_data_but_not_the_ontology():
    written = list(to_quads(WORLD, View(), Iris("https://kg.example.org/")))
    begin = {quad[0].rpartition("/")[0] for quad in written}
    assert all(place.startswith("<https://kg.example.org") for place in begin)
    assert any(quad[1].startswith(f"<{NAMESPACE}") for quad in written)


def test_odd_ids_make_sound_iris():
    odd = named_thing("a b/c#d?é%<>")
    [quad] = [q for q in quads_of(snapshot_of(odd)) if q[1].endswith("concerns>")]
    assert IRIS.parse(quad[2].strip("<>")) == ("entity", odd.subject)


def named_thing(subject: str) -> Claim:
    return claim(subject, "Firm", {"name": value("name", "Odd", lang="en")})


def test_entities_satisfy_the_shapes(world: list[Quad]):
    stated = dumps((quad for quad in world if quad[3] == MODEL.graphs["entities"]), "ntriples", MODEL)
    assert validate(Graph().parse(data=stated, format="nt"), VOCABULARY) == ()


def test_from_every_direct_triple_its_sources_are_two_steps_away(curated: Snapshot):
    quads = quads_of(curated)
    direct = {quad[:3] for quad in quads if quad[3] == MODEL.graphs["direct"]}
    titled = {s for s, p, _, _ in quads if p == "<http://purl.org/dc/terms/title>"}
    parts: dict[str, dict[str, str]] = {}
    for subject, predicate, thing, _ in quads:
        parts.setdefault(subject, {})[predicate.rpartition("#")[2].strip(">")] = thing
    sourced = [said for said in parts.values() if said.get("wasDerivedFrom") in titled and "object" in said]
    assert direct
    assert direct <= {(said["subject"], said["predicate"], said["object"]) for said in sourced}


def test_every_triple_of_the_curated_graph_is_in_one_graph_and_none_is_nameless(curated: Snapshot):
    quads = quads_of(curated)
    assert len({quad[:3] for quad in quads}) == len(quads)
    assert not any(term.startswith("_:") for quad in quads for term in quad)
