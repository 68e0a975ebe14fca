"""Rows to deals: what cannot be used is told with its place, and never guessed."""

import pytest

from graph.errors import Refused
from tests.loaders.sipri_register.conftest import Read, deals, said
from tests.loaders.sipri_register.exports import HEADER, deal, undelivered

FIRST = 9
"""The line of the first record in a made-up export."""


@pytest.mark.parametrize(
    ("field", "column", "record"),
    [
        ("recipient", "Recipient", deal(recipient="Atlantis")),
        ("supplier", "Supplier", deal(supplier="Israel ***")),
        ("description", "Weapon description", deal(description="death ray")),
        ("designation", "Weapon designation", deal(designation="-")),
        ("status", "status", deal(status="Rusty")),
        ("order_year", "Year of order", deal(year="20x0")),
        ("order_year", "Year of order", deal(year="3020")),
        ("ordered", "Number ordered", deal(ordered="some")),
        ("delivered", "Number delivered", deal(delivered="-4")),
        ("delivery_years", "Year(s) of delivery", deal(years="2021/2022")),
        ("delivery_years", "Year(s) of delivery", deal(years="2019")),
        ("delivery_years", "Year(s) of delivery", deal(years="")),
        ("tiv_unit", "SIPRI TIV per unit", deal(unit="$3")),
        ("tiv_delivered", "SIPRI TIV of delivered weapons", deal(tiv_delivered="1e9")),
    ],
)
def test_a_value_that_does_not_fit_is_told_and_its_deal_left_out(
    read: Read, field: str, column: str, record: str
) -> None:
    release = read(record, deal(year="2018"))
    (problem,) = release.problems
    assert (problem.line, problem.column, problem.field) == (FIRST, HEADER.split(",").index(column) + 1, field)
    assert problem.value == record.split(",")[problem.column - 1]
    assert "The deal is left out." in problem.message
    assert [claim.valid for claim in deals(release).values()] == ["2018/2022"]


def test_a_mark_that_is_no_question_mark_is_told(read: Read) -> None:
    (problem,) = read(deal(doubts=" ! "), deal()).problems
    assert (problem.field, problem.value) == ("ordered_doubt", "!")


def test_strict_refuses_at_the_first(read: Read) -> None:
    with pytest.raises(Refused, match=r"register.csv:10:2 supplier: 'Nobody'"):
        read(deal(), deal(supplier="Nobody"), deal(status="Rusty"), strict=True)


def test_question_marks_make_values_uncertain_and_the_claim_less_credible(read: Read) -> None:
    sure, doubted = read(deal(), deal(year="2021", doubts="???")), read(deal(doubts="???"))
    (claim,) = deals(doubted).values()
    assert said(claim, "orderDate") == ["2020?"]
    assert claim.valid == "2020?/2022"
    assert said(claim, "quantityOrdered") == said(claim, "quantityDelivered") == [(4, "uncertain")]
    assert claim.credibility == 3
    assert deals(sure)["sipri-morocco-israel-heron-9-2020"].credibility == 2


def test_a_number_not_known_is_said_to_be_unknown_and_its_volume_is_none(read: Read) -> None:
    (claim,) = deals(read(deal(ordered="", tiv="0"))).values()
    assert said(claim, "quantityOrdered") == [(None, "unknown")]
    assert said(claim, "quantityDelivered") == [4]
    assert not claim.get("tivOrdered")
    assert not claim.get("transferStatus")


def test_a_piece_whose_worth_is_not_known_has_no_volume(read: Read) -> None:
    (claim,) = deals(read(undelivered(unit="0", tiv="0"))).values()
    assert not claim.get("tivOrdered")
    assert said(claim, "tivDelivered") == [0]


def test_deliveries_of_volume_0_are_below_a_half(read: Read) -> None:
    (claim,) = deals(read(deal(tiv_delivered="0"))).values()
    (value,) = claim.get("tivDelivered")
    assert (value.value, value.upper, value.unit) == (0, 0.5, None)
