"""Reconciliation: a partner's table of names meets our ids (Reconciliation Service API 0.2, as in OpenRefine)."""

from collections.abc import Mapping
from functools import partial
from typing import Annotated, Any
from urllib.parse import parse_qs

import orjson
from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from api.deps import Graph
from api.html import element, page
from graph.checks import one_of
from graph.errors import BadQuestion, UnknownEntity
from graph.naming import is_identifier
from graph.questions.reconcile import DEFAULT_LIMIT, Wanted, find_all, suggest, suggest_terms
from graph.snapshot import Snapshot
from graph.view import View
from ontology.iri import NAMESPACE
from ontology.vocabulary import Vocabulary

router = APIRouter(prefix="/reconcile", tags=["reconciliation"])

MOST = 50
"""Rows in one request."""
FRAME = {"Content-Security-Policy": "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors *"}
"""A preview is shown within the partner's page, which nothing else here may be."""
Beginning = Annotated[str, Query(max_length=200, description="What has been typed so far.")]


class Property(BaseModel):
    """A further column of a row: what it is, and what it says."""

    pid: str = Field(max_length=100)
    v: Any = None


class Row(BaseModel):
    """One row to be matched, as the protocol has it; what this service has no use for is passed over."""

    model_config = ConfigDict(extra="ignore")

    query: str = Field("", max_length=500)
    type: str | list[str] = Field(default_factory=list)
    limit: int = Field(DEFAULT_LIMIT, ge=1, le=100)
    properties: list[Property] = Field(default_factory=list, max_length=20)


ROWS = TypeAdapter(Annotated[dict[str, Row], Field(max_length=MOST)])


@router.post("", operation_id="reconcile_posted")
@router.get("", operation_id="reconcile")
async def reconcile(request: Request, service: Graph) -> dict[str, Any]:
    """Match rows given as `queries` (JSON, by GET or as a form); without any, the description of this service."""
    given = request.query_params.get("queries")
    if request.method == "POST":
        given = parse_qs((await request.body()).decode(errors="replace")).get("queries", [given])[0]
    if given is None:
        return manifest(request, service.vocabulary)
    asked = {name: _wanted(service.vocabulary, row) for name, row in _rows(given).items()}
    reading = service.reading
    return await service.ask(partial(_match, asked), reading)


@router.get("/suggest/entity", operation_id="suggest_entity")
async def suggest_entity(service: Graph, prefix: Beginning = "") -> dict[str, Any]:
    """Entities whose names come near what is being typed."""
    return {"result": await service.ask(partial(_suggest, prefix))}


@router.get("/suggest/type", operation_id="suggest_type")
async def suggest_type(service: Graph, prefix: Beginning = "") -> dict[str, Any]:
    """Classes of entities whose names begin so."""
    return {"result": suggest_terms(service.vocabulary.entities.values(), prefix)}


@router.get("/suggest/property", operation_id="suggest_property")
async def suggest_property(service: Graph, prefix: Beginning = "") -> dict[str, Any]:
    """Properties that identify an entity, whose names begin so."""
    identifying = [term for term in service.vocabulary.properties.values() if is_identifier(term)]
    return {"result": suggest_terms(identifying, prefix)}


@router.get("/preview", operation_id="preview", response_class=Response)
async def preview(
    service: Graph,
    id: Annotated[str, Query(max_length=500, description="The id of an entity.")],  # noqa: A002
) -> Response:
    """An entity on a small page, to be shown beside a candidate."""
    snapshot = service.reading.snapshot
    entity = snapshot.entities.get(id)
    if entity is None:
        raise UnknownEntity(f"There is no entity {id[:200]!r}.")
    kind = snapshot.vocabulary.entities[entity.type]
    told = f"{kind.label}; {len(entity.rows)} claims in revision {snapshot.revision}."
    shown = page(entity.name, element("p", told), element("p", kind.definition, class_="muted"))
    shown.headers.update(FRAME)
    return shown


def manifest(request: Request, vocabulary: Vocabulary) -> dict[str, Any]:
    """What this service can, where its parts are, and which ids it gives."""
    here = str(request.url.replace(query="", fragment="", path="/"))[:-1]
    base = request.app.state.base_iri
    return {
        "versions": ["0.2"],
        "name": "defgraph",
        "identifierSpace": f"{base}id/",
        "schemaSpace": NAMESPACE,
        "documentation": f"{here}/docs",
        "defaultTypes": [
            {"id": kind.name, "name": kind.label} for kind in vocabulary.entities.values() if kind.parent is None
        ],
        "view": {"url": f"{here}/id/{{{{id}}}}"},
        "preview": {"url": f"{here}/reconcile/preview?id={{{{id}}}}", "width": 430, "height": 300},
        "suggest": {
            what: {"service_url": here, "service_path": f"/reconcile/suggest/{what}"}
            for what in ("entity", "type", "property")
        },
        "batchSize": MOST,
    }


def _rows(text: str) -> Mapping[str, Row]:
    try:
        return ROWS.validate_python(orjson.loads(text))
    except orjson.JSONDecodeError as error:
        told = f"queries is no JSON: {error.msg} at line {error.lineno}, column {error.colno}."
        raise BadQuestion(told, parameter="queries") from None
    except ValidationError as error:
        wrong = error.errors()[0]
        where = ".".join(map(str, wrong["loc"])) or "queries"
        raise BadQuestion(f"{where} cannot be used: {wrong['msg']}.", parameter="queries") from None


def _wanted(vocabulary: Vocabulary, row: Row) -> Wanted:
    types = [row.type] if isinstance(row.type, str) else row.type
    kinds = tuple(one_of("type", name.removeprefix(NAMESPACE), vocabulary.entities) for name in types if name)
    identifying = tuple(
        (column.pid, str(value))
        for column in row.properties
        if (term := vocabulary.properties.get(column.pid)) and is_identifier(term)
        for value in (column.v if isinstance(column.v, list) else [column.v])
        if isinstance(value, str | int)
    )
    return Wanted(row.query, kinds, identifying, row.limit)


def _match(asked: Mapping[str, Wanted], snapshot: Snapshot) -> dict[str, Any]:
    return find_all(snapshot, View(), asked)


def _suggest(beginning: str, snapshot: Snapshot) -> list[dict[str, Any]]:
    return suggest(snapshot, View(), beginning)
