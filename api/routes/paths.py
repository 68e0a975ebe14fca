"""How two entities are linked."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.deps import Graph, answered_over_time
from api.models import PathsAnswer, SeriesAnswer
from api.questions import Paths

router = APIRouter(tags=["structure"])


@router.get("/paths", operation_id="paths", responses={200: {"model": PathsAnswer | SeriesAnswer}})
async def paths(request: Request, service: Graph, question: Annotated[Paths, Query()]) -> Response:
    """The ways from one entity to another, each hop with the relationship in words, its claims and their sources.

    Repeat `from` or `to` for any of several. No path is an empty list, and the receipt's `why` says what blocks one and
    what would open it. With `series`: whether there is a path at each date, how many, how short.
    """
    return await answered_over_time(request, service, question)
