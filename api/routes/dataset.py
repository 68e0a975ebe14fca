"""What the dataset is, for catalogues and harvesters: VoID and DCAT, and the same as a page."""

from collections.abc import Iterator

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from starlette.exceptions import HTTPException

from api.accept import best_of
from api.answers import file_response
from api.html import Html, element, link, page, table
from api.routes.dumps import published
from graph.dumps.description import ABOUT, WRITTEN_BY, Description
from graph.dumps.version import Version
from graph.licence import remarks
from ontology.iri import Iris

router = APIRouter(tags=["linked data"])

PAGE = "text/html"


@router.get("/dataset", operation_id="dataset_description", response_class=Response)
async def dataset(request: Request) -> Response:
    """What the dataset holds, its versions and files, its endpoint, its licences; as a page, or as RDF by `Accept`."""
    return _described(request, (PAGE, *WRITTEN_BY))


@router.get("/.well-known/void", operation_id="void", response_class=Response)
async def void(request: Request) -> Response:
    """The same where harvesters of VoID look for it, as RDF."""
    return _described(request, tuple(WRITTEN_BY))


def _described(request: Request, offered: tuple[str, ...]) -> Response:
    media = best_of(request.headers.get("accept"), offered)
    if media is None:
        raise HTTPException(406, f"It is there as {', '.join(offered)}.")
    versions, headers = published(request), {"Vary": "Accept", "Link": '</dumps/>; rel="item"'}
    if media == PAGE:
        return file_response(request, bytes(_page(versions).body), f"{PAGE}; charset=utf-8", headers)
    address = str(request.url.replace(path="/", query="", fragment=""))
    told = Description(Iris(request.app.state.base_iri), address, versions)
    return file_response(request, told.write(media), media, headers)


def _page(versions: tuple[Version, ...]) -> HTMLResponse:
    return page(
        "The dataset",
        element("p", ABOUT),
        *(_counted(versions[0]) if versions else [element("p", "No version is published yet.")]),
        element("p", link("/dumps/", "Dumps"), ", ", link("/sparql", "SPARQL"), ", ", link("/", "defgraph")),
    )


def _counted(version: Version) -> Iterator[Html]:
    counts = ", ".join(f"{count:,} {what}" for what, count in version.counts.items())
    yield element("p", f"Revision {version.revision}: {counts}.")
    told = (*(f"{name}: {licence}" for name, licence in version.licences.items()), *remarks(version.left_out))
    yield element("ul", *(element("li", line) for line in told))
    rows = sorted(version.classes.items(), key=lambda item: -item[1])
    yield table(("class", "things"), ((element("code", name), f"{count:,}") for name, count in rows))
