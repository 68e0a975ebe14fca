"""Can a person read what a claim says?"""

import pytest

from graph.cite import cite_claim, name_thing, say, say_value
from graph.claim import Claim, Marker, Value
from graph.view import View
from tests.graph.worlds import DEAL, THINGS, claim, denial, forge_world, world


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Value("value", 500_000_000, unit="USD"), "500,000,000 USD"),
        (Value("value", 500_000_000, upper=585_000_000, unit="EUR"), "500,000,000 to 585,000,000 EUR"),
        (Value("share", 50, Marker.APPROXIMATE, unit="percent"), "about 50 percent"),
        (Value("quantityOrdered", 12, Marker.AT_LEAST), "at least 12"),
        (Value("quantityOrdered", 12, Marker.AT_MOST), "at most 12"),
        (Value("quantityOrdered", 12, Marker.UNCERTAIN), "perhaps 12"),
        (Value("quantityOrdered", None, Marker.UNKNOWN), "unknown"),
        (Value("supplier", "anvil"), "Anvil"),
        (Value("ownershipKind", "state_owned"), "state-owned"),
        (Value("ownershipKind", "never_heard_of"), "never_heard_of"),
        (Value("madeUp", "something"), "something"),
    ],
)
def test_a_value_in_words(value: Value, text: str) -> None:
    assert say_value(forge_world(), value) == text


def test_a_claim_in_a_line() -> None:
    assert say(forge_world(), DEAL) == "supplier: Anvil; recipient: Northland; system: Kite; value: 500"


def test_a_denial_is_a_denial() -> None:
    no = denial("deal", "Transfer", value=500)
    assert say(forge_world(no), no) == "not so: value: 500"


def test_what_is_not_said_is_left_out() -> None:
    cited = cite_claim(forge_world(), DEAL)
    assert "quote" not in cited
    assert cited["source"]["date"] == "2022"
    said = Claim("deal", "Transfer", "gazette", (), quote="a kite for Northland", locator="p. 3")
    assert cite_claim(forge_world(said), said)["quote"] == "a kite for Northland"


def test_a_relationship_is_called_by_its_name_or_its_class() -> None:
    snapshot = world(
        *THINGS, claim("d1", "Transfer"), claim("d2", "Transfer", name=Value("name", "Kite deal", lang="en"))
    )
    assert [name_thing(snapshot, n)["name"] for n in ("d1", "d2")] == ["transfer d1", "Kite deal"]
    assert View() == View()
