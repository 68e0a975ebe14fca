"""A dataset that has not changed is known without being read, and only as long as the store does hold it."""

from pathlib import Path
from typing import Any

from graph.store import LoadResult, Store
from loaders.edition import edition_of
from loaders.run import load_folder
from ontology.vocabulary import Vocabulary

DATASET = "id: small\ntitle: Small\npublisher: nobody\nlicence: CC0-1.0\ncoverage: one state\n"
CLAIMS = """
sources:
  atlas: {{title: An atlas, publisher: nobody, date: 2020, reliability: B, reason: made up}}
entities:
  morocco:
    type: State
    claims:
      - {{source: atlas, credibility: 2, name: {name}}}
"""


def write(folder: Path, name: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "dataset.yaml").write_text(DATASET, "utf-8")
    (folder / "atlas.yaml").write_text(CLAIMS.format(name=name), "utf-8")
    return folder


async def test_an_edition_is_held_until_its_dataset_changes(store: Store, sets: Any):
    await store.load(sets.register(), edition="first")
    assert await store.find_edition("first") == LoadResult(0, 0, 4, 1)
    assert await store.find_edition("second") is None
    await store.load(sets.press(), edition="press")
    assert await store.find_edition("first") == LoadResult(0, 0, 4, 2)
    await store.load(sets.register(value=1), edition="second")
    assert await store.find_edition("first") is None
    assert await store.find_edition("second") == LoadResult(0, 0, 4, 3)
    await store.undo()
    assert await store.find_edition("second") is None
    assert await store.find_edition("press") == LoadResult(0, 0, 2, 4)
    await store.load(sets.register(), edition="first")
    assert await store.find_edition("first") == LoadResult(0, 0, 4, 4)


async def test_a_folder_that_has_not_changed_is_not_read_again(
    store: Store, vocabulary: Vocabulary, tmp_path: Path, monkeypatch: Any
):
    folder = write(tmp_path / "small", "Morocco")
    assert await load_folder(store, folder, vocabulary) == LoadResult(1, 0, 0, 1)
    with monkeypatch.context() as patch:
        patch.setattr("loaders.claims_file.read_dataset", None)
        assert await load_folder(store, folder, vocabulary) == LoadResult(0, 0, 1, 1)
    write(folder, "Maroc")
    assert await load_folder(store, folder, vocabulary) == LoadResult(1, 1, 0, 2)
    await store.undo()
    assert await load_folder(store, folder, vocabulary) == LoadResult(1, 1, 0, 4)


def test_an_edition_is_what_the_folder_says(tmp_path: Path, vocabulary: Vocabulary):
    folder = write(tmp_path / "small", "Morocco")
    before = edition_of(folder, vocabulary)
    assert edition_of(write(tmp_path / "small", "Morocco"), vocabulary) == before
    assert edition_of(write(tmp_path / "small", "Maroc"), vocabulary) != before
