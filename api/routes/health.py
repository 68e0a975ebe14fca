"""Whether the service lives, and whether it can answer: two questions, never mixed."""

from fastapi import APIRouter, Response

from api.answers import freshness
from api.deps import Graph
from api.models import Live, Ready
from graph.errors import StoreUnavailable

router = APIRouter(prefix="/health", tags=["health"])


@router.get("/live", operation_id="live", response_model=Live)
async def live() -> Live:
    """The process runs. Says nothing about Neo4j or the data."""
    return Live(live=True)


@router.get("/ready", operation_id="ready", response_model=Ready, responses={503: {"model": Ready}})
async def ready(service: Graph, response: Response) -> Ready:
    """Questions can be answered: from which revision, and whether that may be behind because Neo4j is away."""
    response.headers["Cache-Control"] = "no-store"
    try:
        reading = service.reading
    except StoreUnavailable as error:
        response.status_code = 503
        response.headers["Retry-After"] = "5"
        return Ready(ready=False, revision=None, stale=True, neo4j=False, trouble=str(error))
    response.headers.update(freshness(reading))
    return Ready(
        ready=True,
        revision=reading.snapshot.revision,
        stale=reading.stale,
        neo4j=not reading.stale,
        trouble=service.trouble,
    )
