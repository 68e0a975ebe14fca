"""What the Reconciliation Service API 0.2 says of its messages, as JSON schemas: https://www.w3.org/community/reconciliation/

Written after the text of the specification (Community Group report of 2023-04-10), and stricter where it says in words
what its own schemas leave open: ids are not empty, rows have a list for each column.
"""

from collections.abc import Mapping
from typing import Any

from jsonschema import Draft202012Validator

TEXT, NAMED = {"type": "string"}, {"type": "string", "minLength": 1}


def record(required: Mapping[str, Any], **optional: Any) -> dict[str, Any]:
    """An object with these fields and no others."""
    return {
        "type": "object",
        "properties": {**required, **optional},
        "required": list(required),
        "additionalProperties": False,
    }


def some(what: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": what}


def each(what: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": what}


THING = record({"id": NAMED, "name": TEXT}, description=TEXT)
TYPE = {"$ref": "#/$defs/type"}
TYPES = {"type": record({"id": NAMED, "name": TEXT}, description=TEXT, broader=some(TYPE))}
ADDRESS = {"type": "string", "pattern": "^https?://"}
FOR_ID = ADDRESS | {"pattern": r"^https?://.*\{\{id\}\}"}
PART = record({"service_url": ADDRESS, "service_path": {"type": "string", "pattern": "^/"}})
PARTS = dict.fromkeys(("entity", "property", "type"), PART)
SIZE = {"type": "integer", "minimum": 1}
KINDS = some({"anyOf": [record({"id": NAMED}, name=TEXT), NAMED]})
CANDIDATE = record(
    {"id": NAMED, "name": TEXT, "score": {"type": "number"}},
    description=TEXT,
    type=KINDS,
    match={"type": "boolean"},
    features=some(record({"id": NAMED, "value": {"type": ["number", "boolean"]}})),
)
CELLS = [
    record({"id": NAMED}, name=TEXT, description=TEXT),
    record({"str": TEXT}),
    record({"int": {"type": "integer"}}),
    record({"float": {"type": "number"}}),
]
SCHEMAS: Mapping[str, dict[str, Any]] = {
    "manifest": record(
        {
            "versions": {"type": "array", "items": TEXT, "contains": {"const": "0.2"}},
            "name": NAMED,
            "identifierSpace": ADDRESS,
            "schemaSpace": ADDRESS,
        },
        documentation=ADDRESS,
        defaultTypes=some(TYPE) | {"uniqueItems": True},
        view=record({"url": FOR_ID}),
        preview=record({"url": FOR_ID, "width": SIZE, "height": SIZE}),
        suggest=record({}, **PARTS),
        extend=record({}, propose_properties=PART),
        batchSize=SIZE,
    ),
    "results": each(record({"result": some(CANDIDATE)})),
    "entities": record({"result": some(record({"id": NAMED, "name": TEXT}, description=TEXT, notable=KINDS))}),
    "types": record({"result": some(TYPE)}),
    "properties": record({"result": some(THING)}),
    "proposal": record({"properties": some(THING)}, type=NAMED, limit=SIZE),
    "extension": record(
        {
            "meta": some(record({"id": NAMED, "name": TEXT}, type=record({"id": NAMED}, name=TEXT), service=ADDRESS)),
            "rows": each(each(some({"oneOf": CELLS}))),
        }
    ),
}  # fmt: skip


def check(what: str, message: Any) -> Any:
    """The message, if it is as the specification has it."""
    Draft202012Validator({**SCHEMAS[what], "$defs": TYPES}).validate(message)
    if what == "extension":
        columns = {column["id"] for column in message["meta"]}
        assert all(set(row) == columns for row in message["rows"].values())
    return message
