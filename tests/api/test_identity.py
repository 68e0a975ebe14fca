"""One thing under several ids, over HTTP: old addresses lead on, and a caller may hold another view."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
import pytest_asyncio

from api.app import create_app
from graph.service import Service
from graph.snapshot.scan import scan
from graph.store.read import StoredClaims
from tests.api.conftest import BASE
from tests.graph.identity.test_merged import ANVIL_2, DEAL_2, SAME
from tests.graph.worlds import FORGE_WORLD, PRESS, REGISTER, REVISIONS, SOURCES, VOCABULARY

pytestmark = pytest.mark.asyncio(loop_scope="module")


class Merged:
    """A store in which revision 2 brought a second id of Anvil, and revision 3 the claim that both are one."""

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Any]:
        yield self

    async def revision(self) -> int:
        return 3

    async def read(self, _: int | None = None) -> StoredClaims:
        rows = [*((c, 1, None) for c in FORGE_WORLD), *((c, 2, None) for c in (ANVIL_2, DEAL_2)), (SAME, 3, None)]
        return StoredClaims(3, (PRESS, REGISTER), SOURCES, scan(rows))

    async def revisions(self) -> Any:
        return REVISIONS

    async def search(self, *_: object, **__: object) -> tuple[()]:
        return ()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with Service(VOCABULARY, Merged().open, deadline=60) as service:  # type: ignore[arg-type]  # what it asks of a store
        transport = httpx.ASGITransport(create_app(service, base_iri=BASE))
        async with httpx.AsyncClient(transport=transport, base_url="http://defgraph.test") as client:
            yield client


async def test_an_old_id_leads_on(client: httpx.AsyncClient) -> None:
    for old, new in (
        ("/api/v1/entities/top-anvil", "/api/v1/entities/anvil"),
        ("/api/v1/entities/top-anvil?as_of=2021", "/api/v1/entities/anvil?as_of=2021"),
        ("/api/v1/entities/top-anvil/relationships?limit=3", "/api/v1/entities/anvil/relationships?limit=3"),
        ("/id/top-anvil", "/id/anvil"),
        ("/id/top-anvil.ttl", "/id/anvil.ttl"),
    ):
        response = await client.get(old)
        assert (response.status_code, response.headers["location"]) == (308, new)
        assert (await client.get(new)).status_code == 200


async def test_what_it_goes_by_elsewhere_and_why_is_told(client: httpx.AsyncClient) -> None:
    data = (await client.get("/api/v1/entities/anvil")).json()["data"]
    assert data["other_ids"] == [{"id": "top-anvil", "why": ["Northland Gazette"]}]
    assert data["relationships"]["Transfer"] == 2
    turtle = (await client.get("/id/anvil.ttl")).text
    assert "owl:sameAs id:anvil" in turtle
    assert "dct:isReplacedBy id:anvil" in turtle


@pytest.mark.parametrize("view", ["known_at=2", "treat=anvil|top-anvil:different", f"without={SAME.id}"])
async def test_under_another_view_they_are_two(client: httpx.AsyncClient, view: str) -> None:
    answer = (await client.get(f"/api/v1/entities/top-anvil?{view}")).json()
    assert answer["data"]["id"] == "top-anvil"
    assert answer["data"]["relationships"]["Transfer"] == 1
    name, _, value = view.partition("=")
    assert str(answer["receipt"]["view"][name]).strip("[]'") == value
    assert "id:top-anvil a dg:Firm" in (await client.get(f"/id/top-anvil.ttl?{view}")).text
    found = (await client.get(f"/api/v1/paths?from=top-anvil&to=hermit&{view}")).json()["data"]
    assert len(found) >= 1
    assert found[0]["hops"][0]["from"]["id"] == "top-anvil"


async def test_a_caller_may_suppose_two_to_be_one(client: httpx.AsyncClient) -> None:
    path = "/api/v1/entities/southland/relationships"
    assert "hermit" not in (await client.get(path)).text
    treated = (await client.get(path, params={"treat": "Southland|hermit:same"})).json()
    assert treated["receipt"]["view"]["treat"] == ["hermit|southland:same"]
    supposed = (await client.get("/api/v1/entities/hermit", params={"treat": "southland|hermit:same"})).json()["data"]
    assert {supposed["id"], supposed["other_ids"][0]["id"]} == {"hermit", "southland"}
    assert supposed["other_ids"][0]["why"] == ["supposed: hermit|southland:same"]
    wrong = await client.get("/api/v1/entities/hermit", params={"treat": "hermit:maybe"})
    assert (wrong.status_code, wrong.json()["parameter"]) == (422, "treat")


async def test_a_page_follows_what_a_caller_supposes(client: httpx.AsyncClient) -> None:
    view, html = {"treat": "southland|hermit:same"}, {"Accept": "text/html"}
    pages = [await client.get(f"/id/{name}", params=view, headers=html) for name in ("hermit", "southland")]
    assert [page.status_code for page in pages] == [200, 200]
    assert len({page.text.partition("</title>")[0].rpartition("<title>")[2] for page in pages}) == 1
    assert all("supposed: hermit|southland:same" in page.text for page in pages)
    apart = [await client.get(f"/id/{name}", headers=html) for name in ("hermit", "southland")]
    assert not any("supposed" in page.text for page in apart)
    merged = await client.get("/id/anvil", headers=html)
    assert "<code>top-anvil</code>: <bdi>Northland Gazette</bdi>" in merged.text


async def test_a_claim_is_shown_with_the_id_its_source_has(client: httpx.AsyncClient) -> None:
    data = (await client.get(f"/api/v1/claims/{DEAL_2.id}")).json()["data"]
    assert {value["value"] for value in data["values"]} >= {"top-anvil"}
