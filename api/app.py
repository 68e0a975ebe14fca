"""The application: routes, guards and documentation around one `Service`."""

from importlib.metadata import version
from pathlib import Path
from typing import Any

from fastapi import Depends, FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from api.deps import refuse_repeats
from api.errors import install_error_handlers
from api.middleware import Guard
from api.models import Problem
from api.openapi import describe
from api.routes import (
    ask,
    centrality,
    claims,
    dataset,
    datasets,
    dependency,
    doubt,
    dumps,
    entities,
    graph,
    health,
    home,
    linked,
    neighbourhood,
    ontology,
    paths,
    patterns,
    reconcile,
    records,
    sparql,
    structure,
)
from graph.questions.overlaid import Reader
from graph.service import Service
from graph.sparql.endpoint import Endpoint

PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": told, "content": {"application/problem+json": {}}}
    for status, told in {
        404: "Not in the graph",
        422: "The question cannot be answered as it is put",
        503: "Not now: the store is away, or the question takes too long",
    }.items()
}

QUESTIONS = (
    entities,
    claims,
    datasets,
    paths,
    patterns,
    centrality,
    neighbourhood,
    dependency,
    structure,
    doubt,
    graph,
    ask,
)


def create_app(
    service: Service,
    *,
    base_iri: str,
    hosts: tuple[str, ...] = (),
    endpoint: Endpoint | None = None,
    dumps_folder: Path | None = None,
    read_overlay: Reader | None = None,
) -> FastAPI:
    """The application over a service, and a SPARQL endpoint if there is one, that the caller opens and closes.

    `base_iri` is what ids in RDF start with; `hosts` are the names this server answers to (none: any); dumps are
    published in `dumps_folder`; `read_overlay` reads a caller's own claims (None: they are not taken).
    """
    app = FastAPI(
        title="defgraph",
        version=version("defgraph"),
        summary="A knowledge graph of defence relationships in which every answer carries its evidence.",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        strict_content_type=False,
    )
    app.state.service, app.state.base_iri, app.state.sparql = service, base_iri, endpoint
    app.state.dumps = dumps_folder
    app.state.read_overlay = read_overlay
    install_error_handlers(app)
    for module in QUESTIONS:
        app.include_router(
            module.router, prefix="/api/v1", dependencies=[Depends(refuse_repeats)], responses={**PROBLEMS}
        )
    for module in (health, home, linked, records, ontology, dumps, dataset, sparql, reconcile):
        app.include_router(module.router)
    describe(app, service.vocabulary)
    _guard(app, hosts)
    return app


def _guard(app: FastAPI, hosts: tuple[str, ...]) -> None:
    """What stands around the routes; the last added is met first."""
    if hosts:
        app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(hosts))
    exposed = [
        "ETag",
        "Defgraph-Revision",
        "Defgraph-Stale",
        "Age",
        "Link",
        "Accept-Ranges",
        "Content-Range",
        "Content-Location",
    ]
    app.add_middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "POST"],
        allow_headers=["Content-Type", "Range", "If-Range", "If-None-Match"],
        expose_headers=[*exposed, "Retry-After"],
    )
    app.add_middleware(Guard)
