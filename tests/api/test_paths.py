"""How are Morocco and Israel Aerospace Industries linked? The question the product began with."""

import hashlib
import itertools
from typing import Any

import httpx
import orjson
import pytest

from tests.api.conftest import Get

pytestmark = pytest.mark.asyncio(loop_scope="session")

PATHS = "/api/v1/paths"
ENDS = {"from_": "Morocco", "to": "Israel Aerospace Industries"}


def stations(path: Any) -> tuple[str, ...]:
    """The ids of the entities on a path, the ends included."""
    return (path["hops"][0]["from"]["id"], *(hop["to"]["id"] for hop in path["hops"]))


def kinds(path: Any) -> tuple[str, ...]:
    return tuple(hop["relationship"]["type"] for hop in path["hops"])


async def test_one_way_leads_through_the_drone_plant_and_the_subsidiary(get: Get) -> None:
    answer = await get(PATHS, **ENDS)
    ways = [stations(path) for path in answer["data"]]
    assert ("morocco", "bluebird-spyx-plant-benslimane", "bluebird-aero-systems", "israel-aerospace-industries") in ways


async def test_one_way_is_a_transfer(get: Get) -> None:
    answer = await get(PATHS, **ENDS)
    direct = next(path for path in answer["data"] if kinds(path) == ("Transfer",))
    assert direct["sentence"].startswith("Morocco ")
    assert direct["sentence"].endswith(" Israel Aerospace Industries.")


async def test_one_way_leads_through_the_accords(get: Get) -> None:
    answer = await get(PATHS, **ENDS)
    through = [path for path in answer["data"] if kinds(path) == ("AccordParty", "AccordParty", "Ownership")]
    assert through, [path["sentence"] for path in answer["data"]]
    accord = through[0]["hops"][0]["to"]
    assert accord["type"] == "Accord"
    assert stations(through[0]) == ("morocco", accord["id"], "israel", "israel-aerospace-industries")


async def test_each_hop_begins_where_the_last_ended_and_names_its_claims_and_sources(get: Get) -> None:
    answer = await get(PATHS, **ENDS)
    for path in answer["data"]:
        assert path["length"] == len(path["hops"])
        for one, other in itertools.pairwise(path["hops"]):
            assert one["to"] == other["from"]
        for hop in path["hops"]:
            assert hop["phrase"]
            assert hop["claims"]
            assert all(claim["source"]["title"] and claim["says"] for claim in hop["claims"])


async def test_the_receipt_lists_every_claim_and_source_of_the_paths(get: Get) -> None:
    answer = await get(PATHS, **ENDS)
    hops = [hop for path in answer["data"] for hop in path["hops"]]
    shown = {claim["id"] for hop in hops for claim in hop["claims"]} | {
        c for h in hops for o in h["also"] for c in o["claims"]
    }
    shown |= {claim for path in answer["data"] for variant in path["variants"] for claim in variant["claims"]}
    assert shown == set(answer["receipt"]["claims"])
    sources = {claim["source"]["id"] for hop in hops for claim in hop["claims"]}
    assert sources <= {source["id"] for source in answer["receipt"]["sources"]}


async def test_the_hash_can_be_checked_by_whoever_has_the_answer(client: httpx.AsyncClient) -> None:
    response = await client.get(PATHS, params={"from": "morocco", "to": "israel-aerospace-industries"})
    answer = response.json()
    told = answer["receipt"].pop("hash")
    body = orjson.dumps({"data": answer["data"], "receipt": answer["receipt"]}, option=orjson.OPT_SORT_KEYS)
    assert hashlib.sha256(body).hexdigest() == told
    assert response.headers["etag"] == f'"{told}"'


async def test_asked_again_the_answer_has_the_same_bytes(client: httpx.AsyncClient) -> None:
    one, other = [
        await client.get(PATHS, params={"from": "Morocco", "to": "Israel Aerospace Industries"}) for _ in "ab"
    ]
    assert one.content == other.content
    again = await client.get(one.url, headers={"If-None-Match": one.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_by_name_or_by_id_the_paths_are_the_same(get: Get) -> None:
    named = await get(PATHS, from_="المغرب", to="IAI")
    known = await get(PATHS, from_="morocco", to="israel-aerospace-industries")
    assert named == known


async def test_in_2019_none_of_them_was_there_and_the_receipt_says_what_hides_them(get: Get) -> None:
    answer = await get(PATHS, **ENDS, as_of="2019", certainty="certain")
    today = {stations(path) for path in (await get(PATHS, **ENDS))["data"]}
    ways = {stations(path) for path in answer["data"]}
    assert not any("bluebird-aero-systems" in way for way in ways)
    assert not any(kinds(path) == ("Transfer",) for path in answer["data"])
    assert ways.isdisjoint({way for way in today if "bluebird-spyx-plant-benslimane" in way})
    why = answer["receipt"]["why"]
    assert "as_of=2019" in why["sentence"]
    assert why["relaxation"]["as_of"] > "2019"


async def test_the_relaxation_that_is_named_opens_a_way(get: Get) -> None:
    shut = await get(PATHS, from_="bluebird-spyx-plant-benslimane", to="Morocco", as_of="2010", certainty="certain")
    assert shut["data"] == []
    relaxation = shut["receipt"]["why"]["relaxation"]
    given = {"as_of": "2010", "certainty": "certain"} | relaxation
    opened = await get(
        PATHS, from_="bluebird-spyx-plant-benslimane", to="Morocco", **{k: v for k, v in given.items() if v}
    )
    assert opened["data"]


async def test_avoiding_the_subsidiary_changes_the_answer(get: Get) -> None:
    with_it = await get(PATHS, **ENDS)
    without = await get(PATHS, **ENDS, avoid="BlueBird Aero Systems")
    assert any("bluebird-aero-systems" in stations(path) for path in with_it["data"])
    assert not any("bluebird-aero-systems" in stations(path) for path in without["data"])
    assert without["data"]
    assert without["receipt"]["hash"] != with_it["receipt"]["hash"]


async def test_via_keeps_only_ways_through_all_of_them(get: Get) -> None:
    answer = await get(PATHS, **ENDS, via=["SpyX", "BlueBird Aero Systems"])
    assert answer["data"]
    assert all({"spyx", "bluebird-aero-systems"} <= set(stations(path)) for path in answer["data"])


async def test_directed_ways_follow_the_reading_direction_of_each_hop(get: Get) -> None:
    answer = await get(PATHS, from_="Israel", to="bluebird-aero-systems", directed="true", relationship="Ownership")
    assert [stations(path) for path in answer["data"]][:1] == [("israel", "bluebird-aero-systems")]
    back = await get(PATHS, from_="bluebird-aero-systems", to="Israel", directed="true", relationship="Ownership")
    assert back["data"] == []
    assert "directed" in {block["filter"] for block in back["receipt"]["why"]["blocks"]}


async def test_the_most_credible_way_has_the_greatest_product_of_confidences(get: Get) -> None:
    best = (await get(PATHS, **ENDS, weight="confidence", k=1))["data"][0]
    others = (await get(PATHS, **ENDS, weight="hops", mode="all", k=100, max_hops=3))["data"]
    assert best["weight"] >= max(path["weight"] for path in others) - 1e-9


async def test_what_is_left_out_of_the_view_is_on_no_way(get: Get) -> None:
    answer = await get(PATHS, **ENDS, without=["morocco-barak-mx-2022", "barak-mx"])
    relationships = {hop["relationship"]["id"] for path in answer["data"] for hop in path["hops"]}
    assert "morocco-barak-mx-2022" not in relationships
    assert not any("barak-mx" in stations(path) for path in answer["data"])


async def test_no_source_category_or_statistic_is_a_short_cut(get: Get) -> None:
    answer = await get(PATHS, **ENDS, k=100, mode="all", max_hops=3)
    known = {"Indicator", "Source", "Dataset", "Concept"}
    assert not any(known & set(kinds(path)) for path in answer["data"])


async def test_more_ways_than_asked_for_are_said_to_be_there(get: Get) -> None:
    answer = await get(PATHS, **ENDS, k=1)
    assert len(answer["data"]) == 1
    assert [limit["limit"] for limit in answer["receipt"]["limits"]] == ["k"]


@pytest.mark.parametrize(
    ("parameters", "status", "parameter"),
    [
        ({"to": "israel"}, 422, "from"),
        ({"from": "morocco", "to": "morocco"}, 422, "to"),
        ({"from": "morocco", "to": "israel", "k": 0}, 422, "k"),
        ({"from": "morocco", "to": "israel", "max_hops": 7}, 422, "max_hops"),
        ({"from": "morocco", "to": "israel", "weight": "beauty"}, 422, "weight"),
        ({"from": "morocco", "to": "israel", "as_of": "last summer"}, 422, "as_of"),
        ({"from": "morocco", "to": "israel", "known_at": 10**6}, 422, "known_at"),
        ({"from": "morocco", "to": "israel", "relationship": "Ownershp"}, 422, "relationship"),
        ({"from": "morocco", "to": "israel", "without": "no-such-id"}, 422, "without"),
        ({"from": "morocco", "to": "israel", "policy": "all"}, 422, "policy"),
        ({"from": "morocco", "to": "israel", "max_hop": 3}, 422, "max_hop"),
        ({"from": "Atlantis", "to": "israel"}, 404, "from"),
    ],
)
async def test_what_cannot_be_asked_is_refused_by_the_name_of_the_parameter(
    client: httpx.AsyncClient, parameters: dict[str, Any], status: int, parameter: str
) -> None:
    response = await client.get(PATHS, params=parameters)
    problem = response.json()
    assert response.status_code == problem["status"] == status, problem
    assert response.headers["content-type"] == "application/problem+json"
    assert problem["parameter"] == parameter
    assert problem["instance"] == PATHS


async def test_a_misspelt_parameter_name_and_class_are_answered_with_the_nearest(client: httpx.AsyncClient) -> None:
    response = await client.get(PATHS, params={"from": "morocco", "to": "israel", "max_hop": 3})
    assert response.json()["suggestion"] == "max_hops"
    response = await client.get(PATHS, params={"from": "morocco", "to": "israel", "relationship": "Ownershp"})
    assert response.json()["suggestion"] == "Ownership"


async def test_an_unknown_name_suggests_what_may_be_meant(client: httpx.AsyncClient) -> None:
    problem = (await client.get(PATHS, params={"from": "Maroco", "to": "israel"})).json()
    assert "morocco" in problem["suggestions"]
    assert "Morocco" in problem["detail"]
