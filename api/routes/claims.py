"""The evidence itself: claims and the sources that make them."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response

from api.deps import Graph, answered, only_cited
from api.models import ClaimAnswer, SourceAnswer
from graph.questions.describe import describe_claim, describe_source
from graph.view import View

router = APIRouter(tags=["evidence"], dependencies=[Depends(only_cited)])

Id = Annotated[str, Path(max_length=500)]


@router.get("/claims/{id}", operation_id="claim", responses={200: {"model": ClaimAnswer}})
async def claim(request: Request, service: Graph, id: Id) -> Response:  # noqa: A002
    """What one source says of one entity or relationship, with quotation, grades, and the revision that recorded it."""
    return await answered(request, service, partial(describe_claim, view=View(), claim=id))


@router.get("/sources/{id}", operation_id="source", responses={200: {"model": SourceAnswer}})
async def source(request: Request, service: Graph, id: Id) -> Response:  # noqa: A002
    """A document or release: who published it when, how reliable it is held to be and why, and what it was derived
    from."""
    return await answered(request, service, partial(describe_source, view=View(), source=id))
