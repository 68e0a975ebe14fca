"""The ontology at its address: a page, or RDF; its shapes, and the JSON-LD context made of it."""

from typing import Annotated

import orjson
from fastapi import APIRouter, Path, Request, Response
from starlette.exceptions import HTTPException

from api.accept import best_of
from api.answers import file_response
from api.deps import Graph
from api.ontology_page import SUFFIXES, ontology_page
from graph.errors import UnknownEntity
from graph.rdf import context
from ontology.document import WRITTEN, ontology_version, written
from ontology.iri import NAMESPACE, Iris

router = APIRouter(tags=["linked data"])

PAGE, CONTEXT = "text/html", "application/ld+json"
DAY = "public, max-age=86400"
OF_SUFFIX = {suffix: media for media, suffix in SUFFIXES.items()}


@router.get("/ontology", operation_id="ontology", response_class=Response)
@router.get("/ns", include_in_schema=False)
async def ontology(request: Request, service: Graph) -> Response:
    """The ontology: as a document for people, or as RDF by `Accept`."""
    media = _media(request, (PAGE, *WRITTEN))
    if media == PAGE:
        return _leave(request, bytes(ontology_page(service.vocabulary).body), f"{PAGE}; charset=utf-8")
    return _leave(request, written("ontology", media), media, f"/ontology{SUFFIXES[media]}")


@router.get("/ns/{version}", operation_id="ontology_version", response_class=Response)
async def of_version(request: Request, service: Graph, version: Annotated[str, Path(max_length=20)]) -> Response:
    """The ontology of a version (`owl:versionIRI`); this server has its own version only."""
    if version != ontology_version():
        raise UnknownEntity(f"There is no version {version!r} here.", hint=f"There is {ontology_version()}.")
    return await ontology(request, service)


@router.get("/ontology/shapes", operation_id="shapes", response_class=Response)
async def shapes(request: Request) -> Response:
    """The SHACL shapes that data are checked by: those written by hand, and those that follow from the ontology."""
    media = _media(request, tuple(WRITTEN))
    return _leave(request, written("shapes", media), media)


@router.get("/ontology/context.jsonld", operation_id="context", response_class=Response)
async def latest_context(request: Request, service: Graph) -> Response:
    """The JSON-LD context of all answers in JSON-LD."""
    body = orjson.dumps(context(service.vocabulary, Iris(request.app.state.base_iri)))
    place = f"/ontology/{ontology_version()}/context.jsonld"
    return file_response(request, body, CONTEXT, {"Link": f'<{place}>; rel="canonical"'})


@router.get("/ontology/{version}/context.jsonld", operation_id="context_version", response_class=Response)
async def context_of_version(
    request: Request, service: Graph, version: Annotated[str, Path(max_length=20)]
) -> Response:
    """The JSON-LD context of a version, at an address whose content stays."""
    if version != ontology_version():
        raise UnknownEntity(f"There is no version {version!r} here.", hint=f"There is {ontology_version()}.")
    body = orjson.dumps(context(service.vocabulary, Iris(request.app.state.base_iri)))
    return file_response(request, body, CONTEXT, {"Cache-Control": DAY})


@router.get("/ontology.{suffix}", include_in_schema=False)
async def by_suffix(request: Request, suffix: Annotated[str, Path(max_length=10)]) -> Response:
    """The ontology in the format of a suffix."""
    media = OF_SUFFIX.get(f".{suffix}")
    if media is None:
        raise UnknownEntity(f"There is no ontology.{suffix}.", hint=f"There are {', '.join(OF_SUFFIX)}.")
    return _leave(request, written("ontology", media), media)


def _media(request: Request, offered: tuple[str, ...]) -> str:
    media = best_of(request.headers.get("accept"), offered)
    if media is None:
        raise HTTPException(406, f"It is there as {', '.join(offered)}.")
    return media


def _leave(request: Request, body: bytes, media: str, place: str | None = None) -> Response:
    others = [f'</ontology{suffix}>; rel="alternate"; type="{media}"' for media, suffix in SUFFIXES.items()]
    version = f'<{NAMESPACE.rstrip("#")}/{ontology_version()}>; rel="latest-version"'
    licence = '<https://www.apache.org/licenses/LICENSE-2.0>; rel="license"'
    headers = {"Vary": "Accept", "Link": ", ".join((*others, version, licence))}
    return file_response(request, body, media, headers | ({"Content-Location": place} if place else {}))
