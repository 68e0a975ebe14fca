"""The real exports against an oracle that knows nothing of the loader: lines split at commas, counted and added up.

SIPRI's terms do not let its files come with the project; see `tests/real_data.py`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal
from functools import cache

import pytest

from graph.claim import Claim
from loaders.claims_file import read_dataset
from loaders.difference import compare
from loaders.release import Release
from loaders.sipri_register import read_release
from loaders.sipri_register.tables import FOLDER, read_tables
from ontology.vocabulary import load_vocabulary
from tests.loaders.sipri_register.conftest import deals, real, said

pytestmark = pytest.mark.real_data

SPRING, AUTUMN, FOCUS = (
    "trade-register_2025-03-13.csv",
    "trade-register_2025-10-23.csv",
    "focus_subset_2000on_official_layout.csv",
)
ROWS = {SPRING: 29_515, AUTUMN: 28_348, FOCUS: 1_343}
RECIPIENT, SUPPLIER, YEAR, ORDERED, NAME, WHAT, DELIVERED, WHEN, COMMENT, TIV = 0, 1, 2, 4, 6, 7, 8, 10, 12, 15


@cache
def release(name: str) -> Release:
    return read_release(real(name), load_vocabulary())


@cache
def records(name: str) -> tuple[tuple[str, ...], ...]:
    """The records of an export, read by hand: 16 fields, or 13 and the 4 that a line break tore off."""
    text = real(name).read_bytes().decode("latin-1")
    lines = [line.strip("\r").split(",") for line in text.split("\n") if line]
    found: list[list[str]] = []
    for cells in lines:
        if len(cells) == 4 and found and len(found[-1]) == 13:
            found[-1] = [*found[-1][:-1], found[-1][-1] + cells[0], *cells[1:]]
        elif len(cells) in (13, 16):
            found.append(cells)
    return tuple(tuple(cells) for cells in found if len(cells) == 16 and cells[0] != "Recipient")


def id_of(name: str) -> str | None:
    return read_tables().parties[name].id


@pytest.mark.parametrize("name", ROWS)
def test_every_row_is_a_deal_and_nothing_is_left_over(name: str) -> None:
    found = release(name)
    assert len(records(name)) == ROWS[name] == found.counts["rows"] == found.counts["deals"] == len(deals(found))
    assert found.problems == ()


@pytest.mark.parametrize("name", ROWS)
def test_volumes_add_up_for_each_recipient(name: str) -> None:
    expected: dict[str | None, Decimal] = defaultdict(Decimal)
    for row in records(name):
        expected[id_of(row[RECIPIENT])] += Decimal(row[TIV])
    found: dict[str | None, Decimal] = defaultdict(Decimal)
    for claim in deals(release(name)).values():
        (volume,) = claim.get("tivDelivered")
        found[said_id(claim, "recipient")] += Decimal(str(volume.value))
    assert found == expected
    assert len(found) == len({id_of(row[RECIPIENT]) for row in records(name)})


def said_id(claim: Claim, role: str) -> str | None:
    (value,) = claim.get(role)
    return None if value.value is None else str(value.value)


@pytest.mark.parametrize("name", [SPRING, AUTUMN])
@pytest.mark.parametrize("years", [range(1950, 1976), range(1976, 2000), range(2000, 2015), range(2015, 2026)])
def test_suppliers_of_morocco_in_a_period(name: str, years: range) -> None:
    expected = Counter(
        id_of(row[SUPPLIER]) for row in records(name) if row[RECIPIENT] == "Morocco" and int(row[YEAR]) in years
    )
    found = Counter(
        said_id(claim, "supplier")
        for claim in deals(release(name)).values()
        if said_id(claim, "recipient") == "morocco" and int(str(claim.get("orderDate")[0].value)[:4]) in years
    )
    assert found == expected
    assert len(found) > 3


@pytest.mark.parametrize("name", [SPRING, AUTUMN])
def test_deliveries_by_year(name: str) -> None:
    expected = Counter(year for row in records(name) for year in set(row[WHEN].split("; ")) if year)
    assert Counter(str(v.value) for c in deals(release(name)).values() for v in c.get("deliveryDate")) == expected


@pytest.mark.parametrize("name", [SPRING, AUTUMN])
def test_numbers_and_marks(name: str) -> None:
    rows = records(name)
    found = list(deals(release(name)).values())
    assert sum(int(row[DELIVERED]) for row in rows) == sum(v.value for c in found for v in c.get("quantityDelivered"))
    marked = {"orderDate": 3, "quantityOrdered": 5, "quantityDelivered": 9}
    for field, column in marked.items():
        doubts = sum(row[column] == "?" and row[ORDERED] != "" for row in rows)
        told = sum("?" in str(c.get(field)[0].value) or c.get(field)[0].marker == "uncertain" for c in found)
        assert told == (doubts if field == "quantityOrdered" else sum(row[column] == "?" for row in rows)), field
    assert sum(row[ORDERED] == "" for row in rows) == sum(
        c.get("quantityOrdered")[0].marker == "unknown" for c in found
    )


@pytest.mark.parametrize("name", [SPRING, AUTUMN])
def test_every_comment_is_quoted(name: str) -> None:
    repeated = {"Second-hand", "Second-hand but modernized before delivery"}
    expected = {" ".join(row[COMMENT].split()) for row in records(name) if row[COMMENT].strip()} - repeated
    found = {" ".join(c.quote.split()) for c in release(name).loadset.claims if c.quote}
    assert expected <= found | {text for text in expected if text.casefold() == "second-hand"}
    assert found <= expected | repeated


@pytest.mark.parametrize("name", [SPRING, AUTUMN])
def test_plain_prices_are_read(name: str) -> None:
    plain = Counter(
        text for row in records(name) if (text := row[COMMENT].strip()).startswith("$") and text.endswith(" m deal")
    )
    one_number = {text: text[1:-7] for text in plain if text[1:-7].replace(".", "").isdigit()}
    prices = defaultdict(list)
    for claim in release(name).loadset.claims:
        if claim.quote in one_number:
            prices[claim.quote].append(claim.get("value")[0])
    assert {text: len(values) for text, values in prices.items()} == {text: plain[text] for text in one_number}
    for text, values in prices.items():
        assert {(v.value, v.unit) for v in values} == {(Decimal(one_number[text]) * 10**6, "USD")}
    assert len(prices) > 100


def test_what_everybody_looks_for_is_there() -> None:
    found = deals(release(SPRING))
    barak = found["morocco-barak-mx-2022"]
    assert said(barak, "supplier") == ["israel"]
    assert said(barak, "quantityOrdered") == [(None, "unknown")]
    assert not barak.get("tivOrdered")
    ofeq = found["morocco-ofek-13-satellites"]
    assert (said(ofeq, "transferStatus"), said(ofeq, "quantityDelivered")) == (["ordered"], [0])
    (price,) = [
        v for c in release(SPRING).loadset.claims if c.subject == "morocco-ofek-13-satellites" for v in c.get("value")
    ]
    assert (price.value, price.unit) == (10**9, "USD")
    torn = found["sipri-united-nations-israel-hermes-900-2015"]
    assert said(torn, "tivDelivered") == [9]


def test_the_excerpt_that_comes_with_the_project_is_the_same_deals() -> None:
    excerpt = read_dataset(FOLDER.parent / "sipri_excerpt", load_vocabulary()).claims
    found = deals(release(SPRING))
    roles = ("supplier", "recipient", "system", "condition", "orderDate")
    for claim in (claim for claim in excerpt if claim.type == "Transfer"):
        for role in roles:
            if role == "system" and claim.subject == "morocco-mohammed-vi-satellites-2013":
                continue
            assert said_plain(found[claim.subject], role) >= said_plain(claim, role), (claim.subject, role)
    assert len([c for c in excerpt if c.type == "Transfer"]) > 280


def said_plain(claim: Claim, name: str) -> set[object]:
    return {value.value for value in claim.get(name)}


def test_all_suppliers_and_recipients_have_an_entity_or_are_unknown() -> None:
    names = {row[column] for name in (SPRING, AUTUMN) for row in records(name) for column in (RECIPIENT, SUPPLIER)}
    assert {name for name in names if id_of(name) is None} == {
        "unknown supplier(s)",
        "unknown recipient(s)",
        "unknown rebel group*",
    }


def test_autumn_after_spring_keeps_the_undelivered_and_says_what_changed() -> None:
    spring, autumn = release(SPRING), release(AUTUMN)
    told = compare(spring.loadset.claims, autumn.loadset, load_vocabulary().entities.__contains__)
    undelivered = {name for name, claim in deals(spring).items() if not claim.get("deliveryDate")}
    assert len(undelivered) == sum(row[DELIVERED] == "0" for row in records(SPRING))
    standing = {c.id: c.subject for c in spring.loadset.claims}
    unsaid = standing.keys() - {c.id for c in autumn.loadset.claims}
    kept = autumn.loadset.keeps([c for c in spring.loadset.claims if c.id in unsaid])  # type: ignore[misc]
    missing = undelivered - deals(autumn).keys()
    assert {
        standing[name] for name in kept if standing[name].startswith("sipri-") or standing[name] in missing
    } == missing
    assert told.kept == len(kept)
    assert told.added + told.unchanged == len(autumn.loadset.claims)
    assert told.retracted + told.unchanged + told.kept == len(spring.loadset.claims)
    gone = set(told.vanish["Transfer"])
    assert gone == deals(spring).keys() - deals(autumn).keys() - missing
    assert set(told.appear["Transfer"]) == deals(autumn).keys() - deals(spring).keys()
    assert len(gone) < 60
    assert told.changed["Transfer"]["quantityDelivered"] > told.changed["Transfer"]["tivDelivered"]
    assert told.unchanged > 35_000
