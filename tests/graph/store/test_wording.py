"""Words for people who read the graph."""

from typing import Any

import pytest

from graph.claim import Claim, Marker, Status, Value
from graph.confidence import independent_groups
from graph.source import Reliability, Source
from graph.store.derive import RESERVED, Trust
from graph.store.wording import caption_of, claim_row, names_of, naming_properties, reading_order
from ontology.vocabulary import Vocabulary

SOURCES = tuple(Source(name, "d", name, reliability=Reliability(name.upper())) for name in "ac")
TRUST = Trust({source.id: source for source in SOURCES}, independent_groups(SOURCES))
NAMES = {"iai": "Israel Aerospace Industries", "morocco": "Morocco", "barak": "Barak MX"}


def test_what_names_a_thing_is_told_by_what_it_is_aligned_with(vocabulary: Vocabulary):
    naming = naming_properties(vocabulary)
    assert {"name", "alias", "formerName", "abbreviation", "wikidata", "iso3166", "lei"} <= naming
    assert not {"description", "note", "website", "value"} & naming


def test_names_come_with_the_best_supported_first(vocabulary: Vocabulary):
    claims = [
        Claim("m", "State", "c", (Value("alias", "Maroc"), Value("wikidata", "Q1028"), Value("note", "a note"))),
        Claim("m", "State", "a", (Value("name", "Morocco"),)),
        Claim("m", "State", "a", (Value("alias", "Nowhere"),), status=Status.DENIED),
    ]
    assert names_of(claims, naming_properties(vocabulary), TRUST) == ["Morocco", "Maroc", "Q1028"]


def test_no_property_of_the_ontology_is_hidden_by_a_derived_one(vocabulary: Vocabulary):
    assert RESERVED & vocabulary.properties.keys() == {"name"}
    beside = {name + end for name in vocabulary.properties for end in ("Unit", "Upper", "Marker")}
    assert not beside & (RESERVED | vocabulary.properties.keys())


@pytest.mark.parametrize(
    ("kind", "roles", "caption"),
    [
        (
            "Transfer",
            {"supplier": "iai", "recipient": "morocco", "system": "barak"},
            "Transfer: Israel Aerospace Industries -> Morocco (Barak MX)",
        ),
        ("Transfer", {"recipient": "morocco", "system": "barak"}, "Transfer: Morocco (Barak MX)"),
        ("Transfer", {"system": "barak"}, "Transfer: Barak MX"),
        ("Transfer", {"supplier": "unnamed", "recipient": "morocco"}, "Transfer: unnamed -> Morocco"),
        ("Ownership", {"owner": "iai", "asset": "elta"}, "Ownership: Israel Aerospace Industries -> elta"),
        ("Indicator", {"subject": "morocco"}, "Indicator: Morocco"),
    ],
)
def test_a_relationship_in_a_line(vocabulary: Vocabulary, kind: str, roles: dict[str, str], caption: str):
    claim = Claim("x", kind, "a", tuple(Value(role, player) for role, player in roles.items()))
    assert caption_of(vocabulary.relationships[kind], [claim], {}, vocabulary, NAMES) == caption


def test_a_statistic_goes_by_what_is_measured(vocabulary: Vocabulary):
    scheme = vocabulary.properties["measure"].scheme
    assert scheme
    concept = next(iter(vocabulary.schemes[scheme].concepts.values()))
    claim = Claim("x", "Indicator", "a", (Value("subject", "morocco"),))
    line = caption_of(vocabulary.relationships["Indicator"], [claim], {"measure": concept.name}, vocabulary, NAMES)
    assert line.casefold() == f"{concept.label}: Morocco".casefold()


def row(claim: Claim, vocabulary: Vocabulary) -> dict[str, Any]:
    return claim_row(claim, vocabulary, reading_order(vocabulary), NAMES)


def test_a_claim_line_by_line(vocabulary: Vocabulary):
    values = (
        Value("value", 500_000_000, Marker.APPROXIMATE, upper=585_000_000, unit="USD"),
        Value("quantityOrdered", None, Marker.UNKNOWN),
        Value("recipient", "morocco"),
        Value("supplier", "iai", Marker.UNCERTAIN),
    )
    shown = row(Claim("deal", "Transfer", "a", values, valid="2022", quote="a deal"), vocabulary)
    assert shown["says"] == [
        "supplier: perhaps Israel Aerospace Industries",
        "recipient: Morocco",
        "quantity ordered: unknown",
        "value: about 500,000,000 to 585,000,000 USD",
    ]
    assert (shown["valid"], shown["quote"], shown["status"]) == ("2022", "a deal", "asserted")
    assert shown["locator"] is None


def test_a_denial_says_so_first_and_a_caption_is_short(vocabulary: Vocabulary):
    denial = Claim("m", "State", "a", (Value("note", "x" * 500, lang="en"),), status=Status.DENIED)
    caption = row(denial, vocabulary)["name"]
    assert caption.startswith("denied; note (en): xxx")
    assert len(caption) == 120
    assert caption.endswith("…")
