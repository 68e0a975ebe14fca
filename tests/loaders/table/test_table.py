"""Tables of people's own: the same rows in each format, and each cell that cannot be used told with its place."""

import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from graph.claim import Claim, Marker, Value
from graph.errors import Refused
from loaders.table import read_release
from ontology.vocabulary import load_vocabulary

HERE = Path(__file__).parents[3]
SAMPLE = HERE / "loaders" / "table" / "sample.csv"
MAPPING = SAMPLE.with_name("sample.mapping.yaml").read_text()
HEADER = ["Id", "Name", "Arabic name", "Founded", "Parent", "Share", "Since", "Remarks"]
ROWS: list[list[Any]] = [
    [7, "Atlas Ice Works", "مصنع الأطلس", 1998, None, None, None, None],
    [8, "Kite Yard", None, "2004-05", 7, 50.0, 2010, "half of it"],
    [9, "Sand Optics", None, None, 7, "unknown", None, None],
]


def write_csv(path: Path, rows: list[list[Any]], header: list[str] = HEADER) -> Path:
    lines = [",".join("" if cell is None else str(cell) for cell in row) for row in (header, *rows)]
    path.write_text("\n".join((*lines, "")))
    return path


def write_xlsx(path: Path, rows: list[list[Any]], header: list[str] = HEADER) -> Path:
    book = Workbook()
    book.active.title = "Firms"
    for row in (header, *rows):
        book.active.append(row)
    book.save(path)
    return path


def write_parquet(path: Path, rows: list[list[Any]], header: list[str] = HEADER) -> Path:
    columns = [[None if row[i] is None else str(row[i]) for row in rows] for i in range(len(header))]
    pq.write_table(pa.table(dict(zip(header, columns, strict=True))), path)
    return path


def read(path: Path, mapping: str = MAPPING, *, strict: bool = False) -> Any:
    file = path.with_name("the.mapping.yaml")
    file.write_text(mapping)
    return read_release(path, load_vocabulary(), strict=strict, mapping=file)


def problems(path: Path, mapping: str = MAPPING) -> list[tuple[int, int, str, str]]:
    return [(p.line, p.column, p.field, p.message) for p in read(path, mapping).problems]


def refused(path: Path, mapping: str = MAPPING) -> str:
    with pytest.raises(Refused) as error:
        read(path, mapping)
    return str(error.value)


@pytest.mark.parametrize(
    ("write", "name"), [(write_csv, "t.csv"), (write_xlsx, "t.xlsx"), (write_parquet, "t.parquet")]
)
def test_each_format_says_the_same(tmp_path: Path, write: Callable[..., Path], name: str) -> None:
    expected = {claim.id for claim in read_release(SAMPLE, load_vocabulary()).loadset.claims}
    if name == "t.parquet":
        rows = [[re.sub(r"\.0$", "", str(cell)) if cell is not None else None for cell in row] for row in ROWS]
    else:
        rows = ROWS if name == "t.xlsx" else [[int(c) if isinstance(c, float) else c for c in row] for row in ROWS]
    release = read(write(tmp_path / name, rows))
    assert {claim.id for claim in release.loadset.claims} == expected
    assert list(release.problems) == []


def test_what_a_row_says() -> None:
    release = read_release(SAMPLE, load_vocabulary())
    found: dict[str, Claim] = {claim.subject: claim for claim in release.loadset.claims}
    assert set(found) == {"mine-7", "mine-8", "mine-9", "mine-7-8", "mine-7-9"}
    assert found["mine-7-8"].values == (
        Value("owner", "mine-7"),
        Value("asset", "mine-8"),
        Value("share", 50, unit="percent", text="50%"),
    )
    assert (found["mine-7-8"].valid, found["mine-7-8"].credibility) == ("2010/..", 3)
    assert found["mine-7-9"].get("share")[0].marker is Marker.UNKNOWN
    assert found["mine-7-9"].valid is None
    assert release.loadset.dataset.id == "my-firms"


def test_a_wrong_cell_is_told_with_its_place_and_what_is_allowed(tmp_path: Path) -> None:
    mapping = MAPPING.replace("type: Firm", "type: '{Remarks}'").replace("ignored: {Remarks: For myself.}", "")
    rows = [[7, "A", None, "1998-13", None, None, None, "Firm"], [8, "B", None, None, None, None, None, "Frim"]]
    (date_, kind) = read(
        write_csv(tmp_path / "t.csv", [*rows, [9, "C", None, None, None, None, None, "Firm"]]), mapping
    ).problems
    assert (date_.line, date_.column, date_.field, date_.value) == (2, 4, "Founded", "1998-13")
    assert (kind.line, kind.field, kind.value, kind.suggestion) == (3, "Remarks", "Frim", "Firm")
    assert "State" in kind.allowed


def test_a_rule_of_the_ontology_is_a_rule_for_rows(tmp_path: Path) -> None:
    rows = [ROWS[0], [8, "Kite Yard", None, None, 7, 150, None, None], [9, "Self", None, None, 9, 5, None, None]]
    release = read(write_csv(tmp_path / "t.csv", rows))
    assert {problem.line for problem in release.problems} == {3, 4}
    assert {claim.subject for claim in release.loadset.claims} == {"mine-7"}


def test_a_row_without_what_a_claim_needs_is_told(tmp_path: Path) -> None:
    mapping = MAPPING.replace("credibility: 2", 'credibility: "{Remarks}"').replace(
        "ignored: {Remarks: For myself.}", ""
    )
    path = write_csv(tmp_path / "t.csv", [[7, "A", None, None, None, None, None, "3"], [8, "B", *[None] * 6]])
    assert problems(path, mapping) == [
        (3, 8, "Remarks", "The cell is empty, but gives the credibility of a claim. The row is left out.")
    ]
    assert [claim.credibility for claim in read(path, mapping).loadset.claims] == [3]


def test_ids_may_be_of_what_is_in_the_graph_already(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "t.csv", [[7, "A", None, None, None, 5, None, None]])
    mapping = MAPPING.replace('"mine-{Parent}-{Id}"', '"iai-{Id}"').replace(
        '"mine-{Parent}"', "israel-aerospace-industries"
    )
    mapping = mapping.replace("ignored: {", "ignored: {Parent: unused, ")
    assert {claim.subject for claim in read(path, mapping).loadset.claims} == {"mine-7", "iai-7"}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("type: Firm", "type: Frim", ":13:11 type"),
        ("established:", "founded:", "founded"),
        ("{Founded}", "{Fonded}", "Fonded: The table has no such column"),
        ("ignored: {Remarks: For myself.}", "", "Remarks: The mapping"),
        ("reliability: C", "reliability: G", "reliability"),
        ("dataset:", "datset:", "datset"),
        (
            "source: my-notes\n        credibility: 3",
            "source: my-nots\n        credibility: 3",
            "There is no source 'my-nots'",
        ),
        ("entities:", "table: {colour: red}\nentities:", "colour"),
        ("entities:", "table: {encoding: utf-17}\nentities:", "encoding: The table cannot"),
    ],
)
def test_what_is_wrong_with_a_mapping_is_told_once(tmp_path: Path, old: str, new: str, told: str) -> None:
    with pytest.raises(Refused) as error:
        read(write_csv(tmp_path / "t.csv", ROWS), MAPPING.replace(old, new))
    assert told in str(error.value)
    assert len(error.value.problems) <= 2


def test_a_sheet_is_chosen_by_its_name_and_dates_are_days(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "t.xlsx", [[7, "A", None, date(2004, 5, 1), *[None] * 4]])
    (claim,) = read(path, MAPPING.replace("entities:", "table: {sheet: Firms}\nentities:")).loadset.claims
    assert claim.get("established")[0].value == "2004-05-01"
    assert "Allowed: Firms" in refused(path, MAPPING.replace("entities:", "table: {sheet: Frims}\nentities:"))


def test_a_cell_with_a_formula_is_not_used(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "t.xlsx", [ROWS[0], [8, '=HYPERLINK("http://x")', *[None] * 6]])
    assert problems(path) == [(3, 2, "Name", "The cell has a formula. Put its value there. The row is left out.")]


def test_what_looks_like_a_formula_in_text_is_text(tmp_path: Path) -> None:
    (claim,) = read(write_csv(tmp_path / "t.csv", [[7, "=1+1", *[None] * 6]])).loadset.claims
    assert claim.get("name")[0].value == "=1+1"


def test_lists_and_bytes_of_parquet_are_not_used(tmp_path: Path) -> None:
    columns = {name: pa.array([None, None], pa.string()) for name in HEADER} | {"Id": [7, 8], "Name": [["a"], ["b"]]}
    pq.write_table(pa.table(columns), tmp_path / "t.parquet")
    assert "no single value" in refused(tmp_path / "t.parquet")


def doctype(path: Path) -> Path:
    write_xlsx(path, ROWS)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]>' + parts[sheet]
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def truncated(path: Path, write: Callable[..., Path]) -> Path:
    data = write(path, ROWS).read_bytes()
    path.write_bytes(data[: len(data) // 2])
    return path


def raw(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda folder: doctype(folder / "t.xlsx"), "DOCTYPE"),
        (lambda folder: truncated(folder / "t.xlsx", write_xlsx), "cannot be read"),
        (lambda folder: truncated(folder / "t.parquet", write_parquet), "no Parquet"),
        (lambda folder: raw(folder / "t.parquet", b""), "no Parquet"),
        (lambda folder: raw(folder / "t.xlsx", b"PK\x03\x04"), "cannot be read"),
        (lambda folder: raw(folder / "t.csv", b""), "empty"),
        (lambda folder: raw(folder / "t.csv", b"Id,Id\n"), "Two columns"),
        (lambda folder: raw(folder / "t.xls", b""), "is not read"),
        (lambda folder: write_csv(folder / "t.csv", []), "Nothing can be read"),
        (lambda folder: write_csv(folder / "t.csv", [[*ROWS[0], "more"]]), "9 cells"),
        (lambda folder: write_csv(folder / "t.csv", [["\0", *ROWS[0][1:]]]), "NUL"),
        (lambda folder: write_csv(folder / "t.csv", [[7, "x" * 70_000, *ROWS[0][2:]]]), "longer than"),
        (lambda folder: raw(folder / "t.csv", (",".join(HEADER) + "\n1,\xe9\n").encode("latin-1")), "not UTF-8"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused(tmp_path: Path, make: Callable[[Path], Path], told: str) -> None:
    assert told in refused(make(tmp_path))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12), min_size=8, max_size=8))
def test_whatever_a_row_holds_it_is_read_or_told(tmp_path: Path, row: list[str]) -> None:
    path = tmp_path / "t.csv"
    quoted = ",".join('"' + cell.replace('"', '""') + '"' for cell in row)
    path.write_text("\n".join((",".join(HEADER), "7,Sure,,,,,,", quoted, "")))
    try:
        release = read(path)
    except Refused as error:
        assert "line" in str(error) or "t.csv" in str(error)
    else:
        assert "mine-7" in {claim.subject for claim in release.loadset.claims} or release.problems


def test_the_mapping_of_the_page_is_that_of_the_sample() -> None:
    page = (HERE / "docs" / "sources.md").read_text()
    (example,) = [text for text in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL) if "my-firms" in text]
    without = re.sub(r"table: .*\n\n", "", example).replace('"{Share} %"', '"{Share}%"')
    assert without == MAPPING
