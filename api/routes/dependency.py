"""On whom does one depend, and what is lost with what drops out."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.deps import Graph, answered_over_time
from api.models import SeriesAnswer
from api.trade_models import DependencyAnswer, LossAnswer, SinglePointsAnswer
from api.trade_questions import Dependency, Loss, SinglePoints

router = APIRouter(tags=["dependency"])


@router.get("/dependency", operation_id="dependency", responses={200: {"model": DependencyAnswer | SeriesAnswer}})
async def dependency(request: Request, service: Graph, question: Annotated[Dependency, Query()]) -> Response:
    """A recipient's suppliers (or a supplier's customers) by windows of years and by category: shares by number of
    deals, pieces and SIPRI's trend-indicator value, and how concentrated they are.

    What is unknown stays in the denominator. Shares that sources publish for the same window stand beside ours.
    With `series` the shares in the last window, as of each date.
    """
    return await answered_over_time(request, service, question)


@router.get("/loss", operation_id="loss", responses={200: {"model": LossAnswer | SeriesAnswer}})
async def loss(request: Request, service: Graph, question: Annotated[Loss, Query()]) -> Response:
    """What a recipient loses if a plant, a firm, a state or an accord drops out: transfers, systems, and what nothing
    else links to it.

    A thing falls if nobody is left who is known to provide it. That nobody is known is not that there is nobody.
    """
    return await answered_over_time(request, service, question)


@router.get(
    "/single-points", operation_id="single_points", responses={200: {"model": SinglePointsAnswer | SeriesAnswer}}
)
async def single_points(request: Request, service: Graph, question: Annotated[SinglePoints, Query()]) -> Response:
    """Whose loss alone would end the making of systems that a recipient gets or uses, the gravest first."""
    return await answered_over_time(request, service, question)
