"""The ``defgraph`` command: its parts, each imported when it is used, and how an error is told."""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command, get_group

from cli.errors import TOLD, tell
from cli.parts import PARTS, Part

if TYPE_CHECKING:
    from typer._click import Command, Context


class Later(TyperCommand):
    """A command as a list shows it; what it does is imported when it is asked for."""

    def __init__(self, name: str, panel: str, part: Part) -> None:
        super().__init__(name, help=part.summary, rich_help_panel=panel)
        self._panel, self._part = panel, part

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: Context | None = None,
        **more: Any,  # noqa: ANN401 - as click has it
    ) -> Context:
        """The context of the command itself."""
        return self.imported().make_context(info_name, args, parent, **more)

    def imported(self) -> Command:
        """The command itself."""
        return _import(str(self.name), self._panel, self._part.place)


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
                return Later(cmd_name, panel, commands[cmd_name])
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
