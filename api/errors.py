"""Every error as a problem document (RFC 9457), whatever raised it: the graph, the framework or the routing."""

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.routing import Match

from graph.errors import BadQuestion, DefgraphError
from graph.problem import PROBLEM_BASE, outcome, problem
from ontology.errors import OntologyError

MEDIA_TYPE = "application/problem+json"
METHODS = ("DELETE", "GET", "OPTIONS", "PATCH", "POST", "PUT")

log = logging.getLogger("defgraph.api")


class ClientLeft(Exception):
    """The client closed the connection before it had its answer."""


def install_error_handlers(app: FastAPI) -> None:
    """Answer errors of the graph, of the ontology, of validation and of routing as problem documents."""
    app.add_exception_handler(DefgraphError, _answer_graph_error)
    app.add_exception_handler(OntologyError, _answer_graph_error)
    app.add_exception_handler(RequestValidationError, _answer_validation_error)
    app.add_exception_handler(HTTPException, _answer_routing_error)
    app.add_exception_handler(ClientLeft, _answer_nobody)


def problem_response(document: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> Response:
    """A problem document as a response with its own status."""
    return Response(orjson.dumps(document), document["status"], headers, MEDIA_TYPE)


def plain_problem(status: int, slug: str, title: str, detail: str, instance: str | None = None) -> dict[str, Any]:
    """A problem that no error class of the graph stands for: routing, sizes, a fault of ours."""
    document = {"type": PROBLEM_BASE + slug, "title": title, "status": status, "detail": detail}
    return document | {"instance": instance}


async def _answer_graph_error(request: Request, error: Exception) -> Response:
    row = outcome(error)
    if row.status >= HTTPStatus.INTERNAL_SERVER_ERROR and row.retry_after is None:
        log.error("%s: %s", request.url.path, error, exc_info=error)
    headers = {"Retry-After": str(row.retry_after)} if row.retry_after else None
    return problem_response(problem(error, request.url.path), headers)


async def _answer_validation_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    problems = [_explain(e) for e in error.errors()]
    document = problem(BadQuestion("; ".join(p["detail"] for p in problems), parameter=problems[0]["parameter"]))
    return problem_response(document | {"instance": request.url.path, "problems": problems})


def _explain(error: Mapping[str, Any]) -> dict[str, Any]:
    """One of the framework's validation errors in our words."""
    name = _name(error["loc"])
    said = error["msg"][0].lower() + error["msg"][1:]
    found = {} if error["type"] == "missing" else {"value": str(error["input"])[:200]}
    detail = f"The parameter '{name}' is missing" if not found else f"The parameter '{name}' cannot be used: {said}"
    return {"parameter": name, "detail": detail, **found}


def _name(place: Sequence[object]) -> str:
    return next((str(part) for part in place if part not in ("query", "path", "body", "header")), "request")


async def _answer_routing_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    path = request.url.path
    if error.status_code == HTTPStatus.NOT_FOUND:
        document = plain_problem(
            404, "no-route", "No such address", f"Nothing is at {path[:200]}. See /docs.", path[:200]
        )
    elif error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        told, methods = f"{request.method} cannot be used on {path[:200]}.", ", ".join(_methods(request))
        document = plain_problem(405, "method", "Method not allowed", told, path[:200])
        return problem_response(document, {**(error.headers or {}), "Allow": methods})
    else:
        document = plain_problem(
            error.status_code, "http", "The request cannot be answered", str(error.detail), path[:200]
        )
    return problem_response(document, error.headers)


def _methods(request: Request) -> list[str]:
    """The methods that any route takes at an address; HEAD goes with GET."""
    asked = ((method, {**request.scope, "method": method}) for method in METHODS)
    taken = [m for m, scope in asked if any(r.matches(scope)[0] is Match.FULL for r in request.app.routes)]
    return sorted([*taken, *(["HEAD"] if "GET" in taken else [])])


async def _answer_nobody(_: Request, __: Exception) -> Response:
    """What the log has for a client that left; there is no standard number for it, and nobody reads it."""
    return Response(status_code=499)
