"""Is what differs between two revisions all that differs? The old dump, patched, must be the new dump."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.claim import Claim, Status, Value
from graph.rdf.changes import Changes, changes, joined
from graph.snapshot import Snapshot
from graph.source import Dataset, Reliability, Revision, Source
from tests.graph.rdf.strategies import records
from tests.graph.rdf.test_read import snapshot_from
from tests.graph.rdf.world import CLOSED, IRIS, PRESS, THINGS, VOCABULARY, claim, quads_of, snapshot_of

Pair = tuple[Snapshot, Snapshot]
NAMES = ("a", "b", "c")
DAYS = ("2020-01-01", "2021-06-15", "2022-03-01", "2023-01-01")
PERIODS = st.sampled_from([None, "2020", "2021/2022", "2021-06/..", "2022-02", "../2021-12", "2030"])


def patched(old: Snapshot, new: Snapshot) -> Changes:
    """The changes, proved to lead from one to the other, with nothing in vain."""
    found = changes(old, new, IRIS)
    before, after = set(quads_of(old)), set(quads_of(new))
    assert set(found.removed) <= before
    assert not before & set(found.added)
    assert before - set(found.removed) | set(found.added) == after
    return found


@st.composite
def said(draw: st.DrawFn) -> Claim:
    """A claim in a small world, in which the same ends meet again and again."""
    source, credibility = draw(st.sampled_from(["s1", "s2", "s3"])), draw(st.integers(1, 6))
    status = draw(st.sampled_from(Status))
    if draw(st.booleans()):
        name = Value("name", draw(st.sampled_from(["One", "Two"])), lang="en")
        return Claim(draw(st.sampled_from(NAMES)), "Firm", source, (name,), None, status, credibility)
    first, second = draw(st.sampled_from(NAMES)), draw(st.sampled_from(NAMES))
    kind, roles = draw(
        st.sampled_from([
            ("Ownership", ("owner", "asset")),
            ("Cooperation", ("actor", "counterpart")),
            ("Transfer", ("supplier", "recipient")),
        ])
    )  # fmt: skip
    values = (Value(roles[0], first), Value(roles[1], second))
    return Claim(f"{kind}-{draw(st.integers(1, 2))}", kind, source, values, draw(PERIODS), status, credibility)


@st.composite
def sources(draw: st.DrawFn) -> tuple[Source, ...]:
    return tuple(
        Source(
            name,
            draw(st.sampled_from(["press", "closed"])),
            name,
            reliability=draw(st.sampled_from(Reliability)),
            derived_from=tuple(sorted(draw(st.sets(st.sampled_from(["s1", "s2", "s3"]), max_size=1)) - {name})),
        )
        for name in ("s1", "s2", "s3")
    )


@st.composite
def histories(draw: st.DrawFn) -> Pair:
    """Two revisions of a world; sources may have been graded anew in between, and a licence opened."""
    some = draw(st.lists(said(), max_size=8, unique_by=lambda claim: claim.id))
    spans = [draw(st.sampled_from([(1, None), (1, 2), (2, None), (1, 3), (2, 3), (3, None)])) for _ in some]
    dates = sorted(draw(st.lists(st.sampled_from(DAYS), min_size=3, max_size=3)))
    told = [Revision(n, "press", f"{day}T12:00:00Z", "m", n, 0, "d") for n, day in enumerate(dates, 1)]
    opened = (PRESS, replace(CLOSED, redistribute=True)) if draw(st.booleans()) else (PRESS, CLOSED)
    first = draw(sources())
    second = draw(st.just(first) | sources())

    def at(number: int, graded: tuple[Source, ...], homes: tuple[Dataset, ...]) -> Snapshot:
        rows = [
            (claim, recorded, retracted if retracted and retracted <= number else None)
            for claim, (recorded, retracted) in zip(some, spans, strict=True)
            if recorded <= number
        ]
        return Snapshot.build(VOCABULARY, number, homes, graded, rows, told[:number])

    return at(draw(st.sampled_from([1, 2])), first, (PRESS, CLOSED)), at(3, second, opened)


@settings(max_examples=150, deadline=None)
@given(histories())
def test_the_patched_dump_is_the_new_dump(pair: Pair):
    patched(*pair)


@settings(max_examples=50, deadline=None)
@given(histories(), histories())
def test_changes_one_after_the_other_are_those_from_the_first_to_the_last(one: Pair, other: Pair):
    first, between, last = one[0], other[0], one[1]
    found = joined(changes(first, between, IRIS), changes(between, last, IRIS))
    alone = changes(first, last, IRIS)
    assert (set(found.removed), set(found.added)) == (set(alone.removed), set(alone.added))
    assert len(found) == len(alone)


@settings(max_examples=40, deadline=None)
@given(records(), st.integers(0, 2))
def test_whatever_strange_things_are_said(held, number: int):
    new = snapshot_from(held)
    rows = [(claim, r, t if t and t <= number else None) for claim, r, t in held.rows if r <= number]
    old = Snapshot.build(VOCABULARY, number, held.datasets, held.sources, rows, held.revisions[:number])
    patched(old, new)


STAKE = claim("stake", "Ownership", {"owner": "northwind", "asset": "lantern"})
AGAIN = claim("again", "Ownership", {"owner": "northwind", "asset": "lantern"}, "other")


def before(new: Snapshot) -> Snapshot:
    """What was known at the first revision."""
    columns = new.claim_columns
    rows = [(c, 1, None) for c, recorded in zip(new.rows, columns.recorded.tolist(), strict=True) if recorded == 1]
    return Snapshot.build(VOCABULARY, 1, new.datasets.values(), new.sources.values(), rows, new.revisions[:1])


def test_a_direct_triple_stays_while_anything_supports_it():
    new = snapshot_of(*THINGS, AGAIN, retracted=[STAKE])
    found = patched(before(new), new)
    assert found.removed
    assert not any("graph/direct" in graph for *_, graph in found.removed)


def test_little_is_looked_at_for_a_little_change():
    far = [claim(f"f{n}", "Firm", {"name": f"Firm {n}"}) for n in range(50)]
    new = snapshot_of(*THINGS, *far, retracted=[STAKE])
    assert len(patched(before(new), new)) < len(quads_of(new)) / 10


def test_what_is_of_another_history_is_changed_as_a_whole():
    """A store that was emptied and loaded anew, or put back from a backup."""
    patched(snapshot_of(*THINGS, STAKE), snapshot_of(*THINGS, AGAIN))
    patched(snapshot_of(*THINGS, retracted=[STAKE]), before(snapshot_of(*THINGS, STAKE)))


def test_nothing_changes_between_a_revision_and_itself():
    world = snapshot_of(*THINGS, STAKE)
    assert len(changes(world, world, IRIS)) == 0
