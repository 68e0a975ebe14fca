"""The ``defgraph`` command: its parts, each imported when it is used, and how an error is told."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING, Annotated

import typer
from typer.core import TyperGroup
from typer.main import get_command, get_group

from cli.errors import TOLD, tell

if TYPE_CHECKING:
    from typer._click import Command, Context

PARTS: Mapping[str, Mapping[str, str]] = {
    "Run": {"up": "cli.up:up", "test": "cli.test:test", "config": "cli.config:config", "neo4j": "cli.neo4j:app"},
    "Ask": {
        "search": "cli.ask:search",
        "entity": "cli.ask:entity",
        "path": "cli.ask:path",
        "central": "cli.ask:central",
        "neighbours": "cli.ask:neighbours",
        "edges": "cli.structure:edges",
        "cutpoints": "cli.structure:cutpoints",
        "group": "cli.structure:group",
        "k-components": "cli.structure:k_components",
        "components": "cli.structure:components",
        "communities": "cli.structure:communities",
        "cliques": "cli.structure:cliques",
        "triads": "cli.structure:triads",
        "alike": "cli.structure:alike",
        "predict": "cli.structure:predict",
        "compare": "cli.doubt:compare",
        "fragility": "cli.doubt:fragility",
        "intervals": "cli.doubt:intervals",
        "dependency": "cli.trade:dependency",
        "loss": "cli.trade:loss",
        "single-points": "cli.trade:points",
        "export": "cli.export:export",
    },
    "Data": {
        "load": "cli.load:load",
        "resolve": "cli.resolve:resolve",
        "quarantine": "cli.quarantine:app",
        "claims": "cli.claims:app",
        "check": "cli.data:check",
        "rollback": "cli.data:rollback",
        "datasets": "cli.ask:datasets",
        "coverage": "cli.ask:coverage",
        "patterns": "cli.ask:patterns",
        "revisions": "cli.ask:revisions",
    },
}
"""The commands, by the panel that help shows them in, and where each is."""


class Parts(TyperGroup):
    """Commands that are imported when they are asked for: half of them need nothing of NetworkX or FastAPI."""

    def invoke(self, ctx: Context) -> object:
        """Run the command; what a user can do something about is one sentence on standard error and an exit code."""
        as_json = "--json" in ctx.args
        try:
            return super().invoke(ctx)
        except TOLD as error:
            raise typer.Exit(tell(error, as_json=as_json)) from None

    def list_commands(self, ctx: Context) -> list[str]:  # noqa: ARG002 - the signature is typer's
        """All names, in the order of `PARTS`."""
        return [name for commands in PARTS.values() for name in commands]

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:  # noqa: ARG002
        """The command of a name, None if there is none."""
        for panel, commands in PARTS.items():
            if cmd_name in commands:
                return _import(cmd_name, panel, commands[cmd_name])
        return None


def _import(name: str, panel: str, place: str) -> Command:
    module, _, attribute = place.partition(":")
    found = getattr(import_module(module), attribute)
    part = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    if isinstance(found, typer.Typer):
        part.add_typer(found, name=name, rich_help_panel=panel)
        return get_group(part).commands[name]
    part.command(name, rich_help_panel=panel)(found)
    return get_command(part)


app = typer.Typer(
    cls=Parts,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    epilog="Exit codes: 0 answered, 1 nothing found, 2 wrong question or input, 3 Neo4j does not answer, 4 our fault.",
)


def _tell_version(wanted: bool) -> None:
    if wanted:
        typer.echo(version("defgraph"))
        raise typer.Exit


Version = Annotated[bool, typer.Option("--version", help="Print the version.", is_eager=True, callback=_tell_version)]


@app.callback()
def defgraph(told: Version = False) -> None:
    """A knowledge graph of defence relationships, in which every answer says who says so."""


def run() -> None:
    """Run the command line; the exit code is that of `graph.problem`, or 130 for Ctrl-C."""
    app()


if __name__ == "__main__":
    run()
