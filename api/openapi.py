"""The OpenAPI description, filled with what only the ontology and the examples know."""

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI

from api.examples import EXAMPLES
from api.formats import FILE_FORMATS
from api.over_time import SERIES_FORMATS
from graph.questions.centrality import MEASURES
from graph.questions.deals import categories
from ontology.vocabulary import Vocabulary

Schema = dict[str, Any]


def describe(app: FastAPI, vocabulary: Vocabulary) -> None:
    """Have `app` describe its parameters with the ontology's names, and its routes with examples that run."""
    plain = app.openapi

    def openapi() -> Schema:
        if app.openapi_schema is None:
            app.openapi_schema = _fill(plain(), known_names(vocabulary))
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's own way to extend the description


def known_names(vocabulary: Vocabulary) -> dict[str, list[str]]:
    """The values that parameters of a name may have, by that name."""
    return {
        "type": sorted(vocabulary.entities),
        "from_type": sorted(vocabulary.entities),
        "to_type": sorted(vocabulary.entities),
        "among": sorted(vocabulary.entities),
        "relationship": sorted(vocabulary.relationships),
        "measure": sorted(MEASURES),
        "format": sorted(FILE_FORMATS),
        "within": sorted(vocabulary.entities),
        "category": sorted(categories(vocabulary)),
    }


def _fill(schema: Schema, names: dict[str, list[str]]) -> Schema:
    for operation in _operations(schema):
        known = names | {"type": names["relationship"]} if operation["operationId"] == "relationships" else names
        if any(parameter["name"] == "series" for parameter in operation.get("parameters", [])):
            known = known | {"format": sorted(SERIES_FORMATS)}
        examples = EXAMPLES.get(operation["operationId"], [])
        if examples:
            operation["x-examples"] = examples
        if examples and "requestBody" in operation:
            sent = {e["name"]: {"summary": e["summary"], "value": e["parameters"]} for e in examples}
            operation["requestBody"]["content"]["application/json"]["examples"] = sent
        for parameter in operation.get("parameters", []):
            _name_values(parameter, known)
            _give_examples(parameter, examples)
    return schema


def _operations(schema: Schema) -> Iterator[Schema]:
    for methods in schema["paths"].values():
        yield from methods.values()


def _name_values(parameter: Schema, names: dict[str, list[str]]) -> None:
    values = names.get(parameter["name"])
    if values and parameter["in"] == "query":
        _inner(parameter["schema"])["enum"] = values


def _inner(schema: Schema) -> Schema:
    """The schema of one value: of a list's item, or of what may also be null."""
    inner: Schema = schema.get("items") or next((s for s in schema.get("anyOf", ()) if s.get("type") != "null"), schema)
    return inner


def _give_examples(parameter: Schema, examples: list[Schema]) -> None:
    given = {e["name"]: e for e in examples if parameter["name"] in e["parameters"]}
    if given:
        parameter["examples"] = {
            name: {"summary": e["summary"], "value": e["parameters"][parameter["name"]]} for name, e in given.items()
        }
