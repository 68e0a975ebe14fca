"""Is a version whole or not there, are its checksums right, and do its changes lead from the version before?"""

import gzip
import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
import rdflib

from graph.dumps.content import Content
from graph.dumps.formats import FILES, File
from graph.dumps.publish import keep_latest, publish
from graph.dumps.version import SUMS, Version, read_versions
from graph.errors import DefgraphError
from graph.rdf.terms import Quad
from graph.snapshot import Snapshot
from graph.source import Revision
from tests.graph.rdf.test_changes import before
from tests.graph.rdf.world import CLOSED, IRIS, THINGS, VOCABULARY, claim, quads_of, snapshot_of

STAKE = claim("stake", "Ownership", {"owner": "northwind", "asset": "lantern"}, valid="2021/..")
DEAL = claim("deal", "Transfer", {"supplier": "northwind", "recipient": "arcadia"}, valid="2022")
SECRET = claim("secret", "Transfer", {"supplier": "lantern", "recipient": "arcadia"}, "register")
SECOND = snapshot_of(*THINGS, DEAL, SECRET, retracted=[STAKE])
FIRST = before(SECOND)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dumps")
    publish(Content(FIRST, IRIS), folder)
    publish(Content(SECOND, IRIS), folder, before=FIRST)
    return folder


@pytest.fixture(scope="module")
def version(folder: Path) -> Version:
    return read_versions(folder)[0]


def test_versions_are_listed_the_latest_first(folder: Path):
    assert [version.revision for version in read_versions(folder)] == [2, 1]


def test_checksums_are_those_of_the_files(folder: Path, version: Version):
    lines = (folder / "2" / SUMS).read_text().splitlines()
    assert len(lines) == len(version.files) == len(FILES) + 2  # the report, the changes
    for line, file in zip(lines, version.files, strict=True):
        sha256, name = line.split("  ")
        content = (folder / "2" / name).read_bytes()
        assert (sha256, len(content)) == (hashlib.sha256(content).hexdigest(), file.size)


def lines_of(folder: Path, name: str) -> list[str]:
    return gzip.decompress((folder / name).read_bytes()).decode().splitlines()


def test_the_changes_make_the_new_version_of_the_old(folder: Path):
    leads(folder, "1", "2")


def leads(folder: Path, old: str, new: str) -> None:
    had = set(lines_of(folder / old, "defgraph.nq.gz"))
    for line in lines_of(folder / new, f"changes-from-{old}.rdfp.gz"):
        sign, _, quad = line.partition(" ")
        if sign == "D":
            had.remove(quad)
        elif sign == "A":
            assert quad not in had
            had.add(quad)
    assert had == set(lines_of(folder / new, "defgraph.nq.gz"))


def test_changes_lead_from_each_version_that_is_kept(tmp_path: Path):
    """What was taken back and said again in between is in none of them."""
    rows = [*((c, 1, None) for c in (*THINGS, SECRET)), (DEAL, 1, 3), (STAKE, 1, 2), (STAKE, 3, None)]
    last = Revision(3, "press", "2022-07-31T12:00:00+00:00", "third", 1, 1, "cc")
    homes, sources = SECOND.datasets.values(), SECOND.sources.values()
    third = Snapshot.build(VOCABULARY, 3, homes, sources, rows, (*SECOND.revisions, last))
    publish(Content(FIRST, IRIS), tmp_path)
    publish(Content(SECOND, IRIS), tmp_path, before=FIRST)
    told = publish(Content(third, IRIS), tmp_path, before=SECOND)
    assert {"changes-from-1.rdfp.gz", "changes-from-2.rdfp.gz"} <= {file.name for file in told.files}
    leads(tmp_path, "1", "3")
    leads(tmp_path, "2", "3")
    direct = [line for line in lines_of(tmp_path / "3", "changes-from-1.rdfp.gz") if "graph/direct" in line]
    assert [line[0] for line in direct] == ["D"]  # the deal; the stake is where it was

    keep_latest(tmp_path, 2)
    rows[-1] = (STAKE, 3, 4)
    end = replace(last, number=4, committed="2022-08-31T12:00:00+00:00")
    fourth = Snapshot.build(VOCABULARY, 4, homes, sources, rows, (*third.revisions, end))
    told = publish(Content(fourth, IRIS), tmp_path, before=third)
    assert "changes-from-1.rdfp.gz" not in {file.name for file in told.files}
    leads(tmp_path, "2", "4")


def test_what_is_counted_is_what_is_there(version: Version):
    quads: list[Quad] = quads_of(SECOND)
    assert version.counts["quads"] == len(quads) == sum(version.properties.values()) == sum(version.graphs.values())
    assert version.counts["claims"] == len(THINGS) + 1
    assert version.classes[IRIS.term("Transfer")] == 1
    assert version.counts["entities"] == len(THINGS)


def test_what_a_licence_closes_is_left_out_and_told(version: Version):
    assert version.left_out == {CLOSED.id: 1}
    assert CLOSED.id not in version.licences


def test_the_report_says_whether_the_shapes_are_kept(folder: Path, version: Version):
    told = rdflib.Graph().parse(folder / "2" / "shacl-report.ttl")
    [answer] = told.objects(None, rdflib.SH.conforms)
    assert answer.toPython() is version.conforms is True


def test_published_again_nothing_is_written(folder: Path, version: Version):
    place = folder / "2" / "defgraph.nq.gz"
    written = place.stat().st_mtime_ns
    assert publish(Content(SECOND, IRIS), folder) == version
    assert place.stat().st_mtime_ns == written


def test_what_cannot_be_finished_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    torn = {**FILES, "stix": File("x.json", "application/json", "", full)}
    monkeypatch.setattr("graph.dumps.publish.FILES", torn)
    with pytest.raises(DefgraphError, match="No space left"):
        publish(Content(SECOND, IRIS), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_only_the_latest_are_kept(tmp_path: Path):
    for name in ("1", "2", "10", ".growing-x"):
        (tmp_path / name).mkdir()
    keep_latest(tmp_path, 2)
    assert {place.name for place in tmp_path.iterdir()} == {"2", "10"}


def test_progress_is_told_to_the_end(tmp_path: Path):
    told: list[tuple[str, int, int]] = []
    publish(Content(FIRST, IRIS), tmp_path, report=lambda *stage: told.append(stage))
    assert [done for _, done, _ in told] == list(range(len(FILES) + 2))
    assert told[-1][1] == told[-1][2]
