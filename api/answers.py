"""How an answer leaves: its canonical bytes, the receipt's hash as ETag, and what is true of now but not of the answer.

An answer is the same bytes for the same question of the same revision, so its hash is its ETag and a client that has it
gets 304. The date of the revision is told too, but never decides: two revisions may have the same second. Whether the
store could be reached just now is no part of that: it goes into headers.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime

import orjson
from fastapi import Request, Response

from api.citing import JSON, MEDIA, style_of
from graph.questions.footnotes import footnotes
from graph.questions.receipt import Answer
from graph.service import Reading
from graph.workers.parcel import Body, body_of


def answer_response(request: Request, answer: Answer | Body, reading: Reading) -> Response:
    """An answer as ``{"data", "receipt"}`` (and ``next``), or, if the client asks for that, as people cite it."""
    body = answer if isinstance(answer, Body) else body_of(answer)
    headers = freshness(reading) | {"Vary": "Accept"}
    if style := style_of(request):
        return file_response(request, footnotes(orjson.loads(body.content), style), MEDIA[style], headers)
    return _tagged(request, body, JSON, headers)


def file_response(request: Request, file: bytes | Body, media_type: str, headers: Mapping[str, str]) -> Response:
    """A file, with its own hash as ETag."""
    return _tagged(request, file if isinstance(file, Body) else body_of(file), media_type, headers)


def _tagged(request: Request, body: Body, media_type: str, headers: Mapping[str, str]) -> Response:
    """A body under its ETag, or 304 if the caller has it already."""
    told = {"ETag": f'"{body.tag}"', "Cache-Control": "no-cache", **headers}
    if _has(request.headers.get("if-none-match", ""), body.tag):
        return Response(status_code=304, headers=told)
    return Response(body.content, media_type=media_type, headers=told)


def freshness(reading: Reading) -> dict[str, str]:
    """The revision that was asked, and, when Neo4j is away, that it may be behind and by how many seconds."""
    headers = {"Defgraph-Revision": str(reading.snapshot.revision)}
    if reading.snapshot.revisions:
        committed = datetime.fromisoformat(reading.snapshot.revisions[-1].committed)
        headers["Last-Modified"] = format_datetime(committed.astimezone(UTC), usegmt=True)
    if reading.stale:
        headers |= {"Defgraph-Stale": "true", "Age": str(reading.age)}
    return headers


def _has(given: str, tag: str) -> bool:
    """Whether an ``If-None-Match`` names `tag`, weakly compared (RFC 9110, 13.1.2)."""
    names = {part.strip().removeprefix("W/") for part in given.split(",")}
    return "*" in names or f'"{tag}"' in names
