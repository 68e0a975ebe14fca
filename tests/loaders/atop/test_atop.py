"""ATOP's alliances, from made-up files in its layout, and from the real ones counted independently."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.claim import Claim
from graph.dates import bounds
from graph.errors import Refused
from loaders.atop import read_release
from loaders.atop.layout import CONDITIONS, NEEDED, OBLIGATIONS
from loaders.atop.read import WHOLE, known_accords
from loaders.claims_file import read_dataset
from loaders.release import Release
from loaders.run import find_dataset
from loaders.spells import day, stays
from loaders.states.table import read_states
from tests.loaders.sound import VOCABULARY, assert_sound, claims_on, values
from tests.real_data import real_file

STATES = read_states()
Read = Callable[..., Release]
NONE = dict.fromkeys((*OBLIGATIONS, *CONDITIONS), "0")


def alliance(number: str, start: str, end: str = "0,0,0", **said: str) -> dict[str, str]:
    dates = dict(zip(NEEDED["alliances"][2:8], f"{start},{end}".split(","), strict=True))
    return {"atopid": number, "cow4id": "", **NONE, **dates, "secrart": "9", **said}


def member(number: str, state: str, start: str, end: str = "0,0,0", **said: str) -> dict[str, str]:
    dates = dict(zip(NEEDED["members"][2:8], f"{start},{end}".split(","), strict=True))
    return {"atopid": number, "member": state, "phase": "0", **NONE, **dates, "milaid": "", **said}


ALLIANCES = [
    alliance("9001", "1949,4,4", defense="1", consul="1", defcon="1", cow4id="227"),
    alliance("9002", "1921,2,19", "1939,9,", offense="1"),
    alliance("4040", "1991,7,4", nonagg="1"),
]
MEMBERS = [
    member("9001", "2", "1949,4,4", defense="1"),
    member("9001", "365", "1949,4,4", defense="1", defcon="1"),
    member("9002", "220", "1921,2,19", "1939,9,", offense="1"),
    member("9002", "290", "1921,2,19", "1939,9,", offense="1"),
    member("4040", "230", "1991,7,4", nonagg="1", phase="1"),
    member("4040", "600", "1991,7,4", "1999,1,1", nonagg="1", phase="1"),
]
INSTITUTIONS = [
    {"atopid": "9001", "atopidphase": "9001", "milinst": "2", "formal": "2"},
    {"atopid": "4040", "atopidphase": "4040.1", "milinst": "", "formal": "1"},
]
FILES = {"a.csv": ALLIANCES, "m.csv": MEMBERS, "inst.csv": INSTITUTIONS}


def write(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(rows)
    return path


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def reading(files: Mapping[str, list[dict[str, str]]], *, strict: bool = False) -> Release:
        folder = tmp_path / "-".join(files)
        folder.mkdir(exist_ok=True)
        for name, rows in files.items():
            write(folder / name, rows)
        return read_release(folder, VOCABULARY, strict=strict)

    return reading


def one(release: Release, subject: str) -> Claim:
    (claim,) = claims_on(release, subject)
    return claim


def test_a_folder_reads_without_a_problem_and_fits_the_ontology(read: Read) -> None:
    release = read(FILES)
    assert release.problems == ()
    assert release.counts == {"members": 6, "alliances": 3, "institutions": 2, "states": 7}
    assert_sound(release)


def test_an_alliance_has_its_obligations_dates_and_numbers(read: Read) -> None:
    release = read(FILES)
    claim = next(c for c in claims_on(release, "atop-9001") if c.get("atopId"))
    assert values(claim, "obligation") == ["defence", "consultation"]
    assert values(claim, "conditionalObligation") == ["defence"]
    assert (values(claim, "signed"), values(claim, "inForce")) == (["1949-04-04"], ["1949-04-04/.."])
    assert values(claim, "cowAllianceId") == ["227"]
    ended = next(c for c in claims_on(release, "atop-9002") if c.get("atopId"))
    assert values(ended, "inForce") == ["1921-02-19/1939-09"]


def test_an_alliance_is_named_for_its_parties(read: Read) -> None:
    (claim,) = [c for c in claims_on(read(FILES), "atop-9002") if c.get("name")]
    assert values(claim, "name") == ["Alliance of France and Poland, 1921"]
    assert claim.credibility == 3


def test_a_party_is_in_for_its_time(read: Read) -> None:
    release = read(FILES)
    claim = one(release, "united-states-atop-9001")
    assert (claim.valid, values(claim, "party"), values(claim, "accord")) == (
        "1949-04-04/..",
        ["united-states"],
        ["atop-9001"],
    )
    assert one(release, "morocco-spain-morocco-friendship-treaty-1991").valid == "1991-07-04/1999-01-01"


def test_a_membership_is_parted_where_a_state_gave_way_to_another(read: Read) -> None:
    release = read(FILES)
    soviet, russia = one(release, "soviet-union-atop-9001"), one(release, "russia-atop-9001")
    assert (soviet.valid, russia.valid) == ("1949-04-04/1991-12-25", "1991-12-26/..")
    assert values(russia, "conditionalObligation") == ["defence"]


def test_institutions_are_of_an_alliance_or_of_a_phase(read: Read) -> None:
    release = read(FILES)
    whole = next(c for c in claims_on(release, "atop-9001") if c.get("formality"))
    assert (values(whole, "militaryInstitution"), values(whole, "formality"), whole.valid) == ([2], [2], None)
    phase = next(c for c in claims_on(release, "spain-morocco-friendship-treaty-1991") if c.get("formality"))
    assert (values(phase, "militaryInstitution"), phase.valid, phase.note) == ([], "1991-07-04/..", "Phase 1.")


@pytest.mark.parametrize(
    ("rows", "field"),
    [
        ([member("9001", "1", "1949,4,4")], "member"),
        ([member("9001", "713", "1949,2,30")], "atopid"),
        ([member("9001", "2", ",4,4")], "atopid"),
        ([member("9001", "2", "1949,4,4", defense="2")], "atopid"),
        ([member("9001", "2", "1949,4,4", defense="yes")], "atopid"),
        ([member("9001", "345", "1992,4,27", "1800,1,1")], "atopid"),
    ],
)
def test_what_cannot_be_used_is_told_with_its_line(read: Read, rows: list[dict[str, str]], field: str) -> None:
    (problem,) = read({"m.csv": rows}).problems
    assert (problem.field, problem.line) == (field, 2)
    with pytest.raises(Refused):
        read({"m.csv": rows}, strict=True)


def test_a_file_that_is_none_of_atops_is_refused(tmp_path: Path) -> None:
    for text in ("", "a,b\n1,2\n", "atopid,member\n1,2\n"):
        (tmp_path / "x.csv").write_text(text)
        with pytest.raises(Refused, match="has the columns of ATOP"):
            read_release(tmp_path / "x.csv", VOCABULARY)
    with pytest.raises(Refused):
        read_release(tmp_path / "missing.csv", VOCABULARY)


def test_two_files_of_a_kind_are_refused(read: Read) -> None:
    with pytest.raises(Refused, match="Give one of them"):
        read({"m.csv": MEMBERS, "m2.csv": MEMBERS})


def gone(whole: Release, part: Release) -> set[tuple[str, str]]:
    """What a release takes back of another: things, and who said it of them."""
    mine = {claim.id for claim in part.loadset.claims}
    unsaid = [claim for claim in whole.loadset.claims if claim.id not in mine]
    kept = part.loadset.keeps(unsaid) if part.loadset.keeps else frozenset()
    return {(claim.subject, claim.source) for claim in unsaid if claim.id not in kept}


def test_one_file_leaves_what_the_others_say(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("loaders.atop.read.WHOLE", 1)
    whole, part = read(FILES), read({"m.csv": MEMBERS[:1]})
    assert whole.loadset.keeps is None
    assert {source for _, source in gone(whole, part)} == {"atop-members"}


def test_a_subset_of_the_alliances_leaves_the_others(read: Read) -> None:
    whole, part = read(FILES), read({"a.csv": ALLIANCES[:1], "m.csv": MEMBERS[:2]})
    assert gone(whole, part) == set()
    left = read({"a.csv": ALLIANCES[:1], "m.csv": [member("9001", "2", "1949,4,4", "1960,1,1"), MEMBERS[1]]})
    assert gone(whole, left) == {("united-states-atop-9001", "atop-members")}


DATES = st.dates(date(1815, 1, 1), date(2018, 12, 31))


@given(DATES, st.sampled_from(["year", "month", "day"]))
def test_a_date_is_as_wide_as_what_is_known_of_it(when: date, known: str) -> None:
    text = day(when.year, when.month if known != "year" else None, when.day if known == "day" else 0)
    days = bounds(f"{text}/{text}", "event")
    assert days.start_earliest <= when.toordinal() <= days.end_latest
    assert (days.end_latest - days.start_earliest) in {"year": (364, 365), "month": range(27, 31), "day": (0,)}[known]


@given(st.sampled_from(sorted(STATES.by_cow)), DATES, DATES)
def test_the_parts_of_a_stay_are_in_order_and_within_it(number: str, one_day: date, other: date) -> None:
    first, last = min(one_day, other), max(one_day, other)
    parts, whole = stays(STATES, number, first.isoformat(), last.isoformat())
    ends = [part.valid.split("/") for part in parts]
    assert all(first.isoformat() <= start <= end <= last.isoformat() for start, end in ends)
    assert whole == (bool(ends) and (ends[0][0], ends[-1][1]) == (first.isoformat(), last.isoformat()))


@cache
def real() -> Release:
    return read_release(real_file("atop", "atop5_1a.csv").parent, VOCABULARY)


@cache
def counted(name: str) -> list[dict[str, str]]:
    with real_file("atop", name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.real_data
def test_every_row_of_the_real_files_is_a_claim() -> None:
    alliances, members = counted("atop5_1a.csv"), counted("atop5_1m.csv")
    assert (len(alliances), len(members)) == (789, 2510)
    assert real().problems == ()
    told = {str(v.value) for c in real().loadset.claims for v in c.get("atopId")}
    assert told == {row["atopid"] for row in alliances}
    ids = known_accords()
    said = {c.subject for c in real().loadset.claims if c.type == "AccordParty"}
    for row in members:
        accord = ids.get(row["atopid"], f"atop-{row['atopid']}")
        of_number = {spell.state.id for spell in STATES.by_cow[row["member"]]}
        assert {f"{state}-{accord}" for state in of_number} & said, row


@pytest.mark.real_data
def test_the_real_files_are_known_to_be_whole() -> None:
    assert real().loadset.keeps is None
    for name in ("atop5_1a.csv", "atop5_1m.csv", "atopinst5_1.csv"):
        assert len({row["atopid"] for row in counted(name)}) == WHOLE


@pytest.mark.real_data
def test_obligations_are_counted_as_in_the_real_files() -> None:
    for column, concept in OBLIGATIONS.items():
        expected = sum(row[column] == "1" for row in counted("atop5_1a.csv"))
        told = [c for c in real().loadset.claims if c.get("atopId") and concept in values(c, "obligation")]
        assert len(told) == expected, column
    in_effect = sum(row["endyr"] == "0" for row in counted("atop5_1a.csv"))
    assert len([c for c in real().loadset.claims if str(values(c, "inForce")).endswith("/..']")]) == in_effect


@pytest.mark.real_data
def test_what_was_looked_up() -> None:
    nato = next(c for c in claims_on(real(), "atop-3180") if c.get("atopId"))
    assert (values(nato, "signed"), "defence" in values(nato, "obligation")) == (["1949-04-04"], True)
    france = claims_on(real(), "france-atop-3180")
    assert {claim.valid for claim in france} == {"1949-04-04/1951-06-19", "1951-06-19/.."}
    peace = one(real(), "egypt-israel-egypt-peace-treaty-1979")
    assert peace.valid == "1979-03-26/.."


@pytest.mark.real_data
def test_the_curated_dataset_says_the_same_of_the_alliances_it_took_from_atop() -> None:
    curated = [c for c in read_dataset(find_dataset("curated"), VOCABULARY).claims if c.source == "atop-5.1"]
    own = [c for c in real().loadset.claims if c.type == "AccordParty"]
    numbers = {values(c, "atopId")[0]: c.subject for c in curated if c.get("atopId")}
    assert numbers == known_accords()
    parties = [c for c in curated if c.type == "AccordParty"]
    assert parties
    starts = {(c.subject, str(c.valid)[:10]) for c in own}
    assert {(c.subject, c.valid[:10]) for c in parties if c.valid} <= starts
    assert {c.subject for c in parties} <= {c.subject for c in own}


@pytest.mark.real_data
def test_all_states_are_found_and_the_claims_are_sound() -> None:
    assert not [p for p in real().problems if p.field == "member"]
    assert {v.value for c in real().loadset.claims for v in c.get("party")} <= set(STATES.by_id)
    assert_sound(real())
    again = read_release(real_file("atop", "atop5_1a.csv").parent, VOCABULARY)
    assert {c.id for c in again.loadset.claims} == {c.id for c in real().loadset.claims}
