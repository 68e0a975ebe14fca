"""``defgraph neo4j``: start, stop and look at the managed Neo4j, and talk Cypher to it."""

import json
import sys
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from cli.cypher import Shell, read_statements
from graph.errors import BadSettings, ServerError
from graph.server import Folder, Status, connect_or_start, start_background, status, stop
from graph.settings import Settings, load_settings

NOT_RUNNING = 3
"""Exit code of ``status`` when nothing runs, as system services have it; 1 if it runs but does not answer."""

app = typer.Typer(no_args_is_help=True, help="The Neo4j below: start, stop, status, logs, shell.")
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Data = Annotated[Path | None, typer.Option("--data", help="Data folder.")]
Uri = Annotated[str | None, typer.Option("--neo4j-uri", help="A Neo4j of your own, instead of the managed one.")]


class Log(StrEnum):
    """The logs there are."""

    neo4j = "neo4j"
    debug = "debug"
    console = "console"
    query = "query"
    security = "security"


@app.command("start")
def start_command(data: Data = None, as_json: Json = False) -> None:
    """Start Neo4j and leave it running in the background, watched, until `stop`."""
    _show(start_background(_managed(data)), as_json)


@app.command("stop")
def stop_command(data: Data = None, as_json: Json = False) -> None:
    """Stop the Neo4j left running by `start`."""
    stopped = stop(_managed(data))
    typer.echo(json.dumps({"stopped": stopped}) if as_json else "Stopped." if stopped else "Nothing runs.")


@app.command("status")
def status_command(data: Data = None, uri: Uri = None, as_json: Json = False) -> None:
    """Say what runs, where it listens and whether it answers."""
    found = status(load_settings(data=data, neo4j_uri=uri))
    _show(found, as_json)
    raise typer.Exit(0 if found.answers else 1 if found.running else NOT_RUNNING)


@app.command("logs")
def logs_command(
    data: Data = None,
    which: Annotated[Log, typer.Option("--log", help="Which log.")] = Log.neo4j,
    lines: Annotated[int, typer.Option("--lines", "-n", min=0, help="How many of the last lines.")] = 50,
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Go on printing what is added.")] = False,
    as_json: Json = False,
) -> None:
    """Print the end of a log of the managed Neo4j."""
    path = Folder.of(_managed(data).data).logs / f"{which}.log"
    if not path.is_file():
        raise ServerError(f"There is no log {path} yet.", hint="Start Neo4j first.")
    for line in _last_lines(path, lines, follow=follow):
        typer.echo(json.dumps({"line": line}) if as_json else line)


@app.command("shell")
def shell_command(
    data: Data = None,
    uri: Uri = None,
    timeout: Annotated[float, typer.Option(min=0, help="Seconds a statement may take; 0 for any.")] = 60,
    rows: Annotated[int, typer.Option(min=1, help="Rows shown of an answer.")] = 1000,
    as_json: Json = False,
) -> None:
    """Ask Neo4j in Cypher: at a prompt, or statements from standard input, each ended by a semicolon."""
    settings = load_settings(data=data, neo4j_uri=uri)
    interactive = sys.stdin.isatty()
    with connect_or_start(settings) as connection:
        shell = Shell(connection, timeout=timeout or None, rows=rows, as_json=as_json, read_only=settings.read_only)
        with shell:
            failed = shell.run(read_statements(interactive=interactive), go_on=interactive)
    raise typer.Exit(1 if failed and not interactive else 0)


def _managed(data: Path | None) -> Settings:
    settings = load_settings(data=data)
    if settings.neo4j_uri:
        raise BadSettings(
            f"The settings name a Neo4j of your own, {settings.neo4j_uri}: it is not managed here.",
            hint="Unset neo4j_uri to use the managed one.",
        )
    return settings


def _show(found: Status, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(asdict(found), indent=2))
        return
    table = Table(show_header=False, box=None, pad_edge=False)
    for name, value in _facts(found):
        table.add_row(Text(name, style="bold"), Text(str(value), overflow="fold"))
    Console().print(table)


def _facts(found: Status) -> Iterator[tuple[str, object]]:
    state = "running" if found.answers else "running, but does not answer" if found.running else "not running"
    owner = "the background" if found.background else f"process {found.owner}"
    yield "Neo4j", f"{found.version}, {state}"
    facts = {
        "Bolt": found.bolt,
        "Browser": found.http and f"{found.http}/browser/",
        "User": found.user,
        "Password": found.password_file and f"in {found.password_file}",
        "Process": found.pid and f"{found.pid}, for {owner}",
        "Folder": found.home,
        "Problem": found.problem,
    }
    yield from ((name, value) for name, value in facts.items() if value)


def _last_lines(path: Path, count: int, *, follow: bool) -> Iterator[str]:
    with path.open(encoding="utf-8", errors="replace") as file:
        yield from (line.rstrip("\n") for line in deque(file, count))
        while follow:
            if line := file.readline():
                yield line.rstrip("\n")
            else:
                time.sleep(0.2)
