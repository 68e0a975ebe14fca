"""A request by the SPARQL 1.1 Protocol, read: the query, its dataset, its view, and what form of answer is wanted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from types import MappingProxyType
from urllib.parse import parse_qsl

from fastapi import Request
from starlette.exceptions import HTTPException

from api.accept import best_of
from api.asking import OfView
from graph.errors import BadQuery, Forbidden
from graph.sparql.guard import Form, Query, check

DIRECT, FORM, UPDATE = "application/sparql-query", "application/x-www-form-urlencoded", "application/sparql-update"
FORMAT = ("format", "output", "results")
"""Parameters that name the form of an answer; other endpoints have the latter two, and clients send all three."""
PROTOCOL = frozenset({"query", "update", "default-graph-uri", "named-graph-uri", *FORMAT})

ROWS = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
)
BOOLEAN = ROWS[:2]
TRIPLES = (
    "text/turtle",
    "application/n-triples",
    "application/ld+json",
    "application/rdf+xml",
    "application/trig",
    "application/n-quads",
)
OFFERED: Mapping[Form, Sequence[str]] = MappingProxyType(
    {Form.SELECT: ROWS, Form.ASK: BOOLEAN, Form.CONSTRUCT: TRIPLES, Form.DESCRIBE: TRIPLES}
)
"""The media types that each form of query can be answered in, the first being the default."""
SHORT: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        "json": ("application/sparql-results+json", "application/ld+json"),
        "xml": ("application/sparql-results+xml", "application/rdf+xml"),
        "csv": ("text/csv",),
        "tsv": ("text/tab-separated-values",),
        "turtle": ("text/turtle",),
        "ntriples": ("application/n-triples",),
        "jsonld": ("application/ld+json",),
        "trig": ("application/trig",),
        "nquads": ("application/n-quads",),
    }
)
"""What ``format=`` may say, for those who cannot set a header."""
ALIAS: Mapping[str, str] = MappingProxyType(
    {"json-ld": "jsonld", "rdf+xml": "xml", "rdf": "xml", "ttl": "turtle", "n3": "turtle", "nt": "ntriples"}
)
"""Other names that clients have for the same."""
GENERAL: Mapping[str, str] = MappingProxyType(
    {"application/json": "json", "application/xml": "xml", "text/xml": "xml", "application/x-turtle": "turtle"}
)
"""Media types that stand for whichever of theirs fits, as many clients send them."""


@dataclass(frozen=True, slots=True)
class SparqlRequest:
    """What is asked: a query, the dataset if the request names one, the view, the media type of the answer."""

    query: Query
    default: tuple[str, ...]
    named: tuple[str, ...]
    view: OfView
    media: str


async def read_request(request: Request) -> SparqlRequest | None:
    """The request as read; None if it has no query and so asks for the service's description.

    Raises:
        BadQuery: there is not exactly one query, or it cannot be one.
        Forbidden: an update, or another endpoint is asked for.
        HTTPException: 415 for a body of an unknown kind, 406 if no form of the answer is acceptable.
    """
    given = _pairs(request.url.query) + await _posted(request)
    names = {name for name, _ in given}
    if "update" in names:
        raise Forbidden("Updates are not done here: the endpoint reads only.")
    if request.method == "GET" and "query" not in names:
        return None
    texts = [value for name, value in given if name == "query"]
    if len(texts) != 1:
        raise BadQuery(f"{len(texts)} queries are given.", hint="Give exactly one.")
    query = check(texts[0])
    return SparqlRequest(
        query,
        tuple(value for name, value in given if name == "default-graph-uri"),
        tuple(value for name, value in given if name == "named-graph-uri"),
        _view([(name, value) for name, value in given if name not in PROTOCOL]),
        choose_media(query.form, request.headers.get("accept"), _format(given)),
    )


def choose_media(form: Form, accept: str | None, short: str | None = None) -> str:
    """The media type that a form of query is answered in.

    >>> choose_media(Form.SELECT, "text/turtle, text/csv;q=0.5"), choose_media(Form.CONSTRUCT, "application/json")
    ('text/csv', 'application/ld+json')
    >>> choose_media(Form.SELECT, None, "text/csv"), choose_media(Form.DESCRIBE, None, "n3")
    ('text/csv', 'text/turtle')
    """
    offered = OFFERED[form]
    if short is not None:
        fitting = [media for media in (*SHORT.get(ALIAS.get(short, short), ()), short) if media in offered]
        if not fitting:
            may = ", ".join(name for name, medias in SHORT.items() if set(medias) & set(offered))
            raise HTTPException(HTTPStatus.NOT_ACCEPTABLE, f"The format may be {may}; it is {short[:50]!r}.")
        return fitting[0]
    stand_ins = {general: media for general, name in GENERAL.items() for media in SHORT[name] if media in offered}
    best = best_of(accept, (*offered, *stand_ins))
    if best is None:
        raise HTTPException(HTTPStatus.NOT_ACCEPTABLE, f"The answer is there as {', '.join(offered)}.")
    return stand_ins.get(best, best)


def _format(given: Sequence[tuple[str, str]]) -> str | None:
    """The form of answer that the parameters name, if they do."""
    told = {name: value for name, value in given if name in FORMAT}
    return next((told[name] for name in FORMAT if name in told), None)


async def _posted(request: Request) -> list[tuple[str, str]]:
    """What a POST brings in its body."""
    if request.method != "POST":
        return []
    media, *parameters = (part.strip().lower() for part in request.headers.get("content-type", "").split(";"))
    charset = next((part[8:].strip('"') for part in parameters if part.startswith("charset=")), "utf-8")
    if media == UPDATE:
        raise Forbidden("Updates are not done here: the endpoint reads only.")
    if media not in {DIRECT, FORM} or charset not in {"utf-8", "utf8", "us-ascii"}:
        told = f"A body is {DIRECT} or {FORM}, in UTF-8."
        raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, told, {"Accept-Post": f"{DIRECT}, {FORM}"})
    try:
        body = (await request.body()).decode()
    except UnicodeDecodeError as error:
        raise BadQuery(f"Byte {error.start} of the body is not UTF-8.") from None
    return [("query", body)] if media == DIRECT else _pairs(body)


def _pairs(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=1000)
    except ValueError:
        raise BadQuery("The parameters cannot be read as UTF-8 text.") from None


def _view(given: Sequence[tuple[str, str]]) -> OfView:
    """The view that the other parameters ask for; what is no parameter is refused."""
    several = {name for name, field in OfView.model_fields.items() if isinstance(field.default, list)}
    asked: dict[str, str | list[str]] = {}
    for name, value in given:
        if name in several:
            asked.setdefault(name, []).append(value)  # type: ignore[union-attr]
        else:
            asked[name] = value
    return OfView.model_validate(asked)


__all__ = ["SparqlRequest", "choose_media", "read_request"]
