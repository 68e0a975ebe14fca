"""Is a snapshot made from the one before, and what has changed, the one that is made from everything?"""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.columns import STANDS, Row
from graph.snapshot import Snapshot
from graph.snapshot.scan import scan
from tests.graph.snapshot.pictures import picture
from tests.graph.worlds import PRESS, REGISTER, REVISIONS, SOURCES, VOCABULARY, worlds


def rows_of(snapshot: Snapshot) -> list[Row]:
    said = snapshot.said
    times = zip(said.recorded.tolist(), said.retracted.tolist(), strict=True)
    return [(c, a, None if b == STANDS else b) for c, (a, b) in zip(snapshot.rows, times, strict=True)]


@settings(deadline=None, max_examples=40)
@given(worlds(), st.integers(0, 3))
def test_changes_on_top_are_the_same_as_everything_anew(world: Snapshot, since: int) -> None:
    rows = rows_of(world)
    known = [(c, a, b if b is not None and b <= since else None) for c, a, b in rows if a <= since]
    changed = {c.id for c, a, b in rows if a > since or (b is not None and b > since)}
    before = Snapshot.build(VOCABULARY, since, (PRESS, REGISTER), SOURCES, known)
    said = scan([row for row in rows if row[0].id in changed], before.original)
    after = Snapshot.of(VOCABULARY, 3, (PRESS, REGISTER), SOURCES, said, REVISIONS)
    assert picture(after) == picture(Snapshot.build(VOCABULARY, 3, (PRESS, REGISTER), SOURCES, rows, REVISIONS))
