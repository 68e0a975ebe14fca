"""What goes wrong at a terminal: one sentence on standard error, nothing on standard output, an exit code that scripts
can use."""

import orjson
import pytest
from typer.testing import CliRunner

from cli.main import app
from graph import errors
from graph.problem import OUTCOMES, outcome
from tests.cli.conftest import Run


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["path", "Atlantis", "Morocco"], 1, "Nothing in the graph is called 'Atlantis'"),
        (["entity", "Marroco"], 1, "Did you mean Morocco (morocco)?"),
        (["central", "betweeness"], 2, "Did you mean betweenness?"),
        (["path", "morocco", "israel", "--k", "0"], 2, "--k is 0"),
        (["path", "morocco", "israel", "--as-of", "yesterday"], 2, "as_of is 'yesterday'"),
        (["path", "morocco", "israel", "--type", "Frim"], 2, "Did you mean Firm?"),
        (["search", "--cursor", "x"], 2, "not a cursor"),
        (["export", "--format", "graphmal"], 2, "Did you mean graphml?"),
        (["load", "curatd"], 2, "Did you mean curated?"),
        (["search", "x", "--neo4j-uri", "bolt://127.0.0.1:1"], 3, "cannot be reached"),
    ],
)
def test_an_error_is_a_sentence_and_a_code(run: Run, words: list[str], code: int, told: str) -> None:
    result = run(*words, exit=code)
    assert told in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


def test_with_json_an_error_is_a_problem_document_on_standard_error(run: Run) -> None:
    result = run("central", "betweeness", "--json", exit=2)
    assert result.stdout == ""
    problem = orjson.loads(result.stderr)
    assert (problem["status"], problem["parameter"], problem["suggestion"]) == (422, "measure", "betweenness")


@pytest.mark.parametrize("words", [["nonsense"], ["entity"], ["path", "a", "b", "--nonsense", "1"]])
def test_a_command_line_that_cannot_be_read_is_code_2(words: list[str]) -> None:
    assert CliRunner().invoke(app, words).exit_code == 2


def test_every_error_class_has_its_row_or_its_ancestor_s_in_the_table() -> None:
    classes = [c for c in vars(errors).values() if isinstance(c, type) and issubclass(c, errors.DefgraphError)]
    for each in classes:
        row = outcome(each("It went wrong."))
        assert row is OUTCOMES[next(c for c in each.__mro__ if c in OUTCOMES)]
        assert (row.exit == 3) == (row.status in (409, 503)), each
        assert row.title


def test_the_version_is_told() -> None:
    result = CliRunner().invoke(app, ["--version"])
    assert result.stdout.strip()[0].isdigit()
