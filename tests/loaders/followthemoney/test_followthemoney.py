"""FollowTheMoney's entities and statements: what they say, who says it, and what is left out."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from graph.claim import Claim, Value
from graph.errors import Refused
from loaders.description import read_description
from loaders.followthemoney import read_release
from loaders.followthemoney.schemata import FOLDER, read_schemata
from loaders.release import Release
from ontology.vocabulary import load_vocabulary

SAMPLE = FOLDER / "sample.json"
HEADER = "canonical_id,entity_id,prop,prop_type,schema,value,dataset,lang,first_seen,last_seen"


def read(path: Path, *, strict: bool = False) -> Release:
    release = read_release(path, load_vocabulary(), strict=strict)
    return replace(release, loadset=replace(release.loadset, claims=tuple(release.loadset.claims)))


def claims(release: Release) -> dict[str, Claim]:
    return {claim.subject: claim for claim in release.loadset.claims}


def entities(folder: Path, *items: dict[str, Any]) -> Path:
    file = folder / "entities.ftm.json"
    file.write_text("".join(json.dumps(item) + "\n" for item in items))
    return file


def item(name: str, schema: str, /, datasets: tuple[str, ...] = ("xx",), **properties: str) -> dict[str, Any]:
    return {
        "id": name,
        "schema": schema,
        "properties": {key: [value] for key, value in properties.items()},
        "datasets": list(datasets),
    }


def test_a_firm_has_its_names_identifiers_and_topics() -> None:
    firm = claims(read(SAMPLE))["ftm-nk-kite"]
    assert (firm.type, firm.source) == ("Firm", "ftm-xx-list")
    assert set(firm.values) == {
        Value("ftmId", "NK-Kite"),
        Value("name", "Kite Yard", lang="und"),
        Value("name", "Верфь Змей", lang="und"),
        Value("lei", "9999DEFGRAPHFACTOR62"),
        Value("jurisdiction", "GB"),
        Value("established", "1999-01-02"),
        Value("riskTopic", "sanction"),
        Value("riskTopic", "mil"),
        Value("note", "Builds boats"),
    }


@pytest.mark.parametrize(
    ("subject", "kind", "valid", "values"),
    [
        (
            "ftm-own-1",
            "Ownership",
            "2010-03",
            {"owner": "ftm-nk-ada", "asset": "ftm-nk-kite", "share": 25.5, "note": "shareholder"},
        ),
        (
            "ftm-dir-1",
            "Post",
            "2001/2019-05-31",
            {"holder": "ftm-nk-bob", "organisation": "ftm-nk-kite", "title": "Chief engineer"},
        ),
        ("ftm-fam-1", "Kinship", None, {"person": "ftm-nk-ada", "relative": "ftm-nk-bob", "tie": "brother"}),
        ("ftm-program-xx-boats", "Topic", None, {"name": "Boats"}),
    ],
)
def test_relationships(subject: str, kind: str, valid: str | None, values: dict[str, Any]) -> None:
    claim = claims(read(SAMPLE))[subject]
    assert (claim.type, claim.valid) == (kind, valid)
    assert {value.property: value.value for value in claim.values} == values


def test_a_sanction_is_a_designation_under_its_programme() -> None:
    claim = claims(read(SAMPLE))["ftm-san-1"]
    assert (claim.type, claim.valid) == ("Designation", "2022-03-15")
    assert claim.get("designee")[0].value == "ftm-nk-kite"
    assert claim.get("designation")[0].value == "ftm-program-xx-boats"
    assert {value.value for value in claim.get("note")} == {"Builds boats for an embargoed navy", "Office of Lists"}


def test_who_says_it_and_since_when() -> None:
    found = claims(read(SAMPLE))
    assert found["ftm-nk-ada"].source == "ftm-merged"
    assert found["ftm-nk-ada"].note == "In xx_list, yy_register. First seen 2024-01-05."
    assert found["ftm-nk-bob"].note == "First seen 2023-01-05. Last seen 2023-09-01."
    assert [source.id for source in read(SAMPLE).loadset.sources] == ["ftm-xx-list", "ftm-yy-register", "ftm-merged"]


def test_a_new_run_of_the_publisher_changes_nothing(tmp_path: Path) -> None:
    later = tmp_path / "later.json"
    later.write_text(SAMPLE.read_text().replace("2024-06-01", "2024-09-09"))
    assert {c.id for c in read(later).loadset.claims} == {c.id for c in read(SAMPLE).loadset.claims}


def test_statements_say_which_dataset_says_what(tmp_path: Path) -> None:
    file = tmp_path / "statements.csv"
    rows = [
        "NK-1,a,id,checksum,Company,x,xx,,2024-01-01,2024-02-01",
        "NK-1,a,name,name,Company,Kite,xx,,2024-01-01,2024-02-01",
        "NK-1,b,name,name,Company,Kyte,yy,,2024-01-02,2024-02-01",
        "NK-1,b,jurisdiction,country,Company,gb,yy,,2024-01-03,2024-02-01",
    ]
    file.write_text("\n".join((HEADER, *rows, "")))
    found = {claim.source: claim for claim in read(file).loadset.claims}
    assert {claim.subject for claim in found.values()} == {"ftm-nk-1"}
    assert found["ftm-xx"].get("name")[0].value == "Kite"
    assert (found["ftm-yy"].get("name")[0].value, found["ftm-yy"].get("jurisdiction")[0].value) == ("Kyte", "GB")
    assert found["ftm-yy"].note == "First seen 2024-01-02."


@pytest.mark.parametrize(
    ("wrong", "field", "says"),
    [
        (item("x", "Spaceship", name="X"), "schema", "no table"),
        (item("x", "Company", name="X", shoeSize="44"), "shoeSize", "no table"),
        (item("x", "Company", name="X", leiCode="short"), "leiCode", "LEI"),
        (item("x", "Company", name="X", incorporationDate="2001-02-31"), "incorporationDate", "calendar"),
        (item("x", "Company"), "name", "no name"),
        (item("x", "Ownership", owner="a", asset="nobody"), "Ownership", "not in the file"),
        (item("x", "Ownership", owner="a"), "Ownership", "does not link"),
        (item("x", "Ownership", owner="a", asset="b", percentage="most"), "percentage", "share"),
        (item("x", "Ownership", owner="a", asset="b", startDate="2010", endDate="2009"), "endDate", "before"),
        (item("x", "Sanction", entity="nobody"), "entity", "not in the file"),
    ],
)
def test_what_cannot_be_used_is_told_with_its_line(
    tmp_path: Path, wrong: dict[str, Any], field: str, says: str
) -> None:
    file = entities(tmp_path, item("a", "Company", name="A"), item("b", "Company", name="B"), wrong)
    release = read(file)
    (problem,) = release.problems
    assert (problem.line, problem.field) == (3, field)
    assert says in problem.message
    assert {"ftm-a", "ftm-b"} <= claims(release).keys()
    with pytest.raises(Refused):
        read(file, strict=True)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "nothing"),
        ("[]\n", "no JSON object"),
        ('{"id": "a"}\n', "no entity"),
        ('{"id": 5, "schema": "X", "properties": {}}', "no entity"),
        ('{"id": "a", "schema": "X", "properties": {"name": "A"}}', "no entity"),
    ],
)
def test_what_is_no_file_of_entities_is_refused(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "x.json"
    file.write_text(text)
    with pytest.raises(Refused, match=says):
        read(file)


def test_other_datasets_stay(tmp_path: Path) -> None:
    before = read(entities(tmp_path, item("a", "Company", ("aa",), name="A"), item("b", "Company", ("bb",), name="B")))
    after = read(entities(tmp_path, item("c", "Company", ("bb",), name="C")))
    keeps = after.loadset.keeps
    assert keeps is not None
    standing = tuple(before.loadset.claims)
    assert {claim.subject for claim in standing if claim.id in keeps(standing)} == {"ftm-a"}


def test_all_that_the_table_names_is_in_the_ontology() -> None:
    vocabulary, table = load_vocabulary(), read_schemata()
    for kind, properties in table.properties.items():
        assert set(properties.values()) <= vocabulary.properties_of(kind).keys()
    for fields in table.relationships.values():
        known = {*vocabulary.roles_of(fields["class"]), *vocabulary.properties_of(fields["class"]), fields["class"]}
        assert set(fields.values()) <= known
    assert not read_description(FOLDER, vocabulary).dataset.redistribute
