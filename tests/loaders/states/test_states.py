"""The world's states: that the tables hold together, with what else the project says, and with lists of others."""

from collections import Counter
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

import loaders
from graph.claim import Claim
from graph.errors import Refused
from graph.snapshot import Snapshot
from loaders.claims_file import read_dataset
from loaders.release import Release
from loaders.run import read_named
from loaders.states.names import LANGUAGES
from loaders.states.table import read_states
from tests.loaders.sound import VOCABULARY, assert_sound, claims_on, values
from tests.real_data import real_file

STATES = read_states()
CURATED = Path(loaders.__file__).parent / "curated"


@cache
def release() -> Release:
    return read_named("states", None, VOCABULARY)


def of_type(kind: str) -> list[Claim]:
    return [claim for claim in release().loadset.claims if claim.type == kind]


def test_the_claims_hold_against_the_ontology() -> None:
    assert_sound(release())


def test_every_end_of_a_relationship_is_a_state_or_area_of_the_dataset() -> None:
    known = {claim.subject for claim in release().loadset.claims if claim.type in VOCABULARY.entities}
    for kind in ("Border", "Succession", "TerritorialClaim"):
        ends = {value.value for claim in of_type(kind) for value in claim.values}
        assert ends <= known


def test_the_loader_reads_no_file() -> None:
    with pytest.raises(Refused, match="reads no file"):
        read_named("states", Path("x.csv"), VOCABULARY)


def test_states_are_those_that_the_curated_dataset_has() -> None:
    curated = tuple(read_dataset(CURATED, VOCABULARY).claims)
    for claim in (claim for claim in curated if claim.type in ("State", "Territory")):
        here = {(v.property, v.value) for c in claims_on(release(), claim.subject) for v in c.values}
        assert here, claim.subject
        assert {c.type for c in claims_on(release(), claim.subject)} == {claim.type}
        for name in ("iso3166", "wikidata", "cowCode"):
            assert all((name, v.value) in here for v in claim.get(name)), (claim.subject, name)
    claimed = {c.subject for c in curated if c.type == "TerritorialClaim"}
    assert claimed <= {claim.subject for claim in of_type("TerritorialClaim")}


def test_a_code_and_a_spelling_are_of_one_state() -> None:
    for name in ("iso3166", "sipriName", "wikidata"):
        given = Counter(v.value for c in release().loadset.claims for v in c.get(name) if c.type == "State")
        assert set(given.values()) == {1}, name


def test_names_are_in_many_languages_and_scripts() -> None:
    (names,) = [c for c in claims_on(release(), "morocco") if c.source == "unicode-cldr"]
    told = {value.lang: value.value for value in names.get("name")}
    assert set(told) == set(LANGUAGES)
    assert told["ar"] == "المغرب"
    assert told["he"] == "מרוקו"
    assert told["am"] == "ሞሮኮ"
    assert told["zh-Hant"] == "摩洛哥"


def test_english_has_one_name_and_others_as_aliases() -> None:
    for state in STATES.by_id.values():
        english = {v.value for c in claims_on(release(), state.id) for v in c.get("name") if v.lang == "en"}
        assert english == {state.name}
    assert "Türkiye" in [v.value for c in claims_on(release(), "turkey") for v in c.get("alias")]


def test_the_soviet_union_is_succeeded_and_not_russia() -> None:
    successions = {c.subject: c for c in of_type("Succession")}
    claim = successions["russia-succeeds-soviet-union"]
    assert claim.valid == "1991-12-26"
    heirs = {
        str(c.get("successor")[0].value) for c in of_type("Succession") if values(c, "predecessor") == ["soviet-union"]
    }
    assert len(heirs) == 12
    assert not heirs & {"estonia", "latvia", "lithuania"}


def test_zaire_is_a_name_and_no_state_of_its_own() -> None:
    (claim,) = [c for c in claims_on(release(), "democratic-republic-of-the-congo") if c.get("formerName")]
    assert (values(claim, "formerName"), claim.valid) == (["Zaire"], "1971-10-27/1997-05-17")


@pytest.mark.parametrize(
    ("number", "day", "state"),
    [
        ("365", "1900-01-01", "russian-empire"),
        ("365", "1922-04-16", "soviet-union"),
        ("365", "1991-12-25", "soviet-union"),
        ("365", "1991-12-26", "russia"),
        ("345", "1912-03-13", "kingdom-of-serbia"),
        ("345", "1953-02-28", "yugoslavia"),
        ("345", "1999-04-12", "serbia-and-montenegro"),
        ("345", "2010-01-01", "serbia"),
        ("255", "1939-08-23", "german-reich"),
        ("260", "1955-05-05", "germany"),
        ("255", "2000-01-01", "germany"),
        ("265", "1955-05-14", "east-germany"),
        ("600", "1860-01-01", "morocco"),
        ("713", "1954-12-02", "taiwan"),
    ],
)
def test_a_cow_number_is_a_state_by_the_day(number: str, day: str, state: str) -> None:
    ordinal = date.fromisoformat(day).toordinal()
    assert [spell.state.id for spell in STATES.of_cow(number, ordinal, ordinal)] == [state]


@given(st.sampled_from(sorted(STATES.by_cow)), st.dates(date(1815, 1, 1), date(2030, 1, 1)), st.integers(0, 80_000))
def test_a_cow_number_is_never_two_states_at_once(number: str, day: date, days: int) -> None:
    first, last = day.toordinal(), day.toordinal() + days
    spells = STATES.of_cow(number, first, last)
    assert all(one.last < other.first for one, other in pairwise(spells))
    assert all(first <= spell.first <= spell.last <= last for spell in spells)


def test_western_sahara_has_claimants_and_no_verdict() -> None:
    claims = {
        str(c.get("claimant")[0].value) for c in of_type("TerritorialClaim") if c.subject.endswith("western-sahara")
    }
    assert claims == {"morocco", "polisario-front"}
    assert not [c for c in of_type("State") if c.subject == "western-sahara"]
    assert {"morocco-borders-western-sahara", "algeria-borders-western-sahara"} <= {
        c.subject for c in of_type("Border")
    }


def test_loaded_beside_the_curated_dataset_a_state_is_one_thing() -> None:
    sets = (read_dataset(CURATED, VOCABULARY), release().loadset)
    both = Snapshot.build(
        VOCABULARY,
        1,
        [loadset.dataset for loadset in sets],
        [source for loadset in sets for source in loadset.sources],
        [(claim, 1, None) for loadset in sets for claim in loadset.claims],
    )
    morocco = both.entities["morocco"]
    assert (morocco.name, morocco.type) == ("Morocco", "State")
    assert {both.sources[both.rows[row].source].dataset for row in morocco.rows} == {"curated", "states"}
    named = {entity.name for entity in both.entities.values() if entity.type == "State"}
    assert len(named) == len([1 for entity in both.entities.values() if entity.type == "State"])


@pytest.mark.real_data
def test_borders_are_those_of_an_independent_list() -> None:
    rows = orjson.loads(real_file("world-countries", "countries.json").read_bytes())
    ids = {code: state.id for code, state in STATES.by_iso.items()} | {"UNK": "kosovo", "ESH": "western-sahara"}
    listed = {frozenset((ids[r["cca3"]], ids[n])) for r in rows for n in r["borders"] if {r["cca3"], n} <= set(ids)}
    told = {frozenset(str(v.value) for v in claim.values) for claim in of_type("Border")}
    assert listed - told == {frozenset(("india", "sri-lanka"))}
    assert told - listed == set()


@pytest.mark.real_data
def test_codes_are_those_of_iso() -> None:
    path = real_file("iso", "iso3166-1.json")
    listed = {entry["alpha_3"]: entry["alpha_2"] for entry in orjson.loads(path.read_bytes())["3166-1"]}
    for state in STATES.by_id.values():
        assert not state.iso3166 or listed[state.iso3166[0]] == state.iso3166[1], state
