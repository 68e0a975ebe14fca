"""What holds the network together, how it falls apart, and who is like whom."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api import structure_models as models
from api.deps import Graph, answered_over_time
from api.models import SeriesAnswer
from api.structure_questions import (
    Cliques,
    Communities,
    Components,
    Cutpoints,
    EdgeCentrality,
    Group,
    KComponents,
    Prediction,
    Similarity,
    Triads,
)

router = APIRouter(tags=["structure"])


@router.get(
    "/edge-centrality",
    operation_id="edge_centrality",
    responses={200: {"model": models.EdgeCentralityAnswer | SeriesAnswer}},
)
async def edge_centrality(request: Request, service: Graph, question: Annotated[EdgeCentrality, Query()]) -> Response:
    """Links between entities by betweenness: over which of them the shortest paths run."""
    return await answered_over_time(request, service, question)


@router.get("/cutpoints", operation_id="cutpoints", responses={200: {"model": models.CutpointsAnswer | SeriesAnswer}})
async def cutpoints(request: Request, service: Graph, question: Annotated[Cutpoints, Query()]) -> Response:
    """Articulation points and bridges: entities and links without which the network falls into more parts."""
    return await answered_over_time(request, service, question)


@router.get("/group", operation_id="group", responses={200: {"model": models.GroupAnswer | SeriesAnswer}})
async def group(request: Request, service: Graph, question: Annotated[Group, Query()]) -> Response:
    """How central several entities are together, as if they were one: degree, closeness and betweenness."""
    return await answered_over_time(request, service, question)


@router.get(
    "/k-components", operation_id="k_components", responses={200: {"model": models.KComponentsAnswer | SeriesAnswer}}
)
async def k_components(request: Request, service: Graph, question: Annotated[KComponents, Query()]) -> Response:
    """Parts that hold together until k entities are taken away; for networks of up to 1000 entities."""
    return await answered_over_time(request, service, question)


@router.get(
    "/components", operation_id="components", responses={200: {"model": models.ComponentsAnswer | SeriesAnswer}}
)
async def components(request: Request, service: Graph, question: Annotated[Components, Query()]) -> Response:
    """The parts that no link joins; with `strong` those in which each reaches each. With `series` their number and size
    over time."""
    return await answered_over_time(request, service, question)


@router.get(
    "/communities", operation_id="communities", responses={200: {"model": models.CommunitiesAnswer | SeriesAnswer}}
)
async def communities(request: Request, service: Graph, question: Annotated[Communities, Query()]) -> Response:
    """Parts with more links within than chance would have (Louvain, seeded), and the modularity they reach."""
    return await answered_over_time(request, service, question)


@router.get("/cliques", operation_id="cliques", responses={200: {"model": models.CliquesAnswer | SeriesAnswer}})
async def cliques(request: Request, service: Graph, question: Annotated[Cliques, Query()]) -> Response:
    """Groups in which each is linked to each, the largest first."""
    return await answered_over_time(request, service, question)


@router.get("/triads", operation_id="triads", responses={200: {"model": models.TriadsAnswer | SeriesAnswer}})
async def triads(request: Request, service: Graph, question: Annotated[Triads, Query()]) -> Response:
    """How often each of the 16 kinds of three entities and the directed links between them occurs."""
    return await answered_over_time(request, service, question)


@router.get(
    "/similarity", operation_id="similarity", responses={200: {"model": models.SimilarityAnswer | SeriesAnswer}}
)
async def similarity(request: Request, service: Graph, question: Annotated[Similarity, Query()]) -> Response:
    """Who deals like another: the same suppliers, customers or systems, and which they share."""
    return await answered_over_time(request, service, question)


@router.get(
    "/prediction", operation_id="prediction", responses={200: {"model": models.PredictionAnswer | SeriesAnswer}}
)
async def prediction(request: Request, service: Graph, question: Annotated[Prediction, Query()]) -> Response:
    """Unlinked pairs that share neighbours, by known scores, with a test of how often such guesses came true here. It
    is no evidence of anything."""
    return await answered_over_time(request, service, question)
