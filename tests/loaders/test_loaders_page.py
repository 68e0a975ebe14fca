"""The page on writing a loader: its example is a loader."""

import re
from pathlib import Path
from typing import Any

import pytest

from graph.errors import Refused
from loaders.registry import LOADERS
from ontology.vocabulary import load_vocabulary

PAGE = (Path(__file__).parents[2] / "docs" / "loaders.md").read_text(encoding="utf-8")


@pytest.fixture
def read() -> Any:
    """The `read_release` of the page."""
    (example,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    names: dict[str, Any] = {}
    exec(compile("from __future__ import annotations\n" + example, "loaders.md", "exec"), names)
    return names["read_release"]


def test_the_example_reads_a_file(read: Any, tmp_path: Path) -> None:
    file = tmp_path / "firms.csv"
    file.write_text("id,name\n7,Seven\n,Nobody\n9,Nine\n", encoding="utf-8")
    release = read(file, load_vocabulary())
    assert [claim.subject for claim in release.loadset.claims] == ["firm-7", "firm-9"]
    assert [(problem.line, problem.field) for problem in release.problems] == [(3, "id")]
    assert release.counts == {"rows": 3}
    with pytest.raises(Refused, match="3:1 id: A firm without an id"):
        list(read(file, load_vocabulary(), strict=True).loadset.claims)


def test_a_loader_is_found_by_its_folder() -> None:
    assert LOADERS["sipri-register"] == "loaders.sipri_register"
