"""SIPRI's military expenditure, from made-up workbooks in its layout, and from the real one counted independently."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import openpyxl
import pytest

from graph.claim import Claim
from graph.errors import Refused
from loaders.claims_file import read_dataset
from loaders.currency import CODES
from loaders.release import Release
from loaders.run import find_dataset
from loaders.sipri_milex import read_release
from loaders.sipri_milex.tables import read_currencies
from loaders.states.table import read_states
from tests.loaders.sound import VOCABULARY, assert_sound, claims_on, values
from tests.loaders.workbooks import Content, write_workbook
from tests.real_data import real_file

Rows = list[list[Content]]
Read = Callable[..., Release]
STATES = read_states()
TITLE: Rows = [["Military expenditure by country"]]
CURRENT: Rows = [
    *TITLE,
    ["Figures are in US $m., in current prices, converted at the exchange rate for the given year."],
    ["Figures in blue are SIPRI estimates. Figures in red indicate highly uncertain data."],
    [""],
    ["Country", "Notes", 1990, 1991, 1992],
    [None],
    ["Africa"],
    ["North Africa"],
    ["Morocco", "§", 100.25, (110.126, 12), "..."],
    ["Europe"],
    ["USSR", None, (200, 10), "xxx", "xxx"],
    ["Iceland", "", 0, 0, ". ."],
    ["European Union", None, 5, 5, 5],
]
GDP: Rows = [
    *TITLE,
    ["Military expenditure by country as percentage of gross domestic product, 1990-1992"],
    ["Country", "Notes", 1990, 1991, 1992],
    ["Morocco", "§", 0.0363868518644989, "...", "..."],
]
LOCAL: Rows = [
    *TITLE,
    ["Figures are in local currency at current prices and are for calendar years"],
    ["Country", "Currency", "Notes", 1990, 1991, 1992],
    ["Morocco", "Dirhams", "§", 1_000_000_000, 1_100_000_000.4, "..."],
    ["Zimbabwe", "US dollars", None, 1, 2, 3],
]
CONSTANT: Rows = [
    *TITLE,
    ["Figures are in US $m."],
    ["Country", "", "Notes", 1990, 1991],
    ["Morocco", "", "§", 300, 310],
]
NOTES: Rows = [["Footnotes"], ["§", "Figures are for the adopted budget"]]
WHOLE: dict[str, Rows] = {
    "Front page": [],
    "Share of GDP": GDP,
    "Local currency calendar years": LOCAL,
    "Constant (2022) US$": CONSTANT,
    "Current US$": CURRENT,
    "Footnotes": NOTES,
}


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def reading(sheets: dict[str, Rows], *, strict: bool = False) -> Release:
        return read_release(write_workbook(tmp_path / "milex.xlsx", sheets), VOCABULARY, strict=strict)

    return reading


def one(release: Release, subject: str) -> Claim:
    (claim,) = claims_on(release, subject)
    return claim


def test_a_workbook_reads_without_a_problem_and_fits_the_ontology(read: Read) -> None:
    release = read(WHOLE)
    assert release.problems == ()
    assert release.counts == {"series": 4, "rows": 7, "figures": 13, "states": 4}
    assert_sound(release)


def test_spending_is_by_state_and_year_in_each_series(read: Read) -> None:
    release = read(WHOLE)
    claim = one(release, "morocco-military-expenditure-1990")
    assert (values(claim, "subject"), values(claim, "period"), claim.valid) == (["morocco"], ["1990"], "1990")
    (amount,) = claim.get("amount")
    assert (amount.value, amount.unit, amount.marker.value) == (100_250_000, "USD", "exact")
    assert values(claim, "basis") == ["Figures are for the adopted budget"]
    (local,) = one(release, "morocco-military-expenditure-1991-local").get("amount")
    assert (local.value, local.unit) == (1_100_000_000, "MAD")
    constant = one(release, "morocco-military-expenditure-1991-constant")
    assert (values(constant, "amount"), values(constant, "basis")[0]) == ([310_000_000], "constant 2022 prices")
    (share,) = one(release, "morocco-military-expenditure-share-of-gdp-1990").get("number")
    assert (share.value, share.unit) == (3.6387, "percent")
    assert values(one(release, "iceland-military-expenditure-1991"), "amount") == [0]


def test_colours_are_markers(read: Read) -> None:
    release = read(WHOLE)
    estimate = one(release, "morocco-military-expenditure-1991").get("amount")[0]
    doubtful = one(release, "soviet-union-military-expenditure-1990").get("amount")[0]
    assert (estimate.value, estimate.marker.value) == (110_130_000, "approximate")
    assert (doubtful.value, doubtful.marker.value) == (200_000_000, "uncertain")


def test_unknown_is_said_once_and_a_state_that_was_none_is_not_spoken_of(read: Read) -> None:
    release = read(WHOLE)
    unknown = {c.subject for c in release.loadset.claims for v in c.values if v.marker.value == "unknown"}
    assert unknown == {
        "morocco-military-expenditure-1992",
        "iceland-military-expenditure-1992",
        "morocco-military-expenditure-share-of-gdp-1991",
    }
    assert not claims_on(release, "soviet-union-military-expenditure-1991")


def test_groups_and_unclear_currencies_are_left_out(read: Read) -> None:
    subjects = {claim.subject for claim in read(WHOLE).loadset.claims}
    assert not [name for name in subjects if name.startswith(("european-union", "africa"))]
    assert not [name for name in subjects if name.startswith("zimbabwe-")]


@pytest.mark.parametrize(
    ("sheet", "place", "wrong", "field"),
    [
        ("Current US$", (8, 0), "Atlantis", "country"),
        ("Current US$", (8, 2), "a lot", "amount"),
        ("Current US$", (8, 2), -1, "amount"),
        ("Current US$", (8, 1), "@", "notes"),
        ("Share of GDP", (3, 2), "n/a", "number"),
        ("Local currency calendar years", (3, 1), "Euro", "currency"),
    ],
)
def test_what_cannot_be_used_is_told_with_its_place(
    read: Read, sheet: str, place: tuple[int, int], wrong: Content, field: str
) -> None:
    rows = [list(cells) for cells in WHOLE[sheet]]
    row, column = place
    rows[row][column] = wrong
    (problem,) = read(WHOLE | {sheet: rows}).problems
    assert (problem.field, problem.line, problem.column) == (field, row + 1, column + 1)
    with pytest.raises(Refused, match="Sheet"):
        read(WHOLE | {sheet: rows}, strict=True)


def test_a_sheet_that_does_not_say_what_it_is_refuses_the_file(read: Read) -> None:
    billions = [[str(row[0]).replace("US $m.", "US $b.")] if "$m" in str(row[0]) else row for row in CURRENT]
    with pytest.raises(Refused, match="says what its figures are"):
        read({"Current US$": billions})
    with pytest.raises(Refused, match="column that is not known"):
        read({"Current US$": [row if row[0] != "Country" else ["Country", "Remarks", 1990] for row in CURRENT]})
    with pytest.raises(Refused, match="no column for a year"):
        read({"Current US$": [row if row[0] != "Country" else ["Country", "Notes"] for row in CURRENT]})
    with pytest.raises(Refused, match="starts with Country"):
        read({"Current US$": CURRENT[:4]})
    with pytest.raises(Refused, match="No sheet is one of the series"):
        read({"Per capita": CURRENT})


def test_an_unknown_sheet_is_told(read: Read) -> None:
    (problem,) = read(WHOLE | {"Per soldier": CURRENT}).problems
    assert problem.value == "Per soldier"


def test_series_and_years_that_a_workbook_lacks_stay(read: Read) -> None:
    whole = read(WHOLE)
    fewer = [[*row[:2], *row[3:]] if len(row) > 2 else row for row in CURRENT]
    fewer[8] = ["Morocco", "§", "...", "..."]
    part = read({"Current US$": fewer, "Footnotes": NOTES})
    assert part.loadset.keeps is not None
    mine = {claim.id for claim in part.loadset.claims}
    unsaid = [claim for claim in whole.loadset.claims if claim.id not in mine]
    kept = {c.subject for c in unsaid if c.id in part.loadset.keeps(unsaid)}
    assert "morocco-military-expenditure-1990" in kept
    assert "morocco-military-expenditure-1991-local" in kept
    assert "morocco-military-expenditure-1991" not in kept


def test_currencies_are_of_iso_4217_and_states_of_the_table() -> None:
    table = read_currencies()
    assert {code for of in table.codes.values() for code in of.values()} <= CODES
    assert {*table.codes, *table.unclear} <= set(STATES.by_id)
    assert not set(table.codes) & table.unclear


@cache
def real() -> Release:
    return read_release(real_file("sipri-milex", "SIPRI-Milex-data-1948-2023.xlsx"), VOCABULARY)


@cache
def counted(sheet: str) -> dict[tuple[str, int], object]:
    """The cells of a real sheet, read by hand, by SIPRI's name of the state and year."""
    book = openpyxl.load_workbook(real_file("sipri-milex", "SIPRI-Milex-data-1948-2023.xlsx"), read_only=True)
    rows = list(book[sheet].iter_rows(values_only=True))
    head = next(row for row in rows if row and row[0] == "Country")
    years = {i: cell for i, cell in enumerate(head) if isinstance(cell, int)}
    names = [row for row in rows if row and row[0] in STATES.by_sipri]
    return {(str(row[0]), year): row[i] for row in names for i, year in years.items()}


SHEETS = {
    "Current US$": ("military-expenditure", "", "amount"),
    "Constant (2022) US$": ("military-expenditure", "-constant", "amount"),
    "Share of GDP": ("military-expenditure-share-of-gdp", "", "number"),
}


@pytest.mark.real_data
@pytest.mark.parametrize("sheet", SHEETS)
def test_every_figure_of_the_real_workbook_is_there(sheet: str) -> None:
    measure, suffix, name = SHEETS[sheet]
    told = {claim.subject: claim for claim in real().loadset.claims if claim.type == "Indicator"}
    figures = {key: cell for key, cell in counted(sheet).items() if isinstance(cell, (int, float))}
    for (state, year), cell in figures.items():
        claim = told[f"{STATES.by_sipri[state].id}-{measure}-{year}{suffix}"]
        factor, near = (100, 1e-4) if name == "number" else (1e6, 1e4)
        assert values(claim, name)[0] == pytest.approx(cell * factor, abs=near), claim.subject
    ours = [
        c for c in told.values() if c.subject.endswith(suffix) and values(c, "measure") == [measure.replace("-", "_")]
    ]
    mine = [c for c in ours if c.get(name)[0].value is not None and c.subject.removesuffix(suffix)[-4:].isdigit()]
    assert len(mine) == len(figures)


@pytest.mark.real_data
def test_every_unknown_of_the_real_workbook_is_said() -> None:
    cells = Counter(str(cell) for cell in counted("Current US$").values() if isinstance(cell, str))
    said = [c for c in real().loadset.claims if c.get("amount") and c.get("amount")[0].value is None]
    current = [c for c in said if c.subject[-4:].isdigit()]
    assert len(current) == cells["..."]
    assert set(cells) <= {"...", "xxx"}


@pytest.mark.real_data
def test_every_row_of_the_real_workbook_finds_its_state() -> None:
    assert real().problems == ()
    assert real().counts["states"] == len({state for state, _ in counted("Current US$")})


@pytest.mark.real_data
def test_local_figures_fit_those_in_dollars() -> None:
    """In recent years the figures in local currency are those in dollars by a rate that does not jump."""
    told = {claim.subject: claim for claim in real().loadset.claims}
    for state in ("morocco", "israel", "france", "croatia", "liberia", "japan"):
        for year in (2021, 2022, 2023):
            local = told[f"{state}-military-expenditure-{year}-local"].get("amount")[0]
            dollars = told[f"{state}-military-expenditure-{year}"].get("amount")[0]
            low, high = {"MAD": (8.5, 10.7), "ILS": (3.1, 3.8), "EUR": (0.8, 1), "USD": (1, 1), "JPY": (105, 145)}[
                local.unit or ""
            ]
            assert low - 0.01 <= float(local.value or 0) / float(dollars.value or 1) <= high + 0.01, (state, year)


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("subject", "value", "marker"),
    [
        ("morocco-military-expenditure-2023", 5_184_930_000, "exact"),
        ("united-states-military-expenditure-2023", 916_014_700_000, "exact"),
        ("china-military-expenditure-2023", 296_438_560_000, "approximate"),
        ("sudan-military-expenditure-2023", None, "unknown"),
        ("united-arab-emirates-military-expenditure-2023", None, "unknown"),
    ],
)
def test_figures_that_were_looked_up(subject: str, value: int | None, marker: str) -> None:
    (amount,) = one(real(), subject).get("amount")
    assert (amount.value, amount.marker.value) == (value, marker)


@pytest.mark.real_data
def test_the_excerpt_that_comes_with_the_project_says_the_same() -> None:
    claims = [c for c in read_dataset(find_dataset("sipri-excerpt"), VOCABULARY).claims if "expenditure" in c.subject]
    assert claims
    for claim in claims:
        assert values(one(real(), claim.subject), "amount") == values(claim, "amount")
    assert_sound(real())
