"""The page that explains the format is right in every example."""

import re
from pathlib import Path

import pytest

from graph.dates import bounds
from loaders.check import check
from loaders.claims_file import read_dataset
from loaders.values import parse_value
from loaders.yaml_tree import Map, Text, read_tree
from ontology.vocabulary import load_vocabulary

V = load_vocabulary()
PAGE = (Path(__file__).parents[2] / "docs" / "claims-format.md").read_text(encoding="utf-8")
FILES = {name: text for text, name in re.findall(r"```yaml\n(# (\S+)\n.*?)```", PAGE, re.DOTALL)}
ROWS = re.findall(r"^\| `([a-zA-Z]+: .+?)` \|", PAGE, re.MULTILINE)
DATES = re.findall(r"^\| `([0-9X./~?-]+)` \|", PAGE, re.MULTILINE)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        if name != "wrong.yaml":
            (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_the_examples_are_a_dataset(folder: Path) -> None:
    assert set(FILES) == {"dataset.yaml", "bluebird.yaml", "price.yaml", "wrong.yaml"}
    assert check(folder, V) == ()
    assert len(read_dataset(folder, V).claims) == 6


def test_the_wrong_example_is_refused_as_shown(folder: Path) -> None:
    (folder / "wrong.yaml").write_text(FILES["wrong.yaml"], encoding="utf-8")
    shown = re.search(r"```text\n(.*?)```", PAGE, re.DOTALL)
    assert shown
    expected = shown[1].splitlines()
    found = [str(problem).removeprefix(f"{folder}/") for problem in check(folder, V)]
    assert len(found) == len(expected) == 3
    for line, says in zip(found, expected, strict=True):
        assert line == says or (says.endswith("...") and line.startswith(says.removesuffix("...")))


@pytest.mark.parametrize("row", ROWS)
def test_each_value_of_the_table_is_one(row: str) -> None:
    tree = read_tree(row, "page")
    assert isinstance(tree, Map)
    for name, node in tree.items.items():
        assert isinstance(node, Text)
        assert parse_value(node.value, V.properties[name], V).property == name


@pytest.mark.parametrize("text", DATES)
def test_each_date_of_the_table_is_one(text: str) -> None:
    assert bounds(text, "state").days != bounds(text, "event").days or "/" in text


def test_the_tables_were_found() -> None:
    assert (len(ROWS), len(DATES)) == (15, 11)
