"""Help comes at once, and says of each command what the command says of itself."""

from __future__ import annotations

import subprocess
import sys

import pytest

from cli.main import Later
from cli.parts import PARTS

HEAVY = ("fastapi", "neo4j", "networkx", "numba", "numpy", "scipy")
LIST = """
import sys
from typer.testing import CliRunner
from cli.main import app
assert "single-points" in CliRunner().invoke(app, ["--help"]).stdout
print(*sorted(set({heavy}) & sys.modules.keys()))
"""


@pytest.mark.parametrize(("panel", "name"), [(panel, name) for panel, parts in PARTS.items() for name in parts])
def test_a_list_of_commands_says_what_each_says_of_itself(panel: str, name: str) -> None:
    part = PARTS[panel][name]
    told = Later(name, panel, part).imported().help or ""
    assert " ".join(told.split("\n\n")[0].split()) == part.summary


def test_commands_are_listed_without_what_they_need() -> None:
    listed = subprocess.run(
        [sys.executable, "-c", LIST.format(heavy=HEAVY)], capture_output=True, text=True, check=True
    )
    assert not listed.stdout.strip()
