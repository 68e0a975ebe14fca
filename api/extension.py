"""Columns of a partner's table, as the reconciliation protocol asks for them (data extension)."""

from __future__ import annotations

from typing import Annotated, Any, TypeVar

import orjson
from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from graph.errors import BadQuestion
from graph.rdf.extend import extend, label_of
from graph.snapshot import Snapshot
from graph.view import View
from ontology.iri import Iris

MOST_IDS, MOST_COLUMNS = 100, 20
Read = TypeVar("Read")


class Column(BaseModel):
    """A column that is asked for; there are no settings of columns here."""

    id: str = Field(max_length=100)


class Extension(BaseModel):
    """Whose cells are asked for, and which."""

    ids: list[Annotated[str, Field(max_length=500)]] = Field(max_length=MOST_IDS)
    properties: list[Column] = Field(max_length=MOST_COLUMNS)


EXTENSION = TypeAdapter(Extension)


def read_extension(text: str) -> Extension:
    """What is asked for, from its JSON; raises `BadQuestion`."""
    return read_as(EXTENSION, text, "extend")


def read_as(form: TypeAdapter[Read], text: str, parameter: str) -> Read:
    """The JSON of a parameter in its form; raises `BadQuestion`, which says where it is not."""
    try:
        return form.validate_python(orjson.loads(text))
    except orjson.JSONDecodeError as error:
        told = f"{parameter} is no JSON: {error.msg} at line {error.lineno}, column {error.colno}."
        raise BadQuestion(told, parameter=parameter) from None
    except ValidationError as error:
        wrong = error.errors()[0]
        where = ".".join(map(str, wrong["loc"])) or parameter
        raise BadQuestion(f"{where} cannot be used: {wrong['msg']}.", parameter=parameter) from None


def fill(asked: Extension, iris: Iris, snapshot: Snapshot) -> dict[str, Any]:
    """The cells, and what their columns are called."""
    columns = list(dict.fromkeys(column.id for column in asked.properties))
    meta = [{"id": column, "name": label_of(snapshot.vocabulary, column)} for column in columns]
    return {"meta": meta, "rows": extend(snapshot, View(), iris, asked.ids, columns)}


__all__ = ["Extension", "fill", "read_as", "read_extension"]
