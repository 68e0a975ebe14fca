"""What is done with files that are not as they should be: a clear refusal or clean claims, whichever loader reads them.

Each loader's folder has samples (`sample*`), and its tests may have more, in `sample`; what is done to them is in
`hostile.py`. A new loader is covered as soon as it is there.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

import loaders
from graph.errors import Refused
from graph.store.records import Record, records_of
from loaders.problem import Problem
from loaders.registry import LOADERS, SELF_CONTAINED
from loaders.run import read_named
from ontology.vocabulary import load_vocabulary
from tests.loaders.hostile import hostile

V = load_vocabulary()
FOLDER = Path(loaders.__file__).parent
HERE = Path(__file__).parent
SETTINGS = (".yaml", ".yml", ".md")


def samples() -> Iterator[Any]:
    """Each sample of each loader."""
    for name in LOADERS:
        folder = name.replace("-", "_")
        files = [*sorted((FOLDER / folder).glob("sample*")), *sorted((HERE / folder / "sample").rglob("*.*"))]
        for file in (file for file in files if file.is_file() and file.suffix not in SETTINGS):
            yield pytest.param(name, file, id=f"{name} {file.name}")


SAMPLES = list(samples())


def test_every_loader_has_a_sample():
    assert {each.values[0] for each in SAMPLES} >= LOADERS.keys() - SELF_CONTAINED


def read(name: str, file: Path, sample: Path) -> list[Record]:
    """All that would be recorded of a file; a table's mapping stands beside its sample."""
    mapping = sample.with_name("sample.mapping.yaml")
    choices = {"mapping": mapping} if mapping.is_file() else {}
    return list(records_of(read_named(name, file, V, **choices).loadset, V))


@pytest.mark.parametrize(("name", "sample"), SAMPLES)
def test_a_sample_is_read(name: str, sample: Path):
    assert read(name, sample, sample)


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("name", "sample"), SAMPLES)
def test_no_file_does_harm(name: str, sample: Path, tmp_path: Path):
    refusals = 0
    for number, (what, data) in enumerate(hostile(sample.suffix, sample.read_bytes())):
        file = tmp_path / f"{number}{sample.suffix}"
        file.write_bytes(data)
        try:
            records = read(name, file, sample)
        except Refused as refused:
            refusals += 1
            assert_clear(refused, (file, sample.with_name("sample.mapping.yaml")), what)
        except Exception as error:
            raise AssertionError(f"{what}: {type(error).__name__}: {error}") from error
        else:
            assert len({record.id for record in records if record.kind == "claim"}) > 0, what
        file.unlink()
    assert refusals > 0


def assert_clear(refused: Refused, files: Iterable[Path], what: str) -> None:
    """The refusal says where and why, on few lines, and shows nothing that acts on a terminal."""
    told = str(refused)
    # Where all values of a file are reported, what is left is a dataset that says nothing.
    assert any(str(file) in told for file in files) or "has no claims" in told, f"{what}: {told}"
    assert len(told) < 200 * max(1, len(refused.problems)) + 2000, what
    assert not any(ord(letter) < 32 and letter != "\n" for letter in told), f"{what}: {told!r}"
    for problem in refused.problems:
        assert isinstance(problem, Problem)
        assert problem.line >= 1 <= problem.column, what
        assert problem.message, what


@pytest.mark.parametrize(("name", "sample"), SAMPLES)
def test_what_is_no_file_is_not_opened(name: str, sample: Path, tmp_path: Path):
    link, pipe = tmp_path / f"link{sample.suffix}", tmp_path / f"pipe{sample.suffix}"
    link.symlink_to(sample)
    os.mkfifo(pipe)
    folder = tmp_path / f"folder{sample.suffix}"
    folder.mkdir()
    for path in (
        link,
        pipe,
        folder,
        Path("/dev/zero"),
        tmp_path / "none",
        Path("https://x.invalid/a.csv"),
        Path("a\0b"),
    ):
        with pytest.raises(Refused):
            read(name, path, sample)
