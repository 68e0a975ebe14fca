"""What is loaded: datasets, and the revisions in which they came."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from api.deps import Graph, answered, only_cited
from api.models import CoverageAnswer, DatasetAnswer, DatasetsAnswer, RevisionsAnswer
from api.records import Datasets, Joins, Revisions
from graph.questions.datasets import describe_dataset
from graph.view import View

router = APIRouter(tags=["evidence"])
ALONE = [Depends(only_cited)]

Id = Annotated[str, Path(max_length=500)]


@router.get("/datasets", operation_id="datasets", responses={200: {"model": DatasetsAnswer}})
async def datasets(request: Request, service: Graph, question: Annotated[Datasets, Query()]) -> Response:
    """Every dataset with its publisher, release, counts, licence and coverage."""
    return await answered(request, service, question.ask)


@router.get("/datasets/{id}", operation_id="dataset", dependencies=ALONE, responses={200: {"model": DatasetAnswer}})
async def dataset(request: Request, service: Graph, id: Id) -> Response:  # noqa: A002
    """One dataset, and its sources."""
    return await answered(request, service, partial(describe_dataset, view=View(), dataset=id))


@router.get("/revisions", operation_id="revisions", responses={200: {"model": RevisionsAnswer}})
async def revisions(request: Request, service: Graph, question: Annotated[Revisions, Query()]) -> Response:
    """What was loaded when, the latest first."""
    return await answered(request, service, question.ask)


@router.get("/coverage", operation_id="coverage", responses={200: {"model": CoverageAnswer}})
async def coverage(request: Request, service: Graph, question: Annotated[Joins, Query()]) -> Response:
    """How far datasets meet: of the suppliers, recipients, systems, states, firms and accords of each, how many others
    speak of too, and which they don't."""
    return await answered(request, service, question.ask)
