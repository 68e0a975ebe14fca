"""How an answer leaves: its canonical bytes, the receipt's hash as ETag, and what is true of now but not of the answer.

An answer is the same bytes for the same question of the same revision, so its hash is its ETag and a client that has it
gets 304. Whether the store could be reached just now is no part of that: it goes into headers.
"""

import hashlib
from collections.abc import Mapping

from fastapi import Request, Response

from api.citing import JSON, MEDIA, style_of
from graph.questions.footnotes import footnotes
from graph.questions.receipt import Answer
from graph.service import Reading


def answer_response(request: Request, answer: Answer, reading: Reading) -> Response:
    """An `Answer` as ``{"data", "receipt"}`` (and ``next``)."""
    headers = freshness(reading) | {"Vary": "Accept"}
    if style := style_of(request):
        return file_response(request, footnotes(answer.as_dict(), style), MEDIA[style], headers)
    return _tagged(request, answer.to_json(), answer.receipt.hash, JSON, headers)


def file_response(request: Request, body: bytes, media_type: str, headers: Mapping[str, str]) -> Response:
    """A file, with its own hash as ETag."""
    return _tagged(request, body, hashlib.sha256(body).hexdigest(), media_type, headers)


def _tagged(request: Request, body: bytes, tag: str, media_type: str, headers: Mapping[str, str]) -> Response:
    """`body` under the ETag `tag`, or 304 if the caller has it already."""
    told = {"ETag": f'"{tag}"', "Cache-Control": "no-cache", **headers}
    if _has(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=told)
    return Response(body, media_type=media_type, headers=told)


def freshness(reading: Reading) -> dict[str, str]:
    """The revision that was asked, and, when Neo4j is away, that it may be behind and by how many seconds."""
    headers = {"Defgraph-Revision": str(reading.snapshot.revision)}
    if reading.stale:
        headers |= {"Defgraph-Stale": "true", "Age": str(reading.age)}
    return headers


def _has(given: str, tag: str) -> bool:
    """Whether an ``If-None-Match`` names `tag`, weakly compared (RFC 9110, 13.1.2)."""
    names = {part.strip().removeprefix("W/") for part in given.split(",")}
    return "*" in names or f'"{tag}"' in names
