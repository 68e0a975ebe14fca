"""The command line knows what the API knows: the same parameters, the same completions."""

import re

import pytest
from typer.testing import CliRunner

from api.asking import Asked, OfView
from api.doubt_questions import Fragility, Intervals
from api.questions import Centrality, Neighbourhood, Paths
from api.records import Entities
from cli.complete import COMPLETIONS
from cli.export import Exported
from cli.main import app
from cli.parts import PARTS
from graph.view import PARAMETERS


@pytest.mark.parametrize(
    ("command", "question", "arguments"),
    [
        ("search", Entities, {"q"}),
        ("path", Paths, {"from_", "to"}),
        ("central", Centrality, {"measure"}),
        ("neighbours", Neighbourhood, {"entity"}),
        ("export", Exported, set()),
        ("fragility", Fragility, {"from_", "to"}),
        ("intervals", Intervals, {"measure"}),
    ],
)
def test_every_parameter_of_a_question_is_an_option_or_argument(
    command: str, question: type[Asked], arguments: set[str]
) -> None:
    help_text = CliRunner(env={"COLUMNS": "200"}).invoke(app, [command, "--help"]).stdout
    options = set(re.findall(r"--([a-z][a-z0-9-]*)", help_text))
    expected = {
        (f.alias or name).replace("_", "-") for name, f in question.model_fields.items() if name not in arguments
    }
    assert expected | {"data", "neo4j-uri", "overlay", "json", "help"} == options - {f"no-{name}" for name in options}


def test_the_view_has_the_parameters_that_the_graph_knows() -> None:
    assert set(PARAMETERS) == set(OfView.model_fields)


def test_completions_offer_what_begins_like_it_in_any_case() -> None:
    assert list(COMPLETIONS["type"]("fi")) == ["Firm"]
    assert "betweenness" in list(COMPLETIONS["measure"]("b"))
    assert {"trig", "turtle"} <= set(COMPLETIONS["format"]("t"))
    assert list(COMPLETIONS["policy"]("zz")) == []


def test_the_shell_is_given_completions() -> None:
    env = {"_DEFGRAPH_COMPLETE": "complete_bash", "COMP_WORDS": "defgraph central be", "COMP_CWORD": "2"}
    shown = CliRunner(env=env).invoke(app, [], prog_name="defgraph").stdout
    assert "betweenness" in shown.split()


def test_help_lists_every_command() -> None:
    shown = CliRunner(env={"COLUMNS": "200"}).invoke(app, ["--help"]).stdout
    for commands in PARTS.values():
        assert all(re.search(rf"\b{name}\b", shown) for name in commands)
