"""What a value as a person writes it means, and what is said of one that means nothing."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.claim import Marker, Value
from loaders.problem import BadValue
from loaders.quantity import LARGEST, SCALES, plain
from loaders.values import check_id, check_url, parse_long_value, parse_role, parse_value
from ontology.vocabulary import load_vocabulary

V = load_vocabulary()


def parse(prop: str, text: str) -> Value:
    return parse_value(text, V.properties[prop], V)


def long(prop: str, **fields: str) -> Value:
    return parse_long_value(fields, V.properties[prop], V)


@pytest.mark.parametrize(
    ("prop", "text", "value"),
    [
        ("share", "50 %", Value("share", 50, unit="percent")),
        ("share", "50%", Value("share", 50, unit="percent", text="50%")),
        ("share", "49.9 %", Value("share", 49.9, unit="percent")),
        ("share", "~50 %", Value("share", 50, Marker.APPROXIMATE, unit="percent", text="~50 %")),
        ("share", "50 %?", Value("share", 50, Marker.UNCERTAIN, unit="percent", text="50 %?")),
        ("share", ">=50 %", Value("share", 50, Marker.AT_LEAST, unit="percent", text=">=50 %")),
        ("share", "<= 50 percent", Value("share", 50, Marker.AT_MOST, unit="percent", text="<= 50 percent")),
        ("share", "unknown", Value("share", None, Marker.UNKNOWN)),
        ("share", "40..50 %", Value("share", 40, upper=50, unit="percent", text="40..50 %")),
        ("value", "500000000 USD", Value("value", 500_000_000, unit="USD")),
        ("value", "500 million USD", Value("value", 500_000_000, unit="USD", text="500 million USD")),
        ("value", "14.795 billion USD", Value("value", 14_795_000_000, unit="USD", text="14.795 billion USD")),
        ("value", "2.5 thousand MAD", Value("value", 2_500, unit="MAD", text="2.5 thousand MAD")),
        (
            "value",
            "500..585 million EUR",
            Value("value", 500_000_000, upper=585_000_000, unit="EUR", text="500..585 million EUR"),
        ),
        (
            "value",
            "~1 .. 1.5 trillion ILS",
            Value("value", 10**12, Marker.APPROXIMATE, 15 * 10**11, "ILS", text="~1 .. 1.5 trillion ILS"),
        ),
        ("value", "100 million DEM", Value("value", 10**8, unit="DEM", text="100 million DEM")),
        ("quantityOrdered", "36", Value("quantityOrdered", 36)),
        ("quantityOrdered", "~30", Value("quantityOrdered", 30, Marker.APPROXIMATE, text="~30")),
        ("quantityOrdered", "36..40", Value("quantityOrdered", 36, upper=40, text="36..40")),
        ("quantityOrdered", "1.5 thousand", Value("quantityOrdered", 1500, text="1.5 thousand")),
        ("range", "<=300 km", Value("range", 300, Marker.AT_MOST, unit="km", text="<=300 km")),
        ("speed", "250 km/h", Value("speed", 250, unit="km/h")),
        ("area", "1.5 km2", Value("area", 1.5, unit="km2")),
        ("number", "-46 %", Value("number", -46, unit="percent")),
        ("number", "5", Value("number", 5)),
        ("tivOrdered", "0.85", Value("tivOrdered", 0.85)),
        ("orderDate", "2021-10~", Value("orderDate", "2021-10~")),
        ("ownershipKind", "stake", Value("ownershipKind", "stake")),
        ("ownershipKind", "stake?", Value("ownershipKind", "stake", Marker.UNCERTAIN)),
        ("name", "Maroc?", Value("name", "Maroc?", lang="en")),
        ("description", "1_000", Value("description", "1_000")),
        ("website", "https://example.org/a?b=c#d", Value("website", "https://example.org/a?b=c#d")),
        ("wikidata", "Q1028", Value("wikidata", "Q1028")),
    ],
)
def test_a_text_means(prop: str, text: str, value: Value) -> None:
    assert parse(prop, text) == value


@pytest.mark.parametrize(
    ("prop", "text", "says"),
    [
        ("share", "50 percnt", "'50 percnt' is no share: give a number with a unit, such as 50 %"),
        ("share", "50", "give a number with a unit"),
        ("share", "half", "is no share"),
        ("share", "50 km", "is no share"),
        ("share", "50,5 %", "without separators"),
        ("share", "~50 %?", "two markers"),
        ("share", "50..40 %", "smaller number first"),
        ("share", ">=40..50 %", "at most ~"),
        ("share", "", "is no share"),
        ("share", "NaN %", "is no share"),
        ("share", "٥٠ %", "is no share"),
        ("share", "0." + "1" * 24 + " %", "more digits"),
        ("number", "5 percnt", "is no number"),
        ("value", "500 million", "ISO 4217"),
        ("value", "$500m", "ISO 4217"),
        ("value", "500 million UDS", "ISO 4217"),
        ("value", "500,000,000 USD", "without separators"),
        ("value", "500 millions USD", "ISO 4217"),
        ("value", "9" * 25 + " trillion USD", "more digits"),
        ("value", "1" * 5000 + " USD", "is no"),
        ("quantityOrdered", "36.5", "whole number"),
        ("quantityOrdered", "36 guns", "without a unit"),
        ("quantityOrdered", "1_000", "without separators"),
        ("quantityOrdered", "0x24", "is no"),
        ("quantityOrdered", str(LARGEST + 1), "more digits"),
        ("orderDate", "2021-02-30", "no day 30"),
        ("orderDate", "October 2021", "is no date"),
        ("ownershipKind", "Stake", "is no kind of ownership"),
        ("ownershipKind", "~stake", "is no kind of ownership"),
        ("website", "example.org", "is no address"),
        ("website", "javascript:alert(1)", "is no address"),
        ("website", "https://a b.org/", "is no address"),
        ("website", "https://[bad/", "is no address"),
        ("website", "https://", "is no address"),
        ("wikidata", "1028", "has to match"),
        ("lei", "5493001KJTIIGC8Y1R1", "has to match"),
        ("name", "  ", "empty"),
    ],
)
def test_what_means_nothing_is_refused_with_a_way_out(prop: str, text: str, says: str) -> None:
    with pytest.raises(BadValue, match=re.escape(says)) as caught:
        parse(prop, text)
    assert len(str(caught.value)) < 300


def test_the_nearest_and_all_that_is_allowed_are_named() -> None:
    with pytest.raises(BadValue) as caught:
        parse("share", "50 percnt")
    assert (caught.value.suggestion, caught.value.allowed) == ("percent", ("percent",))
    with pytest.raises(BadValue) as caught:
        parse("ownershipKind", "subsidary")
    assert caught.value.suggestion == "subsidiary"
    assert "wholly_owned" in caught.value.allowed
    with pytest.raises(BadValue) as caught:
        parse("value", "5 million UDS")
    assert caught.value.suggestion == "USD"


@pytest.mark.parametrize(
    ("prop", "fields", "value"),
    [
        (
            "value",
            {"value": "500000000", "unit": "USD", "marker": "at_least", "text": "more than $500 m"},
            Value("value", 500_000_000, Marker.AT_LEAST, unit="USD", text="more than $500 m"),
        ),
        (
            "value",
            {"value": ">=5 USD", "text": "over $5"},
            Value("value", 5, Marker.AT_LEAST, unit="USD", text="over $5"),
        ),
        (
            "value",
            {"value": "5", "upper": "6", "unit": "USD", "text": "5-6"},
            Value("value", 5, upper=6, unit="USD", text="5-6"),
        ),
        (
            "value",
            {"marker": "unknown", "text": "undisclosed"},
            Value("value", None, Marker.UNKNOWN, text="undisclosed"),
        ),
        ("description", {"value": "unknown"}, Value("description", "unknown")),
        ("name", {"value": "المغرب", "lang": "ar"}, Value("name", "المغرب", lang="ar")),
        ("orderDate", {"value": "2021", "text": "last year"}, Value("orderDate", "2021", text="last year")),
        ("ownershipKind", {"value": "stake", "marker": "uncertain"}, Value("ownershipKind", "stake", Marker.UNCERTAIN)),
    ],
)
def test_a_value_written_long_means(prop: str, fields: dict[str, str], value: Value) -> None:
    assert long(prop, **fields) == value


@pytest.mark.parametrize(
    ("prop", "fields", "says"),
    [
        ("share", {"unit": "%"}, "no value"),
        ("share", {"value": "~50 %", "marker": "approximate"}, "given twice"),
        ("share", {"value": "50 %", "marker": "aproximate"}, "no marker"),
        ("share", {"value": "50", "marker": "unknown"}, "unknown has no value"),
        ("share", {"value": "50 %", "lang": "en"}, "has no language"),
        ("description", {"value": "x", "unit": "km"}, "has no unit"),
        ("name", {"value": "x", "lang": "English"}, "no language tag"),
    ],
)
def test_a_value_written_long_and_wrong_is_refused(prop: str, fields: dict[str, str], says: str) -> None:
    with pytest.raises(BadValue, match=says):
        long(prop, **fields)


def test_who_plays_a_role() -> None:
    assert parse_role("israel-aerospace-industries", "owner") == Value("owner", "israel-aerospace-industries")
    assert parse_role("israel?", "owner") == Value("owner", "israel", Marker.UNCERTAIN)
    assert parse_role("unknown", "owner") == Value("owner", None, Marker.UNKNOWN)


@pytest.mark.parametrize(
    ("text", "suggestion"), [("Israel Aerospace", "israel-aerospace"), ("-a", "a"), ("מרוקו", None), ("unknown", None)]
)
def test_what_is_no_id_gets_one_suggested(text: str, suggestion: str | None) -> None:
    with pytest.raises(BadValue, match="no id") as caught:
        check_id(text)
    assert caught.value.suggestion == suggestion


NUMBERS = st.decimals(0, 10**6, allow_nan=False, places=3).map(lambda d: d.normalize()).map(lambda d: f"{d:f}")


@given(
    NUMBERS,
    st.sampled_from(["", *SCALES]),
    st.sampled_from([("", Marker.EXACT), ("~", Marker.APPROXIMATE), (">=", Marker.AT_LEAST), ("<=", Marker.AT_MOST)]),
    st.sampled_from(["USD", "EUR", "MAD"]),
)
def test_a_written_amount_is_read_exactly(number: str, scale: str, marker: tuple[str, Marker], currency: str) -> None:
    value = parse("value", f"{marker[0]}{number} {scale} {currency}".replace("  ", " "))
    assert (value.marker, value.unit) == (marker[1], currency)
    assert Decimal(repr(value.value)) == Decimal(number) * SCALES.get(scale, 1)


@given(
    st.one_of(st.integers(-LARGEST, LARGEST), st.floats(-1e15, 1e15, allow_nan=False).filter(lambda x: abs(x) > 1e-9)),
    st.sampled_from([None, "percent"]),
)
def test_a_plain_number_is_read_back_as_it_was(number: float, unit: str | None) -> None:
    value = Value("number", int(number) if number == int(number) else number, unit=unit)
    assert parse("number", plain(value)) == value


@given(st.sampled_from(sorted(V.properties)), st.text(max_size=40))
def test_any_text_is_a_value_or_refused(prop: str, text: str) -> None:
    try:
        value = parse(prop, text)
    except BadValue as error:
        assert str(error)
    else:
        assert value.property == prop
        assert (value.value is None) == (value.marker is Marker.UNKNOWN)


@given(st.text(alphabet="0123456789.~<>=? %USDkm-", max_size=24))
def test_any_text_of_number_signs_is_a_value_or_refused(text: str) -> None:
    for prop in ("share", "value", "quantityOrdered", "number"):
        try:
            value = parse(prop, text)
        except BadValue:
            continue
        assert value.upper is None or (isinstance(value.value, (int, float)) and value.value < value.upper)


@pytest.mark.parametrize("url", ["http://a.org", "https://a.org:8080/x?y=%20z", "https://مثال.example/"])
def test_addresses_on_the_web_are_taken_as_they_are(url: str) -> None:
    assert check_url(url) == url
