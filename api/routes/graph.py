"""The graph of a view, for other tools."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.answers import file_response, freshness
from api.deps import Graph as Service
from api.deps import answered, worked_out
from api.formats import file_format
from api.models import GraphAnswer
from api.questions import Graph
from graph.licence import left_out
from graph.snapshot import Snapshot
from ontology.iri import Iris

router = APIRouter(tags=["structure"])


@router.get("/graph", operation_id="graph", responses={200: {"model": GraphAnswer}})
async def graph(request: Request, service: Service, question: Annotated[Graph, Query()]) -> Response:
    """A view's whole graph: as `json` with its receipt, or as a file for graph tools, or as RDF with claims and
    sources."""
    kind = file_format(question.format)
    if question.format == "json":
        return await answered(request, service, question.ask)
    reading = service.reading
    written = partial(_written, question, request.app.state.base_iri)
    body = await worked_out(request, service, written, reading)
    name = f"defgraph-r{reading.snapshot.revision}{kind.suffix}"
    headers = freshness(reading) | {"Content-Disposition": f'attachment; filename="{name}"'}
    if lacking := await service.ask(partial(_lacking, question), reading):
        headers["Defgraph-Left-Out"] = lacking
    return file_response(request, body, kind.media_type, headers)


def _written(question: Graph, base_iri: str, snapshot: Snapshot) -> bytes:
    kind, snapshot = file_format(question.format), question.believed(snapshot)
    return kind.write(snapshot, question.view(snapshot), question.directed, Iris(base_iri), False)


def _lacking(question: Graph, snapshot: Snapshot) -> str:
    """How many claims of which datasets were left out for their licence, as a header."""
    snapshot = question.believed(snapshot)
    lacking = left_out(snapshot, question.network(snapshot).view)
    return ", ".join(f"{name}={count}" for name, count in lacking.items())
