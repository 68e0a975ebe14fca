"""Durations, series of dates and windows of years, against the calendar."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import BadQuestion, TooLarge
from graph.questions.periods import MAX_DATES, Window, read_duration, read_series, read_windows, read_years


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("2010/2013/P1Y", ("2010", "2011", "2012", "2013")),
        ("2010/2025/P10Y", ("2010", "2020")),
        ("2024-11/2025-02/P1M", ("2024-11", "2024-12", "2025-01", "2025-02")),
        ("2024-01-31/2024-04-30/P1M", ("2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30")),
        ("2024-02-27/2024-03-12/P1W", ("2024-02-27", "2024-03-05", "2024-03-12")),
        ("2024/2024/P6M", ("2024-01", "2024-07")),
        ("2020-06-30/2022/P1Y", ("2020-06-30", "2021-06-30", "2022-06-30")),
        ("9998/9999/P1Y", ("9998", "9999")),
    ],
)
def test_a_series_steps_through_the_calendar(text: str, dates: tuple[str, ...]) -> None:
    assert read_series(text) == dates


@given(st.integers(1, 9998), st.integers(0, 150), st.integers(1, 40))
def test_a_series_of_years_is_a_range(first: int, length: int, step: int) -> None:
    last = min(first + length, 9999)
    wanted = tuple(f"{year:04}" for year in range(first, last + 1, step))
    assert read_series(f"{first:04}/{last:04}/P{step}Y") == wanted


@given(st.dates(date(1, 1, 1), date(9990, 1, 1)), st.integers(0, 150), st.integers(1, 9))
def test_a_series_of_days_is_a_range_of_days(first: date, length: int, step: int) -> None:
    last = date.fromordinal(first.toordinal() + length)
    wanted = [date.fromordinal(n).isoformat() for n in range(first.toordinal(), last.toordinal() + 1, step)]
    assert list(read_series(f"{first}/{last}/P{step}D")) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2010",
        "2010/2020",
        "2010/2020/1Y",
        "2010/2020/P",
        "2010/2020/P0Y",
        "2020/2010/P1Y",
        "2010/2020/P1Y/P1Y",
        "2010-13/2011/P1Y",
        "2010-02-30/2011/P1Y",
        "0000/0001/P1Y",
        "x/2010/P1Y",
        "2010/2020/PT1H",
        "2010/2020/P-1Y",
    ],
)
def test_what_is_no_series(text: str) -> None:
    with pytest.raises(BadQuestion) as refused:
        read_series(text)
    assert refused.value.parameter == "series"
    assert refused.value.hint


def test_a_series_has_a_bound() -> None:
    assert len(read_series(f"1801/{1800 + MAX_DATES}/P1Y")) == MAX_DATES
    with pytest.raises(TooLarge, match=str(MAX_DATES)):
        read_series(f"1801/{1801 + MAX_DATES}/P1Y")
    with pytest.raises(TooLarge):
        read_series("0001/9999/P1D")


@given(st.integers(1, 9000), st.integers(0, 199), st.integers(1, 50))
def test_windows_are_alike_and_end_with_the_period(first: int, length: int, years: int) -> None:
    period = Window(first, first + length)
    covering = read_windows(f"P{years}Y", period, cover=True)
    assert [year for w in covering for year in range(w.first, w.last + 1)][-1 - length :] == [
        *range(first, first + length + 1)
    ]
    assert {w.last - w.first + 1 for w in covering} == {years}
    if years <= length + 1:
        assert read_windows(f"P{years}Y", period) == tuple(w for w in covering if w.first >= first)


def test_without_a_length_the_period_is_the_window() -> None:
    assert read_windows(None, read_years("2000/2024", "period")) == (Window(2000, 2024),)


@pytest.mark.parametrize("text", ["5", "P6M", "P1Y6M", "P1D", "P11Y", "P1W"])
def test_what_is_no_window_of_ten_years(text: str) -> None:
    with pytest.raises(BadQuestion) as refused:
        read_windows(text, Window(2010, 2019))
    assert refused.value.parameter == "window"


@pytest.mark.parametrize("text", ["2024/2000", "24", "2000/", "2000-01/2001", "0000/2000", ""])
def test_what_is_no_span_of_years(text: str) -> None:
    with pytest.raises(BadQuestion):
        read_years(text, "period")


def test_a_duration_adds_its_parts_up() -> None:
    assert read_duration("p1y2m", "window").months == 14
    assert read_duration("P1W3D", "window").days == 10
