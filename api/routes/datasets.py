"""What is loaded: datasets, and the revisions in which they came."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response

from api.deps import Graph, answered, takes_none
from api.models import DatasetAnswer, DatasetsAnswer, RevisionsAnswer
from graph.questions.describe import describe_dataset, list_datasets, list_revisions
from graph.view import View

router = APIRouter(tags=["evidence"], dependencies=[Depends(takes_none)])

Id = Annotated[str, Path(max_length=500)]


@router.get("/datasets", operation_id="datasets", responses={200: {"model": DatasetsAnswer}})
async def datasets(request: Request, service: Graph) -> Response:
    """Every dataset with its publisher, licence and coverage."""
    return await answered(request, service, partial(list_datasets, view=View()))


@router.get("/datasets/{id}", operation_id="dataset", responses={200: {"model": DatasetAnswer}})
async def dataset(request: Request, service: Graph, id: Id) -> Response:  # noqa: A002
    """One dataset, and its sources."""
    return await answered(request, service, partial(describe_dataset, view=View(), dataset=id))


@router.get("/revisions", operation_id="revisions", responses={200: {"model": RevisionsAnswer}})
async def revisions(request: Request, service: Graph) -> Response:
    """What was loaded when, the latest first."""
    return await answered(request, service, partial(list_revisions, view=View()))
