"""The curated dataset as a snapshot, without a store."""

from pathlib import Path

import pytest

import loaders
from graph.snapshot import Snapshot
from graph.source import Revision
from loaders.claims_file import read_dataset
from tests.graph.rdf.world import VOCABULARY


@pytest.fixture(scope="session")
def curated() -> Snapshot:
    """Everything in `loaders/curated`, as its first revision."""
    read = read_dataset(Path(loaders.__file__).parent / "curated", VOCABULARY)
    first = Revision(1, read.dataset.id, "2025-11-24T12:00:00+00:00", "first", len(read.claims), 0, "")
    claims = [(claim, 1, None) for claim in read.claims]
    return Snapshot.build(VOCABULARY, 1, [read.dataset], read.sources, claims, [first])
