"""The big sets and the curated one in one graph, through the API: do they meet at the same things?"""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
import pytest_asyncio

from api.app import create_app
from graph.claim import Claim
from graph.loadset import LoadSet
from graph.service import Service
from graph.snapshot.scan import scan
from graph.source import Revision
from graph.store.read import StoredClaims
from loaders.run import read_named
from ontology.vocabulary import load_vocabulary
from tests.api.conftest import BASE, Get
from tests.real_data import real_file

pytestmark = [pytest.mark.real_data, pytest.mark.asyncio(loop_scope="module")]

VOCABULARY = load_vocabulary()
RELEASES = (
    ("sipri-register", "sipri-trade-register", "trade-register_2025-03-13.csv"),
    ("sipri-top-100", "sipri-top100", "SIPRI-Top-100-2002-2022.xlsx"),
    ("sipri-milex", "sipri-milex", "SIPRI-Milex-data-1948-2023.xlsx"),
    ("atop", "atop", "atop5_1m.csv"),
)


def load_sets() -> Iterator[LoadSet]:
    """What is loaded, in turn: the packaged datasets, the states, the big releases."""
    for name in ("curated", "sipri-excerpt", "states"):
        yield read_named(name, None, VOCABULARY).loadset
    for name, *parts in RELEASES:
        yield read_named(name, real_file(*parts), VOCABULARY).loadset


class Loaded:
    """A store that holds all of them, each loaded by a revision of its own."""

    def __init__(self) -> None:
        self.sets = list(load_sets())
        rows = [(claim, number, None) for number, one in enumerate(self.sets, 1) for claim in _once(one)]
        self.stored = StoredClaims(
            len(self.sets), tuple(one.dataset for one in self.sets), _sources(self.sets), scan(rows)
        )

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Any]:
        yield self

    async def revision(self) -> int:
        return self.stored.revision

    async def read(self, _: int | None = None) -> StoredClaims:
        return self.stored

    async def revisions(self) -> tuple[Revision, ...]:
        return tuple(
            Revision(number, one.dataset.id, f"2026-01-{number:02}T10:00:00Z", "Load", 1, 0, "x")
            for number, one in enumerate(self.sets, 1)
        )

    async def search(self, *_: object, **__: object) -> tuple[()]:
        return ()


def _once(one: LoadSet) -> Iterator[Claim]:
    yield from {claim.id: claim for claim in one.claims}.values()


def _sources(sets: list[LoadSet]) -> Any:
    return tuple({source.id: source for one in sets for source in one.sources}.values())


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def ask() -> AsyncIterator[Get]:
    """Ask the API about all of it."""
    async with Service(VOCABULARY, Loaded().open, deadline=120) as service:  # type: ignore[arg-type]  # as far as asked
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


async def test_morocco_is_one_entity_with_everything_on_it(ask: Get) -> None:
    counts = (await ask("/api/v1/entities/morocco"))["relationships"]
    assert counts["Transfer"] > 100
    assert counts["AccordParty"] > 5
    assert counts["Indicator"] > 50
    assert "Border" in counts


async def test_a_firm_s_revenue_subsidiaries_and_systems_meet_in_one_place(ask: Get) -> None:
    firm = await ask("/api/v1/entities/israel-aerospace-industries")
    assert {"Indicator", "Ownership"} <= set(firm["relationships"])
    years = await revenue_years(ask, "israel-aerospace-industries")
    assert {str(year) for year in range(2002, 2023)} <= years
    owned = await ask("/api/v1/entities/israel-aerospace-industries/relationships", type="Ownership", direction="out")
    assert len(owned) > 3
    made = await ask("/api/v1/entities/israel-aerospace-industries/relationships", type="Manufacture", limit=500)
    systems = {other["entity"]["id"] for row in made for other in row["others"] if other["entity"]["type"] == "System"}
    supplied = [await transfers(ask, system) for system in sorted(systems)]
    assert sum(map(bool, supplied)) > 3


async def transfers(ask: Get, system: str) -> list[Any]:
    found: list[Any] = await ask(f"/api/v1/entities/{system}/relationships", type="Transfer")
    return found


async def revenue_years(ask: Get, firm: str) -> set[str]:
    """The years for which the firm has an arms revenue, as its indicators are labelled."""
    rows = await ask(f"/api/v1/entities/{firm}/relationships", type="Indicator", limit=500)
    told = [dict(value["label"].split(": ", 1) for value in row["values"]) for row in rows]
    return {labels["period"] for labels in told if labels["measure"] == "arms revenue"}
