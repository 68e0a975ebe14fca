"""Where sources contradict one another, every side stays, with its source."""

from typing import Any

import pytest

from tests.api.conftest import Get

pytestmark = pytest.mark.asyncio(loop_scope="session")


def values(record: Any, name: str) -> list[Any]:
    """The values of a property of a described thing."""
    return next(p for p in record["properties"] if p["property"] == name)["values"]


def contested(record: Any, name: str) -> bool:
    return bool(next(p for p in record["properties"] if p["property"] == name)["contested"])


def sources(value: Any) -> set[str]:
    return {claim["source"]["id"] for claim in value.get("claims", [])}


async def test_the_value_of_the_barak_mx_deal_has_every_figure_with_its_source(get: Get) -> None:
    record = (await get("/api/v1/entities/morocco-barak-mx-2022"))["data"]
    figures = values(record, "value")
    assert {figure["value"] for figure in figures} == {500_000_000, 540_000_000, 600_000_000}
    assert {figure["unit"] for figure in figures} == {"USD"}
    assert contested(record, "value")
    assert record["contested"]
    assert all(sources(figure) for figure in figures)
    least = next(figure for figure in figures if figure["marker"] == "at_least")
    assert sources(least) == {"globes-2022-02-13-barak-mx"}


async def test_the_year_of_the_barak_mx_deal_has_every_date_with_its_source(get: Get) -> None:
    record = (await get("/api/v1/entities/morocco-barak-mx-2022"))["data"]
    dates = {date["value"]: sources(date) for date in values(record, "orderDate")}
    assert {"2022-02", "2022", "2023-02"} <= dates.keys()
    assert contested(record, "orderDate")
    assert all(dates.values())


async def test_bluebird_s_stake_is_a_half_a_subsidiary_and_cyient_s_too(get: Get) -> None:
    rows = (await get("/api/v1/entities/bluebird-aero-systems/relationships", type="Ownership", direction="in"))["data"]
    owners = {row["edges"][0]["from"]: row for row in rows}
    assert {"israel-aerospace-industries", "cyient"} <= owners.keys()
    record = (await get("/api/v1/entities/iai-bluebird"))["data"]
    kinds = {kind["value"]: sources(kind) for kind in values(record, "ownershipKind")}
    assert kinds.keys() == {"stake", "subsidiary"}
    assert all(kinds.values())
    assert contested(record, "ownershipKind")
    assert {share["value"] for share in values(record, "share")} == {50}


async def test_whether_morocco_s_declaration_is_part_of_the_accords_is_asserted_and_denied(get: Get) -> None:
    rows = (await get("/api/v1/entities/abraham-accords/relationships", type="AccordPart"))["data"]
    row = next(r for r in rows if any(o["entity"]["id"].startswith("joint-declaration") for o in r["others"]))
    assert row["contested"]
    said = {claim["status"]: claim["source"]["title"] for claim in row["claims"]}
    assert said.keys() == {"asserted", "denied"}


async def test_a_strict_view_believes_nothing_that_is_denied(get: Get) -> None:
    ends = {"from_": "Joint Declaration of Morocco, the United States and Israel", "to": "abraham-accords"}
    anyone = await get("/api/v1/paths", **ends, max_hops=1)
    strict = await get("/api/v1/paths", **ends, max_hops=1, policy="strict")
    assert [path["hops"][0]["relationship"]["contested"] for path in anyone["data"]] == [True]
    assert strict["data"] == []
    assert strict["receipt"]["why"]["relaxation"]["policy"] in ("any", "majority")
