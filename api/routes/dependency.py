"""On whom does one depend, and what is lost with what drops out."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.deps import Graph, answered
from api.trade_models import DependencyAnswer
from api.trade_questions import Dependency

router = APIRouter(tags=["dependency"])


@router.get("/dependency", operation_id="dependency", responses={200: {"model": DependencyAnswer}})
async def dependency(request: Request, service: Graph, question: Annotated[Dependency, Query()]) -> Response:
    """A recipient's suppliers (or a supplier's customers) by windows of years and by category: shares by number of
    deals, pieces and SIPRI's trend-indicator value, and how concentrated they are.

    What is unknown stays in the denominator. Shares that sources publish for the same window stand beside ours.
    """
    return await answered(request, service, question.ask)
