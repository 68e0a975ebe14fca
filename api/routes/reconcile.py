"""Reconciliation: a partner's table of names meets our ids (Reconciliation Service API 0.2, as in OpenRefine)."""

from collections.abc import Mapping
from functools import partial
from typing import Annotated, Any
from urllib.parse import parse_qs

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from api.deps import Graph
from api.extension import fill, read_as, read_extension
from api.html import element, page
from graph.checks import one_of
from graph.errors import UnknownEntity
from graph.naming import is_identifier
from graph.questions.reconcile import DEFAULT_LIMIT, Wanted, find_all, suggest, suggest_terms
from graph.rdf.extend import columns_of
from graph.snapshot import Snapshot
from graph.view import View
from ontology.iri import NAMESPACE, Iris
from ontology.vocabulary import Vocabulary

router = APIRouter(prefix="/reconcile", tags=["reconciliation"])

MOST = 50
"""Rows in one request."""
FRAME = {"Content-Security-Policy": "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors *"}
"""A preview is shown within the partner's page, which nothing else here may be."""
Beginning = Annotated[str, Query(max_length=200, description="What has been typed so far.")]
Skipped = Annotated[int, Query(ge=0, le=1000, description="How many suggestions to pass over.")]


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
    """Match rows given as `queries`, or fill columns given as `extend` (JSON, by GET or as a form); without either,
    the description of this service."""
    given = dict(request.query_params)
    if request.method == "POST":
        given |= {name: texts[0] for name, texts in parse_qs((await request.body()).decode(errors="replace")).items()}
    if "extend" in given:
        asked = read_extension(given["extend"])
        return await service.ask(partial(fill, asked, Iris(request.app.state.base_iri)))
    if "queries" not in given:
        return manifest(request, service.vocabulary)
    rows = read_as(ROWS, given["queries"], "queries")
    wanted = {name: _wanted(service.vocabulary, row) for name, row in rows.items()}
    return await service.ask(partial(_match, wanted))


@router.get("/extend", operation_id="propose_columns")
async def propose_columns(
    service: Graph,
    type: Annotated[str | None, Query(max_length=200, description="A class of entities.")] = None,  # noqa: A002
    limit: Annotated[int | None, Query(ge=1, le=1000, description="How many properties at most.")] = None,
) -> dict[str, Any]:
    """The columns that entities of a class may have; those of all classes if none is named."""
    kinds = [_kind(service.vocabulary, type)] if type else service.vocabulary.entities
    columns = {column["id"]: column for kind in kinds for column in columns_of(service.vocabulary, kind)}
    told = {"type": type, "limit": limit, "properties": list(columns.values())[:limit]}
    return {name: value for name, value in told.items() if value is not None}


@router.get("/suggest/entity", operation_id="suggest_entity")
async def suggest_entity(service: Graph, prefix: Beginning = "", cursor: Skipped = 0) -> dict[str, Any]:
    """Entities whose names come near what is being typed, or that have it for their id."""
    return {"result": await service.ask(partial(_suggest, prefix, cursor))}


@router.get("/suggest/type", operation_id="suggest_type")
async def suggest_type(service: Graph, prefix: Beginning = "", cursor: Skipped = 0) -> dict[str, Any]:
    """Classes of entities whose names begin so."""
    return {"result": suggest_terms(service.vocabulary.entities.values(), prefix)[cursor:]}


@router.get("/suggest/property", operation_id="suggest_property")
async def suggest_property(service: Graph, prefix: Beginning = "", cursor: Skipped = 0) -> dict[str, Any]:
    """Properties that identify an entity, whose names begin so."""
    identifying = [term for term in service.vocabulary.properties.values() if is_identifier(term)]
    return {"result": suggest_terms(identifying, prefix)[cursor:]}


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
        "extend": {"propose_properties": {"service_url": here, "service_path": "/reconcile/extend"}},
        "batchSize": MOST,
    }


def _kind(vocabulary: Vocabulary, name: str) -> str:
    """A class of entities by its name or IRI."""
    return one_of("type", name.removeprefix(NAMESPACE), vocabulary.entities)


def _wanted(vocabulary: Vocabulary, row: Row) -> Wanted:
    types = [row.type] if isinstance(row.type, str) else row.type
    kinds = tuple(_kind(vocabulary, name) for name in types if name)
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


def _suggest(beginning: str, skip: int, snapshot: Snapshot) -> list[dict[str, Any]]:
    return suggest(snapshot, View(), beginning, skip=skip)
