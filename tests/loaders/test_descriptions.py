"""Every loader says whose data it reads, on what terms, how far they reach, how reliable they are, how to get them."""

from pathlib import Path

import pytest

import loaders
from loaders.description import Description, read_description
from loaders.registry import LOADERS
from ontology.vocabulary import load_vocabulary

FOLDER = Path(loaders.__file__).parent
ABOUT = {"get", "years", "states", "categories", "expected"}
OWN = {"table"}
"""A table of one's own is described by its mapping."""


def described(name: str) -> Description:
    return read_description(FOLDER / name.replace("-", "_"), load_vocabulary())


@pytest.mark.parametrize("name", sorted(LOADERS.keys() - OWN))
def test_a_loader_says_all_that_a_reader_has_to_know(name: str) -> None:
    found = described(name)
    assert found.about.keys() >= ABOUT
    assert all(len(text) > 3 for text in found.about.values())
    dataset = found.dataset
    assert all((dataset.publisher, dataset.licence, dataset.coverage, dataset.url))
    assert found.ignored
    assert all(source.reason for source in found.sources.values())


@pytest.mark.parametrize("name", sorted(OWN))
def test_a_table_of_one_s_own_says_how_to_describe_it(name: str) -> None:
    assert "mapping" in described(name).about["get"]


def test_terms_that_close_a_dataset_are_kept_to() -> None:
    """What the publishers' terms, as each README of data has them, allow to be passed on."""
    closed = {name for name in LOADERS if not described(name).dataset.redistribute}
    assert closed == {
        *("atop", "cow-alliances", "dcad", "followthemoney"),
        *("sipri-deliveries", "sipri-milex", "sipri-register", "sipri-top-100"),
    }
