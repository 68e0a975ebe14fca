"""What an export is silent on stays; what it denies by silence goes."""

from pathlib import Path

from graph.claim import Claim
from loaders.release import Release
from loaders.sipri_register import read_release
from ontology.vocabulary import Vocabulary
from tests.loaders.sipri_register.conftest import Read, deals, said
from tests.loaders.sipri_register.exports import ALL, DELIVERED, WHOLE, deal, resaved, undelivered


def after(standing: Release, new: Release) -> set[Claim]:
    """What stands after two loads, worked out as a store would."""
    said_again = {claim.id for claim in new.loadset.claims}
    unsaid = [claim for claim in standing.loadset.claims if claim.id not in said_again]
    keeps = new.loadset.keeps
    kept = keeps(unsaid) if keeps else frozenset()
    assert kept <= {claim.id for claim in unsaid}
    return {*new.loadset.claims, *(claim for claim in unsaid if claim.id in kept)}


def subjects(claims: set[Claim]) -> set[str]:
    return {claim.subject for claim in claims}


ROWS = (
    deal(comments="aid"),
    deal(supplier="France", designation="Mirage-9", description="fighter aircraft", year="2000", years="2001"),
    undelivered(designation="Ofeq-X", description="surveillance satellite", year="2023", comments="$1 b deal"),
    deal(recipient="Egypt", designation="Old-1", description="tank", year="1985", years="1986; 1999"),
)


def test_the_whole_register_replaces_everything(read: Read) -> None:
    new = read(ROWS[0])
    assert new.loadset.keeps is None
    assert after(read(*ROWS), new) == set(new.loadset.claims)


def test_an_export_of_deliveries_leaves_the_undelivered_alone_with_all_they_need(read: Read) -> None:
    old = read(*ROWS)
    stands = after(old, read(ROWS[0], asked=DELIVERED, made="23 Oct 2025 5:22:49 PM"))
    assert {"sipri-morocco-israel-ofeq-x-2023", "ofeq-x"} < subjects(stands)
    assert not subjects(stands) & {"sipri-morocco-france-mirage-9-2000", "mirage-9", "france", "egypt", "old-1"}
    assert len([c for c in stands if c.subject == "sipri-morocco-israel-ofeq-x-2023"]) == 2


def test_a_deal_delivered_since_is_replaced(read: Read) -> None:
    new = read(
        deal(designation="Ofeq-X", description="surveillance satellite", year="2023", years="2025"),
        asked=DELIVERED,
        made="23 Oct 2025 5:22:49 PM",
    )
    stands = after(read(ROWS[2]), new)
    (claim,) = [c for c in stands if c.subject == "sipri-morocco-israel-ofeq-x-2023"]
    assert said(claim, "transferStatus") == ["delivered"]


def test_an_export_for_one_country_leaves_the_others_alone(read: Read) -> None:
    asked = WHOLE.replace("to All countries", "to Morocco")
    stands = after(read(*ROWS), read(ROWS[0], asked=asked))
    assert {"sipri-egypt-israel-old-1-1985", "old-1", "egypt"} <= subjects(stands)
    assert not subjects(stands) & {"sipri-morocco-france-mirage-9-2000", "sipri-morocco-israel-ofeq-x-2023"}


def test_an_export_for_some_years_leaves_the_others_alone(read: Read) -> None:
    asked = ALL + "Deals with deliveries made for the year range '1999' to '2025'"
    stands = after(read(*ROWS), read(ROWS[0], asked=asked, made="23 Oct 2025 5:22:49 PM"))
    assert "sipri-morocco-israel-ofeq-x-2023" in subjects(stands)
    assert not subjects(stands) & {"sipri-morocco-france-mirage-9-2000", "sipri-egypt-israel-old-1-1985"}
    asked = asked.replace("1999", "2010")
    stands = after(read(*ROWS), read(ROWS[0], asked=asked, made="23 Oct 2025 5:22:49 PM"))
    assert {"sipri-morocco-france-mirage-9-2000", "sipri-egypt-israel-old-1-1985"} <= subjects(stands)


def test_deliveries_of_some_years_do_not_replace_those_of_all(read: Read) -> None:
    full, name = read(deal()), "sipri-morocco-israel-heron-9-2020"
    asked = ALL + "Deals with deliveries made for the year range '2022' to '2025'"
    part = read(deal(delivered="1", years="2022", tiv_delivered="2.5"), asked=asked, made="23 Oct 2025 5:22:49 PM")
    numbers = [said(c, "quantityDelivered") for c in after(full, part) if c.subject == name]
    assert sorted(map(str, numbers)) == ["[(1, 'at_least')]", "[4]"]
    later = read(deal(delivered="2", years="2022; 2023", tiv_delivered="5"), asked=asked, made="23 Nov 2025 5:22:49 PM")
    assert [said(c, "quantityDelivered") for c in after(part, later) if c.subject == name] == [[(2, "at_least")]]
    assert [said(c, "quantityDelivered") for c in after(part, full) if c.subject == name] == [[4]]


def test_an_export_without_a_preamble_speaks_only_of_what_it_has(
    read: Read, tmp_path: Path, vocabulary: Vocabulary
) -> None:
    old = read(*ROWS)
    new = read_release(resaved(tmp_path / "resaved.csv", [deal(delivered="3")]), vocabulary)
    stands = after(old, new)
    assert subjects(stands) == subjects(set(old.loadset.claims))
    (claim,) = [c for c in stands if c.subject == "sipri-morocco-israel-heron-9-2020" and c.get("orderDate")]
    assert said(claim, "quantityDelivered") == [3]
    assert deals(new).keys() <= deals(old).keys()


def test_a_country_of_the_scope_that_is_not_known_is_told(read: Read) -> None:
    (problem,) = read(deal(), asked=WHOLE.replace("from All countries", "from Atlantis; Israel")).problems
    assert (problem.field, problem.value) == ("supplier", "Atlantis")
