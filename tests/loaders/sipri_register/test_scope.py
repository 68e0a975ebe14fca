"""What an export was asked for, by the words of its preamble."""

import pytest

from loaders.sipri_register.scope import Scope, read_scope

MADE = "Data generated: 23 Oct 2025 5:22:49 PM"


NO_YEARS = "Deals with deliveries made for the year range 'Not specified' to 'Not specified'"


def asked(text: str) -> Scope:
    return read_scope([f"Transfers of major conventional arms from {text}", MADE])


def test_the_two_wordings_of_the_website_are_understood() -> None:
    spaced = asked("All countries  to All countries . Deals with deliveries made for the year range '1950' to '2025' ")
    tight = asked(
        "All countries to All countries. Deals with deliveries or orders made for year range '1990' to '2023' "
    )
    assert (spaced.first, spaced.last, spaced.deliveries, spaced.orders) == (1950, 2025, True, False)
    assert (tight.first, tight.last, tight.deliveries, tight.orders) == (1990, 2023, True, True)
    assert spaced.made == tight.made == "2025-10-23"


def test_no_years_and_all_countries_is_the_whole_register() -> None:
    scope = asked(f"All countries to All countries. {NO_YEARS}")
    assert scope.whole
    assert scope.covers(None, "morocco", 2023, [])


def test_an_export_of_deliveries_is_silent_on_what_is_not_delivered() -> None:
    scope = asked("All countries to All countries. Deals with deliveries made for the year range '1950' to '2025'")
    assert (scope.whole, scope.broad) == (False, True)
    assert scope.covers("israel", "morocco", 2020, [2022])
    assert not scope.covers("israel", "morocco", 2023, [])


def test_an_export_of_orders_covers_those_without_a_delivery() -> None:
    scope = asked(
        "All countries to All countries. Deals with deliveries or orders made for the year range '2000' to '2010'"
    )
    assert scope.covers("israel", "morocco", 2005, [])
    assert scope.covers("israel", "morocco", 1990, [2001])
    assert not scope.covers("israel", "morocco", 1990, [1995, 2011])


@pytest.mark.parametrize(
    ("text", "supplier", "recipient", "covered"),
    [
        ("Israel to All countries", "Israel", "Morocco", True),
        ("Israel to All countries", "France", "Morocco", False),
        ("Israel to All countries", None, "Morocco", False),
        ("All countries to Morocco", "France", "Morocco", True),
        ("All countries to Morocco", "France", None, False),
        ("Israel; France to Morocco", "France", "Morocco", True),
        ("Israel; France to Morocco", "Spain", "Morocco", False),
    ],
)
def test_an_export_for_some_countries_is_silent_on_others(
    text: str, supplier: str | None, recipient: str | None, covered: bool
) -> None:
    scope = asked(f"{text}. {NO_YEARS}")
    assert scope.covers(supplier, recipient, 2020, [2021]) is covered


@pytest.mark.parametrize(("ordered", "all_of_it"), [(1999, False), (2000, True), (2010, True)])
def test_years_before_the_first_one_asked_for_may_have_had_deliveries(ordered: int, all_of_it: bool) -> None:
    scope = asked("All countries to All countries. Deals with deliveries made for the year range '2000' to '2025'")
    assert scope.sees_all_of(ordered) is all_of_it


def test_deliveries_after_the_last_year_asked_for_are_not_seen() -> None:
    scope = asked("All countries to All countries. Deals with deliveries made for the year range '1950' to '2024'")
    assert not scope.sees_all_of(2020)
    assert not scope.broad


@pytest.mark.parametrize(
    "preamble",
    [
        [],
        ["Something else"],
        ["Transfers of major conventional arms from All countries to All countries. Deals made for '1990' to '2000'"],
        [
            "Transfers of major conventional arms from All countries to All countries. "
            "Deals with deliveries made for the year range 'always' to '2000'"
        ],
    ],
)
def test_a_preamble_that_does_not_say_knows_nothing(preamble: list[str]) -> None:
    scope = read_scope(preamble)
    assert not scope.known
    assert not scope.covers("israel", "morocco", 2020, [2021])
    assert not scope.whole


def test_a_day_that_is_no_day_is_no_date() -> None:
    assert read_scope(["Data generated: 33 Foo 2025"]).made is None
