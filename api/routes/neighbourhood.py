"""What is around an entity."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.deps import Graph, answered_over_time
from api.models import NeighbourhoodAnswer, SeriesAnswer
from api.questions import Neighbourhood

router = APIRouter(tags=["structure"])


@router.get(
    "/neighbourhood", operation_id="neighbourhood", responses={200: {"model": NeighbourhoodAnswer | SeriesAnswer}}
)
async def neighbourhood(request: Request, service: Graph, question: Annotated[Neighbourhood, Query()]) -> Response:
    """The entities within so many hops of one, and everything that links them."""
    return await answered_over_time(request, service, question)
