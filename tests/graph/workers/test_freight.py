"""A snapshot that was sent elsewhere answers as it did here."""

from hypothesis import given, settings

from graph.network import build
from graph.questions.centrality import rank
from graph.questions.describe import describe_entity
from graph.snapshot import Snapshot
from graph.view import View
from graph.workers.freight import copied
from tests.graph.worlds import worlds


@settings(max_examples=15, deadline=None)
@given(worlds())
def test_every_answer_is_the_same_to_the_byte(snapshot: Snapshot) -> None:
    other = copied(snapshot)
    assert other.vocabulary is snapshot.vocabulary
    for view in (View(), View(as_of="2020", projection="roles"), View(known_at=1)):
        answers = [rank(build(one, view), "degree").to_json() for one in (snapshot, other)]
        assert answers[0] == answers[1]
        for entity in snapshot.entities:
            assert describe_entity(other, view, entity).to_json() == describe_entity(snapshot, view, entity).to_json()
