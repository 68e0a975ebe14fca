"""What the OpenAPI description says of answers is so: real answers are held against the models, which allow nothing
unnamed."""

from typing import Any

import httpx
import pytest
from pydantic import BaseModel

from api import models, structure_models
from api.structure_models import CutpointsAnswer, EdgeCentralityAnswer, GroupAnswer, KComponentsAnswer
from api.trade_models import DependencyAnswer, LossAnswer, SinglePointsAnswer
from tests.api.conftest import Get

pytestmark = pytest.mark.asyncio(loop_scope="session")

ENDS = {"from": "Morocco", "to": "Israel Aerospace Industries"}


@pytest.mark.parametrize(
    ("model", "path", "parameters"),
    [
        (models.EntitiesAnswer, "/api/v1/entities", {"q": "Morocco"}),
        (models.EntitiesAnswer, "/api/v1/entities", {"limit": 3}),
        (models.EntityAnswer, "/api/v1/entities/morocco", {}),
        (models.EntityAnswer, "/api/v1/entities/iai-bluebird", {}),
        (models.RelationshipsAnswer, "/api/v1/entities/morocco/relationships", {}),
        (models.SourceAnswer, "/api/v1/sources/globes-2022-02-13-barak-mx", {}),
        (models.DatasetAnswer, "/api/v1/datasets/curated", {}),
        (models.DatasetsAnswer, "/api/v1/datasets", {}),
        (models.CoverageAnswer, "/api/v1/coverage", {}),
        (models.RevisionsAnswer, "/api/v1/revisions", {}),
        (models.PathsAnswer, "/api/v1/paths", ENDS),
        (models.PathsAnswer, "/api/v1/paths", {**ENDS, "as_of": "1900", "certainty": "certain"}),
        (models.RankingAnswer, "/api/v1/centrality", {"measure": "katz"}),
        (DependencyAnswer, "/api/v1/dependency", {"recipient": "morocco", "window": "P5Y", "split": True}),
        (LossAnswer, "/api/v1/loss", {"recipient": "morocco", "without": "elbit-systems"}),
        (SinglePointsAnswer, "/api/v1/single-points", {"recipient": "morocco"}),
        (structure_models.ComponentsAnswer, "/api/v1/components", {"strong": True}),
        (structure_models.CommunitiesAnswer, "/api/v1/communities", {}),
        (structure_models.CliquesAnswer, "/api/v1/cliques", {"top": 3}),
        (structure_models.TriadsAnswer, "/api/v1/triads", {"relationship": "Transfer"}),
        (structure_models.SimilarityAnswer, "/api/v1/similarity", {"entity": "morocco", "by": "systems"}),
        (structure_models.PredictionAnswer, "/api/v1/prediction", {"relationship": "Transfer"}),
        (EdgeCentralityAnswer, "/api/v1/edge-centrality", {"top": 5}),
        (CutpointsAnswer, "/api/v1/cutpoints", {}),
        (GroupAnswer, "/api/v1/group", {"member": ["morocco", "israel"]}),
        (KComponentsAnswer, "/api/v1/k-components", {"relationship": "AccordParty"}),
        (models.NeighbourhoodAnswer, "/api/v1/neighbourhood", {"entity": "morocco", "radius": 2}),
        (models.GraphAnswer, "/api/v1/graph", {"projection": "roles"}),
    ],
)
async def test_an_answer_is_as_described(
    client: httpx.AsyncClient, model: type[BaseModel], path: str, parameters: dict[str, Any]
) -> None:
    response = await client.get(path, params=parameters)
    assert response.status_code == 200
    model.model_validate_json(response.content)


async def test_a_claim_is_as_described(get: Get) -> None:
    (claim, *_) = (await get("/api/v1/entities/iai-bluebird"))["receipt"]["claims"]
    models.ClaimAnswer.model_validate(await get(f"/api/v1/claims/{claim}"))


@pytest.mark.parametrize(
    "path", ["/api/v1/paths", "/api/v1/paths?from=x&to=y", "/nowhere", "/api/v1/entities?limit=x&q=1&z=2"]
)
async def test_a_problem_is_as_described(client: httpx.AsyncClient, path: str) -> None:
    response = await client.get(path)
    problem = models.Problem.model_validate_json(response.content)
    assert problem.status == response.status_code
    assert problem.instance == path.partition("?")[0]
