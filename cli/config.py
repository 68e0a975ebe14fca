"""``defgraph config``: every setting, its value and where that came from."""

import json
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from graph.settings import config_file, describe, load_settings


def config(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Show the settings in use and where each came from; secrets are masked."""
    rows = describe(load_settings())
    if as_json:
        typer.echo(json.dumps({row.name: {"value": row.value, "source": row.source} for row in rows}, indent=2))
        return
    table = Table("setting", "value", "from", "meaning", box=None, pad_edge=False)
    for row in rows:
        table.add_row(row.name, Text(row.value), Text(row.source), Text(row.description, style="dim"))
    console = Console()
    console.print(table)
    console.print(Text(f"\nFile: {config_file() or 'none (defgraph.toml here, or the one DEFGRAPH_CONFIG names)'}"))
