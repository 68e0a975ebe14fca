"""Defence cooperation agreements by pair and year, from the made-up sample in the layout of DCAD 1.0."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import loaders.dcad
from graph.errors import Refused
from loaders.dcad import read_release
from loaders.dcad.read import stretches
from loaders.release import Release
from tests.loaders.sound import VOCABULARY, assert_sound, claims_on, values

SAMPLE = Path(loaders.dcad.__file__).with_name("sample.csv")
LINES = SAMPLE.read_text().splitlines()
Read = Callable[..., Release]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def reading(*rows: str, header: str = LINES[0], strict: bool = False) -> Release:
        path = tmp_path / "pairs.csv"
        path.write_text("\n".join((header, *rows)) + "\n")
        return read_release(path, VOCABULARY, strict=strict)

    return reading


def test_the_sample_reads_without_a_problem_and_fits_the_ontology() -> None:
    release = read_release(SAMPLE, VOCABULARY)
    assert release.problems == ()
    assert release.counts == {"rows": 8, "pairs": 4, "stretches": 6}
    assert_sound(release)


def test_years_in_a_row_are_one_stretch_and_probable_ones_are_graded_lower() -> None:
    claims = claims_on(read_release(SAMPLE, VOCABULARY), "france-morocco-general-agreement")
    assert {(c.valid, c.credibility) for c in claims} == {("1990/1991", 2), ("1992/1992", 3), ("1995/1995", 2)}
    assert {str(values(c, "cooperationKind")) for c in claims} == {"['general_agreement']"}


def test_both_directions_are_one_cooperation() -> None:
    claims = claims_on(read_release(SAMPLE, VOCABULARY), "france-morocco-sector-agreement")
    assert [(c.valid, values(c, "actor"), values(c, "counterpart")) for c in claims] == [
        ("1991/1991", ["france"], ["morocco"])
    ]


def test_a_number_that_became_another_state_is_that_from_then_on() -> None:
    subjects = {c.subject: c.valid for c in read_release(SAMPLE, VOCABULARY).loadset.claims if c.type == "Cooperation"}
    assert subjects["india-soviet-union-general-agreement"] == "1991/1991"
    assert subjects["india-russia-general-agreement"] == "1992/1992"


@pytest.mark.parametrize(
    "wrong",
    [
        "220,FRN,999,XXX,1990,1,1,0,0,1,1",
        "220,FRN,600,MOR,90,1,1,0,0,1,1",
        "220,FRN,600,MOR,1990,2,1,0,0,1,1",
        "220,FRN,600,MOR,1990,,1,0,0,1,1",
        "220,FRN,220,FRN,1990,1,1,0,0,1,1",
    ],
)
def test_what_cannot_be_used_is_told_with_its_line(read: Read, wrong: str) -> None:
    (problem,) = read(LINES[2], wrong).problems
    assert problem.line == 3
    with pytest.raises(Refused):
        read(LINES[2], wrong, strict=True)


def test_other_files_are_refused(read: Read) -> None:
    with pytest.raises(Refused, match="lacks: dcaSectorV1"):
        read(header=LINES[0].replace("dcaSectorV1", "sector"))
    with pytest.raises(Refused, match="no pair"):
        read()


@given(st.dictionaries(st.integers(1980, 2010), st.sampled_from([2, 3])))
def test_stretches_cover_each_year_once_with_its_grade(years: dict[int, int]) -> None:
    found = list(stretches(years))
    assert {year: grade for first, last, grade in found for year in range(first, last + 1)} == years
    assert sum(last - first + 1 for first, last, _ in found) == len(years)


def test_pairs_and_years_that_a_file_has_no_row_for_stay(read: Read) -> None:
    whole = tuple(read_release(SAMPLE, VOCABULARY).loadset.claims)

    def gone(*rows: str) -> set[tuple[str, str | None]]:
        part = read(*rows).loadset
        mine = {claim.id for claim in part.claims}
        unsaid = [claim for claim in whole if claim.id not in mine]
        assert part.keeps is not None
        kept = part.keeps(unsaid)
        return {(claim.subject, claim.valid) for claim in unsaid if claim.id not in kept}

    none = ",0,0,0,0,0,0"
    assert gone("365,RUS,750,IND,1991,1,1,0,0,1,1") == set()  # says the same of its one year
    assert gone(f"365,RUS,750,IND,1991{none}", "600,MOR,220,FRN,1980,1,1,0,0,1,1") == {
        ("india-soviet-union-general-agreement", "1991/1991"),
        ("soviet-union", None),
    }
    assert ("france-morocco-general-agreement", "1990/1991") not in gone(f"220,FRN,600,MOR,1990{none}")
    assert gone(f"220,FRN,600,MOR,1990{none}", f"220,FRN,600,MOR,1991{none}") == {
        ("france-morocco-general-agreement", "1990/1991"),
        ("france-morocco-sector-agreement", "1991/1991"),
    }
