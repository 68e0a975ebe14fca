"""Layouts of exports: columns found by name, torn records mended, broken ones told."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import Refused
from loaders.release import Notes
from loaders.sipri_register import read_release
from loaders.sipri_register.layout import MAX_LINE, find_layout, rows
from ontology.vocabulary import Vocabulary
from tests.loaders.sipri_register.conftest import Read, deals, said
from tests.loaders.sipri_register.exports import HEADER, deal, raw, resaved

TORN = deal(comments="For use with peacekeepers in\r\nMali")


def test_a_raw_export_and_one_saved_again_say_the_same(read: Read, tmp_path: Path, vocabulary: Vocabulary) -> None:
    records = [
        deal(comments="K\xf6ln class"),
        deal(designation="Daphn\xe9", description="submarine", doubts="?? "),
        TORN,
    ]
    saved = read_release(resaved(tmp_path / "resaved.csv", records), vocabulary)
    assert {c.id for c in saved.loadset.claims} == {c.id for c in read(*records).loadset.claims}
    assert not saved.problems


@pytest.mark.parametrize("tear", ["\n", "\r\n", "\n\r\n"])
@pytest.mark.parametrize("at", ["For use with| peacekeepers in Mali", "For use with peacekeepers in Mali|", "|For use"])
def test_a_record_torn_within_its_comment_is_one_deal(read: Read, tear: str, at: str) -> None:
    release = read(deal(year="2019"), deal(comments=at.replace("|", tear)), deal(year="2021"))
    assert not release.problems
    (torn,) = [claim for claim in release.loadset.claims if claim.quote]
    assert torn.quote == " ".join(at.replace("|", " ").split())
    assert said(deals(release)[torn.subject], "tivDelivered") == [10]
    assert len(deals(release)) == 3


def test_the_column_renamed_in_2026_is_the_number_delivered(read: Read) -> None:
    header = HEADER.replace("Number delivered", "Deliveries in the Year Range")
    (claim,) = deals(read(deal(delivered="3"), header=header)).values()
    assert said(claim, "quantityDelivered") == [3]


def test_columns_are_found_by_name_wherever_they_are(read: Read) -> None:
    names, cells = HEADER.split(","), deal(comments="aid").split(",")
    header, record = (",".join([*part[12:], *part[:12]]) for part in (names, cells))
    assert {c.id for c in read(record, header=header).loadset.claims} == {
        c.id for c in read(deal(comments="aid")).loadset.claims
    }


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("a,b,c", "No line has the columns Recipient and Supplier"),
        (HEADER.replace("status", "state"), "The header lacks: status"),
        (HEADER + ",Extra", "columns that are not known: extra"),
        (HEADER.replace("Number ordered, ,", "Number ordered,"), "No column of question marks follows number ordered"),
        ("SIPRI AT Database ID,Supplier,Recipient", "Load it as sipri-deliveries"),
        (HEADER + "," * MAX_LINE, "The line has more than"),
    ],
)
def test_another_table_is_refused_with_what_is_wrong(read: Read, header: str, reason: str) -> None:
    with pytest.raises(Refused, match=r"register\.csv:") as caught:
        read(deal(), header=header)
    assert reason in str(caught.value)


def test_a_file_cut_off_within_a_record_is_refused(tmp_path: Path, vocabulary: Vocabulary) -> None:
    path = raw(tmp_path / "register.csv", [deal(), deal(year="2021")])
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(Refused, match=r"register.csv:10:1 .*cut off"):
        read_release(path, vocabulary)


def test_an_export_without_a_deal_is_refused(read: Read) -> None:
    for records in ([], ["", ",,,"], [deal(status="Old")]):
        with pytest.raises(Refused, match="No deal can be read"):
            read(*records)


def test_a_record_with_too_many_fields_is_told_and_left_out(read: Read) -> None:
    release = read(deal(comments="one, two"), deal(year="2021"))
    (problem,) = release.problems
    assert (problem.line, "17 fields instead of 16" in problem.message) == (9, True)
    assert len(deals(release)) == 1


FIELD = st.text(alphabet=st.sampled_from('ab ,;"?*\n\r'), max_size=12)


@given(st.lists(st.lists(FIELD, min_size=1, max_size=20).map(",".join), max_size=8))
def test_any_lines_are_rows_or_told(lines: list[str]) -> None:
    text = "\n".join([HEADER, *lines]).split("\n")
    notes = Notes("x")
    try:
        found = list(rows(text, find_layout(text, "x"), notes))
    except Refused as error:
        assert "cut off" in str(error)
    else:
        assert len(found) + len(notes.problems) <= len(text)
