"""The lookup tables: that they hold together, with the ontology and with what else the project calls things."""

from collections import Counter
from pathlib import Path

import orjson
import pytest

import loaders
from loaders.claims_file import read_dataset
from loaders.currency import CODES
from loaders.sipri_register.tables import read_tables, slug
from ontology.vocabulary import Vocabulary
from tests.real_data import real_file

TABLES = read_tables()
FOLDERS = Path(loaders.__file__).parent


def test_one_id_has_one_class_and_one_name() -> None:
    known = [party for party in TABLES.parties.values() if party.id]
    assert len(known) > 250
    for field in ("type", "name", "iso3166"):
        assert max(Counter(id_ for id_, _ in {(p.id, getattr(p, field)) for p in known}).values()) == 1, field


def test_stars_say_who_is_no_state() -> None:
    for party in TABLES.parties.values():
        if party.id and party.sipri.endswith("*"):
            assert party.type == ("Organisation" if party.sipri.endswith("**") else "ArmedGroup") or (
                party.type == "GovernmentBody"
            )


@pytest.mark.real_data
def test_iso_codes_are_of_one_state_each_and_real() -> None:
    codes = Counter({party.id: party.iso3166 for party in TABLES.parties.values() if party.iso3166}.values())
    assert set(codes.values()) == {1}
    path = real_file("iso", "iso3166-1.json")
    listed = {entry["alpha_3"]: entry["name"] for entry in orjson.loads(path.read_bytes())["3166-1"]}
    assert set(codes) <= set(listed)
    names = {p.iso3166: p.name for p in TABLES.parties.values() if p.iso3166}
    alike = [code for code, name in names.items() if listed[code].split(",")[0] == name]
    assert len(alike) > 160


def test_categories_are_those_of_the_ontology(vocabulary: Vocabulary) -> None:
    assert all(vocabulary.concept("WeaponCategory", name) for name in TABLES.categories.values())
    assert len(set(TABLES.categories.values())) == 12


def test_classes_are_those_of_the_ontology_that_can_be_parties(vocabulary: Vocabulary) -> None:
    for party in TABLES.parties.values():
        assert not party.id or vocabulary.is_a(party.type, "Actor")


def test_namesakes_are_told_apart_by_something_that_exists() -> None:
    known = {*TABLES.categories, *TABLES.categories.values()}
    for plain, others in TABLES.namesakes.items():
        assert plain == slug(plain)
        assert set(others) <= known, plain
        assert all(name.startswith(plain) and name != plain for name in others.values())


def test_currencies_are_of_iso_4217() -> None:
    assert set(TABLES.currencies.values()) <= CODES


@pytest.mark.parametrize("folder", ["curated", "sipri_excerpt"])
def test_states_and_bodies_are_those_the_project_has(folder: str, vocabulary: Vocabulary) -> None:
    claims = read_dataset(FOLDERS / folder, vocabulary).claims
    types = {claim.subject: claim.type for claim in claims}
    codes = {v.value: claim.subject for claim in claims for v in claim.get("iso3166")}
    names = {v.value: claim.subject for claim in claims for v in claim.get("sipriName") if claim.type == "State"}
    for party in TABLES.parties.values():
        assert types.get(party.id or "", party.type) == party.type, party
        assert codes.get(party.iso3166, party.id) == party.id
        assert names.pop(party.sipri, party.id) == party.id
    assert not names


def test_deals_of_other_datasets_are_deals_there(vocabulary: Vocabulary) -> None:
    claims = [c for name in ("curated", "sipri_excerpt") for c in read_dataset(FOLDERS / name, vocabulary).claims]
    types = {claim.subject: claim.type for claim in claims}
    elsewhere = {name for rule, name in TABLES.deals.items() if name not in TABLES.deals}
    assert {types.get(name) for name in elsewhere} == {"Transfer"}
    assert {types.get(name) for name in TABLES.systems.values()} == {"System"}
    assert {types.get(name) for name in TABLES.ids.values()} == {"System"}
