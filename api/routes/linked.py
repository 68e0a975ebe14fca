"""Linked data: the address of a thing gives a page to people and RDF to programs."""

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from api.accept import best_of
from api.answers import file_response, freshness
from api.asking import OfView
from api.deps import MOVED, Graph, moved_to, refuse_repeats, worked_out
from api.errors import plain_problem, problem_response
from api.thing_page import thing_page
from graph.errors import UnknownEntity
from graph.rdf import FORMATS, Model, describe, dumps
from graph.rdf.model import GRAPHS
from graph.snapshot import Snapshot
from ontology.iri import Iris

router = APIRouter(tags=["linked data"], dependencies=[Depends(refuse_repeats)])

PAGE = "text/html"
MEDIA: Mapping[str, str] = MappingProxyType({f.media_type: name for name, f in FORMATS.items()})
SUFFIXES: Mapping[str, str] = MappingProxyType({".html": PAGE} | {f.suffix: name for name, f in FORMATS.items()})
ABOUT = (("describedby", "/ontology"), ("collection", "/dataset"), ("license", "/dataset"))
"""What a document leads to beside the thing; the page of the dataset names the licence of each dataset in it."""

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
    headers = freshness(reading) | {"Vary": "Accept", "Link": _links(name), "Content-Location": _place(name, chosen)}
    if chosen == PAGE:
        page = await worked_out(request, service, partial(_page, question, name), reading)
        return file_response(request, page, f"{PAGE}; charset=utf-8", headers)
    written = partial(_written, question, name, chosen, request.app.state.base_iri)
    body = await worked_out(request, service, written, reading)
    return file_response(request, body, FORMATS[chosen].media_type, headers)


@router.get("/claim/{id}", operation_id="linked_claim", response_class=Response)
async def claim(service: Graph, id: Id) -> Response:  # noqa: A002
    """A claim: see the document of what it is about."""
    claims = service.reading.snapshot.claims
    if id not in claims:
        raise UnknownEntity(f"There is no claim {id[:100]!r}.")
    return _see(_place(claims[id].subject, PAGE).removesuffix(".html"))


@router.get("/graph/{name}", operation_id="linked_graph", response_class=Response)
async def named_graph(request: Request, name: Annotated[str, Path(max_length=20)]) -> Response:
    """A named graph: see its triples."""
    if name not in GRAPHS:
        raise UnknownEntity(f"There is no graph {name!r}.", hint=f"There are {', '.join(GRAPHS)}.")
    return _see(f"/graphs?graph={quote(Iris(request.app.state.base_iri).graph(name), safe='')}")


def _see(path: str) -> Response:
    """A claim or a graph is no document: the document about it is elsewhere (303)."""
    return RedirectResponse(path, 303, {"Vary": "Accept"})


def _chosen(snapshot: Snapshot, given: str, accept: str | None) -> tuple[str, str | None]:
    """The id that is meant, and `PAGE` or the name of an RDF format; None if no format is acceptable."""
    stem, dot, ending = given.rpartition(".")
    known = (snapshot.position, snapshot.identity.kept)
    if dot + ending in SUFFIXES and not any(given in ids for ids in known) and any(stem in ids for ids in known):
        return stem, SUFFIXES[dot + ending]
    media = best_of(accept, (PAGE, *MEDIA))
    return given, PAGE if media == PAGE else MEDIA.get(media or "")


def _place(name: str, chosen: str) -> str:
    """The address of the representation that is sent, which is another one than the thing's own."""
    suffix = next(suffix for suffix, form in SUFFIXES.items() if form == chosen)
    return Iris("https://x/").entity(name).removeprefix("https://x") + suffix


def _links(name: str) -> str:
    """The other representations, what describes the terms and the dataset, and where licences are told."""
    forms = {form: FORMATS[form].media_type if form != PAGE else PAGE for form in SUFFIXES.values()}
    others = [f'<{_place(name, form)}>; rel="alternate"; type="{media}"' for form, media in forms.items()]
    return ", ".join((*others, *(f'<{path}>; rel="{relation}"' for relation, path in ABOUT)))


def _page(question: OfView, name: str, snapshot: Snapshot) -> bytes:
    return bytes(thing_page(question.believed(snapshot), question.view(snapshot), name).body)


def _written(question: OfView, name: str, chosen: str, base_iri: str, snapshot: Snapshot) -> bytes:
    iris, snapshot = Iris(base_iri), question.believed(snapshot)
    return dumps(describe(snapshot, question.view(snapshot), name, iris), chosen, Model(snapshot.vocabulary, iris))
