"""Options made from questions: a model's fields are a command's options, so the command line knows what the API knows.

A command takes the filled question as its first parameter and says which fields are arguments::

    @app.command()
    @asks(Paths, arguments=("from_", "to"))
    def path(question: Paths, where: Where) -> None: ...
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, get_origin

import typer
from pydantic import ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from api.asking import Asked, Citable, OfView
from cli.complete import COMPLETIONS
from cli.errors import explain_options
from cli.where import WHERE, Command, parameters_of, where_of, with_signature
from graph.checks import one_of
from graph.questions.footnotes import STYLES

ANY = "-"
"""What stands for an argument that is left open, before one that isn't."""

OVERLAY = (
    "overlay",
    Annotated[
        Path | None,
        typer.Option(help="A claims file of your own, on top for this answer only.", rich_help_panel="Where"),
    ],
    None,
)


def asks(model: type[Asked], arguments: tuple[str, ...] = ()) -> Callable[[Command], Command]:
    """Give a command the fields of `model` as its options, those named in `arguments` as its arguments."""

    def decorate(command: Command) -> Command:
        @wraps(command)
        def run(**given: Any) -> None:  # noqa: ANN401 - each option has its own type
            where = where_of(given)
            question = _filled(model, arguments, given)
            style = question.cite if isinstance(question, Citable) else None
            command(question, replace(where, cite=style and one_of("cite", style, STYLES)))

        fields = sorted(model.model_fields.items(), key=lambda item: _place(model, item[0], arguments))
        return with_signature(
            run,
            [*(_parameter(model, n, f, argument=n in arguments) for n, f in fields), *parameters_of(OVERLAY, *WHERE)],
        )

    return decorate


def _filled(model: type[Asked], arguments: tuple[str, ...], given: dict[str, Any]) -> Asked:
    """The question; raises `BadQuestion` for a value that is out of bounds."""
    said = {name: value for name, value in given.items() if value not in (None, ANY)}
    several = {name: [said[name]] for name in arguments if name in said and _is_list(model.model_fields[name])}
    try:
        return model.model_validate(said | several)
    except ValidationError as error:
        raise explain_options(error) from None


def _place(model: type[Asked], name: str, arguments: tuple[str, ...]) -> tuple[bool, int]:
    """Arguments first, then what is the question's own, then the view."""
    return _of_view(model, name), arguments.index(name) if name in arguments else len(arguments)


def _of_view(model: type[Asked], name: str) -> bool:
    return name in OfView.model_fields and not (issubclass(model, OfView) and name in model.own)


def _is_list(field: FieldInfo) -> bool:
    return get_origin(field.annotation) is list


def _parameter(model: type[Asked], name: str, field: FieldInfo, *, argument: bool) -> inspect.Parameter:
    single = argument and _is_list(field)
    annotation: Any = field.annotation if not single else str if field.is_required() else str | None
    told: dict[str, Any] = {"help": field.description, "autocompletion": COMPLETIONS.get(name)}
    if argument:
        mark: Any = typer.Argument(metavar=name.rstrip("_").upper(), **told)
    else:
        panel = "View" if _of_view(model, name) else None
        mark = typer.Option(f"--{(field.alias or name).replace('_', '-')}", rich_help_panel=panel, **told)
    default = inspect.Parameter.empty if field.default is PydanticUndefined else None if single else field.default
    return inspect.Parameter(
        name, inspect.Parameter.KEYWORD_ONLY, annotation=Annotated[annotation, mark], default=default
    )
