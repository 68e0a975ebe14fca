"""Is a snapshot from disk the one that was kept, and is anything else passed over?"""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.snapshot import Snapshot
from graph.snapshot.disk import Shelf
from graph.snapshot.packed import pack, unpack
from ontology.vocabulary import PACKAGED, load_vocabulary
from tests.graph.identity.test_merged import ANVIL_2, DEAL_2, SAME
from tests.graph.snapshot.pictures import picture
from tests.graph.worlds import REVISIONS, VOCABULARY, forge_world, worlds

WHOLE = b"".join(pack(forge_world()))


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "snapshots", VOCABULARY)


def files(folder: Path) -> list[Path]:
    return sorted((folder / "snapshots").iterdir())


@settings(deadline=None, max_examples=30)
@given(worlds())
def test_what_was_kept_is_read(snapshot: Snapshot) -> None:
    assert picture(unpack(b"".join(pack(snapshot)), VOCABULARY)) == picture(snapshot)


def test_ids_that_are_one_stay_one_and_apart_as_their_sources_have_them() -> None:
    snapshot = forge_world(ANVIL_2, DEAL_2, SAME)
    assert snapshot.identity.kept
    kept = unpack(b"".join(pack(snapshot)), VOCABULARY)
    assert kept.identity == snapshot.identity
    assert list(kept.own_rows) == list(snapshot.own_rows) != list(snapshot.rows)
    assert picture(kept) == picture(snapshot)


def test_a_snapshot_is_found_by_the_revisions_that_led_to_it(shelf: Shelf) -> None:
    assert shelf.find(REVISIONS) is None
    shelf.keep(forge_world())
    found = shelf.find(REVISIONS)
    assert found is not None
    assert picture(found) == picture(forge_world())
    later = (*REVISIONS, replace(REVISIONS[-1], number=4))
    assert (nearest := shelf.find(later)) is not None
    assert nearest.revision == 3
    assert shelf.find((replace(REVISIONS[0], digest="another store"), *REVISIONS[1:])) is None


def test_another_ontology_finds_nothing(shelf: Shelf, tmp_path: Path) -> None:
    shelf.keep(forge_world())
    shutil.copytree(PACKAGED, tmp_path / "other", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    changed = min((tmp_path / "other").glob("*.ttl"))
    changed.write_text(changed.read_text() + "\n# A comment.\n")
    other = Shelf(tmp_path / "snapshots", load_vocabulary(tmp_path / "other"))
    assert other.find(REVISIONS) is None


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
def test_a_damaged_file_is_passed_over(place: int, change: int) -> None:
    damaged = bytearray(WHOLE)
    damaged[place] ^= change
    with pytest.raises(ValueError, match="damaged"):
        unpack(bytes(damaged), VOCABULARY)
    with pytest.raises(ValueError, match="damaged"):
        unpack(WHOLE[:place], VOCABULARY)


def test_what_others_can_write_or_is_no_file_is_passed_over(shelf: Shelf, tmp_path: Path) -> None:
    shelf.keep(forge_world())
    (path,) = files(tmp_path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    path.chmod(0o622)
    assert shelf.find(REVISIONS) is None
    path.chmod(0o600)
    assert shelf.find(REVISIONS) is not None
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    assert shelf.find(REVISIONS) is None
    path.unlink()
    path.write_bytes(b"")
    assert shelf.find(REVISIONS) is None


def test_only_the_last_ones_are_kept(shelf: Shelf, tmp_path: Path) -> None:
    snapshot = forge_world()
    (tmp_path / "snapshots").mkdir(mode=0o700)
    (tmp_path / "snapshots" / "1-x.999999999.part").touch()
    for number in range(3, 7):
        revisions = tuple(replace(REVISIONS[0], number=n) for n in range(1, number + 1))
        shelf.keep(replace(snapshot, revision=number, revisions=revisions))
        os.utime(files(tmp_path)[-1], (number, number))
    assert [path.name.partition("-")[0] for path in files(tmp_path)] == ["5", "6"]


def test_a_folder_that_cannot_be_written_is_no_trouble(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    shelf = Shelf(tmp_path / "file" / "snapshots", VOCABULARY)
    shelf.keep(forge_world())
    assert shelf.find(REVISIONS) is None
