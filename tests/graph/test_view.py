"""Does a view say what was asked, and refuse what can't be?"""

import pytest

from graph.checks import UnknownName
from graph.errors import BadQuestion
from graph.questions.views import read_view
from graph.view import PARAMETERS, View
from tests.graph.worlds import DEAL, forge_world

SNAPSHOT = forge_world()


def test_everything_a_url_may_say() -> None:
    given = {
        "as_of": "2021-05",
        "known_at": "2",
        "certainty": "certain",
        "type": ["state", "Firm"],
        "relationship": "Ownership,Transfer",
        "dataset": "press",
        "source": "herald",
        "min_confidence": "0.5",
        "policy": "strict",
        "without": ["anvil", DEAL.id],
        "projection": "roles",
        "trust": ["herald:c", "Echo:A"],
        "treat": ["Southland|anvil:same", "hammer | Anvil:different"],
    }
    assert set(given) == set(PARAMETERS)
    assert read_view(given, SNAPSHOT).as_dict() == {
        "as_of": "2021-05",
        "known_at": 2,
        "certainty": "certain",
        "type": ["Firm", "State"],
        "relationship": ["Ownership", "Transfer"],
        "dataset": ["press"],
        "source": ["herald"],
        "min_confidence": 0.5,
        "policy": "strict",
        "without": sorted(["anvil", DEAL.id]),
        "projection": "roles",
        "trust": ["echo:A", "herald:C"],
        "treat": ["anvil|hammer:different", "anvil|southland:same"],
    }


def test_nothing_asked_is_the_default() -> None:
    assert read_view({"type": [], "as_of": ""}, SNAPSHOT) == View()
    assert View().as_dict() == {}


def test_views_that_ask_the_same_are_one() -> None:
    one, other = View(types=("State", "Firm")), View(types=("Firm", "State", "Firm"))
    assert one == other
    assert hash(one) == hash(other)


@pytest.mark.parametrize(
    ("parameter", "value", "suggestion"),
    [
        ("type", "Frim", "Firm"),
        ("relationship", "Ownershp", "Ownership"),
        ("dataset", "pres", "press"),
        ("source", "heralt", "herald"),
        ("without", "anvl", "anvil"),
        ("policy", "majorty", "majority"),
        ("certainty", "certainly", "certain"),
        ("projection", "rolls", "roles"),
    ],
)
def test_a_misspelt_name_gets_the_nearest(parameter: str, value: str, suggestion: str) -> None:
    with pytest.raises(UnknownName) as refused:
        read_view({parameter: value}, SNAPSHOT)
    assert (refused.value.parameter, refused.value.value, refused.value.suggestion) == (parameter, value, suggestion)


def test_a_parameter_nobody_knows() -> None:
    with pytest.raises(UnknownName, match="as_of"):
        read_view({"asof": "2019"}, SNAPSHOT)


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("as_of", "last year"),
        ("as_of", "2021-13"),
        ("known_at", "99"),
        ("known_at", "-1"),
        ("known_at", "soon"),
        ("min_confidence", "much"),
        ("min_confidence", "1.5"),
        ("min_confidence", "nan"),
    ],
)
def test_a_value_that_means_nothing(parameter: str, value: str) -> None:
    with pytest.raises(BadQuestion) as refused:
        read_view({parameter: value}, SNAPSHOT)
    assert refused.value.parameter == parameter
    assert refused.value.hint


def test_what_may_be_said_once_is_refused_twice() -> None:
    with pytest.raises(BadQuestion, match="2 times"):
        read_view({"policy": ["any", "strict"]}, SNAPSHOT)


@pytest.mark.parametrize(
    ("date", "revision"),
    [
        ("2023", 1),
        ("2023-02-28", 0),
        ("2023-03-01", 1),
        ("2024-06", 2),
        ("2024-06-29", 1),
        ("2030", 3),
        ("2", 2),
        ("0", 0),
    ],
)
def test_known_at_takes_a_revision_or_the_date_it_was_known_by(date: str, revision: int) -> None:
    assert read_view({"known_at": date}, SNAPSHOT).known_at == revision


def test_relaxing_lifts_one_filter() -> None:
    view = View(as_of="2019", policy="strict", types=("Firm",))
    assert view.relaxed("type") == View(as_of="2019", policy="strict")
    assert view.filters() == ("as_of", "type", "policy")
