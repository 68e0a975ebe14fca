"""SIPRI's list of deliveries, from made-up files in its layout, and from the real one counted independently."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.claim import Claim
from graph.errors import Refused
from loaders.release import Release
from loaders.sipri_deliveries import read_release
from loaders.sipri_register import read_release as read_register
from tests.loaders.sound import VOCABULARY, assert_sound, claims_on, values
from tests.real_data import real_file

HEADER = (
    "SIPRI AT Database ID,Supplier,Recipient,Designation,Description,Armament category,Order date,"
    "Order date is estimate,Numbers delivered,Numbers delivered is estimate,Delivery year,Delivery year is estimate,"
    "Status,SIPRI estimate,TIV deal unit,TIV delivery values,Local production"
)
ASKED = (
    "Transfers of major conventional arms from All countries to All countries. "
    "Deals with deliveries or orders made for year range '1990' to '2023' "
)
Read = Callable[..., Release]


def row(  # noqa: PLR0917 - a column each
    number: str = "70001",
    year: str = "2021",
    delivered: str = "2",
    tiv: str = "5",
    order: str = "2020",
    designation: str = "Heron-9",
    guesses: str = "NNN",
    status: str = "New",
    local: str = "No",
    recipient: str = "Morocco",
) -> str:
    """One row; `guesses` says of the year of order, the number and the year of delivery whether SIPRI estimates it."""
    first, second, third = ({"N": "No", "Y": "Yes"}.get(letter, letter) for letter in guesses)
    return ",".join(
        (
            *(number, "Israel", recipient, designation, "UAV", "Aircraft", order, first, delivered, second),
            *(year, third, status, "2.5", "2.5", tiv, local),
        )
    )


def write(path: Path, rows: tuple[str, ...], asked: str = ASKED, header: str = HEADER) -> Path:
    preamble = (asked, "", "Source: SIPRI Arms Transfers Database (c) SIPRI.", "Data generated: 13 Apr 2024 3:44:54 PM")
    path.write_text("\n".join((*preamble, header, *rows)) + "\n", encoding="cp1252")
    return path


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def reading(*rows: str, strict: bool = False, **layout: str) -> Release:
        return read_release(write(tmp_path / "deliveries.csv", rows, **layout), VOCABULARY, strict=strict)

    return reading


def deal(release: Release, subject: str) -> Claim:
    (claim,) = [c for c in claims_on(release, subject) if c.get("sipriDealId")]
    return claim


def test_a_list_reads_without_a_problem_and_fits_the_ontology(read: Read) -> None:
    release = read(row(), row(year="2022", guesses="NYY"), row("70002", designation="Orbiter-9", local="Yes"))
    assert release.problems == ()
    assert release.counts == {"rows": 3, "deals": 2, "deals by the register's ids": 2}
    assert {source.date for source in release.loadset.sources if source.id == "sipri-deliveries-list"} == {"2024-04-13"}
    assert_sound(release)


def test_a_deal_has_what_was_delivered_in_all_and_by_year(read: Read) -> None:
    release = read(row(), row(year="2022", delivered="3", tiv="7.5", guesses="NYY"))
    claim = deal(release, "sipri-morocco-israel-heron-9-2020")
    assert (values(claim, "quantityDelivered"), values(claim, "tivDelivered")) == ([5], [12.5])
    assert claim.get("quantityDelivered")[0].marker.value == "uncertain"
    assert (claim.valid, values(claim, "sipriDealId")) == ("2020/2022", ["70001"])
    years = {c.valid: c for c in claims_on(release, claim.subject) if c.get("deliveryQuantity")}
    assert set(years) == {"2021", "2022?"}
    assert [values(c, "deliveryQuantity") for c in years.values()] == [[2], [3]]
    assert years["2022?"].get("deliveryQuantity")[0].marker.value == "uncertain"


def test_trend_indicator_values_are_no_money(read: Read) -> None:
    claims = read(row()).loadset.claims
    assert not [value for claim in claims for value in claim.values if value.unit]


def test_local_production_is_a_kind_of_its_own(read: Read) -> None:
    release = read(row(local="Yes"))
    assert values(deal(release, "sipri-morocco-israel-heron-9-2020"), "transferKind") == ["licensed_production"]
    assert not deal(read(row()), "sipri-morocco-israel-heron-9-2020").get("transferKind")


def test_deals_alike_have_the_registers_numbers_where_their_order_is_settled(read: Read) -> None:
    release = read(
        row("70009", year="2021"), row("70001", year="2022"), row("70002", year="2021", status="Second hand")
    )
    ids = {values(c, "sipriDealId")[0]: c.subject for c in release.loadset.claims if c.get("sipriDealId")}
    stem = "sipri-morocco-israel-heron-9-2020"
    assert ids == {"70009": stem, "70001": f"{stem}-2", "70002": f"{stem}-3"}


def test_deals_whose_place_is_not_known_have_an_id_of_their_own(read: Read) -> None:
    twins = read(row("70009"), row("70001", delivered="1"))
    assert {c.subject for c in twins.loadset.claims if c.get("sipriDealId")} == {"sipri-deal-70001", "sipri-deal-70009"}
    older = read(row(order="1980", year="1991"))
    claim = deal(older, "sipri-deal-70001")
    assert claim.get("quantityDelivered")[0].marker.value == "at_least"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"recipient": "Atlantis"}, "recipient"),
        ({"year": "20"}, "year"),
        ({"year": "2019"}, "year"),
        ({"delivered": "some"}, "delivered"),
        ({"delivered": "0"}, "delivered"),
        ({"tiv": "-1"}, "tiv"),
        ({"status": "Broken"}, "status"),
        ({"local": "Maybe"}, "local"),
        ({"guesses": "?NN"}, "order_guessed"),
        ({"designation": "!"}, "designation"),
        ({"number": "x"}, "id"),
    ],
)
def test_what_cannot_be_used_is_told_with_its_place(read: Read, wrong: dict[str, str], field: str) -> None:
    (problem,) = read(row("70000", designation="Good-1"), row(**wrong)).problems
    assert (problem.field, problem.line) == (field, 7)
    with pytest.raises(Refused):
        read(row("70000", designation="Good-1"), row(**wrong), strict=True)


def test_rows_of_one_id_that_disagree_leave_the_deal_out(read: Read) -> None:
    release = read(row(), row(year="2022", order="2019"), row("70005", designation="Good-1"))
    assert [problem.field for problem in release.problems] == ["id"]
    assert release.counts["deals"] == 1


@pytest.mark.parametrize(
    ("header", "message"),
    [
        (HEADER.replace(",Status", ""), "lacks: status"),
        (HEADER + ",Colour", "not known: colour"),
        ("Recipient,Supplier", "No line starts with"),
    ],
)
def test_other_headers_are_refused(read: Read, header: str, message: str) -> None:
    with pytest.raises(Refused, match=message):
        read(row(), header=header)


def test_a_file_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv", (row(), row(year="2022")))
    path.write_text(path.read_text()[:-20])
    with pytest.raises(Refused, match="ends in the middle"):
        read_release(path, VOCABULARY)


def test_an_export_of_later_years_leaves_earlier_deliveries(read: Read) -> None:
    whole = read(row(year="2020"), row(year="2022"))
    later = read(row(year="2022"), asked=ASKED.replace("1990", "2021"))
    assert later.loadset.keeps is not None
    mine = {claim.id for claim in later.loadset.claims}
    unsaid = [claim for claim in whole.loadset.claims if claim.id not in mine]
    kept = [claim for claim in unsaid if claim.id in later.loadset.keeps(unsaid)]
    assert "2020" in {claim.valid for claim in kept}


@settings(max_examples=20, deadline=None)
@given(st.permutations([row("7", year=str(year)) for year in (2020, 2021, 2022)] + [row("8", designation="X-1")]))
def test_the_order_of_rows_does_not_matter(tmp_path_factory: pytest.TempPathFactory, rows: list[str]) -> None:
    path = tmp_path_factory.mktemp("order") / "x.csv"
    one = read_release(write(path, tuple(rows)), VOCABULARY)
    other = read_release(write(path, tuple(sorted(rows))), VOCABULARY)
    assert {c.id for c in one.loadset.claims} == {c.id for c in other.loadset.claims}


NAME = "deliveries-with-ids_2024-04-13.csv"


@cache
def real() -> Release:
    return read_release(real_file("sipri-trade-register", NAME), VOCABULARY)


@cache
def counted() -> dict[str, list[dict[str, str]]]:
    lines = real_file("sipri-trade-register", NAME).read_text(encoding="utf-8").split("\n")
    start = next(n for n, line in enumerate(lines) if line.startswith("SIPRI AT"))
    by_id = defaultdict(list)
    for record in csv.DictReader(lines[start:]):
        by_id[record["SIPRI AT Database ID"]].append(record)
    return by_id


@pytest.mark.real_data
def test_every_deal_of_the_real_list_is_there_but_for_three_that_contradict_themselves() -> None:
    assert len(counted()) == 13_893
    assert sum(len(rows) for rows in counted().values()) == 27_838 == real().counts["rows"]
    early = {i for i, rows in counted().items() if min(r["Delivery year"] for r in rows) < rows[0]["Order date"]}
    assert len(real().problems) == len(early) == 3
    told = {str(values(c, "sipriDealId")[0]): c for c in real().loadset.claims if c.get("sipriDealId")}
    assert set(told) == set(counted()) - early
    for number, claim in told.items():
        rows = counted()[number]
        assert values(claim, "quantityDelivered") == [sum(int(row["Numbers delivered"]) for row in rows)]
        assert values(claim, "tivDelivered")[0] == pytest.approx(sum(float(row["TIV delivery values"]) for row in rows))
        assert bool(claim.get("transferKind")) == (rows[0]["Local production"] == "Yes")


@pytest.mark.real_data
def test_deals_taken_for_the_registers_are_delivered_in_the_same_years() -> None:
    register = read_register(real_file("sipri-trade-register", "trade-register_2025-03-13.csv"), VOCABULARY)
    theirs = {
        c.subject: {str(v.value)[:4] for v in c.get("deliveryDate")}
        for c in register.loadset.claims
        if c.get("orderDate")
    }
    ours: dict[str, set[str]] = defaultdict(set)
    for claim in real().loadset.claims:
        if claim.get("deliveryQuantity"):
            ours[claim.subject].add(str(claim.valid)[:4])
    both = theirs.keys() & ours.keys()
    same = [name for name in both if ours[name] == {year for year in theirs[name] if year <= "2023"}]
    assert len(both) > 7_900
    assert len(same) > 0.98 * len(both)


@pytest.mark.real_data
def test_what_was_looked_up() -> None:
    claim = deal(real(), "morocco-barak-lrad-2022")
    assert (values(claim, "sipriDealId"), values(claim, "quantityDelivered")) == (["66064"], [75])
    assert_sound(real())
