"""What a person sees of the current revision in Cypher."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from graph.claim import Status, Value
from graph.loadset import LoadSet
from graph.store import Store
from ontology.vocabulary import Vocabulary

Query = Callable[..., list[dict[str, Any]]]


async def test_labels_names_and_values_come_from_the_ontology_and_the_claims(store: Store, sets: Any, query: Query):
    await store.load(sets.register())
    ((morocco),) = query("MATCH (n:Entity {id: 'morocco'}) RETURN labels(n) AS labels, n {.*} AS node")
    assert set(morocco["labels"]) == {"Entity", "Actor", "State"}
    assert morocco["node"] == {
        "id": "morocco",
        "type": "State",
        "name": "Morocco",
        "names": ["Morocco", "Q1028", "morocco"],
        "folded": ["morocco", "q1028"],
        "wikidata": ["Q1028"],
        "claims": 1,
        "contested": False,
    }
    ((deal),) = query("MATCH (n:Relationship) RETURN labels(n) AS labels, n {.*} AS node")
    assert set(deal["labels"]) == {"Relationship", "Transfer"}
    node = deal["node"]
    assert node["name"] == "Transfer: Israel Aerospace Industries -> Morocco (Barak MX)"
    assert (node["value"], node["valueUnit"], node["valid"]) == (500_000_000, "USD", ["2022"])
    assert (node["start"].to_native(), node["end"].to_native()) == (date(2022, 1, 1), date(2022, 12, 31))
    assert (node["confidence"], node["contested"], node["denied"]) == (0.7225, False, False)


async def test_roles_and_direct_edges_lead_between_entities(
    store: Store, sets: Any, query: Query, vocabulary: Vocabulary
):
    await store.load(sets.register())
    roles = query("MATCH (:Transfer)-[x]->(e:Entity) RETURN type(x) AS role, e.id AS id")
    assert {(row["role"], row["id"]) for row in roles} == {
        (vocabulary.roles[role].edge, player)
        for role, player in (("supplier", "iai"), ("recipient", "morocco"), ("system", "barak-mx"))
    }
    ((edge),) = query("MATCH (:Firm {id: 'iai'})-[x]->(:State {id: 'morocco'}) RETURN type(x) AS type, x {.*} AS edge")
    projection = next(p for p in vocabulary.projections.values() if p.edge == edge["type"])
    assert (projection.source, projection.target) == ("supplier", "recipient")
    assert edge["edge"]["relationship"] == "barak-deal"
    assert edge["edge"]["phrase"] == projection.phrase
    assert edge["edge"]["confidence"] == 0.7225


async def test_claims_sources_and_datasets_are_a_hop_away(store: Store, sets: Any, query: Query):
    await store.load(sets.register())
    await store.load(sets.press())
    rows = query("""
        MATCH (:Transfer)<-[:ABOUT]-(c:Claim)-[:SAID_BY]->(s:Source)-[:PART_OF]->(d:Dataset)
        RETURN c.says AS says, s.name AS source, s.reliability AS grade, d.name AS dataset ORDER BY source
    """)
    assert [(row["source"], row["grade"], row["dataset"]) for row in rows] == [
        ("Title of globes", "C", "Title of press"),
        ("Title of repeater", "D", "Title of press"),
        ("Title of sipri", "B", "Title of register"),
    ]
    assert rows[0]["says"][:2] == ["supplier: Israel Aerospace Industries", "recipient: Morocco"]
    ((origin),) = query("MATCH (s:Source)-[:DERIVED_FROM]->(o:Source) RETURN s.id AS id, o.id AS origin")
    assert origin == {"id": "repeater", "origin": "globes"}


async def test_rivals_stand_side_by_side(store: Store, sets: Any, query: Query):
    await store.load(sets.register())
    await store.load(sets.press())
    ((deal),) = query("MATCH (n:Transfer) RETURN n.value AS value, n.contested AS contested, n.claims AS claims")
    assert deal == {"value": 500_000_000, "contested": True, "claims": 3}
    given = query(
        "MATCH (:Transfer)<-[:ABOUT]-(c:Claim) UNWIND c.says AS line "
        "WITH line WHERE line STARTS WITH 'value' RETURN line"
    )
    assert {row["line"] for row in given} == {"value: 500,000,000 USD", "value: 585,000,000 USD"}
    edges = query("MATCH (:Entity {id: 'iai'})-[x]->(:Entity {id: 'morocco'}) RETURN x.contested AS contested")
    assert [row["contested"] for row in edges] == [True]


async def test_what_is_retracted_is_out_of_the_way_but_kept(store: Store, sets: Any, query: Query):
    await store.load(sets.register(value=1))
    await store.load(sets.register(value=2))
    ((gone),) = query(
        "MATCH (c:RetractedClaim) "
        "RETURN c.says AS says, c.recorded AS since, c.retracted AS until, c.subject AS subject"
    )
    assert gone == {
        "says": ["supplier: iai", "recipient: morocco", "system: barak-mx", "value: 1 USD"],
        "since": 1,
        "until": 2,
        "subject": "barak-deal",
    }
    assert query("MATCH (c:RetractedClaim)--() RETURN c") == []
    assert query("MATCH (c:Claim:RetractedClaim) RETURN c") == []
    assert [row["n"] for row in query("MATCH (c:Claim) RETURN count(c) AS n")] == [4]


async def test_what_nobody_speaks_of_any_more_is_gone(store: Store, sets: Any, query: Query):
    await store.load(sets.register(more=[sets.claim("elbit", "Firm", "sipri", {"name": "Elbit"})]))
    register = sets.register()
    only_names = LoadSet(register.dataset, register.sources, register.claims[:3])
    await store.load(register)
    assert query("MATCH (e {id: 'elbit'}) RETURN e") == []
    await store.load(only_names)
    assert query("MATCH (r:Relationship) RETURN r") == []
    assert query("MATCH (:Entity)-[x]->(:Entity) RETURN x") == []


async def test_an_entity_without_claims_is_there_while_it_takes_part(store: Store, sets: Any, query: Query):
    await store.load(sets.press())
    rows = query("MATCH (e:Entity) RETURN e.id AS id, e.name AS name, e.claims AS claims ORDER BY id")
    assert rows == [{"id": "iai", "name": "iai", "claims": 0}, {"id": "morocco", "name": "morocco", "claims": 0}]
    await store.load(sets.register())
    assert query("MATCH (e:Entity {id: 'iai'}) RETURN e.type AS type") == [{"type": "Firm"}]
    await store.undo()
    assert query("MATCH (e:Entity) RETURN e.id AS id, e.name AS name, e.claims AS claims ORDER BY id") == rows
    await store.restore("press", 0)
    assert query("MATCH (e:Entity) RETURN e") == []
    assert query("MATCH (s:Source) RETURN s") == []


async def test_a_new_name_reaches_every_caption(store: Store, sets: Any, query: Query):
    await store.load(sets.press())
    await store.load(sets.register())
    better = sets.claim("iai", "Firm", "agency", {"name": Value("name", "IAI", lang="en")}, credibility=1)
    await store.load(sets.loadset("agency", [sets.source("agency", "agency", "A")], [better]))
    ((deal),) = query("MATCH (n:Transfer) RETURN n.name AS name")
    assert deal["name"] == "Transfer: IAI -> Morocco (Barak MX)"
    said = query("MATCH (:Transfer)<-[:ABOUT]-(c:Claim) RETURN DISTINCT c.says[0] AS line")
    assert said == [{"line": "supplier: IAI"}]


async def test_a_new_title_of_a_source_is_shown_without_its_claims_being_shown_anew(
    store: Store, sets: Any, query: Query
):
    loadset = sets.register()
    await store.load(loadset)
    told: list[tuple[str, int]] = []
    renamed = replace(loadset, sources=(replace(loadset.sources[0], title="The new title"),))
    await store.load(renamed, progress=lambda stage, _, total: told.append((stage, total)))
    assert ("materialise", 0) in told
    assert query("MATCH (c:Claim)-[:SAID_BY]->(s:Source) RETURN s.title AS title, count(c) AS claims") == [
        {"title": "The new title", "claims": len(loadset.claims)}
    ]


async def test_a_new_grade_reaches_every_confidence(store: Store, sets: Any, query: Query):
    await store.load(sets.register(grade="B"))
    await store.load(sets.register(grade="A"))
    ((edge),) = query("MATCH (:Entity {id: 'iai'})-[x]->(:Entity {id: 'morocco'}) RETURN x.confidence AS confidence")
    assert edge == {"confidence": 0.85}
    assert query("MATCH (s:Source) RETURN s.reliability AS grade") == [{"grade": "A"}]


async def test_a_relationship_of_which_only_a_value_changes_stays_where_it_is(store: Store, sets: Any, query: Query):
    deal = "MATCH (r:Transfer {id: 'barak-deal'}) RETURN elementId(r) AS place, r.value AS value"
    edges = "MATCH (:Entity)-[x {relationship: 'barak-deal'}]->(:Entity) RETURN elementId(x) AS place ORDER BY place"
    await store.load(sets.register(value=1))
    (before,), tied = query(deal), query(edges)
    await store.load(sets.register(value=2))
    assert (query(deal), query(edges)) == ([{"place": before["place"], "value": 2}], tied)
    about = query(
        "MATCH (c:Claim)-[:ABOUT]->(:Transfer) MATCH (c)-[:SAID_BY]->(s) RETURN c.recorded AS recorded, s.id AS source"
    )
    assert about == [{"recorded": 2, "source": "sipri"}]


async def test_what_is_denied_is_no_edge(store: Store, sets: Any, query: Query):
    roles = {"supplier": "iai", "recipient": "morocco"}
    denial = sets.claim("other-deal", "Transfer", "sipri", roles, status=Status.DENIED)
    await store.load(sets.register(more=[denial]))
    assert query("MATCH (x) WHERE x.relationship = 'other-deal' RETURN x") == []
    ((deal),) = query("MATCH (n {id: 'other-deal'}) RETURN n.denied AS denied, n.confidence AS confidence")
    assert deal == {"denied": True, "confidence": 0.0}
    denied = query("MATCH (:Transfer {id: 'other-deal'})-[x:DENIED_ROLE]->(e) RETURN e.id AS id ORDER BY id")
    assert [row["id"] for row in denied] == ["iai", "morocco"]


async def test_a_graph_in_flight_is_not_shown(store: Store, sets: Any, query: Query, picture: Callable[[], Any]):
    await store.load(sets.register())
    before = picture()
    seen = []

    def look(stage: str, done: int, _total: int) -> None:
        if stage == "record" or (stage == "publish" and done == 0):
            seen.append(picture())

    await store.load(sets.register(value=7), batch=1, progress=look)
    assert len(seen) == 4
    assert all(picture == before for picture in seen)
    assert picture() != before
