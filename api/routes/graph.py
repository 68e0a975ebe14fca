"""The graph of a view, for other tools."""

import hashlib
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.answers import tagged_response
from api.deps import answered
from api.deps import Graph as Service
from api.models import GraphAnswer
from api.questions import Graph
from graph.export import FORMATS, write_graph
from graph.question import one_of
from graph.snapshot import Snapshot

router = APIRouter(tags=["structure"])


@router.get("/graph", operation_id="graph", responses={200: {"model": GraphAnswer}})
async def graph(request: Request, service: Service, question: Annotated[Graph, Query()]) -> Response:
    """A view's whole graph: as `json` with its receipt, or as a file in another format."""
    kind = FORMATS[one_of("format", question.format, FORMATS)]
    if question.format == "json":
        return await answered(request, service, question.ask)
    reading = service.reading
    body = await service.ask(partial(_written, question), reading)
    name = f"defgraph-r{reading.snapshot.revision}{kind.suffix}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return tagged_response(request, body, hashlib.sha256(body).hexdigest(), reading, kind.media_type, headers)


def _written(question: Graph, snapshot: Snapshot) -> bytes:
    return write_graph(question.network(snapshot), question.format)
