"""Ids of deals: the same for the same deal, whatever else is in the file and in whatever order."""

from collections.abc import Sequence

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.loaders.sipri_register.conftest import Read, deals, remarks, said
from tests.loaders.sipri_register.exports import deal, undelivered


def test_a_deal_is_named_by_who_what_from_whom_and_when(read: Read) -> None:
    assert set(deals(read(deal()))) == {"sipri-morocco-israel-heron-9-2020"}


TWINS = (
    deal(ordered="4", comments="Heron-9B version"),
    deal(ordered="8", delivered="8", years="2021"),
    deal(status="Second hand", years="2020"),
    undelivered(ordered="2"),
    deal(ordered="4", comments="aid"),
)


@given(st.permutations(TWINS))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
def test_the_order_of_rows_does_not_matter(read: Read, records: Sequence[str]) -> None:
    claims = {claim.id for claim in read(*records).loadset.claims}
    assert claims == {claim.id for claim in read(*TWINS).loadset.claims}


def test_undelivered_deals_come_last_so_that_an_export_without_them_changes_no_id(read: Read) -> None:
    before = deals(read(undelivered(), deal(), deal(status="Second hand")))
    after = deals(read(deal(status="Second hand"), deal()))
    assert {name: before[name].id for name in after} == {name: claim.id for name, claim in after.items()}
    assert before.keys() - after.keys() == {"sipri-morocco-israel-heron-9-2020-3"}


def test_a_reworded_comment_changes_no_claim_but_that_on_the_comment(read: Read) -> None:
    name = "sipri-morocco-israel-heron-9-2020"
    old, new = read(deal(comments="Second-hand; aid")), read(deal(comments="Aid"))
    assert deals(old)[name].id == deals(new)[name].id
    assert remarks(old, name) != remarks(new, name)


def test_a_description_reworded_keeps_deal_and_system(read: Read) -> None:
    old = read(deal(designation="Eye-9", description="recce satellite"))
    new = read(deal(designation="Eye-9", description="surveillance satellite"))
    assert {c.id for c in deals(old).values()} == {c.id for c in deals(new).values()}


def test_a_designation_spelt_anew_keeps_deal_and_system(read: Read) -> None:
    old = read(deal(designation="EL/M-2084", description="air search radar"))
    new = read(deal(designation="M-2084", description="air-search radar"))
    assert {c.id for c in deals(old).values()} == {c.id for c in deals(new).values()}
    (name,) = [c for c in old.loadset.claims if c.subject == "m-2084"]
    assert said(name, "sipriName") == ["EL/M-2084"]


def test_a_party_named_anew_is_the_same(read: Read) -> None:
    old, new = read(deal(recipient="Libya HoR*")), read(deal(recipient="HoR (Libya)*"))
    assert {c.id for c in deals(old).values()} == {c.id for c in deals(new).values()}


def test_namesakes_are_different_systems_and_different_deals(read: Read) -> None:
    release = read(
        deal(designation="Cheongung", description="SAM system"), deal(designation="Cheongung", description="SAM")
    )
    found = deals(release)
    assert set(found) == {"sipri-morocco-israel-cheongung-2020", "sipri-morocco-israel-cheongung-missile-2020"}
    assert {said(claim, "system")[0] for claim in found.values()} == {"cheongung", "cheongung-missile"}


def test_equipment_named_by_kind_links_nobody(read: Read) -> None:
    engine = {"designation": "ship engine", "description": "ship engine"}
    release = read(
        *(deal(supplier=supplier, **engine) for supplier in ("Germany", "Ukraine")),
        deal(supplier="Germany", year="2021", **engine),
    )
    systems = [said(claim, "system")[0] for claim in deals(release).values()]
    assert len(set(systems)) == 3
    (named,) = [c for c in release.loadset.claims if c.subject == "morocco-germany-ship-engine-2020"]
    assert said(named, "name") == ["ship engine for Morocco, ordered 2020"]
    assert said(named, "category") == ["engines"]
