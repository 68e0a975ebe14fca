"""What holds the network together, how it falls apart, and who is like whom."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api import structure_models as models
from api.deps import Graph, answered
from api.structure_questions import Cutpoints, EdgeCentrality, Group, KComponents

router = APIRouter(tags=["structure"])


@router.get("/edge-centrality", operation_id="edge_centrality", responses={200: {"model": models.EdgeCentralityAnswer}})
async def edge_centrality(request: Request, service: Graph, question: Annotated[EdgeCentrality, Query()]) -> Response:
    """Links between entities by betweenness: over which of them the shortest paths run."""
    return await answered(request, service, question.ask)


@router.get("/cutpoints", operation_id="cutpoints", responses={200: {"model": models.CutpointsAnswer}})
async def cutpoints(request: Request, service: Graph, question: Annotated[Cutpoints, Query()]) -> Response:
    """Articulation points and bridges: entities and links without which the network falls into more parts."""
    return await answered(request, service, question.ask)


@router.get("/group", operation_id="group", responses={200: {"model": models.GroupAnswer}})
async def group(request: Request, service: Graph, question: Annotated[Group, Query()]) -> Response:
    """How central several entities are together, as if they were one: degree, closeness and betweenness."""
    return await answered(request, service, question.ask)


@router.get("/k-components", operation_id="k_components", responses={200: {"model": models.KComponentsAnswer}})
async def k_components(request: Request, service: Graph, question: Annotated[KComponents, Query()]) -> Response:
    """Parts that hold together until k entities are taken away; for networks of up to 400 entities."""
    return await answered(request, service, question.ask)
