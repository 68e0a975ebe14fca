"""The facts of the news article that started the graph, asked over HTTP as a reader of it would ask."""

from collections.abc import Iterable
from typing import Any

import pytest

from tests.api.conftest import Get

pytestmark = pytest.mark.asyncio(loop_scope="session")

ARTICLE = "founding-article-2025"
ARTICLE_TITLE = "News article of 2025 on Moroccan arms purchases from Israel"


async def related(get: Get, entity: str, kind: str) -> list[Any]:
    """All relationships of an entity of one class, page by page."""
    rows, cursor = [], {}
    while True:
        page = await get(f"/api/v1/entities/{entity}/relationships", type=kind, limit=100, **cursor)
        rows += page["data"]
        if "next" not in page:
            return rows
        cursor = {"cursor": page["next"]}


async def purchases(get: Get) -> list[tuple[list[str], Any]]:
    """What Morocco got from Israel: for each transfer what it is about, in words, and the transfer."""
    found = await related(get, "morocco", "Transfer")
    ours = [r for r in found if {"role": "supplier", "id": "israel"} in [_played(o) for o in r["others"]]]
    return [([value["label"] for value in r["values"]], r) for r in ours]


def _played(other: Any) -> dict[str, str]:
    return {"role": other["role"], "id": other["entity"]["id"]}


def says_article(record: Any) -> bool:
    """Whether the article is among the sources, under its title."""
    return any(claim["source"]["title"] == ARTICLE_TITLE for claim in record["claims"])


async def bought(get: Get, words: str) -> Any:
    """The purchase that is about these goods, and that the article tells of."""
    found = [r for labels, r in await purchases(get) if any(words in label for label in labels) and says_article(r)]
    assert len(found) == 1, words
    return found[0]


def figures(rows: Iterable[Any], *words: str) -> list[Any]:
    """The indicators whose values, in words, hold all of these, and that the article tells of."""
    return [r for r in rows if says_article(r) and all(any(w in v["label"] for v in r["values"]) for w in words)]


async def test_did_morocco_buy_air_defence_from_israel(get: Get) -> None:
    assert (await bought(get, "air-defence platforms"))["start"] == "2025"


async def test_did_it_buy_mobile_artillery(get: Get) -> None:
    assert await bought(get, "mobile artillery systems")


async def test_did_it_buy_devices_for_observation_and_targeting(get: Get) -> None:
    assert await bought(get, "observation and targeting devices")


async def test_what_did_the_guided_munitions_cost_and_who_says_so(get: Get) -> None:
    deal = await bought(get, "precision-guided munitions")
    record = (await get(f"/api/v1/entities/{deal['relationship']['id']}"))["data"]
    (price,) = next(p for p in record["properties"] if p["property"] == "value")["values"]
    assert (price["value"], price["unit"], price["marker"]) == (2_000_000_000, "MAD", "at_least")
    (claim,) = price["claims"]
    assert claim["source"]["id"] == ARTICLE
    assert "Bladi" in claim["note"]


async def test_who_runs_the_drone_plant_in_morocco_and_whose_firm_is_that(get: Get) -> None:
    answer = await get("/api/v1/paths", from_="Morocco", to="IAI", via="SpyX factory", max_hops=3)
    sentences = [path["sentence"] for path in answer["data"]]
    assert any("operated by BlueBird Aero Systems" in s and "Israel Aerospace Industries" in s for s in sentences)
    assert ARTICLE in {source["id"] for source in answer["receipt"]["sources"]}


async def test_what_did_israel_export_in_2024(get: Get) -> None:
    found = figures(await related(get, "israel", "Indicator"), "14,800,000,000 USD", "2024")
    assert len(found) == 1
    assert "record" in next(c for c in found[0]["claims"] if c["source"]["id"] == ARTICLE)["note"]


async def test_by_how_much_had_exports_grown_in_four_years(get: Get) -> None:
    found = figures(await related(get, "israel", "Indicator"), "37 percent")
    assert len(found) == 1
    assert "four years" in found[0]["claims"][0]["note"]


async def test_what_share_of_the_exports_went_to_arab_countries(get: Get) -> None:
    found = figures(await related(get, "israel", "Indicator"), "12 percent", "2024")
    assert [o["entity"]["id"] for o in found[0]["others"] if o["role"] == "counterpart"] == ["abraham-accords-states"]
    assert len(found) == 1


async def test_how_many_times_the_share_of_2021_was_that(get: Get) -> None:
    found = [
        r for r in figures(await related(get, "israel", "Indicator"), "2021") if "growth" in r["relationship"]["id"]
    ]
    assert len(found) == 1
    record = (await get(f"/api/v1/entities/{found[0]['relationship']['id']}"))["data"]
    (ratio,) = next(p for p in record["properties"] if p["property"] == "number")["values"]
    assert ratio["value"] == 4


async def test_who_criticises_the_cooperation_at_home(get: Get) -> None:
    rows = await related(get, "domestic-opinion-in-morocco", "Stance")
    found = [r for r in rows if says_article(r)]
    assert [edge["phrase"] for r in found for edge in r["edges"]] == ["criticises"]


async def test_are_the_neighbours_concerned(get: Get) -> None:
    rows = await related(get, "neighbours-of-morocco", "Stance")
    found = [r for r in rows if says_article(r)]
    assert [edge["phrase"] for r in found for edge in r["edges"]] == ["is concerned about"]


async def test_does_morocco_turn_away_from_its_old_suppliers(get: Get) -> None:
    answer = await get("/api/v1/paths", from_="Morocco", to="Morocco's traditional Western suppliers", max_hops=1)
    (path,) = answer["data"]
    assert "away from" in path["hops"][0]["phrase"]
    assert says_article(path["hops"][0])
