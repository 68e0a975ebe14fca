"""Single values that cannot be used, families of firms, and what a part of the data leaves alone."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.claim import Claim
from graph.errors import Refused
from loaders.description import read_description
from loaders.gleif import read_release
from loaders.gleif.codes import FOLDER
from loaders.gleif.leis import family
from loaders.gleif.mapping import check_lei
from loaders.gleif.scope import Scope
from loaders.release import Release
from ontology.vocabulary import load_vocabulary
from tests.loaders.gleif.test_layouts import AVIONICS, FACTORY, HOLDING, OLD, SAMPLE

RELATIONS = (
    "Relationship.StartNode.NodeID,Relationship.EndNode.NodeID,Relationship.RelationshipType,"
    "Relationship.Period.1.startDate,Relationship.Period.1.periodType"
)
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def read(path: Path, *only: str) -> Release:
    release = read_release(path, load_vocabulary(), only=only)
    return replace(release, loadset=replace(release.loadset, claims=tuple(release.loadset.claims)))


def relations(folder: Path, *rows: str, name: str = "rr.csv") -> Path:
    file = folder / name
    file.write_text("\n".join((RELATIONS, *rows, "")))
    return file


def lei_of(stem: str) -> str:
    """The LEI with a stem of 18 characters, with the check digits of ISO 7064 MOD 97-10."""
    number = "".join(str(ALPHABET.index(character)) for character in stem)
    return f"{stem}{98 - int(number + '00') % 97:02}"


@given(st.text(ALPHABET, min_size=18, max_size=18), st.integers(0, 99))
def test_check_digits_are_checked(stem: str, digits: int) -> None:
    good, tried = lei_of(stem), f"{stem}{digits:02}"
    assert check_lei(good) == good
    if digits % 97 != int(good[-2:]) % 97:
        with pytest.raises(ValueError, match="check digits"):
            check_lei(tried)


def test_a_bad_row_is_left_out_and_told_with_its_line_and_the_others_stay(tmp_path: Path) -> None:
    file = relations(
        tmp_path,
        f"{FACTORY},{HOLDING},IS_DIRECTLY_CONSOLIDATED_BY,2010-05-01,RELATIONSHIP_PERIOD",
        f"{FACTORY[:-1]}0,{HOLDING},IS_DIRECTLY_CONSOLIDATED_BY,,",
        f"{FACTORY},{HOLDING},IS_COUSIN_OF,,",
        f"{OLD},{HOLDING},IS_ULTIMATELY_CONSOLIDATED_BY,2010-02-31,RELATIONSHIP_PERIOD",
        f"{OLD},{OLD},IS_ULTIMATELY_CONSOLIDATED_BY,,",
    )
    release = read(file)
    assert [(problem.line, problem.field) for problem in release.problems] == [
        (3, "LEI"),
        (4, "relationship"),
        (5, "start"),
        (6, "end node"),
    ]
    owned = {claim.subject: claim.valid for claim in release.loadset.claims if claim.type == "Ownership"}
    assert owned == {
        f"gleif-{HOLDING.lower()}-{FACTORY.lower()}": "2010-05-01",
        f"gleif-{HOLDING.lower()}-{OLD.lower()}": None,
    }
    with pytest.raises(Refused, match="check digits"):
        list(read_release(file, load_vocabulary(), strict=True).loadset.claims)


def test_who_is_only_named_by_a_relationship_is_known_by_the_lei_alone(tmp_path: Path) -> None:
    release = read(relations(tmp_path, f"{FACTORY},{HOLDING},IS_DIRECTLY_CONSOLIDATED_BY,,"))
    firms = [claim for claim in release.loadset.claims if claim.type == "Firm"]
    assert {claim.get("lei")[0].value for claim in firms} == {FACTORY, HOLDING}
    assert {claim.credibility for claim in firms} == {6}


def test_a_family_is_all_parents_and_children(tmp_path: Path) -> None:
    for file in (SAMPLE / "csv").iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    other, mother = lei_of("9999DEFGRAPHOTHERS"), lei_of("9999DEFGRAPHMOTHER")
    relations(tmp_path, f"{other},{mother},IS_DIRECTLY_CONSOLIDATED_BY,,", name="other.csv")
    everything, chosen = read(tmp_path), read(tmp_path, AVIONICS.lower())
    subjects = {claim.subject for claim in chosen.loadset.claims}
    assert subjects == {claim.subject for claim in everything.loadset.claims} - {
        f"lei-{other.lower()}",
        f"lei-{mother.lower()}",
        f"gleif-{mother.lower()}-{other.lower()}",
    }
    with pytest.raises(Refused, match="no LEI"):
        read(tmp_path, "nobody")


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=20), st.integers(0, 12))
def test_families_against_a_search_by_hand(pairs: list[tuple[int, int]], start: int) -> None:
    found, todo = {start}, [start]
    while todo:
        here = todo.pop()
        near = {b for a, b in pairs if a == here} | {a for a, b in pairs if b == here}
        todo.extend(near - found)
        found |= near
    told = family([str(start)], [(str(a), str(b)) for a, b in pairs])
    assert {number for number in range(13) if str(number) in told} == found


def kept(release: Release, standing: Iterable[Claim]) -> set[str]:
    """The subjects of claims of before that stay although a release does not make them."""
    made = {claim.id for claim in release.loadset.claims}
    unsaid = [claim for claim in standing if claim.id not in made]
    assert release.loadset.keeps is not None
    stays = release.loadset.keeps(unsaid)
    return {claim.subject for claim in unsaid if claim.id in stays}


def test_a_whole_golden_copy_keeps_nothing_and_an_answer_of_the_api_what_it_is_silent_on(tmp_path: Path) -> None:
    before = read(SAMPLE / "json").loadset.claims
    fewer = tmp_path / "20250102-0000-gleif-goldencopy-rr-golden-copy.csv"
    fewer.write_text(f"{RELATIONS}\n{FACTORY},{HOLDING},IS_DIRECTLY_CONSOLIDATED_BY,,\n")
    assert not [name for name in kept(read(fewer), before) if name.startswith(f"gleif-{HOLDING.lower()}-9")]
    assert f"lei-{OLD.lower()}" in kept(read(fewer), before)
    assert f"gleif-{HOLDING.lower()}-direct-parent" in kept(read(fewer), before)
    one = read(SAMPLE / "api" / "one-record.json")
    assert kept(one, before) == {claim.subject for claim in before} - {f"lei-{HOLDING.lower()}"}


def test_a_new_parent_takes_the_place_of_the_old_one_of_its_level(tmp_path: Path) -> None:
    before = read(SAMPLE / "json").loadset.claims
    new = read(relations(tmp_path, f"{FACTORY},{AVIONICS},IS_DIRECTLY_CONSOLIDATED_BY,,"))
    stays = kept(new, before)
    old = [c for c in before if c.subject == f"gleif-{HOLDING.lower()}-{FACTORY.lower()}"]
    assert {c.get("consolidation")[0].value for c in old if c.id in new.loadset.keeps(old)} == {"ultimate"}  # type: ignore[misc]
    assert f"gleif-{HOLDING.lower()}-{OLD.lower()}" in stays


def test_the_same_files_again_change_nothing() -> None:
    first, again = read(SAMPLE / "csv"), read(SAMPLE / "csv")
    assert {c.id for c in first.loadset.claims} == {c.id for c in again.loadset.claims}


def test_the_description_says_what_is_left_out_and_what_may_be_passed_on() -> None:
    described = read_description(FOLDER, load_vocabulary())
    assert described.dataset.redistribute
    assert {"get", "years", "states", "categories", "expected"} <= described.about.keys()
    assert "Addresses" in described.ignored


def test_a_scope_that_met_nothing_keeps_everything() -> None:
    before = read(SAMPLE / "json").loadset.claims
    assert Scope().keeps(tuple(before)) == {claim.id for claim in before}
