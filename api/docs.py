"""The OpenAPI description as a page."""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from api.html import Html, element, joined, link, table

Schema = Mapping[str, Any]


def documentation(schema: Schema) -> Iterator[Html]:
    """The parts of the page: what holds everywhere, then a section per route."""
    yield element("p", schema["info"].get("description") or schema["info"].get("summary") or "")
    yield element("p", "For programs: ", link("/openapi.json", "/openapi.json"))
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            yield _route(path, method.upper(), operation)


def _route(path: str, method: str, operation: Schema) -> Html:
    parameters = operation.get("parameters", [])
    return element(
        "section",
        element("h2", element("code", f"{method} {path}"), id=operation["operationId"]),
        *(element("p", part) for part in operation.get("description", "").split("\n\n")),
        *(_body_examples(operation) if "requestBody" in operation else _examples(path, operation)),
        _parameters(parameters) if parameters else None,
    )


def _examples(path: str, operation: Schema) -> Iterator[Html]:
    for example in operation.get("x-examples", []):
        url = example_url(path, example)
        yield element("p", example["summary"], " ", link(url, element("code", url)))


def _body_examples(operation: Schema) -> Iterator[Html]:
    """Examples of what to send, where a question is sent as a body."""
    for example in operation.get("x-examples", []):
        yield element("p", example["summary"])
        yield element("pre", json.dumps(example["parameters"], indent=2, ensure_ascii=False))


def example_url(path: str, example: Schema) -> str:
    """The address of an example: its path parameters filled in, the others as the query.

    >>> example_url("/a/{id}", {"parameters": {"id": "x", "q": "two words"}})
    '/a/x?q=two+words'
    """
    query = dict(example["parameters"])
    for name in list(query):
        if f"{{{name}}}" in path:
            path = path.replace(f"{{{name}}}", str(query.pop(name)))
    return f"{path}?{urlencode(query, doseq=True)}" if query else path


def _parameters(parameters: list[Schema]) -> Html:
    return element(
        "details",
        element("summary", f"{len(parameters)} parameters"),
        table(("name", "meaning", "values"), map(_row, parameters)),
    )


def _row(parameter: Schema) -> tuple[Html, str, str]:
    name = element("code", parameter["name"])
    needed = joined((name, " (needed)")) if parameter.get("required") else name
    return needed, parameter.get("description", ""), ", ".join(_values(parameter["schema"]))


def _values(schema: Schema) -> Iterator[str]:
    inner = schema.get("items") or next((s for s in schema.get("anyOf", ()) if s.get("type") != "null"), schema)
    if "enum" in inner:
        yield " | ".join(map(str, inner["enum"]))
    else:
        yield inner.get("type", "any") + (", repeatable" if schema.get("type") == "array" else "")
    if "minimum" in inner and "maximum" in inner:
        yield f"{inner['minimum']} to {inner['maximum']}"
    if schema.get("default") not in (None, []):
        yield f"default {schema['default']}"
