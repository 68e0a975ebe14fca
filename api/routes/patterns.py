"""What paths may follow."""

from functools import partial

from fastapi import APIRouter, Depends, Request, Response

from api.deps import Graph, answered, takes_none
from api.models import PatternsAnswer
from graph.questions.patterns import list_patterns
from graph.view import View

router = APIRouter(tags=["structure"], dependencies=[Depends(takes_none)])


@router.get("/patterns", operation_id="patterns", responses={200: {"model": PatternsAnswer}})
async def patterns(request: Request, service: Graph) -> Response:
    """The named patterns that paths may follow (`pattern`): from an accord to the makers of what its parties trade,
    and others."""
    return await answered(request, service, partial(list_patterns, view=View()))
