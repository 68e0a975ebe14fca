"""What paths may follow."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.deps import Graph, answered
from api.models import PatternsAnswer
from api.records import Patterns

router = APIRouter(tags=["structure"])


@router.get("/patterns", operation_id="patterns", responses={200: {"model": PatternsAnswer}})
async def patterns(request: Request, service: Graph, question: Annotated[Patterns, Query()]) -> Response:
    """The named patterns that paths may follow (`pattern`): from an accord to the makers of what its parties trade,
    and others."""
    return await answered(request, service, question.ask)
