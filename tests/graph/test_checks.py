"""Are names that nobody knows refused with help?"""

import pytest

from graph.checks import UnknownName, nearest, one_of, unknown_entity, within
from graph.errors import BadQuestion, UnknownEntity
from graph.problem import problem


def test_a_refusal_lists_what_is_allowed_and_the_nearest() -> None:
    with pytest.raises(UnknownName) as refused:
        one_of("policy", "strikt", ("any", "majority", "strict"))
    document = problem(refused.value)
    assert document["status"] == 422
    assert {k: document[k] for k in ("parameter", "value", "allowed", "suggestion")} == {
        "parameter": "policy",
        "value": "strikt",
        "allowed": ("any", "majority", "strict"),
        "suggestion": "strict",
    }


def test_nothing_alike_lists_all() -> None:
    with pytest.raises(UnknownName, match="any, strict"):
        one_of("policy", "9", ("any", "strict"))


def test_a_thousand_names_are_not_listed() -> None:
    with pytest.raises(UnknownName) as refused:
        one_of("source", "zzz", [f"source{i}" for i in range(1000)])
    assert refused.value.allowed == ()
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize("value", [0, 101, -5])
def test_out_of_bounds(value: int) -> None:
    with pytest.raises(BadQuestion, match="1 to 100"):
        within("k", value, 1, 100)


def test_the_nearest_is_the_same_whatever_the_order() -> None:
    assert nearest("anvli", ["anvils", "anvil"]) == nearest("anvli", ["anvil", "anvils"]) == "anvil"


def test_an_unknown_entity_suggests() -> None:
    with pytest.raises(UnknownEntity, match="Did you mean anvil"):
        unknown_entity("anvli", ["anvil", "hammer"])
