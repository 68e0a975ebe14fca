"""The addresses of what stands behind claims: sources, datasets, revisions. Programs that want RDF get it there and
then; all others are sent on to what the API tells (303)."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TypeVar
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from api.accept import best_of
from api.answers import file_response, freshness
from api.deps import Graph
from api.errors import plain_problem, problem_response
from api.routes.linked import MEDIA, Id
from graph.errors import UnknownEntity
from graph.rdf import FORMATS, Model, dumps
from graph.rdf.records import dataset_quads, revision_quads, source_quads
from graph.rdf.terms import Quad
from graph.service import Service
from ontology.iri import Iris

router = APIRouter(tags=["linked data"])

Found = TypeVar("Found")
JSON = "application/json"
RDF: Mapping[int | str, dict[str, object]] = MappingProxyType(
    {200: {"content": {media: {} for media in MEDIA}}, 303: {"description": "What the API tells of it"}}
)


@router.get("/source/{id}", operation_id="linked_source", response_class=Response, responses={**RDF})
async def source(request: Request, service: Graph, id: Id) -> Response:  # noqa: A002
    """A source: what is told of it."""
    found = _found("sources", id, service.reading.snapshot.sources)
    return _told(
        request, service, f"/api/v1/sources/{quote(id, safe='')}", source_quads(_model(request, service), found)
    )


@router.get("/dataset/{id}", operation_id="linked_dataset", response_class=Response, responses={**RDF})
async def dataset(request: Request, service: Graph, id: Id) -> Response:  # noqa: A002
    """A dataset: what is told of it."""
    found = _found("datasets", id, service.reading.snapshot.datasets)
    place = f"/api/v1/datasets/{quote(id, safe='')}"
    return _told(request, service, place, dataset_quads(_model(request, service), found))


@router.get("/revision/{id}", operation_id="linked_revision", response_class=Response, responses={**RDF})
async def revision(request: Request, service: Graph, id: Id) -> Response:  # noqa: A002
    """A revision: when it was made, and of what."""
    found = _found("revisions", id, {str(one.number): one for one in service.reading.snapshot.revisions})
    return _told(request, service, "/api/v1/revisions", revision_quads(_model(request, service), found))


def _found(kind: str, name: str, known: Mapping[str, Found]) -> Found:
    if name not in known:
        raise UnknownEntity(f"There is nothing called {name[:100]!r} among the {kind}.")
    return known[name]


def _model(request: Request, service: Service) -> Model:
    return Model(service.vocabulary, Iris(request.app.state.base_iri))


def _told(request: Request, service: Service, place: str, quads: Iterable[Quad]) -> Response:
    """The quads, in the form that is liked best, or the way to what the API tells."""
    media = best_of(request.headers.get("accept"), (JSON, "text/html", *MEDIA))
    if media in {JSON, "text/html"}:
        return RedirectResponse(place, 303, {"Vary": "Accept"})
    if media is None:
        told = f"It is there as {JSON}, {', '.join(MEDIA)}."
        document = plain_problem(406, "not-acceptable", "No such format", told, request.url.path)
        return problem_response(document, {"Vary": "Accept"})
    body = dumps(quads, MEDIA[media], _model(request, service))
    headers = freshness(service.reading) | {"Vary": "Accept", "Link": f'<{place}>; rel="alternate"; type="{JSON}"'}
    return file_response(request, body, FORMATS[MEDIA[media]].media_type, headers)
