"""The big sets and the curated one in one Neo4j, loaded at a terminal and asked over HTTP: do they meet?"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import openpyxl
import orjson
import pytest
import pytest_asyncio
from neo4j import Driver
from typer.testing import CliRunner

from api.app import create_app
from cli.main import app as program
from graph.server import Connection
from graph.service import Service
from graph.store import Store
from ontology.vocabulary import load_vocabulary
from tests.api.conftest import BASE, Get
from tests.cli.conftest import Run, environment
from tests.conftest import empty
from tests.real_data import real_file

pytestmark = [pytest.mark.real_data, pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(1800)]

VOCABULARY = load_vocabulary()
REGISTER = ("sipri-trade-register", "trade-register_2025-03-13.csv")
TOP_100 = ("sipri-top100", "SIPRI-Top-100-2002-2022.xlsx")
LOADED = (
    ("curated",),
    ("sipri-excerpt",),
    ("states",),
    ("sipri-register", *REGISTER),
    ("sipri-top-100", *TOP_100),
    ("sipri-milex", "sipri-milex", "SIPRI-Milex-data-1948-2023.xlsx"),
    ("atop", "atop", "atop5_1m.csv"),
)
IAI = "israel-aerospace-industries"


@pytest.fixture(scope="module")
def tell(
    connection: Connection, neo4j_driver: Driver, held: set[str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Run]:
    """Ask at a terminal about a store that holds all of them, and that a terminal has loaded."""
    held.clear()
    empty(connection, neo4j_driver)
    runner = CliRunner(env=environment(connection, tmp_path_factory.mktemp("joined")))

    def invoke(*words: str) -> Any:
        result = runner.invoke(program, [*words, "--json"])
        assert result.exit_code == 0, (result.output, result.stderr, result.exception)
        return orjson.loads(result.stdout_bytes)

    for name, *parts in LOADED:
        path = [str(real_file(*parts).parent if name == "atop" else real_file(*parts))] if parts else []
        assert invoke("load", name, *path)["added"] > 0, name
    yield invoke
    held.clear()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def ask(tell: Run, connection: Connection) -> AsyncIterator[Get]:
    """Ask the API about all of it."""
    opened = lambda: Store.open(connection, VOCABULARY, deadline=120)  # noqa: E731
    async with Service(VOCABULARY, opened, deadline=120) as service:
        transport = httpx.ASGITransport(create_app(service, base_iri=BASE))
        async with httpx.AsyncClient(transport=transport, base_url="http://defgraph.test", timeout=120) as client:

            async def get(path: str, /, **parameters: Any) -> Any:
                response = await client.get(path, params=parameters, follow_redirects=True)
                assert response.status_code == 200, response.text
                return response.json()["data"]

            yield get


async def test_every_state_is_found_in_other_datasets(ask: Get) -> None:
    rows = {(row["dataset"], row["what"]): row for row in await ask("/api/v1/coverage")}
    for dataset in ("sipri-register", "sipri-milex", "sipri-top-100", "atop", "curated", "sipri-excerpt"):
        row = rows[dataset, "State"]
        assert (row["share"], row["missing"]) == (1.0, []), dataset
        assert row["count"] > 5


async def test_coverage_is_printed_for_suppliers_recipients_firms_and_systems(tell: Run) -> None:
    told = await asyncio.to_thread(tell, "coverage")
    rows = {(row["dataset"], row["what"]): row for row in told["data"]}
    for dataset, what in (
        *(("sipri-register", what) for what in ("supplier", "recipient", "system", "System")),
        *(("sipri-top-100", what) for what in ("Firm", "State")),
    ):
        assert 0 < rows[dataset, what]["found"] <= rows[dataset, what]["count"], (dataset, what)


async def test_what_is_loaded_is_told_with_its_release(tell: Run) -> None:
    loaded = {row["id"]: row for row in (await asyncio.to_thread(tell, "datasets"))["data"]}
    assert {name for name, *_ in LOADED} == loaded.keys()
    assert loaded["sipri-register"]["released"] == "2025-03-13"
    assert loaded["sipri-top-100"]["released"] == "2023-12"
    assert loaded["atop"]["relationship_count"] > 2000
    assert not loaded["sipri-register"]["redistribute"]


async def test_morocco_is_one_entity_with_everything_on_it(ask: Get, tell: Run) -> None:
    morocco = await ask("/api/v1/entities/morocco")
    assert (await asyncio.to_thread(tell, "entity", "Morocco"))["data"] == morocco
    counts = morocco["relationships"]
    lines = real_file(*REGISTER).read_text(encoding="latin-1").splitlines()
    assert counts["Transfer"] >= sum("Morocco" in line.split(",")[:2] for line in lines) > 100
    assert counts["AccordParty"] > 5
    assert counts["Indicator"] > 50
    assert "Border" in counts


async def test_a_firm_s_revenue_subsidiaries_and_systems_meet_in_one_place(ask: Get) -> None:
    firm = await ask(f"/api/v1/entities/{IAI}")
    assert {"Indicator", "Ownership"} <= set(firm["relationships"])
    told = await revenues(ask, IAI)
    for year, amount in workbook_revenues({"Israel Aerospace Industries", "Israel Aircraft Industries"}).items():
        assert f"{amount * 1_000_000:,} USD" in told[year], (year, told[year])
    owned = await ask(f"/api/v1/entities/{IAI}/relationships", type="Ownership", direction="out")
    assert len(owned) > 3
    made = await ask(f"/api/v1/entities/{IAI}/relationships", type="Manufacture", limit=500)
    systems = {other["entity"]["id"] for row in made for other in row["others"] if other["entity"]["type"] == "System"}
    supplied = [await transfers(ask, system) for system in sorted(systems)]
    assert sum(map(bool, supplied)) > 3


async def transfers(ask: Get, system: str) -> list[Any]:
    found: list[Any] = await ask(f"/api/v1/entities/{system}/relationships", type="Transfer")
    return found


async def revenues(ask: Get, firm: str) -> dict[str, str]:
    """What each year's arms revenue of a firm is said to be, as its indicators are labelled."""
    rows = await ask(f"/api/v1/entities/{firm}/relationships", type="Indicator", limit=500)
    told: dict[str, str] = {}
    for row in rows:
        labels = dict(value["label"].split(": ", 1) for value in row["values"])
        if labels["measure"] == "arms revenue":
            told[labels["period"]] = told.get(labels["period"], "") + labels.get("amount", "") + "; "
    return told


def workbook_revenues(names: set[str]) -> dict[str, int]:
    """A firm's arms revenue by year in millions of dollars, read by hand: the first column headed Arms Revenue."""
    book = openpyxl.load_workbook(real_file(*TOP_100), read_only=True)
    found = {}
    for sheet in book.worksheets:
        rows = list(sheet.iter_rows(values_only=True))
        heads = [str(head).strip() for head in rows[3]]
        firm, arms = (next(i for i, h in enumerate(heads) if h.startswith(word)) for word in ("Company", "Arms Rev"))
        found |= {sheet.title.strip(): int(str(row[arms])) for row in rows[4:] if str(row[firm]).strip() in names}
    assert len(found) == 21
    return found
