"""On whom does one depend? Against sums by hand, and, on the real register, against the file itself."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import Any

import pytest

from graph.claim import Claim, Marker, Value
from graph.errors import BadQuestion, UnknownEntity
from graph.questions.deals import deals_of
from graph.questions.dependency import depend
from graph.snapshot import Snapshot
from graph.view import View
from loaders.sipri_register import read_release
from loaders.sipri_register.tables import read_tables
from ontology.vocabulary import load_vocabulary
from tests.graph.worlds import PEACE_NORTH, claim, denial, thing, world
from tests.real_data import real_file

STATES = tuple(thing(name, "State") for name in ("northland", "southland", "westland", "eastland"))
PLACES = (
    thing("anvil", "Firm"),
    claim("kite", "System", category="unmanned_aerial_vehicle"),
    claim("spear", "System", category="missiles"),
)


def deal(number: int, supplier: str | None, /, **said: Any) -> Claim:
    """A deal of Northland's."""
    seller = Value("supplier", supplier) if supplier else Value("supplier", None, Marker.UNKNOWN)
    return claim(f"deal{number}", "Transfer", "yearbook", supplier=seller, recipient="northland", **said)


DEALS = (
    deal(1, "southland", system="kite", deliveryDate=["2015", "2016"], tivDelivered=40, quantityDelivered=4),
    deal(2, "westland", system="spear", deliveryDate=["2014", "2015"], tivDelivered=20, quantityDelivered=100),
    deal(3, None, system="spear", deliveryDate="2016", tivDelivered=10, quantityDelivered=50),
    deal(4, "eastland", system="kite", orderDate="2016", quantityOrdered=7, transferStatus="ordered"),
    deal(5, "eastland", system="kite", orderDate="2016", quantityOrdered=9, transferStatus="offered"),
    deal(6, "westland", deliveryStart="2015", deliveryEnd="2018", quantityDelivered=8),
)


def market(*more: Claim) -> Snapshot:
    return world(*STATES, *PLACES, *DEALS, *more)


def suppliers(snapshot: Snapshot, **asked: Any) -> list[dict[str, Any]]:
    return list(depend(snapshot, asked.pop("view", View()), recipient="northland", **asked).data)


def amounts(record: dict[str, Any], measure: str) -> dict[str | None, float]:
    return {p["entity"] and p["entity"]["id"]: p[measure] for p in record["partners"]}


def test_figures_are_spread_over_the_years_of_delivery_and_deals_count_whole() -> None:
    (record,) = suppliers(market(), period="2015/2016")
    assert amounts(record, "tiv") == {"southland": 40, "westland": 10, None: 10}
    assert amounts(record, "units") == {"southland": 4, "westland": 50 + 4, None: 50}
    assert amounts(record, "deals") == {"southland": 1, "westland": 2, None: 1}
    assert [p["rank"] for p in record["partners"]] == [1, 2, 2]
    assert record["totals"] == {"tiv": 60, "units": 108, "deals": 4}


def test_what_is_unknown_stays_in_the_denominator() -> None:
    (record,) = suppliers(market(), period="2015/2016")
    shares = {p["entity"] and p["entity"]["id"]: p["shares"]["tiv"] for p in record["partners"]}
    assert shares == {"southland": 0.666667, "westland": 0.166667, None: 0.166667}
    assert record["concentration"]["tiv"] == {
        "low": round((4 / 6) ** 2 + (1 / 6) ** 2, 6),
        "high": round((5 / 6) ** 2 + (1 / 6) ** 2, 6),
        "unknown": 0.166667,
    }
    assert record["coverage"] == {
        "deals": 4,
        "with_tiv": 3,
        "with_units": 4,
        "unknown_partner": 1,
        "unknown_category": 1,
        "loose": 0,
        "rivals": 0,
    }


def test_windows_cover_all_years_with_a_figure_and_nothing_is_counted_twice() -> None:
    records = suppliers(market(), window="P2Y")
    assert [r["window"] for r in records] == [{"start": 2013, "end": 2014}, {"start": 2015, "end": 2016}]
    assert sum(r["totals"]["tiv"] for r in records) == 70


def test_orders_are_counted_apart_and_offers_not_at_all() -> None:
    answer = depend(market(), View(), recipient="northland", by="order", rank_by="units")
    (record,) = answer.data
    assert amounts(record, "units") == {"eastland": 7}
    limits = {x["limit"]: x["value"] for x in answer.receipt.limits}
    assert limits == {"undated": 4, "not_in_effect": 1}


def test_by_category_and_of_a_category() -> None:
    records = suppliers(market(), period="2014/2018", split=True)
    by = {r["category"] and r["category"]["id"]: amounts(r, "tiv") for r in records}
    assert by == {"aircraft": {"southland": 40}, "missiles": {"westland": 20, None: 10}, None: {"westland": 0}}
    (missiles,) = suppliers(market(), period="2014/2018", category=["missiles"])
    assert amounts(missiles, "tiv") == by["missiles"]


def test_a_supplier_has_customers() -> None:
    (record,) = depend(market(), View(), supplier="westland", period="2014/2018").data
    assert amounts(record, "tiv") == {"northland": 20}
    assert record["concentration"]["tiv"]["low"] == 1.0


def test_a_firm_s_deal_counts_for_the_state_its_goods_come_from() -> None:
    sold = deal(7, "anvil", origin="eastland", deliveryDate="2020", tivDelivered=5)
    (record,) = suppliers(market(sold), period="2020")
    assert amounts(record, "tiv") == {"eastland": 5}
    bare = deal(8, "anvil", deliveryDate="2020", tivDelivered=5)
    (record,) = suppliers(market(bare), period="2020")
    assert amounts(record, "tiv") == {"anvil": 5}


def test_of_rival_figures_the_most_credible_counts() -> None:
    rival = claim("deal1", "Transfer", "rumour", tivDelivered=4000)
    (record,) = suppliers(market(rival), period="2015/2016")
    assert amounts(record, "tiv")["southland"] == 40
    assert record["coverage"]["rivals"] == 1


def test_what_the_view_leaves_out_is_not_counted() -> None:
    for view in (View(without=("deal1",)), View(without=("southland",))):
        (record,) = suppliers(market(), view=view, period="2015/2016")
        assert amounts(record, "tiv") == {"westland": 10, None: 10}
    denied = market(denial("deal1", "Transfer", "gazette"))
    (record,) = suppliers(denied, view=View(policy="strict"), period="2015/2016")
    assert "southland" not in amounts(record, "tiv")
    assert "southland" in amounts(suppliers(denied, period="2015/2016")[0], "tiv")


def test_published_shares_of_the_same_window_stand_beside_ours() -> None:
    told = claim(
        "share",
        "Indicator",
        "herald",
        subject="northland",
        counterpart="southland",
        measure="import_share_from",
        period="2015/2016",
        number=Value("number", 70, unit="percent"),
    )
    (record,) = suppliers(market(told), period="2015/2016")
    (beside,) = record["published"]
    assert (beside["entity"]["id"], beside["share"], beside["ours"]) == ("southland", 0.7, 0.666667)
    assert beside["difference"] == pytest.approx(-0.033333)
    assert [source["id"] for source in beside["sources"]] == ["herald"]
    assert suppliers(market(told), period="2014/2016")[0]["published"] == []


def test_the_receipt_stands_on_the_claims_that_were_counted() -> None:
    snapshot = market(PEACE_NORTH)
    answer = depend(snapshot, View(), recipient="northland", period="2015/2016")
    wanted = {d.id for d in DEALS if d.subject != "deal5"}
    assert set(answer.receipt.claims) == wanted
    assert answer.receipt.algorithm
    assert answer.receipt.algorithm["parameters"]["by"] == "delivery"


def test_nobody_s_deals_are_an_empty_list() -> None:
    assert depend(market(), View(), recipient="westland").data == []
    assert depend(market(), View(), recipient="westland", window="P5Y").data == []


@pytest.mark.parametrize(
    ("asked", "parameter"),
    [
        ({}, "recipient"),
        ({"recipient": "northland", "supplier": "westland"}, "recipient"),
        ({"recipient": "northland", "by": "rumour"}, "by"),
        ({"recipient": "northland", "rank_by": "money"}, "rank_by"),
        ({"recipient": "northland", "category": ["planes"]}, "category"),
        ({"recipient": "northland", "window": "P6M"}, "window"),
        ({"recipient": "westland", "window": "five"}, "window"),
        ({"recipient": "northland", "period": "now"}, "period"),
    ],
)
def test_what_cannot_be_asked(asked: dict[str, Any], parameter: str) -> None:
    with pytest.raises(BadQuestion) as refused:
        depend(market(), View(), **asked)
    assert refused.value.parameter == parameter


def test_an_unknown_recipient() -> None:
    with pytest.raises(UnknownEntity):
        depend(market(), View(), recipient="nowhere")


# -- the real register ------------------------------------------------------------------------------------------------

SPRING = ("sipri-trade-register", "trade-register_2025-03-13.csv")


@cache
def register() -> Snapshot:
    """The deals of Morocco, and of what Israel supplies, as the loader reads them."""
    loadset = read_release(real_file(*SPRING), load_vocabulary()).loadset
    kept = {
        c.subject
        for c in loadset.claims
        if Value("recipient", "morocco") in c.values or Value("supplier", "israel") in c.values
    }
    rows = [(c, 1, None) for c in loadset.claims if c.subject in kept or c.type != "Transfer"]
    return Snapshot.build(load_vocabulary(), 1, [loadset.dataset], loadset.sources, rows)


@cache
def lines() -> tuple[tuple[str, ...], ...]:
    """The records as they stand in the file; the few that a line break tears are of no use here."""
    text = real_file(*SPRING).read_bytes().decode("latin-1")
    return tuple(tuple(cells) for line in text.split("\n") if len(cells := line.strip("\r").split(",")) == 16)


def by_hand(first: int, last: int, party: int, other: int, name: str) -> dict[str | None, float]:
    """TIV of deliveries by partner, added up from the file alone."""
    sums: defaultdict[str | None, float] = defaultdict(float)
    for row in lines():
        years = {int(year) for year in row[10].split("; ") if year.strip().isdigit()}
        if row[party] == name and years:
            inside = sum(first <= year <= last for year in years)
            partner = read_tables().parties[row[other]].id
            sums[partner] += float(row[15]) * inside / len(years) if inside else 0.0
    return {partner: amount for partner, amount in sums.items() if amount}


@pytest.mark.real_data
@pytest.mark.parametrize("years", [(2000, 2004), (2005, 2009), (2010, 2014), (2015, 2019), (2020, 2024)])
def test_morocco_s_suppliers_are_those_of_the_file(years: tuple[int, int]) -> None:
    (record,) = depend(register(), View(), recipient="morocco", period=f"{years[0]}/{years[1]}").data
    found = {name: tiv for name, tiv in amounts(record, "tiv").items() if tiv}
    assert found == pytest.approx(by_hand(*years, 0, 1, "Morocco"), abs=1e-5)
    total = sum(found.values())
    assert record["concentration"]["tiv"]["low"] == pytest.approx(
        sum((tiv / total) ** 2 for name, tiv in found.items() if name), abs=1e-5
    )


@pytest.mark.real_data
def test_israel_s_customers_are_those_of_the_file() -> None:
    (record,) = depend(register(), View(), supplier="israel", period="2020/2024").data
    found = {name: tiv for name, tiv in amounts(record, "tiv").items() if tiv}
    assert found == pytest.approx(by_hand(2020, 2024, 1, 0, "Israel"), abs=1e-5)


@pytest.mark.real_data
def test_the_well_known_shift_of_morocco_s_suppliers() -> None:
    """SIPRI's own figures for 2020 to 2024: the United States 64, France 15, Israel 11 percent."""
    records = depend(register(), View(), recipient="morocco", period="2010/2024", window="P5Y").data
    shares = [{p["entity"]["id"]: p["shares"]["tiv"] for p in r["partners"] if p["entity"]} for r in records]
    first = [max(by, key=lambda name: by[name]) for by in shares]
    assert first == ["france", "united-states", "united-states"]
    assert {n: round(100 * shares[2][n]) for n in ("united-states", "france", "israel")} == {
        "united-states": 64,
        "france": 15,
        "israel": 11,
    }
    assert "israel" not in shares[1]


@pytest.mark.real_data
def test_every_deal_of_the_file_is_read() -> None:
    deals = deals_of(register(), View(), "morocco", "recipient", "delivery")
    rows = [row for row in lines() if row[0] == "Morocco"]
    assert len(deals) == len(rows)
    assert sum(deal.tiv or 0 for deal in deals) == pytest.approx(sum(float(row[15] or 0) for row in rows))
    assert sum(deal.units or 0 for deal in deals) == sum(int(row[8] or 0) for row in rows)
