"""The two datasets that come with the project, read by the real reader and checked against what was collected.

The oracle is the collection they were made from: 500 statements with their sources, of 152 kinds, and 283 rows of
SIPRI's register. It is not part of the project, so its tallies and sums were taken from it by counting, and the
contested values by reading.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import loaders
from graph.claim import Claim, Marker, Status, Value
from graph.dates import bounds
from graph.loadset import LoadSet
from loaders.check import check
from loaders.claims_file import read_dataset
from ontology.vocabulary import Vocabulary, load_vocabulary

FOLDERS = Path(loaders.__file__).parent
Plain = tuple[object, ...] | str | int | float | None


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


@pytest.fixture(scope="module")
def curated(vocabulary: Vocabulary) -> LoadSet:
    return read_dataset(FOLDERS / "curated", vocabulary)


@pytest.fixture(scope="module")
def excerpt(vocabulary: Vocabulary) -> LoadSet:
    return read_dataset(FOLDERS / "sipri_excerpt", vocabulary)


@pytest.fixture(scope="module")
def claims(curated: LoadSet, excerpt: LoadSet) -> tuple[Claim, ...]:
    return (*curated.claims, *excerpt.claims)


def plain(value: Value) -> Plain:
    """A value as it is compared here: bare if exact and without unit, with marker, upper end and unit otherwise."""
    if value.marker is Marker.UNKNOWN:
        return "unknown"
    marks = () if value.marker is Marker.EXACT else (value.marker.value,)
    upper = () if value.upper is None else (value.upper,)
    unit = () if value.unit is None else (value.unit,)
    return (*marks, value.value, *upper, *unit) if marks or upper or unit else value.value


def said(claims: tuple[Claim, ...], subject: str, name: str) -> set[Plain]:
    """The values that claims give of one thing for one property or role."""
    return {plain(value) for claim in claims if claim.subject == subject for value in claim.get(name)}


def players(claims: tuple[Claim, ...], vocabulary: Vocabulary) -> Iterator[tuple[Claim, Value]]:
    for claim in claims:
        roles = vocabulary.roles_of(claim.type) if claim.type in vocabulary.relationships else {}
        yield from ((claim, value) for value in claim.values if value.property in roles and value.value is not None)


# --- Nothing of the collection is missing ----------------------------------------------------------------------------


def test_the_175_sources_of_the_collection_are_there_and_three_of_the_editors_own(
    curated: LoadSet, excerpt: LoadSet
) -> None:
    own = {"editors", "la-tribune-2025-02-atmos", "afp-2023-06-13-arms-exports"}
    collected = {source.id for source in (*curated.sources, *excerpt.sources)} - own
    assert len(collected) == 175
    addresses = Counter(source.url for source in (*curated.sources, *excerpt.sources) if source.url)
    assert len(addresses) == 173  # all but general knowledge and the article of 2025, whose address is not known
    assert max(addresses.values()) == 1


def test_each_way_of_saying_something_is_told_as_often_as_it_was_collected(claims: tuple[Claim, ...]) -> None:
    kinds = Counter(claim.type for claim in claims)
    # 20 parties by ATOP, 17 signatures, one each of witness, mediator, joining and stalled joining, both sides of the
    # free trade agreement, two signatories for Morocco, the six signers who are entities, and Morocco as a party to the
    # Abraham Accords, asserted and denied
    assert kinds["AccordParty"] == 20 + 17 + 4 + 2 + 2 + 6 + 2
    # manufactured by 16, co-developed by 5, prime contractor 1, partner 2, designer 1
    assert kinds["Manufacture"] == 16 + 5 + 1 + 2 + 1
    # subsidiaries 15, divisions 5, owned 4, owned in part 7, a shareholder, a joint venture, an early stake
    assert kinds["Ownership"] == 15 + 5 + 4 + 7 + 1 + 1 + 1
    # the summit 6 and once declined; two exercises with an observer, a participant, a host; a system used; a committee
    assert kinds["Participation"] == 6 + 1 + 1 + 1 + 1 + 1 + 1
    assert kinds["Visit"] == 3 + 1 + 1  # made, planned, and the undisclosed one of IAI's chief executive
    assert kinds["Recognition"] == kinds["TerritorialClaim"] == 2
    assert kinds["Designation"] == 3
    assert kinds["Composition"] == 3 + 3 + 1  # interceptors, rockets launched, the truck it is mounted on


def test_each_figure_is_told_as_often_as_it_was_collected(claims: tuple[Claim, ...]) -> None:
    measures = Counter(value.value for claim in claims for value in claim.get("measure"))
    assert measures == {
        "import_share_from": 30,
        "export_share_to": 8 + 2 + 1,  # to the Accords states, to India and the Philippines, Russia's to Algeria
        "military_expenditure": 12,
        "arms_revenue": 6,
        "defence_exports": 7 + 2,  # of a year, and to the Accords states
        "defence_budget": 4,
        "order_backlog": 2,
        "revenue": 1,
        "global_export_share": 2,
        "import_change": 2,
        "export_category_share": 2,
        "main_supplier": 2,
        "deals_value": 1,
        "export_change": 1,  # the two of the founding article that have no statement of their own
        "export_share_ratio": 1,
    }


def test_the_register_s_283_rows_are_there_by_recipient_and_the_heron_beside_them(excerpt: LoadSet) -> None:
    recipients = Counter(
        value.value for claim in excerpt.claims if claim.type == "Transfer" for value in claim.get("recipient")
    )
    assert sum(recipients.values()) == 283 + 1
    assert recipients.most_common(6) == [
        ("united-arab-emirates", 94),
        ("algeria", 61),
        ("israel", 41),
        ("morocco", 35 + 1),
        ("bahrain", 21),
        ("sudan", 10),
    ]


@pytest.mark.parametrize(
    ("name", "total"), [("tivOrdered", 38870.84), ("tivDelivered", 29227.4), ("quantityDelivered", 96112)]
)
def test_the_register_s_columns_add_up(excerpt: LoadSet, name: str, total: float) -> None:
    figures = [value.value for claim in excerpt.claims for value in claim.get(name)]
    assert sum(float(str(figure)) for figure in figures) == pytest.approx(total, abs=0.005)


def test_a_trend_indicator_value_has_no_currency_and_money_is_in_full(claims: tuple[Claim, ...]) -> None:
    for claim in claims:
        for value in claim.values:
            if value.property.startswith("tiv"):
                assert value.unit is None
            elif value.unit and re.fullmatch("[A-Z]{3}", value.unit):
                assert float(str(value.value)) >= 1_000_000, claim


def test_what_the_list_of_omissions_says_of_the_register_is_so(excerpt: LoadSet) -> None:
    wider = [claim for claim in excerpt.claims if "Part of a deal of" in (claim.note or "")]
    assert len(wider) == 12 and not any(claim.get("value") for claim in wider)
    unknown = [c for c in excerpt.claims for v in c.get("quantityOrdered") if v.marker is Marker.UNKNOWN]
    assert len(unknown) == 9 and all(claim.get("quantityDelivered") for claim in unknown)


@pytest.mark.parametrize("folder", ["curated", "sipri_excerpt"])
def test_a_contributor_who_checks_the_folder_finds_nothing_wrong(vocabulary: Vocabulary, folder: str) -> None:
    assert check(FOLDERS / folder, vocabulary) == ()


# --- Both sides of what is contested ---------------------------------------------------------------------------------

MILLION, BILLION = 10**6, 10**9
CONTESTED: tuple[tuple[str, str, set[Plain]], ...] = (
    (
        "morocco-barak-mx-2022",
        "value",
        {("at_least", 500 * MILLION, "USD"), (500 * MILLION, "USD"), (540 * MILLION, "USD"), (600 * MILLION, "USD")},
    ),
    ("morocco-barak-mx-2022", "orderDate", {"2022-02", "2023-02", "2022"}),
    ("morocco-barak-mx-2022", "deliveryStart", {"2023-08", "2023-01", "2023"}),
    ("morocco-ofek-13-satellites", "quantityOrdered", {2, 1, ("uncertain", 2)}),
    ("morocco-ofek-13-satellites", "orderDate", {"2023-12/2024-07", "2023", "2024-06"}),
    (
        "morocco-mohammed-vi-satellites-2013",
        "value",
        {("approximate", 500 * MILLION, "USD"), (500 * MILLION, 585 * MILLION, "EUR")},
    ),
    ("morocco-mohammed-vi-satellites-2013", "orderDate", {"2013", "2014"}),
    ("morocco-atmos-2025", "value", {(175 * MILLION, "EUR"), (175 * MILLION, "USD"), (1900 * MILLION, "MAD")}),
    ("elbit-puls-contract-2023", "recipient", {"unknown", "morocco"}),
    ("elbit-undisclosed-contract-2025", "recipient", {"unknown", "united-arab-emirates"}),
    ("morocco-harpy-harop-negotiation-2025", "value", {(120 * MILLION, "USD"), ("at_least", 100 * MILLION, "USD")}),
    ("morocco-bluebird-uavs-2021", "quantityOrdered", {150, ("uncertain", 10)}),
    ("morocco-bluebird-uavs-2021", "orderDate", {"2021", "2022-09"}),
    ("wanderb", "range", {(50, "km"), ("at_most", 80, "km")}),
    ("spyx", "endurance", {(1.5, "h"), (2, "h")}),
    (
        "bluebird-spyx-plant-benslimane",
        "facilityStatus",
        {"established", "under_construction", "opened", "about_to_open", "announced", "unconfirmed"},
    ),
    ("morocco-skylock-dome-2021", "quantityOrdered", {5, "unknown"}),
    ("morocco-spyder", "useStatus", {"interested", "acquired"}),
    ("morocco-heron", "supplier", {"france", "israel-aerospace-industries"}),
    ("morocco-heron", "value", {(48 * MILLION, "USD"), (50 * MILLION, "USD")}),
    ("morocco-heron", "deliveryEnd", {"2014", "2020-01-26"}),
    ("maersk-f-35-components", "allegationStatus", {"alleged", "denied"}),
    (
        "israel-defence-exports-2024",
        "amount",
        {(14_800 * MILLION, "USD"), (14_795 * MILLION, "USD"), (14_700 * MILLION, "USD")},
    ),
    ("israel-defence-exports-2023", "amount", {("at_least", 13 * BILLION, "USD"), (13_710 * MILLION, "USD")}),
    ("israel-defence-export-share-abraham-accords-states-2022", "number", {(24, "percent"), (23, "percent")}),
    ("israel-defence-export-share-abraham-accords-states-2021", "number", {(9, "percent"), (7, "percent")}),
    ("morocco-defence-budget-2026", "amount", {(15_700 * MILLION, "USD"), ("approximate", 19 * BILLION, "USD")}),
    ("iai-bluebird", "ownershipKind", {"stake", "subsidiary"}),
    ("iai-bluebird", "share", {(50, "percent")}),
    ("israel-bluebird", "share", {(50, "percent")}),
    (
        "elbit-imi-systems-acquisition-2018",
        "price",
        {(495 * MILLION, "USD"), (1800 * MILLION, "ILS"), (1900 * MILLION, "ILS")},
    ),
    (
        "germany-arrow-3-2023",
        "value",
        {(3500 * MILLION, "USD"), ("approximate", 4 * BILLION, "EUR"), (4300 * MILLION, "USD")},
    ),
    ("germany-arrow-3-2023", "deliveryDue", {"2025-01/2025-03", "2025-10/2025-12"}),
    ("elbit-systems-emirates", "established", {"2020", "2021-11"}),
    ("us-f-16v-morocco-2019", "quantityOrdered", {25, ("uncertain", 24)}),
    ("us-f-16-upgrade-morocco-2019", "value", {(985_200_000, "USD"), (983 * MILLION, "USD")}),
    ("morocco-ah-64e-apache", "value", {(4250 * MILLION, "USD"), (1500 * MILLION, "USD")}),
    ("morocco-ah-64e-apache", "orderDate", {"2019", "2020?"}),
    ("atlas-defence", "purpose", {"drone factory", "maintenance only, no production line likely"}),
    ("morocco-avante-1800", "orderDate", {"2021-01", "2022-09", "2021"}),
    ("morocco-us-morocco-defence-roadmap-2020", "signedBy", {"Nasser Bourita", "Abdellatif Loudiyi"}),
    ("israel-morocco-military-cooperation", "cooperationStatus", {"suspended", "continued"}),
    (
        "planned-israeli-drone-plants-2021-in-morocco",
        "description",
        {"north-east and south of Morocco", "north-west and south of Morocco"},
    ),
    ("sudan-abraham-accords", "partyRole", {"signatory"}),
    (
        "sudan-abraham-accords",
        "participationStatus",
        {"incomplete; formalisation stalled by political instability"},
    ),
)


@pytest.mark.parametrize(("subject", "name", "sides"), CONTESTED, ids=[f"{s}-{n}" for s, n, _ in CONTESTED])
def test_every_side_of_a_contested_point_is_kept(
    claims: tuple[Claim, ...], subject: str, name: str, sides: set[Plain]
) -> None:
    assert said(claims, subject, name) == sides


@pytest.mark.parametrize("subject", ["joint-declaration-2020-in-abraham-accords", "morocco-abraham-accords"])
def test_that_morocco_belongs_to_the_abraham_accords_is_asserted_and_denied(
    claims: tuple[Claim, ...], subject: str
) -> None:
    sides = {claim.status: claim.source for claim in claims if claim.subject == subject}
    assert sides == {
        Status.ASSERTED: "trt-2021-11-24-defence-deal",
        Status.DENIED: "notizie-nazionali-2020-12-delegazione",
    }


def test_spain_worries_and_its_chief_of_staff_does_not(claims: tuple[Claim, ...]) -> None:
    assert said(claims, "spain-concerned-about-cooperation", "stanceKind") == {"is_concerned_about"}
    assert said(claims, "teodoro-lopez-calderon-denies-threat-from-morocco", "stanceKind") == {"denies_threat_from"}


def test_a_late_and_probably_wrong_year_weighs_less_than_the_contract_s_own(claims: tuple[Claim, ...]) -> None:
    grades: Mapping[str, set[int]] = defaultdict(set)
    for claim in claims:
        if claim.subject == "morocco-barak-mx-2022":
            for value in claim.get("orderDate"):
                grades[str(value.value)].add(claim.credibility)
    assert min(grades["2023-02"]) > max(grades["2022-02"] | grades["2022"])


# --- What the founding article says ----------------------------------------------------------------------------------

FOUNDING: tuple[tuple[str, str, Plain], ...] = (
    ("morocco-israel-air-defence-2025", "goods", "next-generation air-defence platforms"),
    ("morocco-israel-mobile-artillery-2025", "goods", "mobile artillery systems"),
    ("morocco-israel-observation-devices-2025", "goods", "observation and targeting devices"),
    ("morocco-israel-precision-munitions-2025", "goods", "precision-guided munitions"),
    ("morocco-israel-precision-munitions-2025", "value", ("at_least", 2 * BILLION, "MAD")),
    ("bluebird-spyx-plant-benslimane", "description", "drone production facility with an IAI subsidiary"),
    ("bluebird-operates-spyx-plant", "operator", "bluebird-aero-systems"),
    ("spyx-plant-in-morocco", "place", "morocco"),
    ("israel-defence-exports-2024", "amount", (14_800 * MILLION, "USD")),
    ("israel-defence-exports-growth-2024", "number", (37, "percent")),
    ("israel-defence-export-share-abraham-accords-states-2024", "number", (12, "percent")),
    ("israel-defence-export-share-abraham-accords-states-growth-2021-2024", "number", 4),
    ("domestic-opinion-criticises-cooperation", "stanceKind", "criticises"),
    ("neighbours-concerned-about-cooperation", "stanceKind", "is_concerned_about"),
    ("morocco-shifts-away-from-traditional-western-suppliers", "stanceKind", "shifts_away_from"),
)


@pytest.mark.parametrize(("subject", "name", "value"), FOUNDING, ids=[f"{s}-{n}" for s, n, _ in FOUNDING])
def test_each_statement_of_the_founding_article_is_its_claim(
    curated: LoadSet, subject: str, name: str, value: Plain
) -> None:
    article = tuple(claim for claim in curated.claims if claim.source == "founding-article-2025")
    assert value in said(article, subject, name)


# --- The three routes from Morocco to IAI ----------------------------------------------------------------------------

ROUTES = {
    "the plant": ("spyx-plant-in-morocco", "bluebird-operates-spyx-plant", "iai-bluebird"),
    "a transfer": ("morocco-barak-mx-2022",),
    "the accords": (
        "morocco-joint-declaration-2020",
        "israel-joint-declaration-2020",
        "israel-israel-aerospace-industries",
    ),
}


@pytest.mark.parametrize("route", ROUTES.values(), ids=ROUTES)
def test_each_route_leads_from_morocco_to_iai(
    claims: tuple[Claim, ...], vocabulary: Vocabulary, route: tuple[str, ...]
) -> None:
    reached = {"morocco"}
    for relationship in route:
        ends = {str(v.value) for claim, v in players(claims, vocabulary) if claim.subject == relationship}
        assert ends & reached, relationship
        reached = ends
    assert "israel-aerospace-industries" in reached


@pytest.mark.parametrize("route", ROUTES.values(), ids=ROUTES)
def test_no_route_was_open_in_2019(claims: tuple[Claim, ...], vocabulary: Vocabulary, route: tuple[str, ...]) -> None:
    last_day_of_2019 = bounds("2019-12-31", "event").end_latest
    closed = [
        relationship
        for relationship in route
        if all(start > last_day_of_2019 for start in _starts(claims, vocabulary, relationship))
    ]
    assert closed


def _starts(claims: tuple[Claim, ...], vocabulary: Vocabulary, relationship: str) -> list[int]:
    """The earliest days on which the dated claims on a relationship may hold; a claim without a date takes theirs."""
    dated = [claim for claim in claims if claim.subject == relationship and claim.valid]
    return [
        bounds(str(claim.valid), vocabulary.relationships[claim.type].temporality).start_earliest for claim in dated
    ] or [0]


# --- One entity for one real thing -----------------------------------------------------------------------------------


def test_no_two_entities_of_one_class_share_a_name(claims: tuple[Claim, ...], vocabulary: Vocabulary) -> None:
    owners: Mapping[tuple[str, str], set[str]] = defaultdict(set)
    for claim in claims:
        if claim.type in vocabulary.entities:
            for value in claim.values:
                if value.property in {"name", "alias", "formerName", "abbreviation", "sipriName"}:
                    owners[claim.type, _folded(str(value.value))].add(claim.subject)
    assert {key: ids for key, ids in owners.items() if len(ids) > 1} == {}


def _folded(name: str) -> str:
    letters = (c for c in unicodedata.normalize("NFKD", name.casefold()) if c.isalnum())
    return "".join(letters)


def test_both_datasets_agree_on_the_class_of_what_they_share(claims: tuple[Claim, ...]) -> None:
    classes: Mapping[str, set[str]] = defaultdict(set)
    for claim in claims:
        classes[claim.subject].add(claim.type)
    assert {subject: kinds for subject, kinds in classes.items() if len(kinds) > 1} == {}


def test_an_identifier_belongs_to_one_entity(claims: tuple[Claim, ...]) -> None:
    owners: Mapping[tuple[str, object], set[str]] = defaultdict(set)
    for claim in claims:
        for value in claim.values:
            if value.property in {"wikidata", "iso3166", "atopId"}:
                owners[value.property, value.value].add(claim.subject)
    assert {key: ids for key, ids in owners.items() if len(ids) > 1} == {}
    assert owners["wikidata", "Q1028"] == owners["iso3166", "MAR"] == {"morocco"}


def test_every_state_has_its_names_and_codes(claims: tuple[Claim, ...]) -> None:
    states = {claim.subject for claim in claims if claim.type == "State"}
    for state in states:
        names = {value.lang for claim in claims if claim.subject == state for value in claim.get("name")}
        assert {"en", "fr", "ar", "he", "es", "ru"} <= names, state
        assert said(claims, state, "iso3166") and said(claims, state, "wikidata"), state


def test_every_entity_is_spoken_of_by_more_than_its_name(claims: tuple[Claim, ...], vocabulary: Vocabulary) -> None:
    named = {claim.subject for claim in claims if claim.type in vocabulary.entities}
    told = {claim.subject for claim in claims if claim.type in vocabulary.entities and claim.source != "editors"}
    linked = {str(value.value) for _, value in players(claims, vocabulary)}
    assert named - told - linked == set()


# --- Sources ---------------------------------------------------------------------------------------------------------


def test_every_source_gives_the_reason_for_its_grade_and_a_sound_address(curated: LoadSet, excerpt: LoadSet) -> None:
    for source in (*curated.sources, *excerpt.sources):
        assert source.reason and source.reason.endswith("."), source.id
        if source.url:
            parts = urlsplit(source.url)
            assert parts.scheme in {"http", "https"} and "." in parts.netloc and " " not in source.url, source.id


def test_the_editors_settle_names_and_kinds_and_nothing_else(curated: LoadSet) -> None:
    settled = {value.property for claim in curated.claims if claim.source == "editors" for value in claim.values}
    names = {"name", "alias", "formerName", "abbreviation"}
    assert settled == names | {"iso3166", "wikidata", "category", "accordType", "facilityKind", "organisationKind"}


def test_what_rests_on_general_knowledge_is_marked_as_such(curated: LoadSet) -> None:
    open_questions = [claim for claim in curated.claims if claim.source == "general-knowledge"]
    assert len({claim.subject for claim in open_questions if claim.type in {"Ownership", "Manufacture"}}) == 10
    assert all(claim.credibility == 6 and (claim.note or "").startswith("To verify") for claim in open_questions)
    (source,) = (source for source in curated.sources if source.id == "general-knowledge")
    assert source.reliability == "F"


def test_papers_that_ran_one_agency_report_count_as_one(curated: LoadSet) -> None:
    origins = {source.id: source.derived_from for source in curated.sources if source.derived_from}
    assert origins["the-news-2023-06-arms-exports"] == origins["l-orient-today-2023-06-arms-exports"]
    assert origins["yabiladi-2025-02-atmos"] == origins["news-pravda-2025-02-11-atmos"]


def test_nothing_of_sipri_is_under_the_curated_licence(curated: LoadSet, excerpt: LoadSet) -> None:
    assert curated.dataset.licence == "CC-BY-4.0"
    assert not [source.id for source in curated.sources if source.publisher == "SIPRI"]
    assert {source.publisher for source in excerpt.sources} == {"SIPRI"}
    assert "SIPRI" in excerpt.dataset.licence and excerpt.dataset.redistribute
