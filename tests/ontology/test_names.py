"""The terms that code asks for by name are in the ontology, and are named in one place."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import graph
from ontology import names
from ontology.vocabulary import load_vocabulary

GRAPH = Path(graph.__file__).parent
FOREIGN = {"ftm.py"}
"""Where another model's schemata have the names of our classes."""


@pytest.mark.parametrize("name", names.CLASSES)
def test_a_class_that_is_asked_for_by_name_is_one(name: str) -> None:
    """Renaming a class in the ontology without its constant fails here, not in an answer."""
    assert name in {*load_vocabulary().entities, *load_vocabulary().relationships}


@pytest.mark.parametrize("name", names.PROJECTIONS)
def test_a_projection_that_is_asked_for_by_name_is_one(name: str) -> None:
    """The same for projections."""
    assert name in load_vocabulary().projections


def test_the_graph_names_no_class_of_its_own() -> None:
    """Whoever asks for a class in `graph` takes it from `ontology.names`."""
    known = {*load_vocabulary().entities, *load_vocabulary().relationships}
    files = (file for file in sorted(GRAPH.rglob("*.py")) if file.name not in FOREIGN)
    found = {f"{file.relative_to(GRAPH)}: {text}" for file in files for text in _texts(file) if text in known}
    assert not found, f"Take these from ontology.names: {sorted(found)}"


def _texts(file: Path) -> Iterator[str]:
    """The texts in a file, without the names of what it exports."""
    nodes = [*ast.walk(ast.parse(file.read_text(encoding="utf-8")))]
    own = {node.name for node in nodes if isinstance(node, ast.ClassDef)}
    texts = (node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))
    yield from (text for text in texts if text not in own)
