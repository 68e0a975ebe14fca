"""``defgraph export``: a view's graph as a file, or the whole as a version of the dumps."""

import asyncio
from dataclasses import replace
from functools import partial
from pathlib import Path

import orjson
from pydantic import Field

from api.dumps_page import size_of
from api.formats import file_format
from api.questions import Graph, OfNetwork
from cli.options import asks
from cli.session import ask, with_service
from cli.show import progress_bar, say, talk, write_bytes
from cli.where import Where
from graph.dumps.content import Content
from graph.dumps.patch import patch
from graph.dumps.publish import publish
from graph.dumps.version import Version, read_versions
from graph.errors import BadQuestion
from graph.licence import left_out, remarks
from graph.network import Network
from graph.rdf.changes import Changes, changes
from graph.refresh import read_snapshot
from graph.service import Service
from graph.snapshot import Snapshot
from graph.view import View
from ontology.iri import Iris

ALL, CHANGES = "all", "changes"
"""What asks for all files of a dump, or for what has changed, instead of one format."""


class Exported(Graph):
    """A graph that the caller may keep whole."""

    include_restricted: bool = Field(
        False, description="With what licences don't let be passed on: for your own use only."
    )
    to: str | None = Field(
        None, description="With --format all: the folder that gets a version of all files, as /dumps/ has them."
    )
    since: int | None = Field(
        None,
        ge=0,
        description="With --format changes: the revision that the patch leads from, to the latest or --known-at.",
    )

    def network(self, snapshot: Snapshot) -> Network:
        """The graph that is written."""
        return OfNetwork.network(self, snapshot) if self.include_restricted else super().network(snapshot)


@asks(Exported)
def export(question: Exported, where: Where) -> None:
    """Write the graph of a view to standard output: for graph tools, or as RDF with every claim and source.

    With `--format all --to FOLDER` all files of a dump are written, with checksums and the changes since the version
    before, for a web server to offer. With `--format changes --since N` the quads removed and added since a revision
    are written as an RDF Patch.
    """
    special = {ALL: _export_all, CHANGES: _export_changes}.get(question.format)
    if special:
        special(question, where)
        return
    kind, iris = file_format(question.format), Iris(where.settings.base_iri)

    def run(snapshot: Snapshot) -> tuple[bytes, tuple[str, ...]]:
        snapshot = question.believed(snapshot)
        told = remarks(left_out(snapshot, question.network(snapshot).view))
        if question.format == "json":
            return question.ask(snapshot).to_json(), told
        view, whole = question.view(snapshot), question.include_restricted
        return kind.write(snapshot, view, question.directed, iris, whole), told

    written, told = ask(where, run)
    for line in (*told, *([OWN] if question.include_restricted else [])):
        talk(line)
    write_bytes(written)


def _export_all(question: Exported, where: Where) -> None:
    if question.to is None:
        raise BadQuestion("Say where to: --to FOLDER.", parameter="to")
    folder = Path(question.to)
    version = with_service(where, partial(_publish, question, folder, Iris(where.settings.base_iri)))
    for line in remarks(version.left_out):
        talk(line)
    if where.json:
        write_bytes(orjson.dumps(version.as_dict()))
        return
    for file in version.files:
        say(f"{folder / str(version.revision) / file.name}  {size_of(file.size)}  {file.told}")


async def _publish(question: Exported, folder: Path, iris: Iris, service: Service) -> Version:
    """All files of the latest revision, with the changes since the last one that is in the folder."""
    snapshot, versions = service.reading.snapshot, read_versions(folder)
    _refuse_views(question, question.view(snapshot))
    earlier = [version.revision for version in versions if version.revision < snapshot.revision]
    before = await read_snapshot(service.store, service.vocabulary, earlier[0]) if earlier else None
    with progress_bar("Writing") as report:
        return await asyncio.to_thread(publish, Content(snapshot, iris), folder, before=before, report=report)


def _export_changes(question: Exported, where: Where) -> None:
    if question.since is None:
        raise BadQuestion("Say since which revision: --since N.", parameter="since")
    found = with_service(where, partial(_changes, question, question.since, Iris(where.settings.base_iri)))
    write_bytes(b"".join(patch(found)))


async def _changes(question: Exported, since: int, iris: Iris, service: Service) -> Changes:
    """What leads from a revision to the latest, or to the one that is asked for."""
    latest = service.reading.snapshot
    view = question.view(latest)
    _refuse_views(question, replace(view, known_at=None))
    until = latest.revision if view.known_at is None else view.known_at
    if not since <= until <= latest.revision:
        raise BadQuestion(
            f"There is no way from revision {since} to {until}.", hint=f"The latest is {latest.revision}."
        )
    old, new = [await read_snapshot(service.store, service.vocabulary, number) for number in (since, until)]
    return await asyncio.to_thread(changes, old, new, iris)


def _refuse_views(question: Exported, view: View) -> None:
    if question.include_restricted or view != View():
        raise BadQuestion("A dump is of the whole graph, as far as licences let it pass.", hint="Leave the view out.")


OWN = "This file may hold what its sources' terms don't let you pass on: keep it to yourself."
