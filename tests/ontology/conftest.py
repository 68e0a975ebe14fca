"""An ontology that tests may change: a copy of the packaged one."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from ontology.vocabulary import PACKAGED

Edit = Callable[[str, str, str], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the packaged ontology's files."""
    for path in PACKAGED.glob("*.ttl"):
        shutil.copy(path, tmp_path)
    return tmp_path


@pytest.fixture
def add(folder: Path) -> Callable[[str], None]:
    """Write more at the end of the copy's defence.ttl."""

    def write(turtle: str) -> None:
        with (folder / "defence.ttl").open("a", encoding="utf-8") as file:
            file.write("\n" + turtle)

    return write


@pytest.fixture
def edit(folder: Path) -> Edit:
    """Replace a text in one of the copy's files, where it has to stand."""

    def replace(name: str, old: str, new: str) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{name} no longer has {old!r}"
        path.write_text(text.replace(old, new), encoding="utf-8")

    return replace
