"""Does what the engine's page shows run as it is shown?"""

import doctest
from pathlib import Path

from graph.engine.info import FUNCTIONS
from graph.engine.interface import NATIVE

PAGE = Path(__file__).parents[3] / "docs" / "engine.md"


def test_the_example_runs() -> None:
    result = doctest.testfile(str(PAGE), module_relative=False)
    assert (result.attempted, result.failed) == (6, 0)


def test_every_function_of_the_list_is_there() -> None:
    assert set(NATIVE) == set(FUNCTIONS)
