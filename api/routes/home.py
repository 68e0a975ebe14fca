"""The front page and the documentation of the routes: plain HTML, readable without a script, without the network."""

from functools import cache
from importlib.resources import files
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from api.deps import Graph
from api.docs import documentation
from api.examples import TRY
from api.html import Html, element, joined, link, page
from graph.errors import StoreUnavailable
from graph.service import Service

router = APIRouter(include_in_schema=False)


@router.get("/")
async def home(service: Graph) -> HTMLResponse:
    """What this is, how full it is, and three things to try."""
    return page(
        "defgraph",
        element("p", "Who supplies, owns, builds, signs, brokers or opposes what, since when, and who says so."),
        element("p", _state(service), class_="muted"),
        element("h2", "Three things to try"),
        element("ul", *(element("li", told, " ", link(url, element("code", url))) for told, url in TRY)),
        element("h2", "Where to look"),
        element("ul", *(element("li", link(url, url), " ", told) for url, told in PLACES)),
    )


PLACES = (
    ("/docs", "every route, with examples that run"),
    ("/openapi.json", "the same for programs"),
    ("/dumps/", "the whole graph to take home, in the formats of RDF stores, graph tools, tables and Neo4j"),
    ("/ontology", "what classes, relationships and properties mean"),
    ("/dataset", "what the dataset is, for people and for catalogues (VoID, DCAT)"),
    ("/api/v1/datasets", "what is loaded, its licence and what it covers"),
    ("/health/ready", "whether questions can be answered, and from which revision"),
)


@router.get("/docs")
async def docs(request: Request) -> HTMLResponse:
    """Every route with its parameters and its examples."""
    schema: dict[str, Any] = request.app.openapi()
    return page(f"{schema['info']['title']} {schema['info']['version']}", *documentation(schema))


@router.get("/style.css")
async def style() -> Response:
    """The one style sheet."""
    return Response(_style(), media_type="text/css", headers={"Cache-Control": "max-age=3600"})


@router.get("/favicon.ico")
async def icon() -> Response:
    """None: browsers ask for one on every page."""
    return Response(status_code=204)


@cache
def _style() -> bytes:
    return files("api").joinpath("style.css").read_bytes()


def _state(service: Service) -> Html:
    try:
        reading = service.reading
    except StoreUnavailable as error:
        return joined((str(error),))
    snapshot = reading.snapshot
    parts = ("entities", "relationships", "claims", "sources")
    counts = ", ".join(f"{len(getattr(snapshot, part)):,} {part}" for part in parts)
    return joined(
        (f"Revision {snapshot.revision}: {counts}.", " Neo4j is away: this may be behind." if reading.stale else None)
    )
