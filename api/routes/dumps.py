"""The dumps: versions by revision, their files to take home (in parts, if need be), and where to find the latest."""

from base64 import b64encode
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated

import orjson
from fastapi import APIRouter, Request, Response
from fastapi import Path as Parameter
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse
from starlette.types import Receive, Scope, Send

from api.accept import best_of
from api.answers import file_response
from api.dumps_page import version_page, versions_page
from api.errors import plain_problem, problem_response
from graph.dumps.version import SUMS, Version, read_versions
from graph.errors import UnknownEntity

router = APIRouter(tags=["linked data"])

JSON, PAGE = "application/json", "text/html"
IMMUTABLE = "public, max-age=31536000, immutable"
"""A file of a version is never another one."""
Revision = Annotated[str, Parameter(max_length=20, description="The number of a revision, or `latest`.")]


class Resumable(FileResponse):
    """A file, of which a client may ask for parts; nothing of it is read for HEAD."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        await super().__call__({**scope, "method": "HEAD"} if scope.get("asked_by_head") else scope, receive, send)


@router.get("/dumps/", operation_id="dumps", response_class=Response)
async def dumps(request: Request) -> Response:
    """The versions that can be had, the latest first: as a page or as JSON."""
    versions = published(request)
    told = {"versions": [_told(version) for version in versions]}
    return _chosen(request, told, lambda: versions_page(versions))


@router.get("/dumps", include_in_schema=False)
async def bare() -> Response:
    """The same without the slash."""
    return RedirectResponse("/dumps/", 308)


@router.get("/dumps/{revision}/", operation_id="dump", response_class=Response)
async def dump(request: Request, revision: Revision) -> Response:
    """A version: its files with size and checksum, what it counts, its licences, what was left out for a licence."""
    version = _version(request, revision)
    return _chosen(request, _told(version), lambda: version_page(version))


@router.get("/dumps/{revision}/{name}", operation_id="dump_file", response_class=Response)
async def dump_file(request: Request, revision: Revision, name: Annotated[str, Parameter(max_length=100)]) -> Response:
    """A file of a version. `Range` and `If-Range` are understood, so that a download can go on where it was cut off."""
    version = _version(request, revision)
    if revision == "latest":
        return RedirectResponse(f"/dumps/{version.revision}/{name}", 307, {"Cache-Control": "no-cache"})
    folder = request.app.state.dumps / str(version.revision)
    if name == SUMS:
        return file_response(request, (folder / SUMS).read_bytes(), "text/plain; charset=utf-8", {})
    file = version.file(name)
    if file is None:
        raise UnknownEntity(f"There is no file {name!r} in version {version.revision}.", hint="See /dumps/ for all.")
    headers = {"ETag": f'"{file.sha256}"', "Cache-Control": IMMUTABLE, "Repr-Digest": _digest(file.sha256)}
    if file.sha256 in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    media = "application/gzip" if name.endswith(".gz") else file.media_type
    return Resumable(folder / file.name, media_type=media, headers=headers, filename=file.name)


def published(request: Request) -> tuple[Version, ...]:
    """The versions that are there; none if this server publishes none."""
    folder: Path | None = request.app.state.dumps
    return read_versions(folder) if folder else ()


def _version(request: Request, revision: str) -> Version:
    versions = published(request)
    found = [v for v in versions if revision in {"latest", str(v.revision)}]
    if not found:
        there = ", ".join(str(version.revision) for version in versions) or "none yet"
        raise UnknownEntity(f"There is no dump of revision {revision[:20]!r}.", hint=f"There are: {there}.")
    return found[0]


def _told(version: Version) -> dict[str, object]:
    place = f"/dumps/{version.revision}/"
    files = [{**file, "url": place + file["name"]} for file in version.as_dict()["files"]]
    return {**version.as_dict(), "files": files, "checksums": place + SUMS}


def _chosen(request: Request, told: Mapping[str, object], page: Callable[[], HTMLResponse]) -> Response:
    media = best_of(request.headers.get("accept"), (JSON, PAGE))
    if media is None:
        detail = f"It is there as {JSON} and {PAGE}."
        return problem_response(plain_problem(406, "not-acceptable", "No such format", detail, request.url.path))
    body = orjson.dumps(told) if media == JSON else bytes(page().body)
    return file_response(request, body, media if media == JSON else f"{PAGE}; charset=utf-8", {"Vary": "Accept"})


def _digest(sha256: str) -> str:
    """RFC 9530: the digest of the whole file, whichever part is sent."""
    return f"sha-256=:{b64encode(bytes.fromhex(sha256)).decode()}:"
