"""Claims: what a deal becomes, and the things it names."""

import pytest

from loaders.gate import claims_graph
from ontology.validation import validate
from ontology.vocabulary import Vocabulary
from tests.loaders.sipri_register.conftest import Read, deals, plain, said
from tests.loaders.sipri_register.exports import DELIVERED, deal, undelivered


def test_a_deal_with_all_its_columns(read: Read) -> None:
    (claim,) = deals(read(deal(ordered="6", tiv="15"))).values()
    assert (claim.type, claim.source, claim.valid, claim.credibility) == (
        "Transfer",
        "sipri-trade-register",
        "2020/2022",
        2,
    )
    assert {value.property: said(claim, value.property) for value in claim.values} == {
        "supplier": ["israel"],
        "recipient": ["morocco"],
        "system": ["heron-9"],
        "orderDate": ["2020"],
        "condition": ["new"],
        "quantityOrdered": [6],
        "quantityDelivered": [4],
        "transferStatus": ["delivering"],
        "deliveryDate": ["2021", "2022"],
        "deliveryStart": ["2021"],
        "deliveryEnd": ["2022"],
        "tivOrdered": [15],
        "tivDelivered": [10],
    }


@pytest.mark.parametrize(
    ("record", "status"),
    [
        (undelivered(), ["ordered"]),
        (deal(delivered="3"), ["delivering"]),
        (deal(), ["delivered"]),
        (deal(delivered="5"), ["delivered"]),
        (deal(ordered=""), []),
    ],
)
def test_the_status_follows_from_the_numbers(read: Read, record: str, status: list[str]) -> None:
    (claim,) = deals(read(record)).values()
    assert said(claim, "transferStatus") == status


@pytest.mark.parametrize(
    ("status", "condition"),
    [("New", "new"), ("Second hand", "second_hand"), ("Second hand but modernized", "modernised")],
)
def test_conditions(read: Read, status: str, condition: str) -> None:
    (claim,) = deals(read(deal(status=status))).values()
    assert said(claim, "condition") == [condition]


def test_deals_of_one_year_are_of_that_year(read: Read) -> None:
    (one,) = deals(read(deal(years="2020"))).values()
    (none,) = deals(read(undelivered(doubts="?  "))).values()
    assert (one.valid, none.valid) == ("2020", "2020?")
    assert said(one, "deliveryStart") == ["2020"]
    assert not one.get("deliveryEnd")


@pytest.mark.parametrize(
    ("name", "id_", "kind"),
    [
        ("UAE", "united-arab-emirates", "State"),
        ("Turkiye", "turkey", "State"),
        ("Cote d'Ivoire", "cote-d-ivoire", "State"),
        ("Soviet Union", "soviet-union", "State"),
        ("East Germany (GDR)", "east-germany", "State"),
        ("Hezbollah (Lebanon)*", "hezbollah", "ArmedGroup"),
        ("United Nations**", "united-nations", "Organisation"),
        ("Western Sahara", "polisario-front", "Organisation"),
    ],
)
def test_parties_are_what_they_are(read: Read, name: str, id_: str, kind: str) -> None:
    release = read(deal(recipient=name))
    (claim,) = deals(release).values()
    assert said(claim, "recipient") == [id_]
    assert {c.type for c in release.loadset.claims if c.subject == id_} == {kind}
    (by_sipri,) = [c for c in release.loadset.claims if c.subject == id_ and c.source == "sipri-trade-register"]
    assert said(by_sipri, "sipriName") == [name]


def test_states_that_are_gone_are_not_their_successors(read: Read) -> None:
    release = read(deal(supplier="Soviet Union", year="1980", years="1981"), deal(supplier="Russia"))
    assert {said(c, "supplier")[0] for c in deals(release).values()} == {"soviet-union", "russia"}
    (gone,) = [c for c in release.loadset.claims if c.subject == "soviet-union" and c.get("dissolved")]
    assert said(gone, "dissolved") == ["1991-12-26"]


@pytest.mark.parametrize(
    ("column", "name"),
    [("supplier", "unknown supplier(s)"), ("recipient", "unknown recipient(s)"), ("recipient", "unknown rebel group*")],
)
def test_who_is_not_known_is_said_to_be_unknown(read: Read, column: str, name: str) -> None:
    release = read(deal(**{column: name}))
    (claim,) = deals(release).values()
    (value,) = claim.get(column)
    assert (value.value, value.marker.value, value.text) == (None, "unknown", name)
    assert not any("unknown" in c.subject for c in release.loadset.claims if c.type != "Transfer")


def test_a_system_has_all_its_names_and_descriptions(read: Read) -> None:
    release = read(
        deal(designation="Barak-MX", description="SAM system"),
        deal(designation="Barak-MX", description="naval SAM system", year="2021"),
        deal(designation="Giraffe AMB", description="air search radar"),
        deal(designation="Giraffe-AMB", description="air-search radar", year="2021"),
    )
    systems = {c.subject: c for c in release.loadset.claims if c.type == "System"}
    assert set(systems) == {"barak-mx", "giraffe-amb"}
    assert said(systems["barak-mx"], "category") == ["air_defence_systems", "naval_weapons"]
    assert said(systems["barak-mx"], "description") == ["SAM system", "naval SAM system"]
    assert said(systems["giraffe-amb"], "name") == ["Giraffe-AMB"]
    assert said(systems["giraffe-amb"], "alias") == ["Giraffe AMB"]


def test_years_asked_for_count_some_deliveries_only(read: Read) -> None:
    asked = DELIVERED.replace("1950", "2021")
    (claim,) = deals(read(deal(), asked=asked)).values()
    assert said(claim, "quantityDelivered") == [(4, "at_least")]
    assert said(claim, "tivDelivered") == [(10, "at_least")]
    assert said(claim, "deliveryDate") == ["2021", "2022"]
    assert not any(claim.get(name) for name in ("deliveryStart", "deliveryEnd", "transferStatus"))


def test_deals_the_project_knows_by_another_name_are_those(read: Read) -> None:
    release = read(deal(supplier="France", designation="CAESAR 155mm", description="self-propelled gun"))
    assert set(deals(release)) == {"morocco-caesar-2020"}
    (claim,) = deals(release).values()
    assert said(claim, "system") == ["caesar"]


def test_the_source_has_the_day_of_the_export_and_one_id(read: Read) -> None:
    old, new = read(deal()), read(deal(), made="23 Oct 2025 5:22:49 PM")
    assert [source.date for source in old.loadset.sources] == ["2025-03-13", None]
    assert [source.date for source in new.loadset.sources] == ["2025-10-23", None]
    assert {c.id for c in old.loadset.claims} == {c.id for c in new.loadset.claims}
    assert not old.loadset.dataset.redistribute


def test_claims_hold_against_the_shapes_of_the_ontology(read: Read, vocabulary: Vocabulary) -> None:
    release = read(
        deal(comments="MAD626 m ($70 m) deal; aid; for SAR; delivery planned 2024-2028; assembled under licence here"),
        deal(
            supplier="unknown supplier(s)",
            recipient="Hamas (Palestine)*",
            ordered="",
            doubts="???",
            status="Second hand",
        ),
        undelivered(supplier="Soviet Union", recipient="NATO**", comments="Part of $9 m deal; $18-22 m deal"),
        asked=DELIVERED.replace("1950", "2021"),
    )
    claims = release.loadset.claims
    types = {claim.subject: claim.type for claim in claims if claim.type in vocabulary.entities}
    assert not release.problems
    violations = validate(claims_graph(claims, types, vocabulary), vocabulary, derived=False)
    wrong = [v for v in violations if v.focus.startswith("http") and v.severity == "Violation"]
    # of one claim by itself only its values are judged: what it leaves out may stand in another
    assert [v for v in wrong if "/claim/" not in v.focus or v.value not in (None, v.focus)] == []


def test_values_are_what_the_ontology_has_for_the_class(read: Read, vocabulary: Vocabulary) -> None:
    release = read(deal(comments="$9 m deal; lease; for SAR; x"), undelivered(comments="delivery planned 2026"))
    for claim in release.loadset.claims:
        known = vocabulary.properties_of(claim.type).keys()
        if claim.type in vocabulary.relationships:
            known |= vocabulary.roles_of(claim.type).keys()
        assert {value.property for value in claim.values} <= known, claim
        for value in claim.values:
            scheme = vocabulary.properties[value.property].scheme if value.property in vocabulary.properties else None
            assert scheme is None or vocabulary.concept(scheme, str(plain(value)))
