"""Which graph a command works on: the options every command has, whether it asks a question or not."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Annotated, Any

import typer

from graph.settings import Settings, load_settings

Command = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Where:
    """Which graph is asked and how the answer is shown: the options every question has."""

    settings: Settings
    json: bool
    cite: str | None = None
    overlay: Path | None = None


WHERE = (
    ("data", Annotated[Path | None, typer.Option(help="Data folder of the graph.", rich_help_panel="Where")], None),
    ("neo4j_uri", Annotated[str | None, typer.Option(help="A Neo4j of your own.", rich_help_panel="Where")], None),
    ("json", Annotated[bool, typer.Option("--json", help="Print what the API would answer.")], False),
)


def located(command: Command) -> Command:
    """Give a command that asks no question the options that say where the graph is, as `Where`."""

    @wraps(command)
    def run(**given: Any) -> None:  # noqa: ANN401 - each option has its own type
        command(where=where_of(given), **given)

    own = [p for p in inspect.signature(command, eval_str=True).parameters.values() if p.name != "where"]
    return with_signature(run, [*own, *parameters_of(*WHERE)])


def with_signature(run: Command, parameters: list[inspect.Parameter]) -> Command:
    """`run`, looking to typer as if it had these parameters."""
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {p.name: p.annotation for p in parameters}
    del run.__wrapped__  # type: ignore[attr-defined]  # else typer reads the signature of what is wrapped
    return run


def where_of(given: dict[str, Any]) -> Where:
    """Take what says where out of what was given."""
    settings = load_settings(data=given.pop("data"), neo4j_uri=given.pop("neo4j_uri"))
    return Where(settings, given.pop("json"), overlay=given.pop("overlay", None))


def parameters_of(*options: tuple[str, Any, Any]) -> Iterator[inspect.Parameter]:
    """Options as the parameters of a function."""
    for name, annotation, default in options:
        yield inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=default)
