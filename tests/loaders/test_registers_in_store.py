"""Registers of firms and persons in a real Neo4j: their samples are loaded, asked, and loaded again without change."""

from pathlib import Path

import pytest

from graph.server import Connection
from graph.store import Store
from loaders.run import load_release, read_named
from ontology.vocabulary import load_vocabulary

HERE = Path(__file__).parent
LOADERS = HERE.parents[1] / "loaders"
SAMPLES = {
    "bods": (LOADERS / "bods" / "sample.json", "Kite Yard"),
    "followthemoney": (LOADERS / "followthemoney" / "sample.json", "Kite Yard"),
    "gleif": (HERE / "gleif" / "sample" / "csv", "Nordwind Holding"),
    "wikidata": (LOADERS / "wikidata" / "sample.json", "Kite Yard"),
    "table": (LOADERS / "table" / "sample.csv", "Atlas Ice Works"),
}


@pytest.mark.parametrize("name", SAMPLES)
async def test_a_sample_is_loaded_found_and_loaded_again_without_change(clean_store: Connection, name: str) -> None:
    path, asked = SAMPLES[name]
    vocabulary = load_vocabulary()
    async with Store.open(clean_store, vocabulary, deadline=60) as store:
        first = await load_release(store, read_named(name, path, vocabulary))
        again = await load_release(store, read_named(name, path, vocabulary))
        assert first.added > 0
        assert (again.added, again.retracted, again.unchanged) == (0, 0, first.added)
        assert asked in (await store.search(asked))[0].name
