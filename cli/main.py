"""The ``defgraph`` command: its parts put together, and how an error is told."""

import sys

import typer

from cli import ask, data, neo4j
from cli.config import config
from cli.errors import TOLD, tell
from cli.export import export
from cli.test import test
from cli.up import up
from graph.problem import INTERRUPTED

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="A knowledge graph of defence relationships, in which every answer says who says so.",
    epilog="Exit codes: 0 answered, 1 nothing found, 2 wrong question or input, 3 Neo4j cannot answer now, 4 a fault of ours.",
)

COMMANDS = {
    "Run": (up, test, config),
    "Ask": (ask.search, ask.entity, ask.path, ask.central, ask.neighbours, export),
    "Data": (data.load, data.check, data.rollback, ask.datasets, ask.revisions),
}
for panel, commands in COMMANDS.items():
    for command in commands:
        app.command(command.__name__, rich_help_panel=panel)(command)
app.add_typer(neo4j.app, name="neo4j", rich_help_panel="Run")


def run() -> None:
    """Run the command line; what a user can do something about is one sentence on standard error."""
    try:
        app()
    except TOLD as error:
        sys.exit(tell(error, as_json="--json" in sys.argv))
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    run()
