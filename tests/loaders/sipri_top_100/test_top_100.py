"""SIPRI's Top 100, from made-up workbooks in its layout, and from the real one counted independently."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import openpyxl
import pytest

from graph.claim import Claim
from graph.errors import Refused
from loaders.claims_file import read_dataset
from loaders.release import Release
from loaders.run import find_dataset
from loaders.sipri_top_100 import read_release
from loaders.sipri_top_100.tables import read_firms
from loaders.states.table import read_states
from tests.loaders.sound import VOCABULARY, assert_sound, claims_on, values
from tests.loaders.workbooks import Content, write_workbook
from tests.real_data import real_file

Read = Callable[..., Release]

TITLE: list[list[Content]] = [
    ["The SIPRI Top 100 arms-producing and military services companies in the world"],
    ["Figures for arms revenue and total revenue are in millions of US$."],
    ["Source: SIPRI Arms Industry Database, retrieved December 2023"],
]
NEWEST: list[list[Content]] = [
    *TITLE,
    [
        *(
            "Rank (2022) *Note (b)",
            "Rank (2021)",
            "Company (c) ",
            "Notes (2022)",
            "Country (d)",
            "Arms Revenue  (2022)",
        ),
        *("Arms Revenue (2021)", "Total Revenue (2022)", "Arms Revenue as a % of total revenue (2022)"),
        "Arms Revenue 2021 (constant 2022 prices) note (e)",
    ],
    [1, 2, "Acme Corp.", None, "Türkiye", 500, 400, 1000, 0.5, 420.5],
    [2, "-", "Rafael", "f", "Israel", 300.129, ". .", 600, 0.5, ". ."],
    [3, 101, "Small Arms", "g", "Trans-European", 90, 80, ". .", ". .", 85],
    ["Note: Percentages may not correspond."],
    ["c", "Holding companies are not treated as arms companies."],
    ["f ", "Rafael was never renamed."],
    ["g", "The arms revenue figure for this company is an estimate with a high degree of uncertainty."],
]
BEFORE: list[list[Content]] = [
    *TITLE,
    [
        *("Rank (2021)  *Note (b)", "Rank (2020)", "Company (c) ", " Country ", "Arms Revenue  (2021)"),
        *("Arms Revenue  (2020)", "Total Revenue (2021)", "Arms Revenue as a % of total revenue (2021)"),
        *(f"Arms Revenue {year} (constant 2022 prices) note (d)" for year in (2021, 2020)),
    ],
    [1, 1, "Other Works", "South Korea", 450, 440, 450, 1, 460.555, 470],
    [2, 3, "Acme Corp", "Türkiye", 390, 380, 900, 0.43, 410, 400],
]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def reading(strict: bool = False, **sheets: list[list[Content]]) -> Release:
        named = {name.removeprefix("y"): rows for name, rows in sheets.items()}
        return read_release(write_workbook(tmp_path / "top.xlsx", named), VOCABULARY, strict=strict)

    return reading


def one(release: Release, subject: str) -> Claim:
    (claim,) = claims_on(release, subject)
    return claim


def test_a_workbook_reads_without_a_problem_and_fits_the_ontology(read: Read) -> None:
    release = read(y2022=NEWEST, y2021=BEFORE)
    assert release.problems == ()
    assert release.counts == {"years": 2, "rows": 5, "firms": 4}
    assert release.loadset.sources[0].date == "2023-12"
    assert_sound(release, {"turkey": "State", "israel": "State", "south-korea": "State"})


def test_arms_revenue_and_rank_are_by_year(read: Read) -> None:
    release = read(y2022=NEWEST, y2021=BEFORE)
    claim = one(release, "acme-arms-revenue-2022")
    assert (values(claim, "subject"), values(claim, "period"), claim.valid) == (["acme"], ["2022"], "2022")
    assert (values(claim, "amount"), values(claim, "rank")) == ([500_000_000], [1])
    assert claim.get("amount")[0].unit == "USD"
    assert values(one(release, "rafael-advanced-defense-systems-arms-revenue-2022"), "amount") == [300_130_000]
    assert values(one(release, "other-works-arms-revenue-2021-constant"), "amount") == [460_560_000]
    assert values(one(release, "acme-arms-share-of-revenue-2022"), "number") == [50]


def test_a_figure_that_sipri_does_not_have_is_unknown(read: Read) -> None:
    claim = one(read(y2022=NEWEST), "small-arms-revenue-2022")
    assert [(v.value, v.marker.value) for v in claim.get("amount")] == [(None, "unknown")]


def test_an_uncertain_estimate_is_marked_and_its_footnote_goes_with_it(read: Read) -> None:
    release = read(y2022=NEWEST)
    claim = one(release, "small-arms-arms-revenue-2022")
    assert claim.get("amount")[0].marker.value == "uncertain"
    assert "high degree of uncertainty" in (claim.note or "")
    assert one(release, "rafael-advanced-defense-systems-arms-revenue-2022").note == "Rafael was never renamed."


def test_the_year_before_is_taken_where_its_own_sheet_says_nothing_or_otherwise(read: Read) -> None:
    release = read(y2022=NEWEST, y2021=BEFORE)
    unlisted = one(release, "small-arms-arms-revenue-2021")
    assert (values(unlisted, "amount"), values(unlisted, "rank")) == ([80_000_000], [101])
    both = claims_on(release, "acme-arms-revenue-2021")
    assert sorted(str(values(claim, "amount")) for claim in both) == ["[390000000]", "[400000000]"]
    assert not claims_on(release, "rafael-advanced-defense-systems-arms-revenue-2021")


def test_firms_have_their_seats_but_for_those_of_several_countries(read: Read) -> None:
    release = read(y2022=NEWEST, y2021=BEFORE)
    seats = {(values(c, "located")[0], values(c, "place")[0]) for c in release.loadset.claims if c.type == "Location"}
    assert seats == {
        ("acme", "turkey"),
        ("rafael-advanced-defense-systems", "israel"),
        ("other-works", "south-korea"),
    }
    assert values(one(release, "acme"), "sipriName") == ["Acme Corp.", "Acme Corp"]


@pytest.mark.parametrize(
    ("column", "wrong", "field"),
    [
        (0, 1.5, "rank"),
        (2, None, "company"),
        (4, "Atlantis", "country"),
        (5, "many", "arms"),
        (5, -1, "arms"),
        (7, "n/a", "total"),
        (8, 50, "share"),
        (3, "z", "notes"),
    ],
)
def test_what_cannot_be_used_is_told_with_its_place(read: Read, column: int, wrong: Content, field: str) -> None:
    rows = [list(row) for row in NEWEST]
    rows[4][column] = wrong
    release = read(y2022=rows)
    (problem,) = release.problems
    assert problem.field == field
    assert problem.line == 5
    with pytest.raises(Refused, match="Sheet 2022"):
        read(strict=True, y2022=rows)


def test_a_row_that_is_no_firm_s_is_told(read: Read) -> None:
    release = read(y2022=[*NEWEST[:7], [None, None, "Total", None, None, 890], ["Sum", 1], *NEWEST[7:]])
    assert [(p.line, p.column, p.value) for p in release.problems] == [(8, 3, "Total"), (9, 1, "Sum")]
    assert {c.id for c in release.loadset.claims} == {c.id for c in read(y2022=NEWEST).loadset.claims}


def test_the_workbook_of_sums_is_told_from_the_firms(read: Read) -> None:
    with pytest.raises(Refused, match="sums of all hundred firms"):
        read(Sheet1=[[2002, 2003], ["current US$ (billion)", 201.5, 239.5]])


@pytest.mark.parametrize(
    ("head", "message"), [("Ranking (2022)", "not known"), ("Country", "not known"), ("Profit (2022)", "not known")]
)
def test_columns_that_are_not_known_refuse_the_file(read: Read, head: str, message: str) -> None:
    rows = [list(row) for row in NEWEST]
    rows[3][5] = head
    with pytest.raises(Refused, match=message):
        read(y2022=rows)


def test_a_missing_column_or_head_refuses_the_file(read: Read) -> None:
    with pytest.raises(Refused, match="lacks a column: country"):
        read(y2022=[row[:4] for row in NEWEST])
    with pytest.raises(Refused, match="starts with Rank"):
        read(y2022=NEWEST[4:])
    with pytest.raises(Refused, match="No sheet is named for a year"):
        read(notes=NEWEST)


def test_a_workbook_of_one_year_leaves_the_others(read: Read) -> None:
    whole, part = read(y2022=NEWEST, y2021=BEFORE), read(y2022=NEWEST)
    assert part.loadset.keeps is not None
    mine = {claim.id for claim in part.loadset.claims}
    unsaid = [claim for claim in whole.loadset.claims if claim.id not in mine]
    kept = part.loadset.keeps(unsaid)
    gone = {claim.subject for claim in unsaid if claim.id not in kept}
    assert {c.subject for c in unsaid if c.id in kept} >= {"other-works", "other-works-arms-revenue-2021"}
    assert not any("other-works" in subject for subject in gone)


@cache
def real() -> Release:
    return read_release(real_file("sipri-top100", "SIPRI-Top-100-2002-2022.xlsx"), VOCABULARY)


@cache
def counted() -> list[tuple[int, dict[str, object]]]:
    """The ranked rows of the real workbook, read by hand: the year, and the cells by their heads."""
    book = openpyxl.load_workbook(real_file("sipri-top100", "SIPRI-Top-100-2002-2022.xlsx"), read_only=True)
    found = []
    for sheet in book.worksheets:
        rows = list(sheet.iter_rows(values_only=True))
        heads = [re.sub(r"\s+", " ", str(head)).strip() for head in rows[3]]
        for row in rows[4:]:
            if isinstance(row[0], int):
                found.append((int(sheet.title), dict(zip(heads, row, strict=False))))
    return found


def column(row: dict[str, object], start: str) -> object:
    return next((cell for head, cell in row.items() if head.startswith(start)), None)


@pytest.mark.real_data
def test_every_row_of_the_real_workbook_is_a_figure() -> None:
    assert len(counted()) == 2100 == real().counts["rows"]
    (problem,) = real().problems  # in 2013 SIPRI has a firm with 3.6 times more revenue from arms than in all
    assert (problem.field, problem.line, str(problem.value)[:4]) == ("share", 73, "3.63")
    ids = read_firms().id_of
    told = {c.subject: c for c in real().loadset.claims if values(c, "measure") == ["arms_revenue"] and c.get("rank")}
    for year, row in counted():
        claim = told[f"{ids(str(column(row, 'Company')).strip())}-arms-revenue-{year}"]
        assert values(claim, "rank") == [column(row, "Rank")]
        assert values(claim, "amount")[0] == pytest.approx(
            float(str(column(row, f"Arms Revenue ({year})"))) * 1e6, abs=1e4
        )
    named = {(year, ids(str(column(row, "Company")).strip())) for year, row in counted()}
    assert set(Counter(year for year, _ in named).values()) == {100}  # no two of a year are taken for one


@pytest.mark.real_data
def test_every_country_of_the_real_workbook_finds_its_state() -> None:
    named = {str(column(row, "Country")).strip() for _, row in counted()} - {"Trans-European"}
    assert len(named) == 27
    assert named <= set(read_states().by_sipri)


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("subject", "amount", "rank"),
    [
        ("elbit-systems-arms-revenue-2022", 4_960_000_000, 24),
        ("israel-aerospace-industries-arms-revenue-2022", 4_100_000_000, 35),
        ("rafael-advanced-defense-systems-arms-revenue-2022", 3_380_000_000, 42),
        ("lockheed-martin-arms-revenue-2022", 59_390_000_000, 1),
        ("baykar-arms-revenue-2022", 1_420_000_000, 76),
    ],
)
def test_figures_that_were_looked_up(subject: str, amount: int, rank: int) -> None:
    claim = one(real(), subject)
    assert (values(claim, "amount"), values(claim, "rank")) == ([amount], [rank])


@pytest.mark.real_data
def test_the_excerpt_that_comes_with_the_project_says_the_same() -> None:
    excerpt = [c for c in read_dataset(find_dataset("sipri-excerpt"), VOCABULARY).claims if "arms-revenue" in c.subject]
    assert excerpt
    for claim in excerpt:
        (own,) = [c for c in claims_on(real(), claim.subject) if c.get("rank")]
        assert values(own, "amount") == values(claim, "amount")
        assert not claim.get("rank") or values(own, "rank") == values(claim, "rank")


@pytest.mark.real_data
def test_reading_it_again_gives_the_same_claims() -> None:
    again = read_release(real_file("sipri-top100", "SIPRI-Top-100-2002-2022.xlsx"), VOCABULARY)
    assert {c.id for c in again.loadset.claims} == {c.id for c in real().loadset.claims}
    assert_sound(real(), dict.fromkeys(read_states().by_id, "State"))
