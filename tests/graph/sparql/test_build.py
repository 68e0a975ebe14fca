"""The store of a revision: made anew, or of the one before it, it has to be the same."""

from pathlib import Path

import pyoxigraph as ox

from graph.rdf.changes import changes
from graph.snapshot import Snapshot
from graph.sparql.build import build, patch
from tests.graph.rdf.world import IRIS, THINGS, claim, quads_of, snapshot_of

STAKE = claim("stake", "Ownership", {"owner": "northwind", "asset": "lantern"}, valid="2021/..")
LEASE = claim("lease", "Transfer", {"supplier": "northwind", "recipient": "arcadia"}, valid="2022")
BEFORE, AFTER = snapshot_of(*THINGS, STAKE), snapshot_of(*THINGS, LEASE, retracted=[STAKE])


def held(folder: Path) -> set[str]:
    return set(map(str, ox.Store.read_only(str(folder))))


def made(snapshot: Snapshot, folder: Path) -> Path:
    build(quads_of(snapshot), folder)
    assert len(held(folder)) == len(quads_of(snapshot))
    return folder


def test_a_patched_store_is_the_store_built_anew(tmp_path: Path):
    first, second = made(BEFORE, tmp_path / "1"), made(AFTER, tmp_path / "2")
    patch(first, changes(BEFORE, AFTER, IRIS), tmp_path / "patched")
    assert held(tmp_path / "patched") == held(second)
    assert held(first) != held(second)


def test_who_reads_the_store_before_sees_nothing_of_the_patch(tmp_path: Path):
    reader = ox.Store.read_only(str(made(BEFORE, tmp_path / "1")))
    seen = set(map(str, reader))
    patch(tmp_path / "1", changes(BEFORE, AFTER, IRIS), tmp_path / "2")
    assert set(map(str, reader)) == held(tmp_path / "1") == seen


def test_patches_follow_one_another(tmp_path: Path):
    made(BEFORE, tmp_path / "0")
    for number in range(4):
        one, other = (AFTER, BEFORE) if number % 2 else (BEFORE, AFTER)
        patch(tmp_path / str(number), changes(one, other, IRIS), tmp_path / str(number + 1))
    assert held(tmp_path / "4") == held(tmp_path / "0")


def test_a_folder_that_is_there_is_the_store(tmp_path: Path):
    """Its name says of what it is."""
    made(BEFORE, tmp_path / "1")
    patch(tmp_path / "none", changes(BEFORE, AFTER, IRIS), tmp_path / "1")
    assert len(held(tmp_path / "1")) == len(quads_of(BEFORE))
    assert not list(tmp_path.glob(".growing-*"))
