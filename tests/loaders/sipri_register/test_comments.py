"""Comments: what is read off them, what is not, and that nothing of them is lost."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.claim import Claim, Value
from tests.loaders.sipri_register.conftest import Read, plain, remarks
from tests.loaders.sipri_register.exports import deal

NAME = "sipri-morocco-israel-heron-9-2020"


def read_one(read: Read, comment: str, **said: str) -> dict[str, list[object]]:
    """What the claim on a comment gives, by property."""
    claims = remarks(read(deal(comments=comment, **said)), NAME)
    found: dict[str, list[object]] = {}
    for claim in claims:
        assert claim.quote == comment
        assert claim.credibility == 3
        for value in claim.values:
            found.setdefault(value.property, []).append(plain(value))
    return found


def price(read: Read, comment: str) -> tuple[object, ...] | None:
    """The price that a comment gives: value, upper end, currency, marker."""
    values = [value for claim in remarks(read(deal(comments=comment)), NAME) for value in claim.get("value")]
    assert len(values) <= 1
    return next(((v.value, v.upper, v.unit, v.marker.value) for v in values), None)


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("$500 m deal", (500_000_000, None, "USD", "exact")),
        ("EUR170 m deal", (170_000_000, None, "EUR", "exact")),
        ("MAD626 m ($70 m) deal", (626_000_000, None, "MAD", "exact")),
        ("$18-22 m deal (incl 3 m lost)", (18_000_000, 22_000_000, "USD", "exact")),
        ("$1.05 b deal", (1_050_000_000, None, "USD", "exact")),
        ("KRW1.3tr ($1.1-1.4 b) deal", (1_300_000_000_000, None, "KRW", "exact")),
        ("FFR1.25 b deal", (1_250_000_000, None, "FRF", "exact")),
        ("Probably $33 m deal", (33_000_000, None, "USD", "uncertain")),
        ("Deal worth $25 m", (25_000_000, None, "USD", "exact")),
        ("over $9 m deal", (9_000_000, None, "USD", "at_least")),
        ("about EUR3 m deal", (3_000_000, None, "EUR", "approximate")),
        ("$280 m 'Peace Kite' deal", (280_000_000, None, "USD", "exact")),
        ("$5.4 m 3-year lease", (5_400_000, None, "USD", "exact")),
        ("AUD1 b ($667 m) 'Land-1' Phase-1 programme", (1_000_000_000, None, "AUD", "exact")),
    ],
)
def test_prices_are_read_in_their_currency(read: Read, comment: str, expected: tuple[object, ...]) -> None:
    assert price(read, comment) == expected


@pytest.mark.parametrize(
    "comment",
    [
        "Part of $9 m deal",
        "part of EUR9 b ($10 b) deal",
        "$64 m or $76 m deal",
        "For $9 m modification of 9 aircraft",
        "$9 m modernization",
        "XYZ9 m deal",
        "Sold via UK as part of $7 b 'Kite' deal",
        "5 m deal",
        "TIV 50 m deal",
    ],
)
def test_what_is_no_price_of_this_deal_stays_in_words(read: Read, comment: str) -> None:
    assert price(read, comment) is None
    assert comment in [text for texts in read_one(read, comment).values() for text in texts]


def test_a_volume_is_never_money(read: Read) -> None:
    release = read(deal(comments="$10 m deal"))
    tiv = [value for claim in release.loadset.claims for value in claim.values if value.property.startswith("tiv")]
    assert tiv
    assert {value.unit for value in tiv} == {None}


@pytest.mark.parametrize(
    ("comment", "kind"),
    [
        ("Produced under licence in Morocco", "licensed_production"),
        ("incl 26 produced under licence in Morocco as Baz", "licensed_production"),
        ("Incl 5 (and rockets) assembled/produced under licence in Morocco", "licensed_production"),
        ("probably produced under licence in Morocco", ("licensed_production", "uncertain")),
        ("Assembled from kits in Morocco", ("licensed_production", "uncertain")),
        ("most assembled/produced in Morocco", ("licensed_production", "uncertain")),
        ("aid", "aid"),
        ("'MAP' aid", "aid"),
        ("$17 m aid", "aid"),
        ("Aid against locusts", "aid"),
        ("possibly aid", ("aid", "uncertain")),
        ("3-year lease", "lease"),
        ("lease until bought in 2024", "lease"),
    ],
)
def test_terms_are_read(read: Read, comment: str, kind: object) -> None:
    assert read_one(read, comment)["transferKind"] == [kind]


@pytest.mark.parametrize(
    "comment",
    [
        "Assembled in Egypt",
        "For 9 frigates produced in Morocco",
        "Designed for production under licence in Morocco",
        "ordered from Israel and produced under Russian licence",
        "incl production of components in Morocco",
        "Financed by US aid",
        "aid from USA",
        "loan",
        "leased via French company",
    ],
)
def test_terms_of_something_else_are_not_read(read: Read, comment: str) -> None:
    assert "transferKind" not in read_one(read, comment)


@pytest.mark.parametrize(
    ("comment", "date"),
    [
        ("delivery planned 2026", "2026"),
        ("Delivery planned 2024-2028", "2024/2028"),
        ("delivery planned from 2025", "2025/.."),
        ("delivery planned by 2027 (for all)", "../2027"),
        ("probably delivery planned 2026", ("2026", "uncertain")),
    ],
)
def test_planned_deliveries_are_read(read: Read, comment: str, date: object) -> None:
    assert read_one(read, comment) == {"deliveryDue": [date]}


@pytest.mark.parametrize(
    "comment", ["delivery planned 2028-2024", "delivery planned 2024-25", "delivery planned mid-2025"]
)
def test_other_plans_stay_in_words(read: Read, comment: str) -> None:
    assert read_one(read, comment) == {"note": [comment]}


def test_a_comment_is_taken_apart_at_semicolons_outside_of_brackets(read: Read) -> None:
    found = read_one(read, "$120 m deal (for 96; 5 more given); aid; for coast guard; MQ-1 version; for SAR")
    assert found == {
        "value": [120_000_000],
        "transferKind": ["aid"],
        "purpose": ["for coast guard; for SAR"],
        "note": ["MQ-1 version"],
    }


def test_a_bracket_that_is_never_closed_holds_nothing_back(read: Read) -> None:
    assert read_one(read, "(new version; aid") == {"note": ["(new version"], "transferKind": ["aid"]}


def test_two_terms_are_two_claims(read: Read) -> None:
    claims = remarks(read(deal(comments="aid; produced under licence in Morocco")), NAME)
    kinds = [[plain(value) for value in claim.get("transferKind")] for claim in claims]
    assert sorted(kinds) == [["aid"], ["licensed_production"]]


def test_second_hand_is_not_said_twice(read: Read) -> None:
    assert remarks(read(deal(comments="Second-hand", status="Second hand")), NAME) == []
    assert read_one(read, "Second-hand") == {"note": ["Second-hand"]}
    assert read_one(read, "Probably second-hand", status="Second hand") == {"note": ["Probably second-hand"]}


WORDS = st.text(alphabet=st.sampled_from("ab 9$();-'mEUR"), min_size=1, max_size=40)


@given(WORDS.map(str.strip).filter(bool))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_word_of_a_comment_is_in_some_value(read: Read, comment: str) -> None:
    claims: list[Claim] = remarks(read(deal(comments=comment)), NAME)
    told = "".join(_wording(value) for claim in claims for value in claim.values)
    assert set(re.findall(r"\w+", comment)) <= set(re.findall(r"\w+", told.replace("\0", " ")))


def _wording(value: Value) -> str:
    return f"{value.text or value.value}\0"
