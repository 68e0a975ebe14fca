"""The ``defgraph`` command: its parts put together, and how an error is told."""

import sys

import typer
from rich.console import Console
from rich.text import Text

from cli import neo4j
from cli.config import config
from graph.errors import DefgraphError

INTERRUPTED = 130

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, help="A knowledge graph of defence relationships.")
app.command("config")(config)
app.add_typer(neo4j.app, name="neo4j")


def run() -> None:
    """Run the command line; an error a user can understand is one sentence on standard error and exit code 1."""
    try:
        app()
    except DefgraphError as error:
        Console(stderr=True).print(Text(str(error)), soft_wrap=True)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    run()
