"""Who matters."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.deps import Graph, answered_over_time
from api.models import RankingAnswer, SeriesAnswer
from api.questions import Centrality

router = APIRouter(tags=["structure"])


@router.get("/centrality", operation_id="centrality", responses={200: {"model": RankingAnswer | SeriesAnswer}})
async def centrality(request: Request, service: Graph, question: Annotated[Centrality, Query()]) -> Response:
    """Entities ranked by a measure of NetworkX: the same numbers as there on the graph that `/graph` gives for the same
    view.

    With `series` the scores over time, as columns.
    """
    return await answered_over_time(request, service, question)
