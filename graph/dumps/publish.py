"""A version of the dumps: written in a folder beside its place, which takes its name when all of it is there."""

from __future__ import annotations

import gzip
import hashlib
import io
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import mkdtemp
from typing import IO, TYPE_CHECKING

from graph.dumps.conformance import Found, conforms, examined
from graph.dumps.conformance import report as report_of
from graph.dumps.content import Content
from graph.dumps.formats import FILES, File, Write
from graph.dumps.patch import NAME, RDF_PATCH, earlier_patches, patch
from graph.dumps.tables import told
from graph.dumps.version import Filed, Version, read_version
from graph.errors import DefgraphError
from graph.licence import left_out
from graph.rdf.changes import Changes, changes, joined
from graph.rdf.terms import TYPE, Quad
from graph.rdf.things import EXACT_MATCH
from graph.snapshot import Snapshot

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

Report = Callable[[str, int, int], object]
"""Is told which file is being written, and the how-manieth of how many it is."""
REPORT = "shacl-report.ttl"


def publish(
    content: Content,
    folder: Path,
    *,
    before: Snapshot | None = None,
    report: Report = lambda *_: None,
) -> Version:
    """Write all files of a revision into a folder named after it, unless it is there; `before` is the version that a
    file of changes shall lead from, and others from those that are there before that.

    Raises:
        DefgraphError: the files cannot be written.
    """
    place = folder / str(content.snapshot.revision)
    if place.is_dir():
        return read_version(place)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        growing = Path(mkdtemp(prefix=".growing-", dir=folder))
        try:
            version = _write(content, growing, before, report)
            growing.chmod(0o755)
            growing.replace(place)
        finally:
            shutil.rmtree(growing, ignore_errors=True)
    except OSError as error:
        raise DefgraphError(
            f"The dump cannot be written: {error}.", hint="Is there room, and may it be written to?"
        ) from None
    return version


def keep_latest(folder: Path, most: int) -> None:
    """Remove all but the latest versions, and what was not finished."""
    places = sorted((p for p in folder.iterdir() if p.name.isdecimal()), key=lambda p: -int(p.name))
    for place in (*places[most:], *folder.glob(".growing-*"), *folder.glob(".snapshots-*")):
        shutil.rmtree(place, ignore_errors=True)


def _write(content: Content, folder: Path, before: Snapshot | None, report: Report) -> Version:
    tally, files, steps = Tally(), list[Filed](), len(FILES) + 1 + (before is not None)
    for number, (name, file) in enumerate(FILES.items()):
        report(file.name, number, steps)
        files.append(_file(folder, name, file, _counted(content, tally) if name == "nquads" else content))
    report("shapes", len(FILES), steps)
    found = examined(folder / files[0].name, content.vocabulary)
    files.append(_file(folder, "report", _report(content, found), content))
    if before is not None:
        report("changes", steps - 1, steps)
        files.extend(_patches(folder, changes(before, content.snapshot, content.iris), content))
    version = replace(_version(content, tally, tuple(files), before), conforms=conforms(found))
    version.write(folder)
    report("", steps, steps)
    return version


def _file(folder: Path, name: str, file: File, content: Content) -> Filed:
    path = folder / (f"{file.name}.gz" if file.compressed else file.name)
    with path.open("wb") as opened:
        hashing = Hashing(opened)
        with _packed(hashing) if file.compressed else io.BufferedWriter(hashing) as stream:
            file.write(content, stream)
    return Filed(path.name, file.told, file.media_type, name, path.stat().st_size, hashing.hash.hexdigest())


def _packed(stream: Hashing) -> io.BufferedWriter:
    """Compressed, with the same bytes whenever it is done."""
    return io.BufferedWriter(gzip.GzipFile("", "wb", 6, stream, mtime=0), 1 << 16)


def _report(content: Content, found: tuple[Found, ...]) -> File:
    """What the shapes find fault with, as SHACL reports it."""
    name = f"{content.iris.revision(content.snapshot.revision)}/report"
    written = report_of(found, name)
    told = "Which things violate the shapes, as a SHACL report."
    return File(REPORT, "text/turtle", told, lambda _, stream: stream.writelines([written]), compressed=False)


def _patches(folder: Path, found: Changes, content: Content) -> Iterator[Filed]:
    """What leads here from the version before, and from each that its own changes lead from."""
    before = folder.parent / str(found.before)
    for one in (found, *(joined(earlier, found) for earlier in earlier_patches(before))):
        told = f"What makes this version of that of revision {one.before}, as an RDF Patch."
        yield _file(folder, "changes", File(NAME.format(one.before), RDF_PATCH, told, _written(one)), content)


def _written(found: Changes) -> Write:
    return lambda _, stream: stream.writelines(patch(found))


@dataclass(slots=True)
class Tally:
    """Counts quads as they go by."""

    graphs: Counter[str] = field(default_factory=Counter)
    properties: Counter[str] = field(default_factory=Counter)
    classes: Counter[str] = field(default_factory=Counter)
    linksets: Counter[str] = field(default_factory=Counter)

    def passing(self, quads: Iterable[Quad]) -> Iterator[Quad]:
        """The quads as they are."""
        for quad in quads:
            _, predicate, thing, graph = quad
            self.graphs[graph] += 1
            self.properties[predicate] += 1
            if predicate == TYPE:
                self.classes[thing] += 1
            elif predicate == EXACT_MATCH:
                self.linksets[f"{thing.strip('<>').rpartition('/')[0]}/"] += 1
            yield quad


def _counted(content: Content, tally: Tally) -> Content:
    return CountedContent(content.snapshot, content.iris, tally=tally)


@dataclass(frozen=True)
class CountedContent(Content):
    """A content whose quads are counted."""

    tally: Tally = field(default_factory=Tally)

    def quads(self) -> Iterator[Quad]:
        """All of it in RDF."""
        return self.tally.passing(super().quads())


def _version(content: Content, tally: Tally, files: tuple[Filed, ...], before: Snapshot | None) -> Version:
    snapshot, speakers = content.snapshot, content.selection.speakers()
    things = set(told(content))
    homes = sorted({snapshot.sources[name].dataset for name in speakers})
    counts = {
        "quads": tally.graphs.total(),
        "entities": len(things & set(snapshot.entities)),
        "relationships": len(things & set(snapshot.relationships)),
        "claims": int(content.network.live.claims.sum()),
        "sources": len(speakers),
        "edges": len(content.network.live.edges),
    }
    parts = (tally.classes, tally.properties, tally.graphs)
    classes, properties, graphs = ({n.strip("<>"): count for n, count in sorted(part.items())} for part in parts)
    return Version(
        revision=snapshot.revision,
        committed=content.committed,
        before=before.revision if before else None,
        counts=counts,
        classes=classes,
        properties=properties,
        graphs=graphs,
        linksets=dict(sorted(tally.linksets.items())),
        left_out=dict(left_out(snapshot, content.network.view)),
        licences={name: snapshot.datasets[name].licence for name in homes},
        files=files,
    )


class Hashing(io.RawIOBase):
    """Hashes what is written to a file on its way."""

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__()
        self._file, self.hash = file, hashlib.sha256()

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, part: ReadableBuffer) -> int:
        """Write a part, all of it."""
        self.hash.update(part)
        return self._file.write(part)


__all__ = ["keep_latest", "publish"]
