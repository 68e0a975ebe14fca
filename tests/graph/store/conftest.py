"""A store on the session's Neo4j, and small sets of claims to load into it."""

from collections.abc import AsyncIterator, Callable, Iterable
from typing import Any

import pytest
from neo4j import Driver

from graph.claim import Claim, Value
from graph.loadset import LoadSet
from graph.server import Connection
from graph.source import Dataset, Reliability, Source
from graph.store import Store
from ontology.vocabulary import Vocabulary, load_vocabulary

Query = Callable[..., list[dict[str, Any]]]


class Sets:
    """Builders of claims and sets that read like what they say."""

    @staticmethod
    def claim(subject: str, type: str, source: str, /, values: dict[str, Any] | None = None, **said: Any) -> Claim:  # noqa: A002
        """A claim; a value is plain, or a `Value`, or a list of either."""
        given: list[Value] = []
        for name, what in (values or {}).items():
            for each in what if isinstance(what, list) else [what]:
                given.append(each if isinstance(each, Value) else Value(name, each))
        return Claim(subject, type, source, tuple(given), **said)

    @staticmethod
    def source(name: str, dataset: str, grade: str = "B", **said: Any) -> Source:
        """A source of a dataset."""
        return Source(name, dataset, f"Title of {name}", reliability=Reliability(grade), **said)

    @staticmethod
    def loadset(dataset: str, sources: Iterable[Source], claims: Iterable[Claim]) -> LoadSet:
        """A set to load."""
        described = Dataset(dataset, f"Title of {dataset}", "a publisher", "CC0", "all there is")
        return LoadSet(described, tuple(sources), tuple(claims))

    def register(self, *, value: int = 500_000_000, grade: str = "B", more: Iterable[Claim] = ()) -> LoadSet:
        """A register that knows one deal: Israel Aerospace Industries supplies Morocco with Barak MX."""
        english = {"lang": "en"}
        firm = Value("name", "Israel Aerospace Industries", **english)
        claims = [
            self.claim("morocco", "State", "sipri", {"name": Value("name", "Morocco", **english), "wikidata": "Q1028"}),
            self.claim("iai", "Firm", "sipri", {"name": firm, "abbreviation": "IAI"}),
            self.claim("barak-mx", "System", "sipri", {"name": Value("name", "Barak MX", **english)}),
            self.claim(
                "barak-deal",
                "Transfer",
                "sipri",
                {
                    "supplier": "iai",
                    "recipient": "morocco",
                    "system": "barak-mx",
                    "value": Value("value", value, unit="USD"),
                },
                valid="2022",
                credibility=2,
            ),
        ]
        return self.loadset("register", [self.source("sipri", "register", grade)], [*claims, *more])

    def press(self, *, value: int = 585_000_000, more: Iterable[Claim] = ()) -> LoadSet:
        """Two newspapers on the same deal, one of which repeats the other."""
        sources = [self.source("globes", "press", "C"), self.source("repeater", "press", "D", derived_from=("globes",))]
        roles = {"supplier": "iai", "recipient": "morocco"}
        claims = [
            self.claim("barak-deal", "Transfer", "globes", roles | {"value": Value("value", value, unit="USD")}),
            self.claim("barak-deal", "Transfer", "repeater", roles),
        ]
        return self.loadset("press", sources, [*claims, *more])


@pytest.fixture(scope="session")
def sets() -> Sets:
    return Sets()


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


@pytest.fixture
async def store(clean_store: Connection, vocabulary: Vocabulary) -> AsyncIterator[Store]:
    """A prepared store with nothing in it."""
    async with Store.open(clean_store, vocabulary, deadline=30) as store:
        await store.prepare()
        yield store


@pytest.fixture
def query(connection: Connection, neo4j_driver: Driver) -> Query:
    """Ask in Cypher what a person would, and get plain rows."""

    def ask(text: str, **parameters: Any) -> list[dict[str, Any]]:
        records, _, _ = neo4j_driver.execute_query(text, parameters, database_=connection.database)
        return [record.data() for record in records]

    return ask


@pytest.fixture
def picture(query: Query) -> Callable[[], tuple[list[dict[str, Any]], list[str]]]:
    """All that a person sees in Cypher of what was loaded: nodes with their labels, and edges with their ends."""
    nodes = """
    MATCH (n) WHERE n:Entity OR n:Relationship OR n:Claim OR n:RetractedClaim OR n:Source OR n:Dataset
    RETURN n {.*, revisions: null, changed: null} AS properties, labels(n) AS labels
    """
    edges = """
    MATCH (a)-[x]->(b) WHERE NOT a:OntologyClass AND NOT a:OntologyProperty AND NOT a:Concept
    RETURN type(x) AS type, a.id AS source, b.id AS target, properties(x) AS properties
    """

    def see() -> tuple[list[dict[str, Any]], list[str]]:
        seen = [dict(sorted({**row["properties"], "labels": sorted(row["labels"])}.items())) for row in query(nodes)]
        between = [repr(sorted(row.items())) for row in query(edges)]
        return sorted(seen, key=lambda node: (node["labels"], node["id"])), sorted(between)

    return see
