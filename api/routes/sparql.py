"""SPARQL 1.1: queries by GET and POST, the service's description, graphs by name (Graph Store Protocol, read part)."""

from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from api.accept import best_of
from api.deps import while_there
from api.sparql_request import TRIPLES, SparqlRequest, read_request
from graph.errors import BadQuestion, StoreUnavailable, UnknownEntity
from graph.sparql.description import WRITTEN_BY, describe_service
from graph.sparql.endpoint import Endpoint
from graph.sparql.job import Job

router = APIRouter(tags=["sparql"])

METHODS = "GET, HEAD, POST, OPTIONS"
GRAPHS = ("direct", "entities", "claims", "sources", "meta")


@router.get("/sparql", operation_id="sparql", response_class=Response)
@router.post("/sparql", operation_id="sparql_posted", response_class=Response)
async def sparql(request: Request) -> Response:
    """Ask in SPARQL 1.1; without a query, have the description of the service.

    `as_of`, `dataset`, `source`, `min_confidence` and the other parameters of a view may stand beside the query.
    """
    asked = await _read(request)
    if asked is None:
        return _description(request)
    return await _answer(request, asked)


@router.options("/sparql", include_in_schema=False)
async def options() -> Response:
    """What may be done here."""
    return Response(status_code=HTTPStatus.NO_CONTENT, headers={"Allow": METHODS})


@router.get("/graphs", operation_id="graph_store", response_class=Response)
async def graph_store(request: Request) -> Response:
    """A named graph as a document (SPARQL 1.1 Graph Store HTTP Protocol): `?graph=` its IRI, or `?default` for all."""
    names, whole = request.query_params.getlist("graph"), "default" in request.query_params
    if len(names) + whole != 1:
        raise BadQuestion("Say which graph: ?graph= and its IRI, or ?default.", parameter="graph")
    endpoint = _endpoint(request)
    if names and names[0] not in {endpoint.iris.graph(name) for name in GRAPHS}:
        raise UnknownEntity(f"There is no graph {names[0][:200]!r}.", hint=f"There are {', '.join(GRAPHS)}.")
    media = best_of(request.headers.get("accept"), TRIPLES[:4])
    if media is None:
        raise HTTPException(HTTPStatus.NOT_ACCEPTABLE, f"A graph is there as {', '.join(TRIPLES[:4])}.")
    job = Job("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", media, tuple(names), prefixes=dict(endpoint.model.prefixes))
    body, revision = await while_there(request, endpoint.run(job))
    return _leave(body, media, revision)


async def _read(request: Request) -> SparqlRequest | None:
    try:
        return await read_request(request)
    except ValidationError as error:
        wrong = error.errors()[0]
        name = str(wrong["loc"][0]) if wrong["loc"] else "view"
        raise BadQuestion(f"The parameter '{name}' cannot be used: {wrong['msg']}.", parameter=name) from None


async def _answer(request: Request, asked: SparqlRequest) -> Response:
    endpoint = _endpoint(request)
    view = asked.view.view(endpoint.service.reading.snapshot)
    prefixes = dict(endpoint.model.prefixes)
    job = Job(
        asked.query.text,
        asked.media,
        asked.default,
        asked.named,
        union=not asked.query.has_from,
        base=_address(request),
        prefixes=prefixes,
    )
    body, revision = await while_there(request, endpoint.run(job, view))
    return _leave(body, asked.media, revision)


def _leave(body: bytes, media: str, revision: int) -> Response:
    told = {"Defgraph-Revision": str(revision), "Vary": "Accept", "Cache-Control": "no-cache"}
    return Response(body, media_type=media, headers=told)


def _description(request: Request) -> Response:
    media = best_of(request.headers.get("accept"), tuple(WRITTEN_BY))
    if media is None:
        raise HTTPException(HTTPStatus.NOT_ACCEPTABLE, f"The description is there as {', '.join(WRITTEN_BY)}.")
    endpoint = _endpoint(request)
    graphs = [endpoint.iris.graph(name) for name in GRAPHS]
    return Response(describe_service(_address(request), graphs, media), media_type=media, headers={"Vary": "Accept"})


def _address(request: Request) -> str:
    return str(request.url.replace(query="", fragment=""))


def _endpoint(request: Request) -> Endpoint:
    endpoint: Endpoint | None = request.app.state.sparql
    if endpoint is None:
        raise StoreUnavailable("This server was started without its SPARQL endpoint.")
    return endpoint
