"""A release as a whole: what it holds, how it is described, and that two in a row differ readably."""

from loaders.description import read_description
from loaders.difference import compare
from loaders.sipri_register.layout import COLUMNS
from loaders.sipri_register.tables import FOLDER
from ontology.vocabulary import Vocabulary
from tests.loaders.sipri_register.conftest import Read
from tests.loaders.sipri_register.exports import deal, undelivered


def test_every_row_is_a_deal_or_a_problem(read: Read) -> None:
    release = read(deal(), deal(status="Rusty"), undelivered(), deal(recipient="Nowhere"), deal(comments="$9 m deal"))
    assert release.counts["rows"] == 5
    assert release.counts["deals"] == 3
    assert len(release.problems) == 2
    assert release.counts["deals with a price"] == 1


def test_every_column_is_mapped_or_listed_as_ignored(vocabulary: Vocabulary) -> None:
    ignored = {name.casefold() for name in read_description(FOLDER, vocabulary).ignored}
    assert set(COLUMNS["tiv_unit"]) <= ignored


def test_the_description_says_who_publishes_and_what_may_be_passed_on(vocabulary: Vocabulary) -> None:
    described = read_description(FOLDER, vocabulary)
    assert described.dataset.id == "sipri-register"
    assert not described.dataset.redistribute
    assert {"get", "years", "states", "categories", "expected"} <= described.about.keys()
    assert all(source.reason for source in described.sources.values())


def test_two_releases_in_a_row_differ_readably(read: Read, vocabulary: Vocabulary) -> None:
    old = read(deal(comments="$9 m deal"), undelivered(year="2023", designation="Kite-2"), deal(supplier="Norway"))
    new = read(
        deal(comments="$10 m deal", doubts="  ?"),
        deal(year="2023", designation="Kite-2", years="2024"),
        deal(supplier="Spain"),
    )
    told = compare(old.loadset.claims, new.loadset, vocabulary.entities.__contains__)
    assert told.appear == {"State": ("spain",), "Transfer": ("sipri-morocco-spain-heron-9-2020",)}
    assert told.vanish == {"State": ("norway",), "Transfer": ("sipri-morocco-norway-heron-9-2020",)}
    assert told.entities == ("spain",)
    changed = told.changed["Transfer"]
    assert (changed["quantityDelivered"], changed["value"], changed["transferStatus"]) == (2, 1, 1)
    (price,) = told.examples["Transfer"]["value"]
    assert (price.before, price.after) == ("9000000 USD", "10000000 USD")
    (status,) = told.examples["Transfer"]["transferStatus"]
    assert (status.thing, status.before, status.after) == ("sipri-morocco-israel-kite-2-2023", "ordered", "delivered")


def test_the_same_release_does_not_differ(read: Read, vocabulary: Vocabulary) -> None:
    records = (deal(comments="aid"), undelivered(year="2023"))
    told = compare(read(*records).loadset.claims, read(*records).loadset, vocabulary.entities.__contains__)
    assert (told.added, told.retracted, told.changed, told.appear, told.vanish, told.entities) == (0, 0, {}, {}, {}, ())
