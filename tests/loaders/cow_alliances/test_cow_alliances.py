"""The formal alliances of the Correlates of War project, from made-up files in the layout of its codebook."""

from collections.abc import Callable
from pathlib import Path

import pytest

from graph.claim import Claim
from graph.errors import Refused
from loaders.cow_alliances import read_release
from loaders.release import Release
from tests.loaders.sound import VOCABULARY, assert_sound, claims_on, values

MEMBER_HEAD = (
    "version4id,ccode,state_name,all_st_day,all_st_month,all_st_year,all_end_day,all_end_month,all_end_year,ss_type,"
    "mem_st_day,mem_st_month,mem_st_year,mem_end_day,mem_end_month,mem_end_year,left_censor,right_censor,"
    "defense,neutrality,nonaggression,entente,version"
)
DYAD_HEAD = (
    "version4id,ccode1,state_name1,ccode2,state_name2,dyad_st_day,dyad_st_month,dyad_st_year,dyad_end_day,"
    "dyad_end_month,dyad_end_year,left_censor,right_censor,defense,neutrality,nonaggression,entente,version"
)
MEMBERS = (
    '900,100,Colombia,1,1,1950,,,,"Type I: Defense Pact",1,1,1950,,,,0,1,1,0,1,0,4.1',
    '900,365,Russia,1,1,1950,,,,"Type I: Defense Pact",-9,5,1955,31,12,1999,0,1,1,0,1,0,4.1',
    '901,255,Germany,7,9,1900,,,1914,"Type II: Neutrality",7,9,1900,,,1914,0,0,0,1,0,1,4.1',
    '901,325,Italy,7,9,1900,,,1914,"Type II: Neutrality",7,9,1900,,,1914,0,0,0,1,0,1,4.1',
)
DYADS = (
    "900,100,Colombia,365,Russia,-9,5,1955,31,12,1999,0,1,1,0,1,0,4.1",
    "901,255,Germany,325,Italy,7,9,1900,,,1914,0,0,0,1,0,1,4.1",
)
Read = Callable[..., Release]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def reading(members: tuple[str, ...] = (), dyads: tuple[str, ...] = (), *, strict: bool = False) -> Release:
        for name, head, rows in (("by_member", MEMBER_HEAD, members), ("by_dyad", DYAD_HEAD, dyads)):
            path = tmp_path / f"alliance_v4.1_{name}.csv"
            path.unlink(missing_ok=True)
            if rows:
                path.write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")
        return read_release(tmp_path, VOCABULARY, strict=strict)

    return reading


def stay(release: Release, subject: str) -> Claim:
    (claim,) = [c for c in claims_on(release, subject) if c.source == "cow-alliances-members"]
    return claim


def test_both_files_read_without_a_problem_and_fit_the_ontology(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("loaders.cow_alliances.read.WHOLE", 2)
    release = read(MEMBERS, DYADS)
    assert release.problems == ()
    assert release.counts == {"members": 4, "dyads": 2, "alliances": 2}
    assert release.loadset.keeps is None
    assert_sound(release)


def test_an_alliance_has_its_number_and_dates_and_members_their_obligations(read: Read) -> None:
    release = read(MEMBERS)
    claim = next(c for c in claims_on(release, "cow-alliance-901") if c.get("cowAllianceId"))
    assert (values(claim, "cowAllianceId"), values(claim, "inForce")) == (["901"], ["1900-09-07/1914"])
    german = stay(release, "german-reich-cow-alliance-901")
    assert (german.valid, values(german, "obligation")) == ("1900-09-07/1914", ["neutrality", "consultation"])
    assert stay(release, "colombia-cow-alliance-900").valid == "1950-01-01/.."


def test_a_member_that_gave_way_to_another_state_is_parted(read: Read) -> None:
    release = read(MEMBERS)
    assert stay(release, "soviet-union-cow-alliance-900").valid == "1955-05/1991-12-25"
    assert stay(release, "russia-cow-alliance-900").valid == "1991-12-26/1999-12-31"


def test_a_pair_is_two_parties_for_its_time(read: Read) -> None:
    release = read(dyads=DYADS)
    ends = {(c.subject, c.valid) for c in release.loadset.claims if c.type == "AccordParty"}
    assert ends == {
        ("colombia-cow-alliance-900", "1955-05/1999-12-31"),
        ("soviet-union-cow-alliance-900", "1955-05/1991-12-25"),
        ("russia-cow-alliance-900", "1991-12-26/1999-12-31"),
        ("german-reich-cow-alliance-901", "1900-09-07/1914"),
        ("italy-cow-alliance-901", "1900-09-07/1914"),
    }


def gone(whole: Release, part: Release) -> set[tuple[str, str]]:
    """What a release takes back of another: things, and who said it of them."""
    mine = {claim.id for claim in part.loadset.claims}
    unsaid = [claim for claim in whole.loadset.claims if claim.id not in mine]
    kept = part.loadset.keeps(unsaid) if part.loadset.keeps else frozenset()
    return {(claim.subject, claim.source) for claim in unsaid if claim.id not in kept}


def test_one_file_leaves_what_the_other_says(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("loaders.cow_alliances.read.WHOLE", 1)
    assert {source for _, source in gone(read(MEMBERS, DYADS), read(MEMBERS[:2]))} == {"cow-alliances-members"}


def test_a_subset_of_the_alliances_leaves_the_others(read: Read) -> None:
    whole, left = read(MEMBERS), (MEMBERS[0].replace("1,1,1950,,,,0,1", "1,1,1950,1,1,1960,0,0"), MEMBERS[1])
    assert left[0] != MEMBERS[0]
    assert gone(whole, read(MEMBERS[:2])) == set()
    assert gone(whole, read(left)) == {("colombia-cow-alliance-900", "cow-alliances-members")}


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("900,100,", "900,999,", "ccode"),
        ("900,100,", "x,100,", "version4id"),
        ("1,1,1950,,,,0,1,1,0,1,0", "30,2,1950,,,,0,1,1,0,1,0", "version4id"),
        ("1,1,1950,,,,0,1,1,0,1,0", "1,1,1950,,,1949,0,1,1,0,1,0", "version4id"),
        ("0,1,1,0,1,0,4.1", "0,1,5,0,1,0,4.1", "version4id"),
        ("0,1,1,0,1,0,4.1", "0,1,,0,1,0,4.1", "version4id"),
    ],
)
def test_what_cannot_be_used_is_told_with_its_line(read: Read, old: str, new: str, field: str) -> None:
    assert old in MEMBERS[0]
    rows = (MEMBERS[0].replace(old, new), *MEMBERS[1:])
    (problem,) = read(rows).problems
    assert (problem.field, problem.line) == (field, 2)
    with pytest.raises(Refused):
        read(rows, strict=True)


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", MEMBER_HEAD.replace("defense", "defence") + "\n"])
def test_other_files_are_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.csv").write_text(text)
    with pytest.raises(Refused, match="by member or by pair"):
        read_release(tmp_path / "x.csv", VOCABULARY)
