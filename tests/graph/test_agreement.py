"""When do two sources contradict one another?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.agreement import agree, contradict
from graph.claim import Marker, Value
from graph.dates import bounds


def figure(value: float | str, marker: Marker = Marker.EXACT, **more: object) -> Value:
    return Value("value", value, marker, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other", "kind", "alike"),
    [
        (figure(500), figure(500.0), "number", True),
        (figure(500), figure(585), "number", False),
        (figure(500, Marker.AT_LEAST), figure(585), "number", True),
        (figure(500, Marker.AT_LEAST), figure(499), "number", False),
        (figure(500, Marker.AT_MOST), figure(585), "number", False),
        (figure(500, Marker.AT_MOST), figure(600, Marker.AT_LEAST), "number", False),
        (figure(50, Marker.APPROXIMATE), figure(54), "number", True),
        (figure(50, Marker.APPROXIMATE), figure(60), "number", False),
        (figure(500, upper=600), figure(585), "amount", True),
        (figure(500, upper=600), figure(601), "amount", False),
        (figure(175, unit="EUR"), figure(175, unit="USD"), "amount", False),
        (figure("2022"), figure("2022-02"), "date", True),
        (figure("2022"), figure("2023"), "date", False),
        (figure("2022/2023"), figure("2023-05"), "date", True),
        (figure("ordered"), figure("delivered"), "concept", False),
        (figure("2022"), figure("2022-02"), "text", False),
        (figure(True), figure(False), "boolean", False),
    ],
)
def test_as_far_as_they_go(one: Value, other: Value, kind: str, alike: bool) -> None:
    assert agree(one, other, kind) is agree(other, one, kind) is alike


MARKERS = st.sampled_from([m for m in Marker if m is not Marker.UNKNOWN])


@given(st.builds(figure, st.integers(-9, 9), MARKERS), st.sampled_from(["number", "integer", "amount"]))
def test_everything_agrees_with_itself(value: Value, kind: str) -> None:
    assert agree(value, value, kind)


@pytest.mark.parametrize(
    ("first", "second", "rivals"),
    [
        ("2018/2020", "2021/..", False),
        ("2018/2020", "2020/..", False),
        ("2020/..", "2021/..", True),
        ("2020", "2020", True),
        ("2018/2020~", "2020/..", False),
        ("2018?", "2022", True),
    ],
)
def test_what_follows_in_time_is_no_contest(first: str, second: str, rivals: bool) -> None:
    one, other = ((figure(v), bounds(d, "state").days) for v, d in ((50, first), (100, second)))
    assert contradict(one, other, "number") is contradict(other, one, "number") is rivals
