"""The thirty questions once more, on the world's register of arms transfers beside the packaged datasets."""

import csv
import io
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

import networkx as nx
import pytest
import pytest_asyncio
from neo4j import Driver

from graph.server import Connection
from graph.service import Service
from graph.sparql.endpoint import opened
from graph.sparql.job import Limits
from graph.store import Store
from loaders.run import load_release, read_named
from ontology.iri import Iris
from ontology.vocabulary import load_vocabulary
from tests.api.conftest import BASE
from tests.api.faces import Faces, Link, along, disputed, distance, evidence, linked, near, pairs, shared
from tests.conformance.served import listening
from tests.conftest import load_packaged
from tests.real_data import real_file

pytestmark = [pytest.mark.real_data, pytest.mark.timeout(3600)]

VOCABULARY = load_vocabulary()
FILE = ("sipri-trade-register", "trade-register_2025-03-13.csv")
GRAPHS: dict[object, nx.MultiGraph] = {}
PATIENCE = 1200
IAI = "israel-aerospace-industries"
SUPPLY, OWN = ("supplies", "Transfer"), ("owns", "Ownership")
STATES = ("morocco", "israel", "united-states", "south-africa", "iran", "turkey")
QUESTIONS = (
    *(linked(name) for name in (*STATES, IAI)),
    *(near(name) for name in ("sudan", "malta")),
    *(along(*SUPPLY, name, to=False) for name in ("israel", "france", "united-states", "sweden")),
    *(along(*SUPPLY, name, to=True) for name in ("morocco", "algeria", "india")),
    *(along(*SUPPLY, name, to=True, year=year) for name in ("morocco", "egypt") for year in ("1967", "1987", "2021")),
    along(*OWN, IAI, to=False),
    distance("malta", "mongolia"),
    distance("sudan", IAI),
    shared("morocco", "algeria"),
    shared("israel", "iran"),
    disputed(),
    pairs(*SUPPLY),
    evidence("france", "morocco"),
)


class Whole(Faces):
    """The faces of a graph whose neighbourhoods are larger than an answer may be: NetworkX has the whole graph."""

    async def around(self, entity: str, radius: int, **view: object) -> list[Link]:
        """The links within so many steps, found by NetworkX in the graph as it is exported."""
        graph = await self.network(**view)
        if entity not in graph:
            return []
        near = graph.subgraph(nx.ego_graph(graph, entity, radius))
        return [(data["from"], data["link"], data["to"]) for _, _, data in near.edges(data=True)]

    async def network(self, **view: object) -> nx.MultiGraph:
        """A view's graph."""
        key = tuple(sorted(view.items()))
        if key not in GRAPHS:
            answer = await self.client.get("/api/v1/graph", params={"format": "csv", **view}, timeout=PATIENCE)
            assert answer.status_code == 200, answer.text
            rows = csv.DictReader(io.StringIO(answer.text))
            GRAPHS[key] = nx.MultiGraph((row["from"], row["to"], row) for row in rows)
        return GRAPHS[key]


async def load_register(store: Store) -> None:
    """The register as by whoever may pass it on: SPARQL has no other."""
    release = read_named("sipri-register", real_file(*FILE), VOCABULARY)
    free = replace(release.loadset.dataset, redistribute=True)
    await load_release(store, replace(release, loadset=replace(release.loadset, dataset=free)))


@pytest_asyncio.fixture
async def faces(clean_store: Connection, neo4j_driver: Driver, tmp_path: Path) -> AsyncIterator[Faces]:
    await load_packaged(clean_store)

    def connect() -> object:
        return Store.open(clean_store, VOCABULARY, deadline=120)

    async with connect() as store:
        await load_register(store)
    async with AsyncExitStack() as stack:
        service = await stack.enter_async_context(Service(VOCABULARY, connect, deadline=PATIENCE))
        endpoint = await stack.enter_async_context(opened(service, tmp_path / "rdf", Iris(BASE), Limits(PATIENCE)))
        client = await stack.enter_async_context(listening(service, endpoint))
        yield Whole(neo4j_driver, clean_store.database, client, BASE)


async def test_the_three_faces_agree_on_the_register(faces: Faces) -> None:
    assert len({question.name for question in QUESTIONS}) == 30
    differing = []
    for question in QUESTIONS:
        cypher, http, sparql = [await ask(faces) for ask in (question.cypher, question.http, question.sparql)]
        assert http, f"{question.name}: a question without an answer proves little"
        if http != sparql or not (cypher >= http if question.wider else cypher == http):
            differing.append((question.name, *told(cypher, http, sparql)))
    assert differing == []


def told(*answers: object) -> list[object]:
    """What each has that not all have."""
    if not all(isinstance(answer, frozenset) for answer in answers):
        return list(answers)
    common = frozenset.intersection(*answers)
    return [sorted(answer - common)[:5] for answer in answers]
