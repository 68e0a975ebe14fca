"""How an answer is shown at a terminal: as a table for people, as JSON or CSV for programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import typer
from rich.console import Console, RenderableType
from rich.table import Table

from api.over_time import OverTime
from cli import tables
from cli.session import ask
from cli.show import talk, write_bytes, write_json
from cli.where import Where
from graph.problem import FOUND, NOTHING
from graph.questions.footnotes import footnotes
from graph.questions.receipt import Answer

Render = Callable[[Any], RenderableType]
SHOWN = 8
"""How many columns of a series are shown; all are in JSON and CSV."""


def finish(answer: Answer, where: Where, render: Render) -> None:
    """Print an answer, what it stands on, and end with 1 if it is empty."""
    if where.json:
        write_json(answer)
    elif where.cite:
        write_bytes(footnotes(answer.as_dict(), where.cite))
    elif answer.data:
        tables.show(render(answer.data))
    console = Console(stderr=True)
    for line in tables.footing(answer.receipt.as_dict()) if not where.json else ():
        console.print(line, soft_wrap=True)
    if answer.next and not where.json:
        talk(f"There is more: --cursor {answer.next}")
    raise typer.Exit(FOUND if answer.data else NOTHING)


def finish_over_time(question: OverTime, where: Where, render: Render) -> None:
    """Ask, and show the answer, or the columns that it gives over time."""
    if question.format == "csv" and question.series and not where.json:
        write_bytes(ask(where, question.as_csv))
        raise typer.Exit(FOUND)
    finish(ask(where, question.answer), where, series if question.series else render)


def series(found: Mapping[str, Any]) -> Table:
    """A row for each date."""
    columns = found["columns"][:SHOWN]
    rows = (
        (point["date"], *(_figure(column["values"][i]) for column in columns), point["claim_count"])
        for i, point in enumerate(found["points"])
    )
    return tables.table("date", *(column["name"] for column in columns), "claims", rows=rows)


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.4g}"
