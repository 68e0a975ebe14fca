"""An empty store filled by Neo4j's importer holds the same graph as one that was written to."""

import asyncio
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from neo4j import Driver, GraphDatabase

from graph.claim import Claim, Marker, Status, Value
from graph.loadset import LoadSet
from graph.server import Connection, Folder, connect_or_start
from graph.server.offline import settle_import
from graph.settings import Settings, load_settings
from graph.store import LoadResult, Store
from graph.store.fill import can_fill, fill
from graph.store.plan import Plan
from graph.store.store import read_into
from ontology.vocabulary import Vocabulary

NODES = "MATCH (n) RETURN labels(n) AS labels, properties(n) AS said"
EDGES = """
MATCH (a)-[x]->(b) RETURN type(x) AS type, properties(x) AS said, labels(a) AS from, coalesce(a.id, a.name) AS source,
       labels(b) AS to, coalesce(b.id, b.name, b.iri) AS target
"""
SCHEMA = "SHOW INDEXES YIELD name, type, labelsOrTypes, properties, state RETURN *"
PASSING = ("committed", "token", "opened_at")
"""What differs from load to load."""


def everything(driver: Driver) -> list[str]:
    """All nodes, edges, indexes and constraints, as texts; nothing of this knows how they came there."""
    found = []
    for question in (NODES, EDGES, SCHEMA):
        for record in driver.execute_query(question).records:
            row = record.data()
            if "Lease" in row.get("labels", ()):
                continue
            said = {k: v for k, v in row.pop("said", {}).items() if k not in PASSING}
            lists = {k: sorted(v) if isinstance(v, list) else v for k, v in row.items()}
            found.append(repr(sorted(lists.items())) + repr(sorted(said.items())))
    return sorted(found)


def odd(sets: Any) -> LoadSet:
    """A set with all that can make two ways of writing differ."""
    register = sets.register()
    name = 'A "quoted", \\ back\nslash; and \x1e, =1+1 \N{ZERO WIDTH NO-BREAK SPACE}المغرب'
    more = [
        sets.claim("odd", "Firm", "sipri", {"name": Value("name", name, lang="en"), "alias": ["x", "", "y;z"]}),
        sets.claim("odd", "Firm", "sipri", {"name": "Odd"}, credibility=1, quote="", note="''"),
        sets.claim("odd", "Firm", "sipri", {"name": "Odd"}, credibility=1, quote="", note="''"),
        sets.claim("deal", "Transfer", "sipri", {"supplier": "iai", "recipient": "nobody-else", "quantityOrdered": 4}),
        sets.claim(
            "deal", "Transfer", "sipri", {"recipient": "nobody-else", "quantityOrdered": 2.5}, valid="2020/2021"
        ),
        sets.claim(
            "owned", "Ownership", "sipri", {"owner": "iai", "asset": "odd", "share": Value("share", 0.5, upper=1)}
        ),
        sets.claim("owned", "Ownership", "sipri", {"owner": "iai", "asset": "odd"}, status=Status.DENIED),
        sets.claim(
            "denied",
            "Ownership",
            "sipri",
            {"owner": "only-denied", "asset": "odd"},
            status=Status.DENIED,
            valid="1999-02",
        ),
        sets.claim("vague", "Transfer", "sipri", {"supplier": Value("supplier", None, Marker.UNKNOWN, text="unknown")}),
        Claim("empty", "State", "sipri", ()),
    ]
    sources = (*register.sources, sets.source("repeater", "register", "D", derived_from=("sipri",), date="2020"))
    claims = (*register.claims, *more, sets.claim("odd", "Firm", "repeater", {"name": "Odd"}))
    return LoadSet(register.dataset, sources, claims)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(data=tmp_path / "data", neo4j_heap="512m", start_deadline=240)


@pytest.mark.timeout(900)
def test_a_filled_store_is_the_same_graph(
    clean_store: Connection, neo4j_driver: Driver, settings: Settings, vocabulary: Vocabulary, sets: Any
):
    async def write() -> LoadResult:
        async with Store.open(clean_store, vocabulary, deadline=60) as store:
            await store.prepare()
            return await store.load(odd(sets), message="First")

    written = asyncio.run(write())
    assert can_fill(settings, vocabulary)
    with Plan() as plan:
        read_into(plan, odd(sets), vocabulary)
        assert fill(settings, plan, odd(sets), vocabulary, message="First") == written
    with connect_or_start(settings) as connection:
        assert not can_fill(settings, vocabulary)
        with GraphDatabase.driver(connection.uri, auth=connection.auth) as driver:
            filled, expected = Counter(everything(driver)), Counter(everything(neo4j_driver))
            assert (filled - expected, expected - filled) == (Counter(), Counter())
            (found,) = driver.execute_query("MATCH (n:Relationship {id: 'deal'}) RETURN n.start AS start").records
            assert found["start"].to_native() == date(2020, 1, 1)

        async def again() -> LoadResult:
            async with Store.open(connection, vocabulary, deadline=60) as store:
                return await store.load(odd(sets))

        assert asyncio.run(again()) == LoadResult(0, 0, written.added, 1)


def make_store(data: Path, what: str) -> None:
    for kind in ("databases", "transactions"):
        (data / kind / "neo4j").mkdir(parents=True)
        (data / kind / "neo4j" / "file").write_text(what)


def held(folder: Folder) -> list[str]:
    return [(folder.home / "data" / kind / "neo4j" / "file").read_text() for kind in ("databases", "transactions")]


def test_an_import_that_was_cut_off_is_thrown_away_or_finished(tmp_path: Path):
    folder = Folder.of(tmp_path)
    make_store(folder.home / "data", "old")
    make_store(folder.home / "import" / "data", "half")
    settle_import(folder)
    assert held(folder) == ["old", "old"]
    assert not (folder.home / "import").exists()
    make_store(folder.home / "import" / "data", "new")
    (folder.home / "import" / "whole").touch()
    (folder.home / "import" / "data" / "databases" / "neo4j" / "file").unlink()  # the first of both is in its place
    (folder.home / "import" / "data" / "databases" / "neo4j").rmdir()
    (folder.home / "data" / "databases" / "neo4j" / "file").write_text("new")
    settle_import(folder)
    assert held(folder) == ["new", "new"]
