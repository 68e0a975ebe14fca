"""Entities: found, described, and what they are related to."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from api.answers import answer_response
from api.deps import MOVED, Graph, answered, moved_to, worked_out
from api.models import EntitiesAnswer, EntityAnswer, RelationshipsAnswer
from api.records import Entities, EntityDetail, Relationships

router = APIRouter(tags=["entities"])

Id = Annotated[str, Path(max_length=500, description="The id of an entity or relationship.")]


@router.get("/entities", operation_id="entities", responses={200: {"model": EntitiesAnswer}})
async def entities(request: Request, service: Graph, question: Annotated[Entities, Query()]) -> Response:
    """Search entities by name, alias, former name or identifier, typing errors forgiven; or list them all.

    Searches ask Neo4j's full-text index. When that is away, or the view is not simply the latest, names are compared in
    memory; the receipt's limits say so.
    """
    reading = service.reading
    hits = await service.search(question.q or "", question.type) if question.of_index(reading.snapshot) else None
    body = await worked_out(request, service, partial(question.ask, hits=hits), reading)
    return answer_response(request, body, reading)


@router.get("/entities/{id}", operation_id="entity", responses={200: {"model": EntityAnswer}, 308: MOVED})
async def entity(request: Request, service: Graph, id: Id, question: Annotated[EntityDetail, Query()]) -> Response:  # noqa: A002
    """An entity's names and properties, every value with the claims that give it, and how many relationships it has.

    A relationship has an id too, and is described here as well.
    """
    if moved := moved_to(request, service, id):
        return moved
    return await answered(request, service, partial(question.ask, entity=id))


@router.get(
    "/entities/{id}/relationships",
    operation_id="relationships",
    responses={200: {"model": RelationshipsAnswer}, 308: MOVED},
)
async def relationships(
    request: Request,
    service: Graph,
    id: Id,  # noqa: A002
    question: Annotated[Relationships, Query()],
) -> Response:
    """What an entity is related to, by class and direction, a page at a time."""
    if moved := moved_to(request, service, id):
        return moved
    return await answered(request, service, partial(question.ask, entity=id))
