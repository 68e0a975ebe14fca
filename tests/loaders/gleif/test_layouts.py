"""The sample in GLEIF's three layouts: each says the same, and that is what stands here."""

from pathlib import Path

import pytest

from graph.claim import Claim, Marker, Value
from graph.errors import Refused
from loaders.gleif import read_release
from ontology.vocabulary import load_vocabulary

SAMPLE = Path(__file__).parent / "sample"
HOLDING, FACTORY, AVIONICS, OLD = (
    "9999DEFGRAPHHOLDIN15",
    "9999DEFGRAPHFACTOR62",
    "9999DEFGRAPHAVIONI35",
    "9999DEFGRAPHOLDCOM48",
)


def claims(path: Path) -> dict[str, Claim]:
    release = read_release(path, load_vocabulary())
    found = {claim.id: claim for claim in release.loadset.claims}
    assert list(release.problems) == []
    return found


def about(subject: str) -> list[Claim]:
    return [claim for claim in claims(SAMPLE / "csv").values() if claim.subject == subject]


@pytest.mark.parametrize("layout", ["json", "api"])
def test_all_layouts_say_the_same(layout: str) -> None:
    assert claims(SAMPLE / layout).keys() == claims(SAMPLE / "csv").keys()


def test_an_entity_has_its_names_its_number_and_its_dates() -> None:
    (claim,) = about(f"lei-{HOLDING.lower()}")
    assert (claim.type, claim.credibility) == ("Firm", 1)
    assert set(claim.values) == {
        Value("lei", HOLDING),
        Value("name", "Nordwind Holding AG", lang="de"),
        Value("formerName", "Nordwind Werke AG", lang="de"),
        Value("alias", "NORDWIND HOLDING AG", lang="und-Latn"),
        Value("legalStatus", "active"),
        Value("jurisdiction", "DE"),
        Value("registeredIn", "DE"),
        Value("registrationNumber", "RA000242/HRB 1"),
        Value("established", "1921-04-30"),
    }


def test_a_register_with_a_common_code_has_that_and_a_lapsed_record_counts_less() -> None:
    (claim,) = about(f"lei-{FACTORY.lower()}")
    assert claim.get("registrationNumber")[0].value == "GB-COH/00000001"
    assert claim.credibility == 3


def test_names_keep_their_script() -> None:
    (claim,) = about(f"lei-{AVIONICS.lower()}")
    assert claim.get("name") == (Value("name", "نوردويند للطيران", lang="ar"),)
    assert claim.get("alias") == (Value("alias", "Nordwind Avionics SARL", lang="fr"),)


def test_what_was_dissolved_has_a_successor() -> None:
    (claim,) = about(f"lei-{OLD.lower()}")
    assert (claim.get("dissolved")[0].value, claim.get("legalStatus")[0].value) == ("2015-03-31", "inactive")
    (succession,) = about(f"gleif-succession-{FACTORY.lower()}-{OLD.lower()}")
    assert {value.property: value.value for value in succession.values} == {
        "successor": f"lei-{FACTORY.lower()}",
        "predecessor": f"lei-{OLD.lower()}",
    }
    assert succession.valid == "2015-03-31"


def test_a_parent_that_is_direct_and_ultimate_is_one_ownership_with_two_claims() -> None:
    found = about(f"gleif-{HOLDING.lower()}-{FACTORY.lower()}")
    assert {claim.get("consolidation")[0].value for claim in found} == {"direct", "ultimate"}
    assert {claim.valid for claim in found} == {"2010-05-01"}


def test_a_relationship_that_is_over_has_an_end() -> None:
    (claim,) = about(f"gleif-{HOLDING.lower()}-{OLD.lower()}")
    assert claim.valid == "1990-01-01/2015-03-31"


def test_a_branch_is_a_division_and_a_managed_fund_no_possession() -> None:
    (claim,) = about(f"gleif-{FACTORY.lower()}-{AVIONICS.lower()}")
    assert (claim.get("ownershipKind")[0].value, claim.get("consolidation"), claim.valid) == ("division", (), None)
    assert about(f"gleif-{HOLDING.lower()}-{AVIONICS.lower()}") == []


def test_why_no_parent_is_named_is_an_owner_that_is_unknown() -> None:
    (direct,) = about(f"gleif-{HOLDING.lower()}-direct-parent")
    assert direct.get("owner") == (Value("owner", None, Marker.UNKNOWN, text="NO_KNOWN_PERSON"),)
    assert direct.get("noParentReason")[0].value == "no_known_person"
    (ultimate,) = about(f"gleif-{HOLDING.lower()}-ultimate-parent")
    assert ultimate.get("noParentReason")[0].value == "non_consolidating"
    assert ultimate.note == "The family trust publishes no accounts"


def test_an_annulled_record_is_nobody() -> None:
    assert not [claim for claim in claims(SAMPLE / "csv").values() if "minist" in claim.subject]


def test_a_single_answer_of_the_api_is_read() -> None:
    assert {claim.subject for claim in claims(SAMPLE / "api" / "one-record.json").values()} == {
        f"lei-{HOLDING.lower()}"
    }


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("x.json", '{"data": {"type": "lei-records", "attributes": {"lei": 5}}}', "1:1 This is no record of GLEIF's"),
        ("x.json", '{"data": []}', "There are no LEI records"),
        ("x.json", '{"records": [{"LEI": {"$": "A"}, "Entity": []}]}', "This is no record of GLEIF's"),
        ("x.csv", "LEI,Name\nA,B\n", "Name: This column is in none"),
        ("x.csv", "LEI,Entity.LegalName\nA,B\nC\n", "3:1 The row has 1 fields"),
        ("x.csv", "LEI,Entity.LegalName\n", "no row below the header"),
        ("x.csv", "LEI,Exception.Category\nA,B\n", "Exception.Reason.1: The header lacks"),
        ("x.csv", 'LEI,Entity.LegalName\nA,"B\nC,D\n', "3:1 The row cannot be read"),
        ("x.csv", "", "The file is empty"),
    ],
)
def test_what_is_no_file_of_gleifs_is_refused(tmp_path: Path, name: str, text: str, told: str) -> None:
    file = tmp_path / name
    file.write_text(text)
    with pytest.raises(Refused, match=r"x\.") as refused:
        list(read_release(file, load_vocabulary()).loadset.claims)
    assert told in str(refused.value)
