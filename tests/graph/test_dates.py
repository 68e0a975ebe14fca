"""What a date in EDTF means: which days it leaves open, and what follows from that."""

from datetime import date

import edtf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.dates import MAX, MIN, BadDate, Bounds, bounds, holds, iso, parse_edtf, span, xsd_bounds

DAYS = st.dates()
YEARS = st.integers(2, 9998).map(lambda year: f"{year:04}")
MONTHS = st.builds(lambda d: f"{d:%Y-%m}".zfill(7), st.dates(date(1000, 1, 1)))
ISO = DAYS.map(date.isoformat)
QUALIFIED = st.builds(str.__add__, st.one_of(YEARS, MONTHS, ISO), st.sampled_from(["", "", "~", "?", "%"]))
SIDES = st.one_of(QUALIFIED, st.just(".."), st.just(""))
TEMPORALITY = st.sampled_from(["state", "event"])


@st.composite
def texts(draw: st.DrawFn) -> str:
    """A lone date or an interval that does not end before it starts."""
    if draw(st.booleans()):
        return draw(QUALIFIED)
    start, end = draw(SIDES), draw(SIDES)
    if {start, end} <= {"", ".."}:
        start = draw(QUALIFIED)
    if start[:4].isdigit() and end[:4].isdigit() and span(start)[0] > span(end)[1]:
        start, end = end, start
    return f"{start}/{end}"


def days(first: str, last: str) -> tuple[int, int]:
    return date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal()


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2021", "2021-01-01", "2021-12-31"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("1900-02", "1900-02-01", "1900-02-28"),
        ("2021-05-03", "2021-05-03", "2021-05-03"),
        ("202X", "2020-01-01", "2029-12-31"),
        ("19XX", "1900-01-01", "1999-12-31"),
        ("XXXX", "0001-01-01", "9999-12-31"),
        ("2021-XX", "2021-01-01", "2021-12-31"),
        ("2021-05-XX", "2021-05-01", "2021-05-31"),
        ("2021-XX-31", "2021-01-31", "2021-12-31"),
        ("202X-02-29", "2020-02-29", "2028-02-29"),
        ("2021-22", "2021-06-01", "2021-08-31"),
        ("2020-24", "2020-12-01", "2021-02-28"),
        ("2021-34", "2021-04-01", "2021-06-30"),
        ("2021-37", "2021-01-01", "2021-04-30"),
        ("2021-41", "2021-07-01", "2021-12-31"),
        ("2021~", "2020-01-01", "2022-12-31"),
        ("2021?", "2021-01-01", "2021-12-31"),
        ("2021%", "2020-01-01", "2022-12-31"),
        ("2020-03~", "2020-02-01", "2020-04-30"),
        ("2020-03-03~", "2020-02-25", "2020-03-10"),
        ("201X~", "2000-01-01", "2029-12-31"),
        ("2021-33~", "2020-10-01", "2021-06-30"),
        ("0001~", "0001-01-01", "0002-12-31"),
        ("9999~", "9998-01-01", "9999-12-31"),
        ("9999-12-31~", "9999-12-24", "9999-12-31"),
        ("2019/2021-05", "2019-01-01", "2021-05-31"),
    ],
)
def test_a_text_spans_these_days(text: str, first: str, last: str) -> None:
    assert span(text) == days(first, last)


def test_a_lone_date_of_a_state_is_its_start() -> None:
    first, last = days("2021-01-01", "2021-12-31")
    assert bounds("2021", "state") == Bounds(first, last, MAX, MAX, "year")
    assert bounds("2021/2021", "state") == Bounds(first, last, first, last, "year")


def test_a_lone_date_of_an_event_is_when_it_happened() -> None:
    first, last = days("2021-01-01", "2021-12-31")
    assert bounds("2021", "event").days == (first, last, first, last)


def test_an_open_end_goes_on_and_an_unknown_end_may_have_come_at_once() -> None:
    first, last = days("2021-01-01", "2021-12-31")
    assert bounds("2021/..", "event").days == (first, last, MAX, MAX)
    assert bounds("2021/", "state").days == (first, last, first, MAX)
    assert bounds("../2021", "state").days == (MIN, MIN, first, last)
    assert bounds("/2021", "state").days == (MIN, last, first, last)


@pytest.mark.parametrize(
    ("text", "asked", "possible", "certain"),
    [
        ("2021", "2020", False, False),
        ("2021", "2021-06", True, False),
        ("2021", "2022", True, True),
        ("2021", "2021-12-31", True, True),
        ("2021/2023", "2022", True, True),
        ("2021/2023", "2023-06", True, False),
        ("2021/2023", "2024", False, False),
        ("2021-05-03/", "2021-05-03", True, True),
        ("2021-05-03/", "2090", True, False),
        ("2021-05-03/..", "2090", True, True),
        ("../2021", "1950", True, True),
        ("/2021", "1950", True, False),
        ("2021~", "2020-01-01", True, False),
        ("2021~", "2022-12-31", True, True),
        ("2021?", "2020", False, False),
        ("2021?", "2050", True, False),
        ("2019/2021?", "2020", True, False),
        ("2019?/2021-05-03", "2021-05-03", True, True),
    ],
)
def test_whether_a_state_held(text: str, asked: str, possible: bool, certain: bool) -> None:
    period = bounds(text, "state")
    assert (holds(period, *span(asked)), holds(period, *span(asked), "certain")) == (possible, certain)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("2021-02-30", "February 2021 has no day 30"),
        ("2023-02-29", "February 2023 has no day 29"),
        ("2023-02-29/..", "February 2023 has no day 29"),
        ("2021-04-31~", "April 2021 has no day 31"),
        ("2021-13", "no month 13"),
        ("2021-00", "no month 00"),
        ("2021-05-00", "May 2021 has no day 00"),
        ("2021-XX-32", "no date"),
        ("0000", "years run from 0001"),
        ("0000-21", "years run from 0001"),
        ("2023/2021", "ends before it starts"),
        ("2021-05-04/2021-05-03", "ends before it starts"),
        ("", "no date"),
        ("..", "no date"),
        ("/", "names no date"),
        ("../..", "names no date"),
        ("2021/2022/2023", "no date"),
        ("2021/open", "no date"),
        ("unknown", "no date"),
        ("20210503", "no date"),
        ("3.5.2021", "no date"),
        ("2021-5-3", "no date"),
        ("202x", "no date"),
        ("2021-1X", "no date"),
        ("2021-05-0X", "no date"),
        ("2021~-05", "no date"),
        ("2021-05~?", "no date"),
        ("[2021,2022]", "no date"),
        ("Y20210", "no date"),
        ("-0044", "no date"),
        ("2021-05-03T10:00:00", "no date"),
        (" 2021", "no date"),
        ("2021\n", "no date"),
        ("٢٠٢١", "no date"),
        ("2021" * 1000, "no date"),
    ],
)
def test_what_is_no_date_is_refused_with_a_reason(text: str, says: str, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(BadDate, match=says) as caught:
        bounds(text, "state")
    assert len(str(caught.value)) < 250
    assert capfd.readouterr().out == ""


def test_temporality_and_certainty_are_checked() -> None:
    with pytest.raises(ValueError, match="temporality"):
        bounds("2021", "states")
    with pytest.raises(ValueError, match="certainty"):
        holds(parse_edtf("2021"), 1, 1, "perhaps")


@given(DAYS)
def test_every_day_of_the_calendar_is_itself(day: date) -> None:
    assert parse_edtf(day.isoformat()).days == (day.toordinal(),) * 4
    assert iso(day.toordinal()) == day.isoformat()


@given(
    st.one_of(YEARS, MONTHS, ISO, st.sampled_from(["202X", "20XX", "2021-XX", "2021-05-XX", "2021-XX-XX", "2021-35"]))
)
def test_the_library_agrees_where_it_is_right(text: str) -> None:
    known = edtf.parse_edtf(text)
    lower, upper = (date(*known_day[:3]).toordinal() for known_day in (known.lower_strict(), known.upper_strict()))
    assert span(text) == (lower, upper)


@given(texts())
def test_what_is_read_the_library_reads_too(text: str) -> None:
    bounds(text, "state")
    assert edtf.is_valid_edtf(text)


@given(st.text(alphabet="0123456789X-~?%/.[]YT: ", max_size=14))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        period = bounds(text, "event")
    except BadDate:
        return
    assert period.start_earliest <= period.start_latest <= period.end_latest
    assert period.start_earliest <= period.end_earliest <= period.end_latest


@given(texts(), TEMPORALITY, ISO, st.integers(0, 1000))
def test_certain_implies_possible(text: str, temporality: str, start: str, length: int) -> None:
    period, first = bounds(text, temporality), date.fromisoformat(start).toordinal()
    if holds(period, first, first + length, "certain"):
        assert holds(period, first, first + length, "possible")


@given(texts(), TEMPORALITY, st.lists(st.integers(1, MAX), min_size=4, max_size=4).map(sorted))
def test_a_narrower_question_is_easier_to_be_sure_of(text: str, temporality: str, asked: list[int]) -> None:
    period, wide, narrow = bounds(text, temporality), (asked[0], asked[3]), (asked[1], asked[2])
    assert holds(period, *wide, "certain") <= holds(period, *narrow, "certain")
    assert holds(period, *narrow, "possible") <= holds(period, *wide, "possible")


@given(
    st.dates(date(2020, 1, 1), date(2020, 1, 9)),
    st.integers(0, 4),
    st.integers(0, 6),
    st.integers(0, 4),
    st.integers(0, 12),
)
def test_possible_and_certain_are_some_and_every_reading(start: date, s: int, gap: int, e: int, ask: int) -> None:
    """By definition: all pairs of a start and an end that the bounds leave open are gone through one by one."""
    s1 = start.toordinal()
    period = Bounds(s1, s1 + s, s1 + gap, max(s1 + gap + e, s1 + s))
    readings = [
        (a, b)
        for a in range(s1, period.start_latest + 1)
        for b in range(period.end_earliest, period.end_latest + 1)
        if a <= b
    ]
    asked = date(2020, 1, 1).toordinal() + ask
    assert holds(period, asked, asked, "possible") == any(a <= asked <= b for a, b in readings)
    assert holds(period, asked, asked, "certain") == all(a <= asked <= b for a, b in readings)


@given(texts(), TEMPORALITY)
def test_rdf_gets_the_outer_days(text: str, temporality: str) -> None:
    first, last = xsd_bounds(text, temporality)
    period = bounds(text, temporality)
    assert (first is None) == (period.start_earliest == MIN)
    assert (last is None) == (period.end_latest == MAX)
    if first and last:
        assert date.fromisoformat(first) <= date.fromisoformat(last)


def test_precision_and_qualifiers_of_both_sides_are_kept() -> None:
    period = bounds("2021-05-03~/202X?", "state")
    assert (period.precision, period.approximate, period.uncertain) == ("decade", True, True)
