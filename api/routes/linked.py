"""Linked data: the address of a thing gives a page to people and RDF to programs."""

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from api.accept import best_of
from api.answers import file_response, freshness
from api.asking import OfView
from api.deps import MOVED, Graph, moved_to, refuse_repeats, worked_out
from api.errors import plain_problem, problem_response
from api.thing_page import thing_page
from graph.rdf import FORMATS, Model, describe, dumps
from graph.snapshot import Snapshot
from ontology.iri import Iris

router = APIRouter(tags=["linked data"], dependencies=[Depends(refuse_repeats)])

PAGE = "text/html"
MEDIA: Mapping[str, str] = MappingProxyType({f.media_type: name for name, f in FORMATS.items()})
SUFFIXES: Mapping[str, str] = MappingProxyType({f.suffix: name for name, f in FORMATS.items()})

Id = Annotated[
    str,
    Path(
        max_length=500, description="The id of an entity or relationship; a suffix such as .ttl or .jsonld chooses RDF."
    ),
]


@router.get(
    "/id/{id}",
    operation_id="linked",
    response_class=Response,
    responses={
        200: {"content": {PAGE: {}} | {media: {} for media in MEDIA}},
        308: MOVED,
        406: {"description": "None of the formats is acceptable"},
    },
)
async def linked(request: Request, service: Graph, id: Id, question: Annotated[OfView, Query()]) -> Response:  # noqa: A002
    """An entity or relationship with its claims and sources: as a page, or as RDF, by `Accept` or by suffix."""
    reading = service.reading
    name, chosen = _chosen(reading.snapshot, id, request.headers.get("accept"))
    if chosen is None:
        told = f"It is there as {PAGE}, {', '.join(MEDIA)}."
        return problem_response(
            plain_problem(406, "not-acceptable", "No such format", told, request.url.path), {"Vary": "Accept"}
        )
    if moved := moved_to(request, service, name, id.removeprefix(name)):
        return moved
    headers = freshness(reading) | {"Vary": "Accept", "Link": _alternates(name)}
    if chosen == PAGE:
        page = await worked_out(request, service, partial(_page, question, name), reading)
        return file_response(request, page, f"{PAGE}; charset=utf-8", headers)
    written = partial(_written, question, name, chosen, request.app.state.base_iri)
    body = await worked_out(request, service, written, reading)
    return file_response(request, body, FORMATS[chosen].media_type, headers)


def _chosen(snapshot: Snapshot, given: str, accept: str | None) -> tuple[str, str | None]:
    """The id that is meant, and `PAGE` or the name of an RDF format; None if no format is acceptable."""
    stem, dot, ending = given.rpartition(".")
    known = (snapshot.position, snapshot.identity.kept)
    if dot + ending in SUFFIXES and not any(given in ids for ids in known) and any(stem in ids for ids in known):
        return stem, SUFFIXES[dot + ending]
    media = best_of(accept, (PAGE, *MEDIA))
    return given, PAGE if media == PAGE else MEDIA.get(media or "")


def _alternates(name: str) -> str:
    """The other representations, as a ``Link`` header."""
    path = Iris("https://x/").entity(name).removeprefix("https://x")
    return ", ".join(f'<{path}{f.suffix}>; rel="alternate"; type="{f.media_type}"' for f in FORMATS.values())


def _page(question: OfView, name: str, snapshot: Snapshot) -> bytes:
    return bytes(thing_page(question.believed(snapshot), question.view(snapshot), name).body)


def _written(question: OfView, name: str, chosen: str, base_iri: str, snapshot: Snapshot) -> bytes:
    iris, snapshot = Iris(base_iri), question.believed(snapshot)
    return dumps(describe(snapshot, question.view(snapshot), name, iris), chosen, Model(snapshot.vocabulary, iris))
