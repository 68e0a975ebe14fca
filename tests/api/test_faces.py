"""Do Cypher, the questions over NetworkX and SPARQL give the same answers to the same thirty questions?"""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from neo4j import Driver

from graph.server import Connection
from graph.service import Service
from graph.sparql.endpoint import opened
from graph.sparql.job import Limits
from ontology.iri import Iris
from tests.api.conftest import BASE
from tests.api.faces import Faces, Question, along, disputed, distance, evidence, linked, near, pairs, shared
from tests.conformance.served import listening

pytestmark = pytest.mark.asyncio(loop_scope="session")

IAI, BLUEBIRD, ELBIT = "israel-aerospace-industries", "bluebird-aero-systems", "elbit-systems"
SUPPLY, OWN = ("supplies", "Transfer"), ("owns", "Ownership")
QUESTIONS = (
    *(linked(name) for name in ("morocco", IAI, BLUEBIRD, ELBIT, "abraham-accords")),
    *(near(name) for name in (BLUEBIRD, "sudan")),
    *(along(*SUPPLY, name, to=False) for name in (IAI, BLUEBIRD, "israel", "united-states")),
    *(along(*SUPPLY, name, to=True) for name in ("morocco", "united-arab-emirates", "israel")),
    *(along(*SUPPLY, "morocco", to=True, year=year) for year in ("2014", "2021", "2023")),
    along(*OWN, IAI, to=False),
    along(*OWN, BLUEBIRD, to=True),
    along(*OWN, IAI, to=False, year="2019"),
    *(distance(a, b) for a, b in (("morocco", IAI), ("sudan", BLUEBIRD), ("bahrain", "algeria"))),
    *(shared(a, b) for a, b in (("morocco", IAI), ("israel", "united-arab-emirates"))),
    disputed(),
    pairs(*SUPPLY),
    pairs(*OWN),
    evidence(IAI, "morocco"),
    evidence(BLUEBIRD, "morocco"),
)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def faces(
    service: Service, connection: Connection, neo4j_driver: Driver, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Faces]:
    folder = tmp_path_factory.mktemp("faces") / "stores"
    async with (
        opened(service, folder, Iris(BASE), Limits(60)) as endpoint,
        listening(service, endpoint) as client,
    ):
        yield Faces(neo4j_driver, connection.database, client, BASE)


async def test_there_are_thirty() -> None:
    assert len({question.name for question in QUESTIONS}) == 30


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
async def test_the_three_faces_agree(question: Question, faces: Faces) -> None:
    cypher, http, sparql = [await ask(faces) for ask in (question.cypher, question.http, question.sparql)]
    assert http == sparql
    assert cypher >= http if question.wider else cypher == http
    assert http, "a question without an answer proves little"
