"""What is to be written, against the same worked out with sets."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.store.plan import Plan
from graph.store.records import Record, digest_of

NOW = 5
"""The store's revision; a load that was cut off has written at the next."""
names = st.builds(
    lambda kind, number: kind[0] + hashlib.sha256(str(number).encode()).hexdigest()[:8],
    st.sampled_from(["claim", "source", "dataset"]),
    st.integers(0, 12),
)
revisions = st.lists(st.integers(1, NOW + 1), min_size=1, max_size=4, unique=True).map(sorted)
KINDS = {"c": "claim", "s": "source", "d": "dataset"}


def record(name: str) -> Record:
    return Record(name, KINDS[name[0]], "d", f"about {name}", "{}")


def flat(parts: object) -> list[object]:
    return [each for part in parts for each in part]  # type: ignore[attr-defined]


@settings(deadline=None)
@given(
    wanted=st.lists(names, max_size=15),
    again=st.lists(names, max_size=4),
    had=st.dictionaries(names, revisions),
    size=st.integers(1, 5),
)
def test_a_plan_is_what_sets_say(wanted: list[str], again: list[str], had: dict[str, list[int]], size: int):
    every = {*wanted, *(name for name in again if name in had)}
    standing = {name for name, at in had.items() if len(at) % 2}
    written = {name for name, at in had.items() if at[-1] == NOW + 1}
    toggle = standing ^ (every & had.keys())
    came = (every - had.keys()) | ((toggle | written) & every)
    went = (toggle | written) - every
    stood = {name for name, at in had.items() if sum(revision <= NOW for revision in at) % 2}
    with Plan() as plan:
        plan.want(map(record, wanted))
        plan.want_again(name for name in again if name in had)
        plan.had([("cgone", [1])], NOW)
        plan.had_nothing()
        plan.had(had.items(), NOW)
        created = flat(plan.create(size))
        assert all(len(part) <= size for part in plan.create(size))
        assert sorted(r.id for r in created) == sorted(every - had.keys())  # type: ignore[attr-defined]
        assert flat(plan.toggle(size)) == sorted(toggle)
        assert flat(plan.unsaid("claim", size)) == sorted(name for name in stood - every if name[0] == "c")
        for told, expected in [
            (plan.came(NOW + 1), came),
            (plan.went(NOW + 1), went),
            (plan.standing(), every),
        ]:
            assert told == (len(expected), sum(name[0] == "c" for name in expected))
        assert plan.written(NOW + 1) == len(written)
        assert plan.digest() == digest_of(every)
        new = {f"about {name}" for name in set(wanted) - had.keys() if name[0] == "s"}
        assert set(flat(plan.new_sources(size))) == new


def test_claims_are_found_by_what_they_are_about():
    with Plan() as plan:
        plan.want([Record("c1", "claim", "d", "x", "one"), Record("s1", "source", "d", "x", "no")])
        plan.want_again(["c2"])
        assert plan.claims_about(["x", "y"]) == {"c1": "one"}


def test_what_a_reader_raises_is_raised():
    def broken() -> object:
        yield record("c1")
        raise ValueError("line 7")

    with Plan() as plan, pytest.raises(ValueError, match="line 7"):
        plan.want(broken())  # type: ignore[arg-type]
