"""Statements on owners: the latest on each record, with interests as exact as they are."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.claim import Claim, Marker, Value
from graph.errors import Refused
from graph.source import Reliability
from loaders.bods import read_release
from loaders.bods.mapping import FOLDER, _share
from loaders.release import Release
from ontology.vocabulary import load_vocabulary
from tests.real_data import real_file

SAMPLE = FOLDER / "sample.json"


def read(path: Path = SAMPLE, *, strict: bool = False) -> Release:
    release = read_release(path, load_vocabulary(), strict=strict)
    return replace(release, loadset=replace(release.loadset, claims=tuple(release.loadset.claims)))


def about(release: Release, subject: str) -> list[Claim]:
    return [claim for claim in release.loadset.claims if claim.subject == subject]


def changed(folder: Path, *changes: tuple[str, str]) -> Path:
    text = SAMPLE.read_text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    file = folder / "statements.json"
    file.write_text(text)
    return file


def test_a_body_has_names_and_identifiers_with_their_registers() -> None:
    (claim,) = about(read(), "bods-gb-coh-1")
    assert (claim.type, claim.locator) == ("Firm", "statement s-1")
    assert set(claim.values) == {
        Value("name", "Kite Yard Ltd", lang="und"),
        Value("alias", "Kite Yard", lang="und"),
        Value("registrationNumber", "GB-COH/00000001"),
        Value("lei", "9999DEFGRAPHFACTOR62"),
        Value("jurisdiction", "GB"),
        Value("registeredIn", "GB"),
        Value("established", "1999-01-02"),
    }


def test_a_person_has_names_and_nothing_private() -> None:
    (claim,) = about(read(), "bods-p-1")
    assert claim.values == (Value("name", "Ada Gale", lang="und"), Value("alias", "Ada Wind", lang="und"))


def test_the_latest_statement_counts_and_each_interest_is_a_claim() -> None:
    shares, votes = sorted(about(read(), "bods-r-1"), key=lambda claim: str(claim.valid))
    assert shares.get("share") == (Value("share", 25, upper=50, unit="percent"),)
    assert (shares.valid, shares.note) == ("2010-04-01", "direct; beneficial")
    assert votes.get("votingShare") == (Value("votingShare", 75, Marker.AT_LEAST, unit="percent"),)
    assert (votes.valid, votes.note) == ("2015", "indirect")
    assert {claim.locator for claim in (shares, votes)} == {"statement s-4"}


def test_the_order_of_statements_does_not_matter(tmp_path: Path) -> None:
    file = tmp_path / "statements.jsonl"
    file.write_text("\n".join(json.dumps(s) for s in reversed(json.loads(SAMPLE.read_text()))))
    assert {c.id for c in read(file).loadset.claims} == {c.id for c in read().loadset.claims}


def test_nobody_named_is_an_unknown_owner_and_a_closed_record_is_over() -> None:
    (claim,) = about(read(), "bods-r-2")
    assert claim.get("owner") == (Value("owner", None, Marker.UNKNOWN, text="interestedPartyExempt Listed abroad"),)
    assert claim.valid == "2012-01-01/2021-03-31"


def test_sources_are_graded_by_their_type_and_licences_decide_what_is_passed_on(tmp_path: Path) -> None:
    loadset = read().loadset
    assert {source.reliability for source in loadset.sources} == {Reliability.A, Reliability.C}
    assert {claim.source for claim in loadset.claims} == {source.id for source in loadset.sources}
    assert loadset.dataset.redistribute
    closed = changed(tmp_path, ("https://creativecommons.org/publicdomain/zero/1.0/", "https://example.org/mine"))
    assert not read(closed).loadset.dataset.redistribute


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        (
            '"shareholding", "directOrIndirect": "direct", "ben',
            '"spell", "directOrIndirect": "direct", "ben',
            "interest",
        ),
        ('"maximum": 50', '"maximum": 5', "share"),
        ('"minimum": 75', '"minimum": 175', "votingShare"),
        ('"startDate": "2015"', '"startDate": "2015-13"', "startDate"),
        ('"interestedParty": {', '"interestedParty": "P-9", "x": {', "interestedParty"),
        ('"GB-COH-1", "interestedParty": {', '"GB-COH-9", "interestedParty": {', "subject"),
        ('"name": "Kite Yard Ltd"', '"name": ""', "name"),
        ('"registeredEntity"', '"castle"', "entityType"),
        ('"9999DEFGRAPHFACTOR62"', '"LEI"', "lei"),
    ],
)
def test_what_cannot_be_used_is_told(tmp_path: Path, old: str, new: str, field: str) -> None:
    file = changed(tmp_path, (old, new))
    assert field in {problem.field for problem in read(file).problems}
    with pytest.raises(Refused):
        read(file, strict=True)


@pytest.mark.parametrize(
    "text", ["[]", "{}", '[{"a": 1}]', '[{"recordId": 5, "recordType": "entity", "recordDetails": {}}]', "[", ""]
)
def test_what_holds_no_statements_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "x.json"
    file.write_text(text)
    with pytest.raises(Refused):
        read(file)


percents = st.none() | st.integers(0, 100) | st.floats(0, 100)


@given(percents, percents, percents)
def test_a_share_is_never_more_exact_than_it_is(exact: float | None, low: float | None, high: float | None) -> None:
    told = {name: n for name, n in (("exact", exact), ("minimum", low), ("maximum", high)) if n is not None}
    if exact is None and low is not None and high is not None and high < low:
        with pytest.raises(ValueError, match="larger"):
            _share("share", told)
        return
    value = _share("share", told)
    if exact is not None:
        assert value == Value("share", exact, unit="percent")
    elif low is not None and high is not None:
        assert value is not None
        assert (value.value, value.upper or value.value, value.marker) == (low, high, Marker.EXACT)
    else:
        assert (value and value.marker) == (
            Marker.AT_LEAST if low is not None else Marker.AT_MOST if high is not None else None
        )


def test_records_that_a_file_does_not_have_stay(tmp_path: Path) -> None:
    before = read().loadset.claims
    statements: list[dict[str, Any]] = json.loads(SAMPLE.read_text())
    file = tmp_path / "part.jsonl"
    file.write_text("\n".join(json.dumps(s) for s in statements if not s["recordId"].startswith("R-")))
    keeps = read(file).loadset.keeps
    assert keeps is not None
    standing = tuple(before)
    assert {c.subject for c in standing if c.id in keeps(standing)} == {"bods-r-1", "bods-r-2"}


@pytest.mark.real_data
def test_a_real_file_against_its_lines_read_by_hand() -> None:
    path = real_file("bods-neo4j-sample", "bods_gleif_2138002S3XGZ38WN5Q72.jsonl")
    statements = [json.loads(line) for line in path.read_text().splitlines()]
    release = read(path)
    assert list(release.problems) == []
    entities = {s["recordDetails"]["name"] for s in statements if s["recordType"] == "entity"}
    assert {c.get("name")[0].value for c in release.loadset.claims if c.type == "Firm"} == entities
    expected = {
        tuple(f"bods-{s['recordDetails'][end].lower()}" for end in ("interestedParty", "subject"))
        for s in statements
        if s["recordType"] == "relationship"
    }
    owned = [c for c in release.loadset.claims if c.type == "Ownership"]
    assert {(c.get("owner")[0].value, c.get("asset")[0].value) for c in owned} == expected
    assert len(owned) == sum(len(s["recordDetails"].get("interests", [])) for s in statements) > 70
    assert {c.id for c in read(path).loadset.claims} == {c.id for c in release.loadset.claims}
