"""On how little answers stand, how sure ranks are, and what differs under another view."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from api.deps import Graph, answered, answered_over_time, only_cited
from api.doubt_models import CompareAnswer, FragilityAnswer, IntervalsAnswer
from api.doubt_questions import Compare, Fragility, Intervals
from api.models import SeriesAnswer

router = APIRouter(tags=["doubt"])


@router.get("/fragility", operation_id="fragility", responses={200: {"model": FragilityAnswer | SeriesAnswer}})
async def fragility(request: Request, service: Graph, question: Annotated[Fragility, Query()]) -> Response:
    """The fewest sources, or claims, whose loss leaves no path between two ends, or drops an entity out of the first.

    Exact where the search comes to its end, else between a lower and an upper bound, and the receipt's limits say so.
    """
    return await answered_over_time(request, service, question)


@router.get("/intervals", operation_id="intervals", responses={200: {"model": IntervalsAnswer | SeriesAnswer}})
async def intervals(request: Request, service: Graph, question: Annotated[Intervals, Query()]) -> Response:
    """A ranking, each rank with how far it moves without any one source, and in networks drawn from the claims by what
    they weigh."""
    return await answered_over_time(request, service, question)


@router.post(
    "/compare", operation_id="compare", dependencies=[Depends(only_cited)], responses={200: {"model": CompareAnswer}}
)
async def compare(request: Request, service: Graph, question: Compare) -> Response:
    """One question under two views: paths that appear or vanish, ranks that move, groups that split or join."""
    return await answered(request, service, question.ask)
