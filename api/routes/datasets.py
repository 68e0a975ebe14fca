"""What is loaded: datasets, and the revisions in which they came."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from api.deps import Graph, answered, takes_none
from api.models import CoverageAnswer, DatasetAnswer, DatasetsAnswer, RevisionsAnswer
from api.questions import Joins
from graph.questions.datasets import describe_dataset, list_datasets
from graph.questions.describe import list_revisions
from graph.view import View

router = APIRouter(tags=["evidence"])
ALONE = [Depends(takes_none)]

Id = Annotated[str, Path(max_length=500)]


@router.get("/datasets", operation_id="datasets", dependencies=ALONE, responses={200: {"model": DatasetsAnswer}})
async def datasets(request: Request, service: Graph) -> Response:
    """Every dataset with its publisher, release, counts, licence and coverage."""
    return await answered(request, service, partial(list_datasets, view=View()))


@router.get("/datasets/{id}", operation_id="dataset", dependencies=ALONE, responses={200: {"model": DatasetAnswer}})
async def dataset(request: Request, service: Graph, id: Id) -> Response:  # noqa: A002
    """One dataset, and its sources."""
    return await answered(request, service, partial(describe_dataset, view=View(), dataset=id))


@router.get("/revisions", operation_id="revisions", dependencies=ALONE, responses={200: {"model": RevisionsAnswer}})
async def revisions(request: Request, service: Graph) -> Response:
    """What was loaded when, the latest first."""
    return await answered(request, service, partial(list_revisions, view=View()))


@router.get("/coverage", operation_id="coverage", responses={200: {"model": CoverageAnswer}})
async def coverage(request: Request, service: Graph, question: Annotated[Joins, Query()]) -> Response:
    """How far datasets meet: of the suppliers, recipients, systems, states, firms and accords of each, how many others
    speak of too, and which they don't."""
    return await answered(request, service, question.ask)
