"""Questions that ask the same share a key; those that cost alike share a kind; those that can't travel say so."""

import pickle
from functools import partial

import pytest

from api.questions import Centrality, Paths
from graph.questions.describe import describe_entity
from graph.view import View
from graph.workers.parcel import pack
from tests.graph.worlds import forge_world


def paths(**more: object) -> Paths:
    return Paths.model_validate({"from": ["anvil"], "to": ["forge"], **more})


def test_the_same_question_has_the_same_key_whether_defaults_are_written_out_or_not() -> None:
    assert pack(paths().ask).key == pack(paths(k=Paths.model_fields["k"].default, weight="hops").ask).key
    assert len({pack(question.ask).key for question in (paths(), paths(k=3), paths(to=["hammer"]))}) == 3


def test_the_kind_is_what_is_asked_and_not_of_whom() -> None:
    assert pack(paths().ask).kind == pack(paths(to=["hammer"]).ask).kind
    assert pack(paths().ask).kind != pack(paths(mode="all").ask).kind
    assert pack(Centrality(measure="degree").ask).kind != pack(Centrality(measure="betweenness").ask).kind


@pytest.mark.parametrize(
    "question",
    [paths().ask, Centrality(measure="degree").ask, partial(describe_entity, view=View(), entity="anvil")],
    ids=["paths", "centrality", "entity"],
)
def test_a_question_that_has_travelled_has_the_same_answer(question: object) -> None:
    snapshot, data = forge_world(), pack(question).data
    assert data
    assert pickle.loads(data)(snapshot).to_json() == question(snapshot).to_json()


def test_a_lambda_stays_where_it_is() -> None:
    assert pack(lambda _: b"").data is None
