"""What does a person or program get that follows the IRI of an entity?"""

import pytest
import rdflib

from graph.errors import UnknownEntity
from graph.rdf import describe, dumps
from graph.snapshot import Snapshot
from graph.view import View
from tests.graph.rdf.world import (
    IRIS,
    MODEL,
    PREFIXES,
    THINGS,
    ask,
    claim,
    quads_of,
    rows,
    snapshot_of,
    store_of,
)

STAKE = claim("stake", "Ownership", {"owner": "northwind", "asset": "lantern"}, "other")
FAR = claim("far", "Cooperation", {"actor": "lantern", "counterpart": "arcadia"})
WORLD = snapshot_of(*THINGS, STAKE, FAR)


def told(name: str, world: Snapshot = WORLD) -> set[tuple[str, str, str, str]]:
    return set(describe(world, View(), name, IRIS))


def test_it_is_a_part_of_the_dump():
    assert told("northwind") <= set(quads_of(WORLD))


def test_an_entity_comes_with_its_relationships_and_their_evidence():
    store = store_of(told("northwind"))
    assert ask(store, "ASK { id:northwind dg:owns id:lantern . id:stake dg:owner id:northwind }")
    query = """SELECT ?title { ?statement rdf:subject id:northwind ; rdf:predicate dg:owns ; rdf:object id:lantern ;
        prov:wasDerivedFrom/dct:title ?title }"""
    assert rows(store, query) == [("Northwind in talks",)]


def test_it_describes_the_sources_that_its_sources_repeat():
    assert ask(
        store_of(told("northwind")), 'ASK { source:other prov:wasDerivedFrom ?o . ?o dct:title "Annual report" }'
    )


def test_neighbours_are_named_but_not_told_of():
    store = store_of(told("northwind"))
    assert ask(store, 'ASK { id:lantern a dg:Firm ; rdfs:label "Lantern"@en }')
    assert not ask(store, "ASK { ?claim dg:concerns id:lantern }")
    assert not ask(store, "ASK { id:far ?p ?o }")


def test_a_relationship_has_a_description_of_its_own():
    store = store_of(told("stake"))
    assert ask(store, "ASK { id:northwind dg:owns id:lantern . ?claim dg:concerns id:stake }")
    assert rows(store, "SELECT DISTINCT ?thing { ?claim dg:concerns ?thing }") == [("stake",)]


def test_nobody_by_that_name():
    with pytest.raises(UnknownEntity, match="Did you mean northwind"):
        list(describe(WORLD, View(), "norhtwind", IRIS))


def test_of_very_many_relationships_the_last_come_without_claims():
    deals = [claim(f"deal-{i}", "Transfer", {"supplier": "northwind", "recipient": "arcadia"}) for i in range(3)]
    store = store_of(describe(snapshot_of(*THINGS, *deals), View(), "northwind", IRIS, most=1))
    assert len(rows(store, "SELECT ?deal { ?deal a dg:Transfer ; dg:supplier id:northwind }")) == 3
    assert rows(store, "SELECT ?deal { ?claim dg:concerns ?deal . ?deal a dg:Transfer }") == [("deal-0",)]


def test_morocco_and_its_drone_plant_in_the_curated_data(curated: Snapshot):
    turtle = dumps(describe(curated, View(), "bluebird-spyx-plant-benslimane", IRIS), "turtle", MODEL)
    graph = rdflib.Graph().parse(data=turtle, format="turtle")
    query = """SELECT DISTINCT ?name ?source {
        ?operation a dg:FacilityOperation ; dg:operator ?firm ; dg:facility id:bluebird-spyx-plant-benslimane .
        ?firm rdfs:label ?name . ?claim dg:concerns ?operation ; prov:wasDerivedFrom/dct:title ?source }"""
    found = graph.query(PREFIXES + query)
    assert {str(row[0]) for row in found} >= {"BlueBird Aero Systems"}  # type: ignore[index]
