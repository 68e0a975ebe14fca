"""States' reports on arms transfers, from made-up tables in the layouts of the United Nations and of the treaty."""

from collections.abc import Callable
from pathlib import Path

import pytest

import loaders.state_reports
from graph.claim import Claim
from graph.errors import Refused
from loaders.release import Release
from loaders.state_reports import read_release
from tests.loaders.sound import VOCABULARY, assert_sound, claims_on, values

FOLDER = Path(loaders.state_reports.__file__).parent
EXPORTS, IMPORTS = FOLDER / "sample-exports.csv", FOLDER / "sample-imports.csv"
Read = Callable[..., Release]
BOTH = "reported-morocco-israel-vii-2021"


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def reading(old: str, new: str, *, strict: bool = False) -> Release:
        text = EXPORTS.read_text()
        assert old in text
        path = tmp_path / "report.csv"
        path.write_text(text.replace(old, new))
        return read_release(path, VOCABULARY, strict=strict)

    return reading


def one(release: Release, subject: str) -> Claim:
    (claim,) = claims_on(release, subject)
    return claim


@pytest.mark.parametrize("path", [EXPORTS, IMPORTS])
def test_a_table_reads_without_a_problem_and_fits_the_ontology(path: Path) -> None:
    release = read_release(path, VOCABULARY)
    assert release.problems == ()
    assert_sound(release, {"united-states": "State"})


def test_what_exporter_and_importer_say_stands_side_by_side() -> None:
    sent, got = (one(read_release(path, VOCABULARY), BOTH) for path in (EXPORTS, IMPORTS))
    assert (sent.source, got.source) == ("unroca-israel-2021-exports", "att-morocco-2021-imports")
    for claim in (sent, got):
        assert (values(claim, "supplier"), values(claim, "recipient")) == (["israel"], ["morocco"])
        assert (claim.valid, values(claim, "transferStatus")) == ("2021", ["delivered"])
    assert (values(sent, "quantityDelivered"), values(got, "quantityDelivered")) == ([16], [14])


def test_rows_of_one_kind_are_added_up_with_their_words() -> None:
    claim = one(read_release(EXPORTS, VOCABULARY), BOTH)
    assert values(claim, "goods") == [
        "Category VII: Missiles and missile launchers",
        "Missiles of a made-up kind",
        "Launchers of a made-up kind",
    ]
    assert values(claim, "origin") == ["united-states"]
    assert claim.note == "Intermediate location: Rotterdam; Lent for trials"


def test_a_number_that_is_not_told_is_unknown() -> None:
    claim = one(read_release(EXPORTS, VOCABULARY), "reported-vietnam-israel-iv-2021")
    assert [(v.value, v.marker.value) for v in claim.get("quantityDelivered")] == [(None, "unknown")]


def test_what_is_authorised_only_is_no_delivery() -> None:
    claim = one(read_release(IMPORTS, VOCABULARY), "reported-morocco-france-iii-2021-authorised")
    assert (values(claim, "quantityOrdered"), values(claim, "transferStatus")) == ([6], ["approved"])
    assert not claim.get("quantityDelivered")
    assert not claim.get("deliveryDate")


def test_each_state_is_a_source_of_its_own_and_others_stay() -> None:
    ours, theirs = (read_release(path, VOCABULARY) for path in (EXPORTS, IMPORTS))
    (source,) = ours.loadset.sources
    assert source.publisher == "Israel"
    assert ours.loadset.keeps is not None
    other = list(theirs.loadset.claims)
    assert ours.loadset.keeps(other) == {claim.id for claim in other}
    assert ours.loadset.keeps(list(ours.loadset.claims)) == frozenset()


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("IV,Viet Nam", "IV,Atlantis", "importer"),
        ("IV,Viet Nam", "IX,Viet Nam", "category"),
        ("VII (a),Morocco,12", "VII (a),Morocco,a dozen", "number"),
        ("United States of America", "Atlantis", "origin"),
    ],
)
def test_what_cannot_be_used_is_told_with_its_place(read: Read, old: str, new: str, field: str) -> None:
    (problem,) = read(old, new).problems
    assert (problem.field, problem.line > 3) == (field, True)
    with pytest.raises(Refused):
        read(old, new, strict=True)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("Reporting country,Israel", "Reporting country,Atlantis", "no table of states"),
        ("Reporting country,Israel", "Country,Israel", "reporting country"),
        ("Calendar year,2021", "Calendar year,next", "no year"),
        ("Number of items", "Amount", "not known"),
        ("Final importer State(s)", "Partner State(s)", "not known"),
        ("Category (I-VII)", "Kind", "starts with Category"),
        ("IV,Viet Nam,,,,", "IV,Viet Nam,,,", "fields instead of"),
    ],
)
def test_other_tables_are_refused(read: Read, old: str, new: str, message: str) -> None:
    with pytest.raises(Refused, match=message):
        read(old, new)


def test_a_table_without_a_row_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "nil.csv"
    path.write_text("\n".join(EXPORTS.read_text().splitlines()[:3]) + "\n")
    with pytest.raises(Refused, match="no row"):
        read_release(path, VOCABULARY)
