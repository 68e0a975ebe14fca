"""Workbooks as they come: what stands in them is read as it stands, and hostile ones are refused with a reason."""

import io
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import Refused
from loaders import sheets, workbook
from loaders.sheets import BLUE, RED, Cell, read_sheets
from tests.loaders.workbooks import write_workbook

TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"]), min_size=1, max_size=40)
PLAIN = TEXTS.map(str.strip).filter(lambda text: text and not text.startswith(("=", "'", "#")) and "_x" not in text)
NUMBERS = st.integers(-(10**15), 10**15) | st.floats(-1e9, 1e9, allow_nan=False).map(lambda x: round(x, 4))


@settings(max_examples=15, deadline=None)
@given(st.lists(st.lists(st.none() | PLAIN | NUMBERS, min_size=1, max_size=6), min_size=1, max_size=8))
def test_what_was_written_is_read_at_its_place(rows: list[list[str | int | float | None]]) -> None:
    with TemporaryDirectory() as folder:
        (sheet,) = read_sheets(write_workbook(Path(folder) / "x.xlsx", {"A ": rows}))
    told = {(cell.row, cell.column): cell.value for row in sheet.rows for cell in row.values()}
    assert sheet.name == "A"
    assert told == {(i, j): v for i, row in enumerate(rows, 1) for j, v in enumerate(row, 1) if v is not None}


def test_red_and_blue_are_told(tmp_path: Path) -> None:
    (sheet,) = read_sheets(write_workbook(tmp_path / "x.xlsx", {"A": [[(1.5, 10), (2, 12), (3, 8), 4]]}))
    assert [cell.colour for cell in sheet.rows[0].values()] == [RED, BLUE, None, None]
    assert sheet.rows[0][2] == Cell(1, 2, 2, BLUE)


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return write_workbook(tmp_path / "good.xlsx", {"A": [["a", 1]]})


def with_part(good: Path, name: str, data: bytes) -> Path:
    """The same workbook with one part put in place of its own, or beside the others."""
    made = io.BytesIO()
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part, old.read(part))
        new.writestr(name, data)
    good.write_bytes(made.getvalue())
    return good


def refuse(path: Path) -> str:
    with pytest.raises(Refused) as caught:
        read_sheets(path)
    assert str(path) in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("data", [b"", b"PK", b"a,b\n1,2\n", b"\xd0\xcf\x11\xe0" + b"\0" * 512, b"\0" * 100])
def test_what_is_no_workbook_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(data)
    assert "cannot be read" in refuse(path)


@pytest.mark.parametrize("keep", [0.3, 0.6, 0.9, 0.99])
def test_a_cut_off_workbook_is_refused(good: Path, keep: float) -> None:
    good.write_bytes(good.read_bytes()[: int(good.stat().st_size * keep)])
    assert "cannot be read" in refuse(good)


def test_an_archive_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "a")
    assert "cannot be read" in refuse(path)


def test_a_bomb_is_refused_unpacked(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_BYTES", 2**20)
    with_part(good, "xl/media/x.bin", b"\0" * 2**21)
    assert good.stat().st_size < 2**15
    assert "unpacks to more" in refuse(good)


@pytest.mark.parametrize(
    "declaration", [b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"<!doctype x SYSTEM 'file:///etc/passwd'>"]
)
def test_document_types_are_refused(good: Path, declaration: bytes) -> None:
    with_part(good, "xl/worksheets/sheet1.xml", b"<?xml version='1.0'?>" + declaration + b"<x/>")
    assert "DOCTYPE" in refuse(good)


def test_broken_xml_is_refused(good: Path) -> None:
    with_part(good, "xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row></sheetData>")
    assert "cannot be read" in refuse(good)


def test_a_formula_is_refused_with_its_place(tmp_path: Path) -> None:
    told = refuse(write_workbook(tmp_path / "x.xlsx", {"A": [["a"], ["b", "=1+1"]]}))
    assert ":2:2" in told
    assert "formula" in told


def test_a_far_cell_is_refused_before_a_million_rows_are_made(good: Path) -> None:
    far = b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>'
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    head = b'<worksheet xmlns="' + space + b'"><dimension ref="A1:XFD1048576"/>'
    with_part(good, "xl/worksheets/sheet1.xml", head + b"<sheetData>" + far + b"</sheetData></worksheet>")
    assert "more than 20,000 rows" in refuse(good)


def test_too_many_columns_are_refused(tmp_path: Path) -> None:
    assert "columns" in refuse(write_workbook(tmp_path / "x.xlsx", {"A": [list(range(sheets.MAX_COLUMNS + 1))]}))


def test_a_folder_and_a_link_are_refused(good: Path, tmp_path: Path) -> None:
    (tmp_path / "link.xlsx").symlink_to(good)
    assert "link" in refuse(tmp_path / "link.xlsx")
    assert "no regular file" in refuse(tmp_path)
