"""``defgraph test``: every test, against a real Neo4j."""

import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from graph.errors import BadSettings

ROOT = Path(__file__).resolve().parent.parent

Words = Annotated[
    list[str] | None, typer.Argument(help="Passed on to pytest: files, -k, -x, ...", metavar="[PYTEST]...")
]


def test(words: Words = None) -> None:
    """Run the tests (of a clone); anything after `test` goes to pytest."""
    if not (ROOT / "tests").is_dir():
        raise BadSettings("The tests are part of a clone, not of an installation.", hint="Clone the repository first.")
    command = [sys.executable, str(ROOT / "defgraph"), "test", *(words or [])]  # it knows how all of them are run
    run = subprocess.run(command, check=False)  # noqa: S603 - our own tests
    raise typer.Exit(run.returncode)


test.__test__ = False  # type: ignore[attr-defined]  # pytest collects doctests here and must not take this for a test
